"""What differs between a copy and the canonical member, in a few words."""

from collections.abc import Iterator, Sequence

from ssot_lint.index.clones.groups import text_likeness
from ssot_lint.index.clones.members import Member
from ssot_lint.model import Definition

_MOST_NAMES = 3


def difference(copy: Member, home: Member, other_names: Sequence[str] = ()) -> str:
    """As "renamed: x → y" or "2 statements added, 1 changed"; "" where nothing differs.

    What was added stands in the copy, what was removed in the canonical member alone. `other_names`
    stand for something else in the copy.
    """
    kind = text_likeness(copy, home)
    words: list[str] = []
    if kind == "renamed" and copy.unit == "function":
        words += _reworded(copy, home)
    elif kind != "identical":
        edits = ["asynchronous"] if kind == "twin" and copy.is_asynchronous else []
        edits += _edits(copy, home)
        if not edits and copy.semi != home.semi:
            edits = ["in another order"]
        words += [", ".join(edits)] if edits else []
    words += _outlines(copy, home)
    if not words and kind != "identical":
        words = ["other parameters"]  # in another order, which is all that is left
    if other_names:
        words.append(f"another {_first(other_names)}")
    return "; ".join(words)


def _first(words: Sequence[str]) -> str:
    more = f" and {len(words) - _MOST_NAMES} more" if len(words) > _MOST_NAMES else ""
    return ", ".join(words[:_MOST_NAMES]) + more


def _outlines(copy: Member, home: Member) -> Iterator[str]:
    """What is no part of the statements: parameters, bases, decorators."""
    one, other = copy.definition, home.definition
    if copy.unit == "block":
        return
    if one and other and _parameters(one) != _parameters(other):
        yield "other parameters"
    if one and other and one.bases != other.bases:
        yield "other bases"
    if [d.decorators for d in copy.definitions] != [d.decorators for d in home.definitions]:
        same = len(copy.definitions) == len(home.definitions)
        if same or (one and other and one.decorators != other.decorators):
            yield "other decorators"


def _parameters(function: Definition) -> list[tuple[str, bool]]:
    return [(parameter.kind, parameter.optional) for parameter in function.parameters]


def _reworded(copy: Member, home: Member) -> Iterator[str]:
    """How names and literals of functions differ that are the same but for these."""
    assert copy.definition is not None
    assert home.definition is not None
    names = _names(home), _names(copy)
    pairs = [f"{old} → {new}" for old, new in zip(*names, strict=False) if old != new]
    if pairs and len(names[0]) == len(names[1]):
        yield f"renamed: {_first(pairs)}"
    elif copy.definition.literals == home.definition.literals:
        yield "other local names"
    if copy.definition.literals != home.definition.literals:
        yield "other literals"


def _names(member: Member) -> list[str]:
    """The local names, its own name left out."""
    assert member.definition is not None
    return [name for name in member.definition.names.split(",") if name != member.definition.name]


def _edits(copy: Member, home: Member) -> Iterator[str]:
    from rapidfuzz.distance import Indel

    added = removed = changed = reworded = 0
    gone = came = 0
    in_order = copy.ordered == copy.semi and home.ordered == home.semi
    exact = copy.exact if in_order and text_likeness(copy, home) != "twin" else ()  # which awaits in each
    for block in Indel.opcodes(home.ordered, copy.ordered):
        if block.tag != "equal":  # what follows on an edit belongs to it
            gone += block.src_end - block.src_start
            came += block.dest_end - block.dest_start
            continue
        changed, added, removed = _told(changed, added, removed, gone, came)
        gone = came = 0
        theirs = home.exact[block.src_start : block.src_end]
        mine = exact[block.dest_start : block.dest_end]
        reworded += sum(one != other for one, other in zip(mine, theirs, strict=False))
    changed, added, removed = _told(changed, added, removed, gone, came)
    words = "added", "removed", "changed", "with other names or literals"
    noun = True
    for count, word in zip((added, removed, changed, reworded), words, strict=True):
        if count:
            yield f"{count}{(' statement' if count == 1 else ' statements') if noun else ''} {word}"
            noun = False


def _told(changed: int, added: int, removed: int, gone: int, came: int) -> tuple[int, int, int]:
    """The counts with one more edit: so many statements gone, so many come in their place."""
    both = min(gone, came)
    return changed + both, added + came - both, removed + gone - both

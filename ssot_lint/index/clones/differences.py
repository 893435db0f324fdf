"""What differs between a copy and the canonical member, in a few words."""

from collections.abc import Iterator

from ssot_lint.index.clones.groups import text_likeness
from ssot_lint.index.clones.members import Member

_MOST_NAMES = 3


def difference(copy: Member, home: Member) -> str:
    """ "renamed: x → y", "2 statements added, 1 changed"; "" where the texts are the same.

    What was added stands in the copy, what was removed in the canonical member alone.
    """
    kind = text_likeness(copy, home)
    if kind == "identical":
        return ""
    if kind == "renamed":
        return _renamed(copy, home)
    words = [*(["asynchronous"] if _is_asynchronous(copy) and kind == "twin" else []), *_edits(copy, home)]
    if not words and copy.semi != home.semi:
        return "in another order"
    return ", ".join(words) or _renamed(copy, home)


def _is_asynchronous(member: Member) -> bool:
    return member.definition is not None and member.definition.kind == "async function"


def _renamed(copy: Member, home: Member) -> str:
    names = _names(home), _names(copy)
    pairs = [f"{old} → {new}" for old, new in zip(*names, strict=False) if old != new]
    if not pairs or len(names[0]) != len(names[1]):
        return "other literals" if names[0] and names[0] == names[1] else "other local names or literals"
    more = f" and {len(pairs) - _MOST_NAMES} more" if len(pairs) > _MOST_NAMES else ""
    return f"renamed: {', '.join(pairs[:_MOST_NAMES])}{more}"


def _names(member: Member) -> list[str]:
    """The local names, its own name left out."""
    if member.definition is None or member.unit != "function":
        return []
    return [name for name in member.definition.names.split(",") if name != member.definition.name]


def _edits(copy: Member, home: Member) -> Iterator[str]:
    from rapidfuzz.distance import Indel

    added = removed = changed = 0
    gone = came = 0
    end = (-1, -1)
    for block in Indel.opcodes(home.ordered, copy.ordered):
        if block.tag == "equal":
            continue
        if (block.src_start, block.dest_start) != end:  # what follows on an edit belongs to it
            gone, came = 0, 0
        end = (block.src_end, block.dest_end)
        changed -= min(gone, came)
        added -= max(0, came - gone)
        removed -= max(0, gone - came)
        gone += block.src_end - block.src_start
        came += block.dest_end - block.dest_start
        changed += min(gone, came)
        added += max(0, came - gone)
        removed += max(0, gone - came)
    told = [(added, "added"), (removed, "removed"), (changed, "changed")]
    first = True
    for count, word in told:
        if count:
            noun = (" statement" if count == 1 else " statements") if first else ""
            yield f"{count}{noun} {word}"
            first = False

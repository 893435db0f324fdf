"""Where the names of a shim lead, beside where they must."""

from collections.abc import Iterator
from typing import NamedTuple

from ssot_lint.api import (
    CONDITIONAL,
    FALLBACK,
    LAZY,
    START,
    TYPING,
    File,
    Index,
    Span,
    Target,
    Undecided,
)

from .declared import Shim
from .substance import offered


class Astray(NamedTuple):
    """A name of a shim that leads elsewhere or, where `here` is None, nowhere."""

    span: Span
    name: str
    here: Target | None
    there: str


def astray(index: Index, shim: Shim, held: frozenset[str]) -> Iterator[Astray | Undecided]:
    """The names that no longer lead to what replaces them; `held` are those that the shim defines itself."""
    if shim.name:
        yield from _name_astray(index, shim, held)
        return
    wanted = offered(index, shim.new)
    names = [name for name in index.names_of(shim.file) if not name.startswith("_")]
    found = {name: index.lookup(f"{shim.old}:{name}") for name in names}
    same = [name for name, target in found.items() if target.symbol in wanted.values()]
    strays = [
        Astray(span_of(shim.file, name), name, target, wanted[name])
        for name, target in found.items()
        if name in wanted and name not in same and name not in held and _differs(shim.file, name, target)
    ]
    yield from strays
    if shim.kept and wanted and not (same or strays or held) and _lacks_all(index, shim, wanted):
        yield Astray(START, "", None, shim.new)


def _lacks_all(index: Index, shim: Shim, names: dict[str, str]) -> bool:
    """Whether a module certainly has none of some names, nor modules below it that may be the shims."""
    if shim.file.source.is_package and any(name.startswith(f"{shim.old}.") for name in index.modules()):
        return False
    return all(index.lookup(f"{shim.old}:{name}").kind == "missing" for name in names)


def _differs(file: File, name: str, target: Target) -> bool:
    """Whether a name is certainly another thing than its namesake."""
    if target.file is not file:
        # a value of that name, a logger say, may be for the shim's own use
        return target.kind == "definition"
    # a wrapper that only passes on is no other thing; that it does more, another fault tells
    return target.kind == "binding" and _is_own_value(file, name)


def _is_own_value(file: File, name: str) -> bool:
    """Whether one statement at the top of a module gives a name a value without calling anything."""
    bindings = [b for b in file.facts.bindings if b.scope == 0 and b.name == name]
    special = CONDITIONAL | FALLBACK | TYPING | LAZY
    if len(bindings) != 1 or bindings[0].target or bindings[0].declared or bindings[0].tags & special:
        return False
    return not any(call.line == bindings[0].line for call in file.facts.iter_calls())


def _name_astray(index: Index, shim: Shim, held: frozenset[str]) -> Iterator[Astray | Undecided]:
    there = index.lookup(shim.new)
    if shim.name in held or there.kind in ("missing", "undecided"):
        return
    here = index.lookup(shim.old)
    span = span_of(shim.file, shim.name)
    if here.kind == "missing":
        yield Astray(span, shim.name, None, there.symbol)
    elif here.kind == "undecided":
        if not any(edge.origin.symbol == there.symbol for edge in index.edges(shim.file)):
            place = index.place(shim.file, span)
            yield Undecided(place, shim.old, "the module may bind the name where it cannot be seen")
    elif here.symbol != there.symbol:
        is_own = here.file is shim.file
        if not is_own or (here.kind == "binding" and _is_own_value(shim.file, shim.name)):
            yield Astray(span, shim.name, here, there.symbol)


def span_of(file: File, name: str) -> Span:
    """Where a module binds a name; its beginning where that is not seen."""
    facts = file.facts
    if not name:
        return START
    spans = [i.span for i in facts.imports if i.scope == 0 and i.bound == name]
    spans += [d.name_span for d in facts.definitions if d.scope == 0 and d.name == name]
    spans += [b.span for b in facts.bindings if b.scope == 0 and b.name == name]
    return spans[0] if spans else START

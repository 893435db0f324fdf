"""Stretches of sources: which statements give names their values, and what names a stretch uses."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from ssot_lint.index.names import Target
from ssot_lint.model import Call, File, Use

if TYPE_CHECKING:
    from ssot_lint.index.core import Index

_LINE = attrgetter("line")


class Stretch(NamedTuple):
    """Lines of a file, the last included."""

    file: File
    first: int
    last: int

    def has(self, line: int) -> bool:
        """Whether a line is one of them."""
        return self.first <= line <= self.last


class Access(NamedTuple):
    """A name that is used, by a call or otherwise: what a beginning of it leads to, and the rest of it."""

    via: Call | Use
    target: Target
    attributes: str


class Stretches:
    """Looks into stretches of sources. What it needs of a file is listed once."""

    def __init__(self, index: "Index") -> None:
        self._index = index
        self._accesses: dict[File, list[Call | Use]] = {}
        self._statements: dict[File, dict[str, list[Stretch]]] = {}

    def of(self, file: File, name: str) -> list[Stretch]:
        """The statements that give a name of a module, or of a class, its value; `name` is qualified."""
        known = self._statements.get(file)
        if known is None:
            known = self._statements[file] = _statements(file)
        return known.get(name, [])

    def of_target(self, target: Target) -> list[Stretch]:
        """A class or function, a whole module, or the statements that give a variable its value."""
        file, definition = target.file, target.definition
        if file is None:
            return []
        if definition is not None:
            return [Stretch(file, definition.line, definition.end_line)]
        return self.of(file, target.name) if target.name else [Stretch(file, 1, file.facts.lines)]

    def calls(self, stretch: Stretch) -> Iterator[Call]:
        """The calls in a stretch."""
        yield from (each for each in self._within(stretch) if isinstance(each, Call))

    def accesses(self, stretch: Stretch) -> Iterator[Access]:
        """The names used in a stretch that lead somewhere, by their longest beginning that does."""
        for via in self._within(stretch):
            dotted = via.callee if isinstance(via, Call) else via.name
            for name in _beginnings(dotted):
                target = self._index.resolve_bound(stretch.file, via.scope, via.bound, name)
                if target.kind not in ("undecided", "missing"):
                    yield Access(via, target, dotted.removeprefix(name).removeprefix("."))
                    break

    def variables(self, stretch: Stretch) -> Iterator[Target]:
        """The variables of the file's own module and classes that a stretch reads (`Literals.mentions`)."""
        file = stretch.file
        for mention in self._index.literals(file).mentions:
            if stretch.has(mention.line):
                around = self._index.definition_of(file, mention.around)
                if around is not None and around.kind != "class" and mention.name not in around.free:
                    continue
                target = self._index.resolve(file, around.body if around else 0, mention.name)
                if target.kind == "binding" and target.file is file:
                    yield target

    def _within(self, stretch: Stretch) -> Iterator[Call | Use]:
        file = stretch.file
        known = self._accesses.get(file)
        if known is None:
            found: list[Call | Use] = [*file.facts.iter_uses(), *file.facts.iter_calls()]
            known = self._accesses[file] = sorted(found, key=_LINE)
        start = bisect_left(known, stretch.first, key=_LINE)
        yield from known[start : bisect_right(known, stretch.last, lo=start, key=_LINE)]


def _beginnings(dotted: str) -> Iterator[str]:
    """`a.b.c`, `a.b`, `a`."""
    while dotted:
        yield dotted
        dotted = dotted.rpartition(".")[0]


def _statements(file: File) -> dict[str, list[Stretch]]:
    facts = file.facts
    ends: dict[int, int] = {}
    for first, last, _ in facts.iter_statements():
        ends[first] = max(last, ends.get(first, 0))
    found: dict[str, list[Stretch]] = {}
    for binding in facts.bindings:
        scope = facts.scopes[binding.scope]
        if scope.kind in ("module", "class") and not binding.declared:
            name = f"{scope.qualified_name}.{binding.name}".removeprefix(".")
            stretch = Stretch(file, binding.line, ends.get(binding.line, binding.line))
            found.setdefault(name, []).append(stretch)
    return found

"""Cycles of imports: which modules load each other in a ring, and which of their imports to cut."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from ssot_lint.index.loads import Loads
from ssot_lint.index.names import is_in
from ssot_lint.index.rings import DEAR, Ways, cuts, rings
from ssot_lint.model import File, Import


class Link(NamedTuple):
    """A module that loads another, and the imports by which it does, in source order."""

    importer: File
    imported: File
    imports: tuple[Import, ...]


class Rest:
    """What is left of the imports once all the links to cut are gone."""

    def __init__(self, sources: Sequence[File], rows: Sequence[set[int]]) -> None:
        self._sources = sources
        self._rows = rows  # they are cut where they are
        self._known: tuple[dict[File, int], Ways] | None = None

    def leads(self, start: File, end: File) -> bool:
        """Whether a module still loads another, through others perhaps."""
        if self._known is None:
            numbers = {file: number for number, file in enumerate(self._sources)}
            self._known = numbers, Ways(dict(enumerate(self._rows)))
        numbers, ways = self._known
        return start in numbers and bool(ways.shortest(numbers[start], numbers[end]))


class Cycle(NamedTuple):
    """A shortest ring of modules through an import that is to be cut: the first link.

    `modules` counts those that are tied together, this ring and all that are entangled with it;
    they are free once `cuts` links are gone, each of which has a cycle of its own.
    """

    links: tuple[Link, ...]
    modules: int
    cuts: int
    rest: Rest


def find_cycles(loads: Loads) -> tuple[Cycle, ...]:
    """One cycle for each import to cut, by the paths of its two modules."""
    sources, rows = loads.sources, [set(row) for row in loads.rows]
    rest = Rest(sources, rows)
    found: dict[tuple[int, int], Cycle] = {}
    for number, row in enumerate(rows):
        if number in row:
            row.remove(number)
            found[number, number] = Cycle((_link(loads, number, number),), 1, 1, rest)
    for ring in rings(rows):
        inside = frozenset(ring)
        steps = {
            number: {n: _cost(loads, number, n) for n in sorted(rows[number] & inside)} for number in ring
        }
        ways = Ways(steps)
        chosen = cuts(steps)
        for number, other in chosen:
            way = pairwise([number, *ways.shortest(other, number)])
            links = tuple(_link(loads, a, b) for a, b in way)
            found[number, other] = Cycle(links, len(ring), len(chosen), rest)
    for number, other in found:
        rows[number].discard(other)
    return tuple(found[step] for step in sorted(found))


def _link(loads: Loads, number: int, other: int) -> Link:
    return Link(loads.sources[number], loads.sources[other], loads.imports(number, other))


def _cost(loads: Loads, number: int, other: int) -> int:
    """What it costs to cut a link: how many names it imports, and more if no function can take them."""
    imports = loads.imports(number, other)
    source = loads.sources[number].source
    hands_on = source.is_package and is_in(loads.sources[other], source)
    return len(imports) + DEAR * (hands_on or any(i.name == "*" for i in imports))

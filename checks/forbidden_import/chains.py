"""Chains of imports: the shortest way from one part of the project to another over neither."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from ssot_lint.api import Edge, File, Index, Place, Related


class Chains:
    """Looks for the chains that begin in some files, the ends, and lead over others alone.

    `steps` are the imports that count, in source order, by the path of the importer.
    """

    def __init__(self, steps: Mapping[str, Iterable[Edge]], ends: Collection[str]) -> None:
        self._steps = steps
        self._ends = ends
        self._importers: defaultdict[str, list[str]] = defaultdict(list)
        for path, edges in steps.items():
            for edge in edges:
                self._importers[_path(edge)].append(path)

    def to(self, last: Mapping[str, Edge]) -> Iterator[tuple[str, list[Edge]]]:
        """For each end that reaches one of the last imports, by path: the shortest chain, that one included.

        `last` has them by the path of the importer, which is no end.
        """
        distance = self._distances(last)
        for start in sorted(path for path in distance if path in self._ends):
            chain: list[Edge] = []
            path = start
            while path not in last:
                chain.append(next(e for e in self._steps[path] if self._leads_on(e, distance, path)))
                path = _path(chain[-1])
            yield start, [*chain, last[path]]

    def _distances(self, last: Iterable[str]) -> dict[str, int]:
        """How many imports each file is away from one of these."""
        distance = dict.fromkeys(last, 0)
        level = list(distance)
        while level:
            further = []
            for path in level:
                for importer in self._importers[path] if path not in self._ends else ():
                    if importer not in distance:
                        distance[importer] = distance[path] + 1
                        further.append(importer)
            level = further
        return distance

    def _leads_on(self, edge: Edge, distance: Mapping[str, int], path: str) -> bool:
        following = _path(edge)
        return following not in self._ends and distance.get(following) == distance[path] - 1


def _path(edge: Edge) -> str:
    return edge.file.path if edge.file is not None else ""


# ------------------------------------------------------------------------------- how a chain is told


def name_of(file: File) -> str:
    """What messages call a file."""
    return file.module or file.path


def place_of(index: Index, edge: Edge) -> Place:
    """Where an imported name stands."""
    return index.place(edge.importer, edge.statement.span, edge.statement.scope)


def links(index: Index, chain: list[Edge]) -> list[Related]:
    """The imports of a chain after the first, each with its place."""
    return [Related(place_of(index, e), f"{name_of(e.importer)} imports {e.loaded}") for e in chain[1:]]


def by_way_of(modules: list[str]) -> str:
    """What a message says of the modules that a chain leads through."""
    return f", which reaches it through {', '.join(modules)}" if modules else ""

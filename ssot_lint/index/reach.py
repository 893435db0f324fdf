"""Which modules run others when they are imported, directly or through more."""

from collections.abc import Sequence
from functools import cached_property

from ssot_lint.index.cycles import Graph
from ssot_lint.index.rings import Ways
from ssot_lint.index.trace import Tracer
from ssot_lint.model import RUNTIME, File


class Reach:
    """Answers from the runtime imports of all modules, those of the packages above them included."""

    def __init__(self, tracer: Tracer, sources: Sequence[File]) -> None:
        self._graph = Graph(tracer, sources, RUNTIME, implicit=True)
        self._sources = sources
        self._numbers = {file: number for number, file in enumerate(sources)}

    @cached_property
    def _rows(self) -> dict[int, set[int]]:
        return {number: self._graph.row(file) for number, file in enumerate(self._sources)}

    @cached_property
    def _ways(self) -> Ways:
        return Ways(self._rows)

    def imports(self, importer: File, imported: File) -> bool:
        """Whether a module runs another by an import of its own."""
        first, last = self._numbers.get(importer), self._numbers.get(imported)
        return first is not None and last in self._rows[first]

    def way(self, start: File, end: File) -> tuple[File, ...]:
        """A shortest chain of modules by which importing one runs another, both included; () for none."""
        first, last = self._numbers.get(start), self._numbers.get(end)
        if first is None or last is None:
            return ()
        return tuple(self._sources[number] for number in self._ways.shortest(first, last))

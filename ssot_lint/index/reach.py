"""Which modules run others when they are imported, directly or through more."""

from functools import cached_property

from ssot_lint.index.loads import Loads
from ssot_lint.index.rings import Ways
from ssot_lint.model import File


class Reach:
    """Answers from the imports of all modules; the packages above those that they load run as well."""

    def __init__(self, loads: Loads) -> None:
        self._loads = loads

    @cached_property
    def _rows(self) -> dict[int, set[int]]:
        rows = self._loads.rows
        above = [frozenset(self._loads.above(number)) for number in range(len(rows))]
        return {
            number: row.union(*(above[other] for other in row)) - above[number] | row
            for number, row in enumerate(map(set, rows))
        }

    @cached_property
    def _ways(self) -> Ways:
        return Ways(self._rows)

    def imports(self, importer: File, imported: File) -> bool:
        """Whether a module runs another by an import of its own."""
        numbers = self._loads.numbers
        return importer in numbers and numbers.get(imported) in self._rows[numbers[importer]]

    def way(self, start: File, end: File) -> tuple[File, ...]:
        """A shortest chain of modules by which importing one runs another, both included; () for none."""
        sources, numbers = self._loads.sources, self._loads.numbers
        if start not in numbers or end not in numbers:
            return ()
        return tuple(sources[number] for number in self._ways.shortest(numbers[start], numbers[end]))

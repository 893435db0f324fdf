"""Which modules run others when they are imported, directly or through more."""

from collections.abc import Collection, Mapping
from functools import cached_property

from ssot_lint.index.loads import Loads
from ssot_lint.model import DYNAMIC, File


class Reach:
    """Answers from the imports of all modules; the packages above those that they load run as well."""

    def __init__(self, loads: Loads, dynamic: Loads) -> None:
        """`dynamic` counts the imports by `import_module` as well."""
        self._loads = loads
        self._dynamic = dynamic
        self._above: dict[int, list[int]] = {}

    def imports(self, importer: File, imported: File) -> bool:
        """Whether a module runs another by an import of its own."""
        numbers = self._loads.numbers
        return importer in numbers and numbers.get(imported) in self._run_by(numbers[importer])

    def way(self, start: File, end: File, besides: Mapping[File, Collection[File]]) -> tuple[File, ...]:
        """A shortest chain of modules by which importing one runs another, both included; () for none.

        `besides` are imports that are to come: each importer with what it will load.
        """
        sources, numbers = self._loads.sources, self._loads.numbers
        if start not in numbers or end not in numbers:
            return ()
        if not self._is_run(end) and not any(end in loaded for loaded in besides.values()):
            return ()
        first, last = numbers[start], numbers[end]
        before = {first: first}
        further = [first]
        for number in further:  # it grows
            if number == last:
                break
            to_come = (numbers[file] for file in besides.get(sources[number], ()) if file in numbers)
            for other in (*self._run_by(number), *to_come):
                if other not in before:
                    before[other] = number
                    further.append(other)
        if last not in before:
            return ()
        chain = [last]
        while chain[-1] != first:
            chain.append(before[chain[-1]])
        return tuple(sources[number] for number in reversed(chain))

    def _is_run(self, file: File) -> bool:
        """Whether any module runs a file; most are only ever run by what is outside of the project."""
        return file.source.is_package or self._loads.numbers[file] in self._loaded

    @cached_property
    def _loaded(self) -> frozenset[int]:
        return frozenset().union(*self._loads.rows, *self._by_name.values())

    @cached_property
    def _by_name(self) -> dict[int, frozenset[int]]:
        """What modules load by `import_module`, for those that do."""
        sources = enumerate(self._loads.sources)
        asked = [n for n, file in sources if any(s.tags & DYNAMIC for s in file.facts.imports)]
        return {number: self._dynamic.row(number) for number in asked}

    def _run_by(self, number: int) -> list[int]:
        """What a module runs: the modules that it loads, and the packages above them and not above itself."""
        row = self._loads.rows[number] | self._by_name.get(number, frozenset())
        own = self._packages(number)
        above = {package for other in row for package in self._packages(other) if package not in own}
        return sorted(row | above)

    def _packages(self, number: int) -> list[int]:
        found = self._above.get(number)
        if found is None:
            found = self._above[number] = self._loads.above(number)
        return found

"""What stands on the lines of one source: what a statement binds, writes and calls, whose header it is in."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from ssot_lint.model import STATEMENT_WIDTH, Binding, Call, Definition, File, Write, column

if TYPE_CHECKING:
    from array import array


class Passages:
    """The facts of a file by line; each table is made when first asked for."""

    def __init__(self, file: File) -> None:
        self._facts = file.facts

    def statement(self, line: int) -> tuple[int, int]:
        """The first and last line of the innermost statement on a line; of one with suites, of its header."""
        rows = self._rows
        starts, ends = rows[::STATEMENT_WIDTH], rows[1::STATEMENT_WIDTH]
        row = bisect_right(starts, line) - 1
        while row > 0 and ends[row] < line:
            row -= 1
        return (starts[row], max(ends[row], line)) if row >= 0 else (line, line)

    def bindings(self, first: int, last: int) -> Iterator[Binding]:
        """The bindings on some lines."""
        for line in range(first, last + 1):
            yield from self._bindings.get(line, ())

    def writes(self, first: int, last: int) -> Iterator[Write]:
        """The attributes that are written to on some lines."""
        for line in range(first, last + 1):
            yield from self._writes.get(line, ())

    def calls(self, first: int, last: int) -> Iterator[Call]:
        """The calls that begin on some lines."""
        for line in range(first, last + 1):
            yield from self._calls.get(line, ())

    def header(self, line: int) -> Definition | None:
        """The definition of whose bases or parameters a line may hold some."""
        return self._headers.get(line)

    def function(self, scope: int) -> Definition | None:
        """The function, with a name, that a scope is or lies in."""
        scopes = self._facts.scopes
        while scope > 0 and scope not in self.functions and scopes[scope].kind != "class":
            scope = scopes[scope].parent
        return self.functions.get(scope)

    @cached_property
    def functions(self) -> dict[int, Definition]:
        """The functions by the scopes that they open."""
        return {d.body: d for d in self._facts.definitions if d.kind != "class"}

    def bound_in(self, function: Definition) -> Sequence[Call]:
        """The calls whose first segment a function binds, or something in it that has no name."""
        return self._bound.get(function.body, ())

    @cached_property
    def results(self) -> dict[int, list[tuple[str, bool]]]:
        """What is given the result of a call, by the row of that: the name, and whether it is bound once."""
        found: defaultdict[int, list[tuple[str, bool]]] = defaultdict(list)
        for result in self._facts.iter_results():
            found[result.call].append((result.name, result.once))
        return found

    def given_once(self, function: Definition) -> Sequence[tuple[str, int]]:
        """The names that a function binds but once, to the result of a call, and the line of that."""
        return self._given_once.get(function.body, ())

    @cached_property
    def _given_once(self) -> dict[int, list[tuple[str, int]]]:
        found: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
        for row, results in self.results.items():
            for name, is_once in results:
                if is_once:
                    call = self._facts.call(row)
                    found[call.scope].append((name, call.line))
        return found

    @cached_property
    def _all_calls(self) -> list[Call]:
        return list(self._facts.iter_calls())

    @cached_property
    def _rows(self) -> "array[int]":
        return column("i", self._facts.statement_lines)

    @cached_property
    def _bindings(self) -> dict[int, list[Binding]]:
        found: defaultdict[int, list[Binding]] = defaultdict(list)
        for binding in self._facts.bindings:
            found[binding.line].append(binding)
        return found

    @cached_property
    def _writes(self) -> dict[int, list[Write]]:
        found: defaultdict[int, list[Write]] = defaultdict(list)
        for write in self._facts.iter_writes():
            found[write.line].append(write)
        return found

    @cached_property
    def _calls(self) -> dict[int, list[Call]]:
        found: defaultdict[int, list[Call]] = defaultdict(list)
        for call in self._all_calls:
            found[call.line].append(call)
        return found

    @cached_property
    def _bound(self) -> dict[int, list[Call]]:
        found: defaultdict[int, list[Call]] = defaultdict(list)
        for call in self._all_calls:
            function = self.function(call.bound)
            if function is not None:
                found[function.body].append(call)
        return found

    @cached_property
    def _headers(self) -> dict[int, Definition]:
        found = {}
        for definition in self._facts.definitions:
            first, last = definition.statements
            body = self._rows[first * STATEMENT_WIDTH] if first < last else definition.end_line
            for line in range(definition.line, max(body, definition.line + 1)):
                found[line] = definition
        return found

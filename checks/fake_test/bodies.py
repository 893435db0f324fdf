"""What functions call and assert, by function."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from ssot_lint.api import CALL_WIDTH, SUPER, Definition, File, Use, column

from .words import is_asserting, is_asserting_keyword, is_request


class Step(NamedTuple):
    """A call inside a function; `row` is its number in the file."""

    callee: str
    flags: int
    row: int


class Bodies:
    """The functions of one file, looked into."""

    def __init__(self, file: File) -> None:
        self._file = file
        facts = file.facts
        self._numbers = column("i", facts.calls)
        self._ends = _ends(file)
        self.asserting = {number for number, text in enumerate(facts.strings) if text and is_asserting(text)}
        self.checked = {
            number
            for number, text in enumerate(facts.strings)
            if ("check" in text or "expect" in text) and any(map(is_asserting_keyword, text.split(",")))
        }
        self._asking = {number for number, text in enumerate(facts.strings) if is_request(text)}
        self._told_status = {
            number for number, text in enumerate(facts.strings) if "status" in text.split(",")
        }
        self.idle = {facts.definitions[number].body for number in facts.idle}

    @cached_property
    def _rows(self) -> dict[int, list[int]]:
        found: defaultdict[int, list[int]] = defaultdict(list)
        for row, scope in enumerate(self._numbers[1::CALL_WIDTH]):
            found[scope].append(row)
        return found

    @cached_property
    def _assertions(self) -> dict[int, list[int]]:
        found: defaultdict[int, list[int]] = defaultdict(list)
        for assertion in self._file.facts.iter_assertions():
            found[assertion.scope].append(assertion.flags)
        return found

    @cached_property
    def _handed(self) -> dict[int, list[Use]]:
        found: defaultdict[int, list[Use]] = defaultdict(list)
        for use in self._file.facts.iter_uses():
            if use.call >= 0:
                found[use.scope].append(use)
        return found

    @cached_property
    def results(self) -> dict[str, list[tuple[int, int]]]:
        """Name -> scope and row of the calls that give it something."""
        found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for result in self._file.facts.iter_results():
            found[result.name].append((self._numbers[result.call * CALL_WIDTH + 1], result.call))
        return found

    @cached_property
    def called_names(self) -> frozenset[str]:
        """The names by which something is called in the file, those of the class above left out."""
        strings = self._file.facts.strings
        callees = (strings[number] for number in set(self._numbers[::CALL_WIDTH]))
        return frozenset(callee.rpartition(".")[2] for callee in callees if not callee.startswith(SUPER))

    @cached_property
    def handed_names(self) -> frozenset[str]:
        """The bare names that calls are given in the file, decorators left out."""
        return frozenset(use.name for uses in self._handed.values() for use in uses if "." not in use.name)

    def scopes(self, function: Definition, *, with_idle: bool = False) -> list[int]:
        """The scopes of a function: its own and those in it, but for functions that nothing calls."""
        scopes: list[int] = []
        scope, end = function.body, self._ends[function.body]
        while scope < end:
            if scope in self.idle and scope != function.body and not with_idle:
                scope = self._ends[scope]
            else:
                scopes.append(scope)
                scope += 1
        return scopes

    def asserted(self, scopes: list[int]) -> Iterator[int]:
        """The flags of the assert statements in some scopes, and of the calls that assert by their name."""
        numbers = self._numbers
        for scope in scopes:
            yield from self._assertions.get(scope, ())
            for row in self._rows.get(scope, ()):
                start = row * CALL_WIDTH
                if self._asserts(*numbers[start : start + 6]):
                    yield numbers[start + 3]

    def _asserts(
        self, callee: int, scope: int, bound: int, flags: int, positional: int, keywords: int
    ) -> bool:
        """Whether a call asserts by its name, or by what it is given: `app.get("/", status=404)`."""
        if callee in self.asserting or keywords in self.checked:
            return True
        return positional > 0 and keywords in self._told_status and callee in self._asking

    def calls(self, scopes: list[int]) -> Iterator[Step]:
        """The calls in some scopes."""
        strings, numbers = self._file.facts.strings, self._numbers
        for scope in scopes:
            for row in self._rows.get(scope, ()):
                start = row * CALL_WIDTH
                yield Step(strings[numbers[start]], numbers[start + 3], row)

    def handed(self, scopes: list[int]) -> Iterator[tuple[Use, int]]:
        """What calls in some scopes are given by name, each with the flags of the call."""
        for scope in scopes:
            for use in self._handed.get(scope, ()):
                yield use, self._numbers[use.call * CALL_WIDTH + 3]


def _ends(file: File) -> list[int]:
    """For each scope the number of the first that is not in it."""
    scopes = file.facts.scopes
    ends = list(range(1, len(scopes) + 1))
    for number in range(len(scopes) - 1, 0, -1):
        parent = scopes[number].parent
        ends[parent] = max(ends[parent], ends[number])
    return ends

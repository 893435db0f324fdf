"""How one file is laid out: what decorators decorate, functions by scope, the arguments of calls."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from functools import cached_property

from ssot_lint.api import DECORATOR, REFERENCE, Call, Definition, File, Import, Span, Use


class Layout:
    """Look-ups in one file, each made when it is first asked for."""

    def __init__(self, file: File) -> None:
        self._file = file

    def decorated(self, at: Call | Use) -> Definition | None:
        """The definition that a decorator at that place decorates: the next one in its scope."""
        lines, definitions = self._by_scope.get(at.scope, ([], []))
        number = bisect_right(lines, at.line)
        return definitions[number] if number < len(definitions) else None

    def in_decorator_of(self, span: Span) -> Definition | None:
        """The definition in a decorator of which a place is."""
        starts, decorators = self._decorators
        before = bisect_right(starts, (span.line, span.column))
        outer, definition = decorators[before - 1] if before else (span, None)
        return definition if contains(outer, span) else None

    def takes(self, scope: int, names: frozenset[str]) -> bool:
        """Whether a function that opens a scope has a parameter of one of some names."""
        function = self._functions.get(scope)
        return function is not None and bool(names & parameters(function, names))

    def argument(self, call: Call, keywords: tuple[str, ...]) -> Use | None:
        """The name that is the first argument of a call, or has one of some keywords there."""
        places = ("0", *keywords)
        return next((use for use in self._arguments.get(call.row, ()) if use.argument in places), None)

    def patched(self, call: Call) -> str:
        """The dotted name that a call is given as a string to patch, "" where it is not."""
        starts, references = self._references
        span = call.span
        for number in range(bisect_left(starts, (span.line, span.column)), len(references)):
            each = references[number]
            if contains(span, each.span):
                return each.module
            if each.span.line > span.end_line:
                break
        return ""

    @cached_property
    def _by_scope(self) -> dict[int, tuple[list[int], list[Definition]]]:
        found: defaultdict[int, list[Definition]] = defaultdict(list)
        for definition in sorted(self._file.facts.definitions, key=lambda each: each.line):
            found[definition.scope].append(definition)
        return {scope: ([each.line for each in several], several) for scope, several in found.items()}

    @cached_property
    def _decorators(self) -> tuple[list[tuple[int, int]], list[tuple[Span, Definition]]]:
        calls = [call for call in self._file.facts.iter_calls() if call.flags & DECORATOR]
        calls.sort(key=lambda each: each.span)
        known = [(call.span, found) for call in calls if (found := self.decorated(call)) is not None]
        return [(span.line, span.column) for span, _ in known], known

    @cached_property
    def _functions(self) -> dict[int, Definition]:
        return {each.body: each for each in self._file.facts.definitions if each.kind != "class"}

    @cached_property
    def _arguments(self) -> dict[int, list[Use]]:
        found: defaultdict[int, list[Use]] = defaultdict(list)
        for use in self._file.facts.iter_uses():
            if use.call >= 0:
                found[use.call].append(use)
        return found

    @cached_property
    def _references(self) -> tuple[list[tuple[int, int]], list[Import]]:
        found = [each for each in self._file.facts.imports if each.tags & REFERENCE]
        found.sort(key=lambda each: each.span)
        return [(each.span.line, each.span.column) for each in found], found


def contains(outer: Span, inner: Span) -> bool:
    """Whether one span lies in another, or is the same."""
    starts = (outer.line, outer.column) <= (inner.line, inner.column)
    return starts and (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)


def parameters(function: Definition, names: frozenset[str]) -> frozenset[str]:
    """Those of some names that are parameters of a function."""
    if not any(name in function.signature for name in names):
        return frozenset()
    return names.intersection(parameter.name for parameter in function.parameters)

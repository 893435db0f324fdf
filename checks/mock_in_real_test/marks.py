"""Which tests a declared marker lets have mocks."""

from collections.abc import Iterator

from ssot_lint.api import DECORATOR, STAR_ARGS, STAR_KWARGS, Call, File, Index, Use, simple_name

from .layout import Layout


class Marks:
    """The scopes that the declared marker is on, by path."""

    def __init__(self, index: Index, marker: str | None) -> None:
        self._index = index
        self._layouts: dict[str, Layout] = {}
        self._justified: dict[str, set[int]] = {}
        self._unexplained: dict[str, set[int]] = {}
        if marker is not None:
            # "" where it cannot be known: then what has its simple name and cannot be known either is it
            self._symbol = index.lookup(marker).symbol
            simple = simple_name(marker)
            names = {simple, simple_name(self._symbol)}
            for file, scope, reason in (*self._called(names), *self._plain(names)):
                found = self._justified if reason else self._unexplained
                found.setdefault(file.path, set()).add(scope)

    def covers(self, file: File, scope: int) -> bool:
        """Whether the marker is on a scope of a file, or one around it, with a reason."""
        return not self._justified.get(file.path, set()).isdisjoint(_around(file, scope))

    def is_unexplained(self, file: File, scope: int) -> bool:
        """Whether the marker is there without a reason."""
        return not self._unexplained.get(file.path, set()).isdisjoint(_around(file, scope))

    def _called(self, names: set[str]) -> Iterator[tuple[File, int, bool]]:
        for file, call in self._index.calls(names):
            if self._is_marker(file, call, call.callee):
                scope = self._marked(file, call, is_decorator=bool(call.flags & DECORATOR))
                if scope is not None:
                    given = call.positional or call.keywords or call.flags & (STAR_ARGS | STAR_KWARGS)
                    yield file, scope, bool(given)

    def _plain(self, names: set[str]) -> Iterator[tuple[File, int, bool]]:
        for file, use in self._index.uses(names):
            if self._is_marker(file, use, use.name):
                decorated = self._layout(file).decorated(use)
                is_decorator = decorated is not None and use.name in decorated.decorators
                scope = self._marked(file, use, is_decorator)
                if scope is not None:
                    yield file, scope, False

    def _is_marker(self, file: File, at: Call | Use, name: str) -> bool:
        return self._index.resolve_bound(file, at.scope, at.bound, name).symbol == self._symbol

    def _marked(self, file: File, at: Call | Use, is_decorator: bool) -> int | None:
        """The scope that a marker at a place marks: of what it decorates, or that of a `pytestmark`."""
        if is_decorator:
            definition = self._layout(file).decorated(at)
            return None if definition is None else definition.body
        before = (b for b in file.facts.bindings if b.scope == at.scope and b.span < at.span)
        last = max(before, key=lambda each: each.span, default=None)
        return at.scope if last is not None and last.name == "pytestmark" else None

    def _layout(self, file: File) -> Layout:
        return self._layouts.setdefault(file.path, Layout(file))


def _around(file: File, scope: int) -> Iterator[int]:
    scopes = file.facts.scopes
    while scope >= 0:
        yield scope
        scope = scopes[scope].parent

"""By way of which modules a name of a file leads to what it is."""

from collections.abc import Iterator
from typing import NamedTuple

from ssot_lint.api import Binding, File, Import, Index

LONGEST = 30  # steps; a longer way is not followed to its end


class Stop(NamedTuple):
    """A module on the way, and the dotted name that is asked of it."""

    file: File
    dotted: str


def stops(index: Index, file: File, scope: int, dotted: str) -> Iterator[Stop]:
    """The modules that a name is taken from, one after the other; `scope` binds its first segment."""
    for _ in range(LONGEST):
        first, _, rest = dotted.partition(".")
        statement = next(iter(index.statements(file, first, max(scope, 0))), None)
        stop: Stop | None = None
        if isinstance(statement, Binding) and statement.target is not None:
            dotted = _joined(statement.target, rest)
            scope = _binding_scope(index, file, statement)
            continue
        if isinstance(statement, Import):
            stop = _imported(index, file, statement, rest)
        elif statement is None:
            stop = _starred(index, file, first, rest)
        if stop is None:
            return
        yield stop
        file, dotted, scope = stop.file, stop.dotted, 0


def _binding_scope(index: Index, file: File, alias: Binding) -> int:
    """The scope that binds what an alias stands for."""
    first = (alias.target or "").partition(".")[0]
    scopes, scope = file.facts.scopes, alias.scope
    while scope > 0:
        if scopes[scope].kind != "class" or scope == alias.scope:
            others = (each for each in index.statements(file, first, scope) if each is not alias)
            if next(others, None) is not None:
                return scope
        scope = scopes[scope].parent
    return 0


def _imported(index: Index, file: File, statement: Import, rest: str) -> Stop | None:
    edge = next(edge for edge in index.edges(file) if edge.statement is statement)
    if statement.name is not None:
        if edge.loaded == edge.module:
            return _stop(index.module(edge.module, file), _joined(statement.name, rest))
        return _below(index, file, edge.loaded, rest)
    if statement.bound == statement.module.partition(".")[0]:
        return _below(index, file, statement.bound, rest)
    return _below(index, file, statement.module, rest)


def _below(index: Index, file: File, module: str, rest: str) -> Stop | None:
    """The deepest module that a dotted name leads through."""
    names = rest.split(".")
    while len(names) > 1 and index.module(f"{module}.{names[0]}", file):
        module = f"{module}.{names.pop(0)}"
    return _stop(index.module(module, file), ".".join(names))


def _starred(index: Index, file: File, name: str, rest: str) -> Stop | None:
    for edge in index.edges(file):
        if edge.statement.name == "*" and edge.file is not None and name in index.names_of(edge.file):
            return Stop(edge.file, _joined(name, rest))
    return None


def _stop(file: File | None, dotted: str) -> Stop | None:
    return Stop(file, dotted) if file is not None and dotted else None


def _joined(name: str, rest: str) -> str:
    return f"{name}.{rest}" if rest else name

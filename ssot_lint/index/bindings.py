"""The names that the scopes of one source bind, the statement that decides before the others."""

import builtins
from collections.abc import Sequence

from ssot_lint.model import (
    CONDITIONAL,
    FALLBACK,
    GUARDED,
    LAZY,
    RAISES,
    TYPING,
    Binding,
    Definition,
    Facts,
    Import,
)

Statement = Import | Definition | Binding

BUILTINS = frozenset(dir(builtins))


class Names:
    """What each scope of a source binds; `get` gives the statements for a name, the likeliest first."""

    __slots__ = ("_facts", "_functions", "_inner", "module")

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._inner: dict[int, dict[str, Sequence[Statement]]] | None = None
        self._functions: dict[int, Definition] | None = None
        self.module = _table(facts, inner=False).get(0, {})

    def get(self, scope: int, name: str) -> Sequence[Statement]:
        """The statements that bind a name in one scope, in the order in which they decide."""
        table = self.module if scope == 0 else self._inner_table(scope)
        found = table.get(name, ())
        if len(found) > 1 and isinstance(found, list):
            found = table[name] = ranked(found)
        return found

    def is_local(self, scope: int, name: str, read: bool) -> bool:
        """Whether a function that opens a scope hides a name that `get` does not find in it.

        Its parameters do, and what it reads (`read`) without being free in it; a builtin is never
        free, and more likely the builtin than hidden.
        """
        if self._functions is None:
            self._functions = {d.body: d for d in self._facts.definitions if d.kind != "class"}
        function = self._functions.get(scope)
        if function is None:
            return False
        if any(parameter.name == name for parameter in function.parameters):
            return True
        return read and name not in function.free and name not in BUILTINS

    def _inner_table(self, scope: int) -> dict[str, Sequence[Statement]]:
        if self._inner is None:
            self._inner = _table(self._facts, inner=True)
        return self._inner.get(scope, {})


def _table(facts: Facts, inner: bool) -> dict[int, dict[str, Sequence[Statement]]]:
    """Scope -> name -> the statements that bind it; of the module's scope, or of all others."""
    lists: dict[tuple[int, str], list[Statement]] = {}
    tables: dict[int, dict[str, Sequence[Statement]]] = {}

    def add(statement: Statement, scope: int, name: str) -> None:
        known = lists.get((scope, name))
        if known is None:
            lists[scope, name] = known = []
            tables.setdefault(scope, {})[name] = known
        known.append(statement)

    for item in facts.imports:
        if item.bound is not None and (item.scope != 0) is inner:
            add(item, item.scope, item.bound)
    for definition in facts.definitions:
        if (definition.scope != 0) is inner:
            add(definition, definition.scope, definition.name)
    for binding in facts.bindings:
        if (binding.scope != 0) is inner:
            add(binding, binding.scope, binding.name)
    return tables


def is_alias(binding: Binding) -> bool:
    """Whether a name stands for another one. A `global` one's value is a name of its function."""
    of_a_function = binding.scope == 0 and binding.tags & LAZY
    return binding.target is not None and not binding.declared and not of_a_function


def is_declared(statement: Statement) -> bool:
    """Whether it only announces a name, as `x: int` does."""
    return isinstance(statement, Binding) and statement.declared


def _certainty(statement: Statement) -> int:
    """0 where it always runs, then what runs on a condition, for type checkers, after a failure."""
    tags = statement.tags
    if tags & FALLBACK:
        return 3
    if tags & TYPING:
        return 2
    if tags & (CONDITIONAL | GUARDED | RAISES) or (statement.scope == 0 and tags & LAZY):
        return 1
    return 0


def ranked(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Statements that bind one name, the one that decides first.

    Imports and definitions come before aliases, those before values, announcements last. Among
    equals the last that always runs, then the others in source order. An alias that a value
    replaces later on is no alias.
    """
    values = [s for s in statements if isinstance(s, Binding) and not is_alias(s) and not is_declared(s)]
    replaced = max(((s.line, s.column) for s in values if not _certainty(s)), default=(0, 0))

    def key(statement: Statement) -> tuple[int, int, int, int]:
        place = statement.line, statement.column
        certainty = _certainty(statement)
        rank = 0
        if isinstance(statement, Binding):
            alias = is_alias(statement) and (certainty or place > replaced)
            rank = 4 if statement.declared else 1 if alias else 3 if is_alias(statement) else 2
        if certainty:
            return rank, certainty, *place
        return rank, 0, -place[0], -place[1]

    return tuple(sorted(statements, key=key))

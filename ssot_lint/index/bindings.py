"""The names that the scopes of one source bind, the statement that decides before the others."""

import builtins
from collections import defaultdict
from collections.abc import Sequence

from ssot_lint.model import (
    ALWAYS,
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


_Table = dict[str, Sequence[Statement]]


class Names:
    """What each scope of a source binds; `get` gives the statements for a name, the likeliest first."""

    __slots__ = ("_facts", "_functions", "_inner", "module")

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._inner: dict[int, _Table] | None = None
        self._functions: dict[int, Definition] | None = None
        self.module = _module_table(facts)

    def get(self, scope: int, name: str) -> Sequence[Statement]:
        """The statements that bind a name in one scope, in the order in which they decide."""
        table = self.module if scope == 0 else self._inner_table(scope)
        found = table.get(name, ())
        if isinstance(found, list):
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
        if _may_have_parameter(function, name) and any(p.name == name for p in function.parameters):
            return True
        return read and name not in function.free and name not in BUILTINS

    def _inner_table(self, scope: int) -> _Table:
        if self._inner is None:
            self._inner = _inner_tables(self._facts)
        return self._inner.get(scope, {})


def _may_have_parameter(function: Definition, name: str) -> bool:
    """Whether reading the parameters may find it; only beyond ASCII has a name several spellings."""
    return name in function.signature or not function.signature.isascii()


def _module_table(facts: Facts) -> _Table:
    """Name -> the statements that bind it in the module's scope: a list of several, a tuple of one."""
    table: _Table = {}
    for item in facts.imports:
        if item.scope == 0 and item.bound is not None:
            _add(table, item.bound, item)
    for definition in facts.definitions:
        if definition.scope == 0:
            _add(table, definition.name, definition)
    for binding in facts.bindings:
        if binding.scope == 0:
            _add(table, binding.name, binding)
    return table


def _inner_tables(facts: Facts) -> dict[int, _Table]:
    """The same for each scope inside the module."""
    tables: defaultdict[int, _Table] = defaultdict(dict)
    for item in facts.imports:
        if item.scope and item.bound is not None:
            _add(tables[item.scope], item.bound, item)
    for definition in facts.definitions:
        if definition.scope:
            _add(tables[definition.scope], definition.name, definition)
    for binding in facts.bindings:
        if binding.scope:
            _add(tables[binding.scope], binding.name, binding)
    return tables


def _add(table: _Table, name: str, statement: Statement) -> None:
    known = table.get(name)
    if known is None:
        table[name] = (statement,)
    elif isinstance(known, list):
        known.append(statement)
    else:
        table[name] = [*known, statement]


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
    if tags & (GUARDED | RAISES) or (statement.scope == 0 and tags & LAZY):
        return 1
    if tags & CONDITIONAL and not tags & ALWAYS:
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

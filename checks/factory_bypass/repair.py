"""A construction that becomes a call of the factory, where the factory takes the same arguments."""

from ssot_lint.api import (
    CONDITIONAL,
    DECORATOR,
    FALLBACK,
    GUARDED,
    STAR_ARGS,
    STAR_KWARGS,
    SUBSCRIPTED,
    TYPING,
    Call,
    File,
    Fix,
    Index,
    Planned,
    RenamedCallee,
    closes_cycle,
)

from .guards import Guarded
from .parameters import binds, parameters, positional

_NOT_PLAIN = DECORATOR | STAR_ARGS | STAR_KWARGS | SUBSCRIPTED
_DOUBTFUL = CONDITIONAL | FALLBACK | GUARDED | TYPING


def repair(index: Index, file: File, call: Call, guard: Guarded, planned: Planned) -> Fix | None:
    """The fix of a call that builds the class by a name for it; never safe, for a factory does more."""
    maker = guard.maker
    if (
        guard.is_derived
        or maker.definition is None
        or maker.definition.kind != "function"
        or guard.factory.is_async
    ):
        return None
    if call.flags & _NOT_PLAIN or set(call.keywords) & set(guard.factory.keywords):
        return None
    given, wanted = parameters(index, guard.target), parameters(index, maker)
    if wanted is None or not binds(call, wanted):
        return None
    known = positional(given or ())[: call.positional]
    if known != positional(wanted)[: call.positional]:
        return None
    change = _change(index, file, call, guard, planned)
    return None if change is None else Fix(f"call {guard.factory.use}", False, change)


def _change(index: Index, file: File, call: Call, guard: Guarded, planned: Planned) -> RenamedCallee | None:
    maker = guard.maker
    name, dot, method = maker.name.partition(".")
    bound = _bound(index, file, f"{maker.module}:{name}")
    if bound is not None:
        callee = f"{bound}{dot}{method}"
        leads = index.resolve(file, call.scope, callee).symbol == maker.symbol
        return RenamedCallee(call.line, call.column, call.callee, callee) if leads else None
    module, _, _ = guard.factory.use.partition(":")
    if index.lookup(f"{module}:{name}").symbol != f"{maker.module}:{name}":
        return None
    is_free = not index.statements(file, name) and index.resolve(file, call.scope, name).symbol == ""
    if not is_free or closes_cycle(index, file, module, name, planned):
        return None
    return RenamedCallee(call.line, call.column, call.callee, f"{name}{dot}{method}", module, name)


def _bound(index: Index, file: File, symbol: str) -> str | None:
    """The name by which a module has a function or class by an import that always runs."""
    for edge in index.edges(file):
        statement = edge.statement
        if statement.scope == 0 and not statement.tags & _DOUBTFUL and edge.origin.symbol == symbol:
            return statement.bound
    return None

"""The columns of one source: calls, uses, and the fingerprints of statements and definitions."""

import ast
import struct
from collections.abc import Sequence
from itertools import accumulate, compress, count, pairwise

from ssot_lint.extract.definitions import Pending, record, redefinitions
from ssot_lint.extract.tokens import LOCAL, NAMES
from ssot_lint.extract.walk import Walk, dotted
from ssot_lint.model import CALL_WIDTH, Definition

_DYNAMIC_ANYWHERE = frozenset(("globals", "exec", "eval"))
_DYNAMIC = _DYNAMIC_ANYWHERE | {"vars", "locals", "setattr"}  # these only at module level


def pack(values: Sequence[int], kind: str = "i") -> bytes:
    """Integers as little-endian bytes: of four bytes each ("i") or of eight ("q")."""
    return struct.pack(f"<{len(values)}{kind}", *values)


def call_columns(walk: Walk) -> bytes:
    """The calls, row by row, with the scope that binds the first segment of each callee."""
    calls = walk.calls
    scopes = calls[1::CALL_WIDTH]
    bounds = list(map(walk.scopes.binder, scopes, walk.roots))
    calls[2::CALL_WIDTH] = bounds
    for name in _DYNAMIC.intersection(walk.strings):
        number = walk.strings[name]
        for callee, scope, bound in zip(calls[::CALL_WIDTH], scopes, bounds, strict=True):
            if callee == number and bound < 0 and (scope == 0 or name in _DYNAMIC_ANYWHERE):
                walk.dynamic = True
    return pack(calls)


def use_columns(walk: Walk) -> bytes:
    """The dotted names that an import binds, and the arguments that may be anything of the project."""
    scopes, arguments = walk.scopes, walk.arguments
    imported = set().union(*scopes.imported.values())
    known = set().union(*scopes.known.values())
    candidates: list[tuple[ast.expr, str, int]] = [chain for chain in walk.chains if chain[1] in known]
    marks = [*walk.name_scopes, (len(walk.names), 0)]
    for (start, scope), (end, _) in pairwise(marks):
        if start < end:
            candidates += [
                (name, name.id, scope)
                for name in walk.names[start:end]
                if name.id in imported or (name.id in known and name in arguments)
            ]
    flat: list[int] = []
    for node, root, scope in candidates:
        argument = arguments.get(node)
        if argument is None and root not in imported:
            continue
        bound = scopes.binder(scope, root)
        if root not in (scopes.imported if argument is None else scopes.known).get(bound, ()):
            continue
        call, which = argument or (-1, "")
        name = walk.string(root if node.__class__ is ast.Name else dotted(node))
        flat += (name, scope, bound, call, walk.string(which), *walk.where(node))
    return pack(flat)


def statement_lines(walk: Walk) -> list[int]:
    """First and last line of each statement, one after the other."""
    return [line for line in walk.statement_lines if line]


def fingerprints(walk: Walk, tree: ast.Module) -> tuple[bytes, bytes, tuple[Definition, ...]]:
    """The exact and the semi-blind column of the statements, and the finished definitions."""
    tokens, literals = tuple(walk.tokens), tuple(walk.literals)
    blind = walk.tokens
    for function in walk.functions:
        start, end = function.first_token, function.last_token
        function.names = _locals(walk, function)
        part = tokens[start:end]
        blind[start:end] = map(dict.fromkeys(function.names, LOCAL).get, part, part)
    semi_tokens = tuple(blind)
    lines = walk.statement_lines[::2]
    numbers = list(accumulate(map(bool, lines), initial=0))  # row -> statement
    rows = list(map(slice, compress(walk.begins, lines), compress(walk.begins[1:], lines)))
    literal_rows = map(slice, compress(walk.literal_begins, lines), compress(walk.literal_begins[1:], lines))
    exact_column = [
        hash((code, values)) if values else code
        for code, values in zip(
            map(hash, map(tokens.__getitem__, rows)), map(literals.__getitem__, literal_rows), strict=True
        )
    ]
    semi_column = list(map(hash, map(semi_tokens.__getitem__, rows)))
    redefined = redefinitions(walk, tree)
    definitions = []
    for pending in walk.definitions:
        start, end = pending.first_token, pending.last_token
        statements = numbers[pending.first_statement], numbers[pending.last_statement]
        values = literals[pending.first_literal : pending.last_literal]
        exact = renamed = hash((hash(tokens[start:end]), values))
        if pending.kind == "class":
            renamed = hash(tuple(semi_column[slice(*statements)]))
        elif statements[1] - statements[0] > 1:
            own = pending.names
            if pending.function is not None:
                own = pending.function.names | {NAMES[pending.node.name]}
            renamed = hash((hash(semi_tokens[start:end]), _renaming(tokens[start:end], own)))
        redefines = redefined.get(pending.node, 0)
        definitions.append(record(walk, pending, statements, exact, renamed, redefines))
    return pack(exact_column, "q"), pack(semi_column, "q"), tuple(definitions)


def _locals(walk: Walk, function: Pending) -> frozenset[int]:
    """Tokens of the names that an outermost function, or anything nested in it, binds for itself."""
    bound, records = walk.scopes.bound, walk.scopes.records
    names = {function.node.name, *bound[function.body]}  # it may call itself
    for scope in range(function.body + 1, function.last_scope):
        if records[scope].kind != "class":
            names.update(bound[scope])
    return frozenset(map(NAMES.__getitem__, names))


def _renaming(tokens: tuple[int, ...], own: frozenset[int]) -> int:
    """Fingerprint of which of the places where own names stand share a name, whatever it is."""
    names = tuple(filter(own.__contains__, tokens))
    numbers = dict(zip(dict.fromkeys(names), count(), strict=False))
    return hash(tuple(map(numbers.__getitem__, names)))

"""The columns of one source: calls, uses, and the fingerprints of statements and definitions."""

import ast
import struct
from collections.abc import Sequence
from itertools import accumulate, count, pairwise

from ssot_lint.extract.definitions import record, redefinitions
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
    imported = set().union(*scopes.imported)
    known = set().union(*scopes.known)
    candidates: list[tuple[ast.expr, str, int]] = [chain for chain in walk.chains if chain[1] in known]
    marks = [*walk.name_scopes, (len(walk.names), 0)]
    for (start, scope), (end, _) in pairwise(marks):
        if start < end:
            candidates += [(n, n.id, scope) for n in walk.names[start:end] if n.id in known]
    flat: list[int] = []
    for node, root, scope in candidates:
        argument = arguments.get(node)
        if argument is None and root not in imported:
            continue
        bound = scopes.binder(scope, root)
        if bound < 0 or root not in (scopes.imported if argument is None else scopes.known)[bound]:
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
    tokens, literals = tuple(walk.tokens), walk.literals
    names_at: list[tuple[int, int, frozenset[int]]] = []
    blind: list[int] = []
    for start, end, first, last in walk.functions:
        outside, inside = tokens[len(blind) : start], tokens[start:end]
        blind.extend(map(literals.get, outside, outside))
        names = _locals(walk, first, last)
        names_at.append((start, end, names))
        table = literals | dict.fromkeys(names, LOCAL)
        blind.extend(map(table.get, inside, inside))
    outside = tokens[len(blind) :]
    blind.extend(map(literals.get, outside, outside))
    semi_tokens = tuple(blind)
    numbers = list(accumulate(map(bool, walk.statement_lines[::2]), initial=0))  # row -> statement
    ranges = [
        (start, end)
        for start, end, line in zip(walk.begins, walk.begins[1:], walk.statement_lines[::2], strict=False)
        if line
    ]
    exact_column = [hash(tokens[start:end]) for start, end in ranges]
    semi_column = [hash(semi_tokens[start:end]) for start, end in ranges]
    redefined = redefinitions(walk, tree)
    definitions = []
    position = 0
    for pending in walk.definitions:
        start, end = pending.first_token, pending.last_token
        while position < len(names_at) and names_at[position][1] <= start:
            position += 1
        names = frozenset()
        if position < len(names_at) and names_at[position][0] <= start:
            names = names_at[position][2]
        statements = numbers[pending.first_statement], numbers[pending.last_statement]
        exact = renamed = hash(tokens[start:end])
        if pending.kind == "class":
            renamed = hash(tuple(semi_column[slice(*statements)]))
        elif statements[1] - statements[0] > 1:
            own = names | {NAMES[pending.node.name]}
            renamed = hash((hash(semi_tokens[start:end]), _renaming(tokens[start:end], own)))
        redefines = redefined.get(pending.node, 0)
        definitions.append(record(walk, pending, statements, exact, renamed, redefines))
    return pack(exact_column, "q"), pack(semi_column, "q"), tuple(definitions)


def _locals(walk: Walk, first: int, last: int) -> frozenset[int]:
    """Tokens of the names that an outermost function, or anything nested in it, binds for itself."""
    names = {walk.scopes.records[first].qualified_name.rpartition(".")[2]}  # it may call itself
    for scope in range(first, last):
        if walk.scopes.records[scope].kind != "class":
            names.update(walk.scopes.bound[scope])
    return frozenset(NAMES[name] for name in names)


def _renaming(tokens: tuple[int, ...], own: frozenset[int]) -> int:
    """Fingerprint of which of the places where own names stand share a name, whatever it is."""
    names = tuple(filter(own.__contains__, tokens))
    numbers = dict(zip(dict.fromkeys(names), count(), strict=False))
    return hash(tuple(map(numbers.__getitem__, names)))

"""The columns of one source: calls, uses, and the fingerprints of statements and definitions."""

import ast
import struct
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, compress, count
from operator import attrgetter

from ssot_lint.extract.definitions import Pending, record, redefinitions
from ssot_lint.extract.tokens import KINDS, LITERAL, LOCAL, NAMES, SYNCHRONOUS
from ssot_lint.extract.walk import Walk, dotted
from ssot_lint.model import CALL_WIDTH, WRITTEN, Definition

_DYNAMIC_ANYWHERE = frozenset(("globals", "exec", "eval"))
_DYNAMIC = _DYNAMIC_ANYWHERE | {"vars", "locals", "setattr"}  # these only at module level

_CATEGORIES = frozenset((
    "BytesWarning", "DeprecationWarning", "EncodingWarning", "FutureWarning", "ImportWarning",
    "PendingDeprecationWarning", "ResourceWarning", "RuntimeWarning", "SyntaxWarning", "UnicodeWarning",
    "UserWarning", "Warning",
))  # fmt: skip

_NAME = attrgetter("id")
_AWAIT = KINDS[ast.Await]


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
    """The names that imports, definitions and aliases bind, and the categories of warnings given to calls."""
    scopes, arguments, written = walk.scopes, walk.arguments, walk.written
    known = set().union(*scopes.known.values())
    candidates: list[tuple[ast.expr, str, int]] = [chain for chain in walk.chains if chain[1] in known]
    names = walk.names
    starts = [start for start, _ in walk.name_scopes]
    for number in compress(count(), map(known.__contains__, map(_NAME, names))):
        scope = walk.name_scopes[bisect_right(starts, number) - 1][1]
        candidates.append((names[number], names[number].id, scope))
    candidates += [
        (node, node.id, scope)
        for node, (_, _, scope) in arguments.items()
        if isinstance(node, ast.Name) and node.id in _CATEGORIES and node.id not in known
    ]
    flat: list[int] = []
    for node, root, scope in candidates:
        bound = scopes.binder(scope, root)
        argument = arguments.get(node)
        if root in scopes.known.get(bound, ()):
            # what a function binds for itself stands for something else only where it is handed on
            local = bound and argument is None and scopes.records[bound].kind == "function"
            if local and root not in scopes.imported.get(bound, ()):
                continue
        elif bound >= 0 or argument is None or root not in _CATEGORIES:
            continue
        call, which, _ = argument or (-1, WRITTEN if node in written else "", 0)
        name = walk.string(root if type(node) is ast.Name else dotted(node))
        flat += (name, scope, bound, call, walk.string(str(which)), *walk.where(node))
    for owner, whole, scope in walk.literal_attributes:
        root = whole.partition(".")[0]
        bound = scopes.binder(scope, root)
        if root in scopes.known.get(bound, ()):
            flat += (walk.string(whole), scope, bound, -1, 0, *walk.where(owner))
    for given in walk.handed:
        if isinstance(given.value, ast.Name) and given.value.id == "self":
            call, which, scope = arguments[given]
            number, bound = walk.string(f"self.{given.attr}"), scopes.binder(scope, "self")
            flat += (number, scope, bound, call, walk.string(str(which)), *walk.where(given))
    return pack(flat)


def result_columns(walk: Walk) -> bytes:
    """Which names are given what calls return."""
    scopes = walk.scopes
    flat: list[int] = []
    for row, target, scope in walk.results:
        name = dotted(target)
        if name:
            # `global` and `nonlocal` names are no names of the function's own
            once = isinstance(target, ast.Name) and scopes.bound[scope].get(name) == 1
            flat += (row, walk.string(name), once)
    return pack(flat)


def write_columns(walk: Walk) -> bytes:
    """The attributes that are written to."""
    flat: list[int] = []
    for target, how, scope in walk.writes:
        name = dotted(target)
        if name:
            bound = walk.scopes.binder(scope, name.partition(".")[0])
            flat += (walk.string(name), walk.string(how), scope, bound, *walk.where(target))
    return pack(flat)


def idle_definitions(walk: Walk) -> tuple[int, ...]:
    """The numbers of the definitions inside functions that nothing there reads and no decorator takes."""
    records, loads = walk.scopes.records, walk.scopes.loads
    ends = {pending.body: pending.last_scope for pending in walk.definitions}
    return tuple(
        number
        for number, pending in enumerate(walk.definitions)
        if records[pending.scope].kind == "function"
        and not pending.node.decorator_list
        and pending.node.name not in walk.scopes.outer.get(pending.scope, ())
        and not any(
            pending.node.name in loads[scope]
            for scope in range(pending.scope, ends.get(pending.scope, 0))
            if not pending.body <= scope < pending.last_scope
        )
    )


def statement_lines(walk: Walk) -> list[int]:
    """First and last line of each statement, one after the other."""
    return [line for line in walk.row_lines if line]


def fingerprints(walk: Walk, tree: ast.Module) -> tuple[bytes, bytes, tuple[Definition, ...]]:
    """The exact and the semi-blind column of the statements, and the finished definitions."""
    tokens, begins, lines = tuple(walk.tokens), walk.begins, walk.row_lines[::2]
    blind = _blinded(walk, tokens)
    rows = list(map(slice, begins, (*begins[1:], len(tokens))))
    exact = tuple(map(hash, map(tokens.__getitem__, rows)))
    semi = list(map(hash, map(blind.__getitem__, rows)))
    for row in set(walk.awaiting):
        semi[row] = hash(tuple(filter(_AWAIT.__ne__, blind[rows[row]])))
    numbers = list(accumulate(map(bool, lines), initial=0))  # row -> statement
    redefined = redefinitions(walk, tree)
    definitions = []
    for pending in walk.definitions:
        start, first, last = pending.first_token, pending.first_row, pending.last_row
        statements = numbers[first], numbers[last]
        body = begins[first]
        same = hash((hash(tokens[start:body]), exact[first:last]))
        renamed, names = same, ""
        if pending.kind == "class":
            renamed = hash(tuple(semi[first:last]))
        elif statements[1] - statements[0] > 1:
            own = pending.names
            if pending.function is not None:
                own = {**pending.function.names, NAMES[pending.node.name]: pending.node.name}
            found, order = _renaming(tokens[start : pending.last_token], own)
            names = ",".join(map(own.__getitem__, found))
            renamed = hash((hash(blind[start:body]), tuple(semi[first:last]), order))
        line = redefined.get(pending.node, 0)
        literals = hash(tuple(walk.literals[pending.first_literal : pending.last_literal]))
        definitions.append(record(walk, pending, statements, (same, renamed), names, literals, line))
    return pack(list(compress(exact, lines)), "q"), pack(list(compress(semi, lines)), "q"), tuple(definitions)


def _blinded(walk: Walk, tokens: tuple[int, ...]) -> tuple[int, ...]:
    """The tokens, all literals alike, and all names alike that functions bind for themselves."""
    blind, literals = walk.tokens, walk.literals
    done = done_literals = 0
    for function in walk.functions:
        start, end = function.first_token, function.last_token
        first, last = function.first_literal, function.last_literal
        _blind(blind, tokens, done, start, dict.fromkeys(literals[done_literals:first], LITERAL))
        function.names = _locals(walk, function)
        marks = dict.fromkeys(function.names, LOCAL)
        marks.update(dict.fromkeys(literals[first:last], LITERAL))
        _blind(blind, tokens, start, end, marks)
        done, done_literals = end, last
    _blind(blind, tokens, done, len(tokens), dict.fromkeys(literals[done_literals:], LITERAL))
    return tuple(blind)


def _blind(blind: list[int], tokens: tuple[int, ...], start: int, end: int, marks: dict[int, int]) -> None:
    part = tokens[start:end]
    marks.update(SYNCHRONOUS)
    blind[start:end] = map(marks.get, part, part)


def _locals(walk: Walk, function: Pending) -> dict[int, str]:
    """The names, by their tokens, that an outermost function, or anything nested in it, binds for itself."""
    bound, records = walk.scopes.bound, walk.scopes.records
    names = {function.node.name, *bound[function.body]}  # it may call itself
    for scope in range(function.body + 1, function.last_scope):
        if records[scope].kind != "class":
            names.update(bound[scope])
    return dict(zip(map(NAMES.__getitem__, names), names, strict=True))


def _renaming(tokens: tuple[int, ...], own: dict[int, str]) -> tuple[dict[int, int], int]:
    """Own names numbered as they occur, and a fingerprint of which places share a name, whatever it is."""
    names = tuple(filter(own.__contains__, tokens))
    numbers = dict(zip(dict.fromkeys(names), count(), strict=False))
    return numbers, hash(tuple(map(numbers.__getitem__, names)))

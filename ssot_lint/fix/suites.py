"""The import statements of a source with their places, and what is certainly imported at each of them."""

import ast
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ssot_lint.model import MovedImport

Place = tuple[int, int]
"""Line, and column in code points, both from 1: where an imported name stands."""

Brought = tuple[str, str | None, str]
"""Module, name and bound name of an absolute import."""

Moves = Mapping[Place, MovedImport]

_SUITES = ("body", "orelse", "finalbody", "handlers", "cases")


class Row(NamedTuple):
    """Statements of one suite that stand on the same lines, with all that is imported there already.

    `present` is imported above in the same suite, with nothing in between that might bind it again, or
    just below, with nothing in between that is run.
    """

    statements: Sequence[ast.stmt]
    present: frozenset[Brought]


def rows_to_change(tree: ast.Module, lines: Sequence[str], moves: Moves) -> Iterator[Row]:
    """The rows of a source in which an imported name is to come from elsewhere."""
    stack: list[ast.AST] = [tree]
    while stack:
        node = stack.pop()
        for field in _SUITES:
            below = getattr(node, field, ())
            if isinstance(below, list) and below:
                stack += below
                if isinstance(below[0], ast.stmt):
                    yield from _of_suite(below, lines, moves)


def _of_suite(suite: Sequence[ast.stmt], lines: Sequence[str], moves: Moves) -> Iterator[Row]:
    if not any(moves_of(statement, lines, moves) for statement in suite if _is_import(statement)):
        return
    present: set[Brought] = set()
    rows = _rows(suite)
    for number, row in enumerate(rows):
        if any(moves_of(statement, lines, moves) for statement in row if _is_import(statement)):
            yield Row(row, frozenset(present.union(_just_below(rows[number + 1 :], lines, moves))))
        for statement in row:
            if _is_import(statement):
                brought = set(brought_by(statement, lines, moves))
                bound = {each[2] for each in brought} | _bound_otherwise(statement)
                kept = () if "*" in bound else (each for each in present if each[2] not in bound)
                present = {*kept, *brought}
            else:  # it may bind anything again, and be reached only if what is above was
                present.clear()


def _just_below(rows: Sequence[Sequence[ast.stmt]], lines: Sequence[str], moves: Moves) -> Iterator[Brought]:
    for row in rows:
        if not all(map(_is_import, row)) or any(moves_of(statement, lines, moves) for statement in row):
            return
        for statement in row:
            yield from brought_by(statement, lines, moves)
        if not all(name.partition(".")[0] in sys.stdlib_module_names for name in _modules(row)):
            return


def _modules(row: Sequence[ast.stmt]) -> Iterator[str]:
    for statement in row:
        if isinstance(statement, ast.ImportFrom):
            yield "." * statement.level + (statement.module or "")
        elif isinstance(statement, ast.Import):
            yield from (alias.name for alias in statement.names)


def _rows(suite: Sequence[ast.stmt]) -> list[list[ast.stmt]]:
    rows: list[list[ast.stmt]] = []
    for statement in suite:
        if rows and rows[-1][-1].end_lineno == statement.lineno:
            rows[-1].append(statement)
        else:
            rows.append([statement])
    return rows


def _is_import(node: ast.AST) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)


def moves_of(statement: ast.AST, lines: Sequence[str], moves: Moves) -> list[MovedImport | None]:
    """The change of each name of an import, None for one that stays; empty where none changes."""
    names = statement.names if isinstance(statement, ast.Import | ast.ImportFrom) else []
    found = [moves.get(_place(alias, lines)) for alias in names]
    return found if any(found) else []


def _place(alias: ast.alias, lines: Sequence[str]) -> Place:
    line = lines[alias.lineno - 1]
    before = alias.col_offset if line.isascii() else len(line.encode()[: alias.col_offset].decode())
    return alias.lineno, before + 1


def brought_by(statement: ast.stmt, lines: Sequence[str], moves: Moves) -> Iterator[Brought]:
    """What an import brings in once it is changed; nothing is known of a relative one and of a star."""
    assert isinstance(statement, ast.Import | ast.ImportFrom), "nothing else imports"
    for alias in statement.names:
        change = moves.get(_place(alias, lines))
        bound = alias.asname or alias.name
        if change is not None:
            yield change.module, change.name, bound
        elif isinstance(statement, ast.Import):
            if alias.asname or "." not in alias.name:
                yield alias.name, None, bound
        elif not statement.level and alias.name != "*":
            yield statement.module or "", alias.name, bound


def _bound_otherwise(statement: ast.stmt) -> set[str]:
    """The names that an import binds, whatever is known of where they come from."""
    assert isinstance(statement, ast.Import | ast.ImportFrom), "nothing else imports"
    return {alias.asname or alias.name.partition(".")[0] for alias in statement.names}

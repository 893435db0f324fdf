"""Import statements rewritten in a source; comments and formatting, and every other byte, are kept.

Python's own parser says where they stand, and libcst changes each by itself: to have it read whole
files would take a hundred times as long.
"""

import ast
import keyword
import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

import libcst as cst

from ssot_lint.fix.names import Alias, Comments, Imports, in_place, new_statements, without
from ssot_lint.fix.sources import Rewritten, decoded, lines_of, newline_of
from ssot_lint.fix.suites import Brought, Moves, Row, brought_by, moves_of, rows_to_change
from ssot_lint.model import MovedImport

_PRAGMA = re.compile(
    r"#\s*(noqa|nosec|fmt: skip|(type|ruff|pylint|pyright|mypy|isort|pragma):)", re.IGNORECASE
)
_PLAIN = cst.Module([])


class _Written(NamedTuple):
    """A statement as it is to be, with the comments of the names that went into it."""

    statement: Imports
    comments: Comments = Comments()
    is_new: bool = False


def rewrite(source: bytes, changes: Collection[MovedImport]) -> Rewritten | str:
    """A source with some imported names taken from elsewhere, or in one line why that cannot be done.

    A statement whose names go apart becomes several, the first in its place. A name that the same
    suite imports already, from there, is not imported twice.
    """
    if any(map(keyword.iskeyword, (part for each in changes for part in each.module.split(".")))):
        return "a module on the new path has a name that no import statement can write"
    try:
        text, encoding = decoded(source)
        original = lines_of(text)
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return "it cannot be parsed"
    moves = {(change.line, change.column): change for change in changes}
    made: set[MovedImport] = set()
    lines = list(original)
    for row in sorted(rows_to_change(tree, original, moves), key=lambda row: -row.statements[0].lineno):
        changed = _row(row, original, moves)
        if changed is not None:
            lines[row.statements[0].lineno - 1 : row.statements[-1].end_lineno] = changed
            made.update(each for s in row.statements for each in moves_of(s, original, moves) if each)
    after = "".join(lines)
    try:
        ast.parse(after)
        return Rewritten(after.encode(encoding), frozenset(made))
    except UnicodeEncodeError:
        return "its encoding has no characters for the new names"
    except SyntaxError:
        return "what it would become cannot be parsed"


def _row(row: Row, lines: Sequence[str], moves: Moves) -> list[str] | None:
    """The lines of a row as they are to be; None where that cannot be written."""
    first, last = row.statements[0], row.statements[-1]
    physical = lines[first.lineno - 1 : last.end_lineno]
    start = len(physical[0].encode()[: first.col_offset].decode())
    head = physical[0][:start]
    newline = re.search(r"\r?\n?$", physical[-1])
    end = newline[0] if newline else ""
    body = "".join((physical[0][start:], *physical[1:]))
    body = re.sub(r"\r\n?", "\n", body[: len(body) - len(end)])
    try:
        (line,) = cst.parse_module(body + "\n").body
    except (cst.ParserSyntaxError, ValueError):
        return None
    if not isinstance(line, cst.SimpleStatementLine) or len(line.body) != len(row.statements):
        return None
    alone = len(line.body) == 1 and not head.strip()
    # where all of a row is imported already, what is told beside it must not go
    present = set() if alone and line.trailing_whitespace.comment else set(row.present)
    parts: list[list[_Written] | cst.BaseSmallStatement] = []
    for small, statement in zip(line.body, row.statements, strict=True):
        parts.append(_statement(small, moves_of(statement, lines, moves), present))
        if isinstance(statement, ast.Import | ast.ImportFrom):
            present.update(brought_by(statement, lines, moves))
    written = _apart(line, parts[0], head) if alone else _together(line, parts, head)
    if written is None:
        return None
    sep = end or newline_of("".join(lines))
    joined = [each.replace("\n", sep) + sep for each in written]
    if joined:
        joined[-1] = joined[-1].removesuffix(sep) + end
    return joined


def _statement(
    small: cst.BaseSmallStatement, changes: Sequence[MovedImport | None], present: set[Brought]
) -> list[_Written] | cst.BaseSmallStatement:
    """What an import becomes, or the statement itself where nothing of it changes."""
    if not changes or not isinstance(small, cst.Import | cst.ImportFrom):
        return small
    names = small.names
    nodes: Sequence[cst.ImportAlias | cst.ImportStar] = (
        (names,) if isinstance(names, cst.ImportStar) else names
    )
    aliases = [Alias.of(small, node, change) for node, change in zip(nodes, changes, strict=True)]
    told = without(small, range(len(aliases)))[1]
    gone = {n for n, alias in enumerate(aliases) if alias.wanted in present and not told[n].has_any}
    changed = in_place(small, aliases) if not gone else None
    if changed is not None:
        return [_Written(changed)]
    leaving = {n for n, alias in enumerate(aliases) if n in gone or not alias.stays}
    rest, comments = without(small, leaving)
    written = []
    if rest is not None:
        kept = [alias for n, alias in enumerate(aliases) if n not in leaving]
        written.append(_Written(in_place(rest, kept) or rest))
    moved = [(aliases[n], comments[n]) for n in sorted(leaving - gone)]
    return written + [_Written(each, its_comments, True) for each, its_comments in new_statements(moved)]


def _apart(
    line: cst.SimpleStatementLine, part: list[_Written] | cst.BaseSmallStatement, indent: str
) -> list[str]:
    """The lines of one statement that has its lines for itself."""
    assert isinstance(part, list), "a row without a change is not asked for"
    ending = line.trailing_whitespace
    pragma = ending.comment if ending.comment and _PRAGMA.search(ending.comment.value) else None
    written = []
    for number, (statement, comments, is_new) in enumerate(part):
        own = pragma if number else ending.comment
        above = [*comments.above, *([comments.beside] if own is not None and comments.beside else [])]
        shown = own or comments.beside
        tail = f"  {shown.value}" if shown is not None else ""
        if not number and (own is not None or shown is None):  # as it was
            tail = ending.whitespace.value + (own.value if own is not None else "")
        code = _PLAIN.code_for_node(statement)
        written += [f"{indent}{comment.value}" for comment in above]
        written.append(f"{indent}{code.replace(chr(10), chr(10) + indent) if is_new else code}{tail}")
    return written


def _together(
    line: cst.SimpleStatementLine, parts: Sequence[list[_Written] | cst.BaseSmallStatement], head: str
) -> list[str] | None:
    """The one line of several statements, or of one that stands after something else."""
    smalls: list[cst.BaseSmallStatement] = []
    for part in parts:
        if isinstance(part, list):
            if any(each.comments.has_any for each in part):
                return None  # between semicolons is no place for comments
            smalls += [each.statement for each in part]
        else:
            smalls.append(part)
    if not smalls:
        return None
    apart = cst.Semicolon(whitespace_after=cst.SimpleWhitespace(" "))
    ended = [
        s if isinstance(s.semicolon, cst.Semicolon) else s.with_changes(semicolon=apart) for s in smalls[:-1]
    ]
    last = line.body[-1].semicolon
    ended.append(smalls[-1].with_changes(semicolon=last))
    code = _PLAIN.code_for_node(line.with_changes(body=ended, leading_lines=()))
    return [head + code.removesuffix("\n")]

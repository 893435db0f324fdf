"""Import statements rewritten in a source; comments and formatting, and every other byte, are kept."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from ssot_lint.fix.names import Alias, Comments, in_place, new_statements, plain_imports, without
from ssot_lint.model import MovedImport

_PRAGMA = re.compile(r"#\s*(noqa|nosec|(type|ruff|pylint|pyright|mypy|isort|ssot|pragma):)", re.IGNORECASE)

Moves = Mapping[cst.CSTNode, MovedImport]
Small = cst.BaseSmallStatement
Statement = cst.BaseStatement | Small


class Rewritten(NamedTuple):
    """The source after the changes, and those that were made."""

    source: bytes
    made: frozenset[MovedImport]


def rewrite(source: bytes, changes: Collection[MovedImport]) -> Rewritten | str:
    """A source with some imported names taken from elsewhere, or in one line why that cannot be done.

    A statement whose names go apart becomes several, the first in its place. A name that the same
    suite imports already, from there, is not imported twice.
    """
    try:
        wrapper = MetadataWrapper(cst.parse_module(source), unsafe_skip_copy=True)
    except (cst.ParserSyntaxError, UnicodeError, RecursionError):
        return "libcst cannot parse it"
    if wrapper.module.bytes != source:
        return "it has characters between its statements that would be lost"
    at = {(change.line, change.column): change for change in changes}
    moves: dict[cst.CSTNode, MovedImport] = {}
    for node, place in wrapper.resolve(PositionProvider).items():
        if isinstance(node, cst.ImportAlias | cst.ImportStar):
            change = at.get((place.start.line, place.start.column + 1))
            if change is not None:
                moves[node] = change
    rewriter = _Rewriter(moves)
    try:
        return Rewritten(wrapper.module.visit(rewriter).bytes, frozenset(rewriter.made))
    except UnicodeEncodeError:
        return "its encoding has no characters for the new names"


class _Rewriter(cst.CSTTransformer):
    def __init__(self, moves: Moves) -> None:
        super().__init__()
        self._moves = moves
        self.made: set[MovedImport] = set()

    def leave_Module(self, original_node: cst.Module, updated_node: cst.Module) -> cst.Module:
        body, rest = self._suite(original_node.body, updated_node.body)
        return updated_node.with_changes(body=body, footer=(*rest, *updated_node.footer))

    def leave_IndentedBlock(
        self, original_node: cst.IndentedBlock, updated_node: cst.IndentedBlock
    ) -> cst.IndentedBlock:
        body, rest = self._suite(original_node.body, updated_node.body)
        return updated_node.with_changes(body=body, footer=(*rest, *updated_node.footer))

    def leave_SimpleStatementSuite(
        self, original_node: cst.SimpleStatementSuite, updated_node: cst.SimpleStatementSuite
    ) -> cst.SimpleStatementSuite:
        if not self._concerns(original_node):
            return updated_node
        present = _Present(())
        return updated_node.with_changes(body=self._joined(original_node.body, present))

    def _concerns(self, line: cst.SimpleStatementLine | cst.SimpleStatementSuite) -> bool:
        return any(map(self._moves_of, line.body))

    def _moves_of(self, small: Small) -> list[MovedImport]:
        """The changes of the names of a statement."""
        names = _aliases(small) if isinstance(small, cst.Import | cst.ImportFrom) else ()
        return [self._moves[node] for node in names if node in self._moves]

    def _suite(
        self, original: Sequence[cst.BaseStatement], updated: Sequence[cst.BaseStatement]
    ) -> tuple[list[cst.BaseStatement], Sequence[cst.EmptyLine]]:
        """The statements of a suite, and what stands above one that is gone and had none after it."""
        if not any(isinstance(each, cst.SimpleStatementLine) and self._concerns(each) for each in original):
            return list(updated), ()
        present = _Present(original, self._moves)
        body: list[cst.BaseStatement] = []
        carried: tuple[cst.EmptyLine, ...] = ()
        for number, (old, new) in enumerate(zip(original, updated, strict=True)):
            present.at(number)
            lines: list[cst.BaseStatement] = [new]
            if isinstance(old, cst.SimpleStatementLine) and self._concerns(old):
                lines = list(self._lines(old, present))
                if not lines:
                    carried += tuple(line for line in old.leading_lines if line.comment)
                    continue
            elif isinstance(old, cst.SimpleStatementLine):
                present.add_all(old)
            if carried:
                first = lines[0]
                leading = getattr(first, "leading_lines", ())
                lines[0] = first.with_changes(leading_lines=(*carried, *leading))
                carried = ()
            body += lines
        return body, carried

    def _lines(self, line: cst.SimpleStatementLine, present: "_Present") -> Iterator[cst.SimpleStatementLine]:
        if len(line.body) > 1:
            joined = self._joined(line.body, present)
            if joined:
                yield line.with_changes(body=joined)
            return
        ending = line.trailing_whitespace.comment
        copied = ending if ending and _PRAGMA.match(ending.value) else None
        for number, (each, comments) in enumerate(self._moved(line.body[0], present)):
            if number:
                yield _commented(cst.SimpleStatementLine([each]), comments, copied)
            else:
                yield _commented(line.with_changes(body=[each]), comments, ending)

    def _joined(self, body: Sequence[Small], present: "_Present") -> list[Small]:
        """The statements of one line, those of a moved import among them."""
        joined: list[Small] = []
        for small in body:
            changed = list(self._moved(small, present)) if self._moves_of(small) else []
            if changed and not any(comments.has_any for _, comments in changed):
                joined += [each for each, _ in changed]
            else:  # between semicolons is no place for comments
                self.made.difference_update(self._moves_of(small))
                present.add(small)
                joined.append(small)
        apart = cst.Semicolon(whitespace_after=cst.SimpleWhitespace(" "))
        ended = [_ended(each, apart) for each in joined[:-1]]
        return [*ended, *(each.with_changes(semicolon=cst.MaybeSentinel.DEFAULT) for each in joined[-1:])]

    def _moved(self, small: Small, present: "_Present") -> Iterator[tuple[Small, Comments]]:
        """What an import becomes, each statement with the comments of the names that went with it."""
        assert isinstance(small, cst.Import | cst.ImportFrom), "nothing else has names to move"
        self.made.update(self._moves_of(small))
        aliases = [Alias.of(small, node, self._moves.get(node)) for node in _aliases(small)]
        told = without(small, range(len(aliases)))[1]
        gone = {n for n, alias in enumerate(aliases) if present.has(alias) and not told[n].has_any}
        changed = in_place(small, aliases) if not gone else None
        if changed is not None:
            present.add(changed)
            yield changed, Comments()
            return
        leaving = {number for number, alias in enumerate(aliases) if number in gone or not alias.stays}
        rest, comments = without(small, leaving)
        if rest is not None:
            kept = [alias for number, alias in enumerate(aliases) if number not in leaving]
            rest = in_place(rest, kept) or rest
            present.add(rest)
            yield rest, Comments()
        moved = [(aliases[number], comments[number]) for number in sorted(leaving - gone)]
        for each, its_comments in new_statements(moved):
            present.add(each)
            yield each, its_comments


def _aliases(small: cst.Import | cst.ImportFrom) -> Sequence[cst.ImportAlias | cst.ImportStar]:
    return (small.names,) if isinstance(small.names, cst.ImportStar) else small.names


def _ended(small: Small, apart: cst.Semicolon) -> Small:
    """A statement with the semicolon that it has, or else the one given."""
    return small if isinstance(small.semicolon, cst.Semicolon) else small.with_changes(semicolon=apart)


def _commented(
    line: cst.SimpleStatementLine, comments: Comments, ending: cst.Comment | None
) -> cst.SimpleStatementLine:
    """A line with comments above it and one beside it, which is no other than that of the line itself."""
    above = comments.above
    if comments.beside is not None and ending is not None:
        above = (*above, comments.beside)
    lines = [cst.EmptyLine(comment=comment) for comment in above]
    changed = line.with_changes(leading_lines=(*line.leading_lines, *lines))
    if (ending or comments.beside) is None or line.trailing_whitespace.comment is not None:
        return changed
    space = cst.SimpleWhitespace("  ")
    end = line.trailing_whitespace.with_changes(whitespace=space, comment=ending or comments.beside)
    return changed.with_changes(trailing_whitespace=end)


class _Present:
    """What a suite imports where the walk is: all above, and what further imports follow at once."""

    def __init__(self, suite: Sequence[cst.BaseStatement], moves: Moves | None = None) -> None:
        self._suite = suite
        self._moves = moves or {}
        self._above: set[tuple[str, str | None, str]] = set()
        self._below: set[tuple[str, str | None, str]] = set()

    def at(self, number: int) -> None:
        """Go on to a statement of the suite."""
        self._below = set()
        for statement in self._suite[number + 1 :]:
            imports = isinstance(statement, cst.SimpleStatementLine) and all(
                isinstance(small, cst.Import | cst.ImportFrom) for small in statement.body
            )
            if not imports:
                break
            self._below.update(self._of(statement))

    def _of(self, line: cst.BaseStatement) -> Iterator[tuple[str, str | None, str]]:
        if isinstance(line, cst.SimpleStatementLine):
            for small in line.body:
                yield from plain_imports(small, self._moves)

    def add_all(self, line: cst.SimpleStatementLine) -> None:
        """Have what a line imports."""
        self._above.update(self._of(line))

    def add(self, small: Statement) -> None:
        """Have what a statement imports."""
        self._above.update(plain_imports(small, self._moves))

    def has(self, alias: Alias) -> bool:
        """Whether a name is imported from where it is to come from."""
        wanted = alias.wanted
        return wanted is not None and (wanted in self._above or wanted in self._below)

"""A source as text with places: offsets of nodes, statements that own their lines, edits, indentation."""

import ast
import io
import tokenize
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

INDENT = "    "
Function = ast.FunctionDef | ast.AsyncFunctionDef
_SIMPLE = (
    ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Expr | ast.Return | ast.Raise | ast.Delete | ast.Assert
)


class Edit(NamedTuple):
    """What stands from `start` to `end` (offsets of characters) becomes `text`."""

    start: int
    end: int
    text: str


class Spot(NamedTuple):
    """A statement that has its lines for itself: those lines, the block it is in, and its indentation."""

    node: ast.stmt
    block: list[ast.stmt]
    start: int
    end: int
    indent: str

    @property
    def simple(self) -> bool:
        """It holds no other statement."""
        return isinstance(self.node, _SIMPLE)


class Text:
    """A source, its tree, and where things are; a source ends with a newline."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.tree = ast.parse(source)
        # Not splitlines: a form feed ends no line for the parser.
        self.lines = source.split("\n")
        self.starts = [0, *accumulate(len(line) + 1 for line in self.lines)]

    def at(self, line: int, column: int) -> int:
        """The offset of a place as a tree gives it: line from 1, column from 0 in bytes."""
        text = self.lines[line - 1]
        if not text.isascii():
            column = len(text.encode()[:column].decode())
        return self.starts[line - 1] + column

    def span(self, node: ast.expr | ast.stmt | ast.keyword | ast.arg) -> tuple[int, int]:
        """The offsets of a node; not of one inside of an f-string, whose places Python 3.11 gets wrong."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.at(node.lineno, node.col_offset), self.at(node.end_lineno, node.end_col_offset)

    def part(self, node: ast.expr | ast.stmt | ast.keyword) -> str:
        """The text of a node."""
        start, end = self.span(node)
        return self.source[start:end]

    def spots(self) -> list[Spot]:
        """All statements below the first one that have their lines for themselves, docstrings aside."""
        return [spot for block in blocks(self.tree.body[0]) for spot in self.row(block)]

    def row(self, block: list[ast.stmt]) -> Iterator[Spot]:
        """The statements of one block that have their lines for themselves."""
        for node in block:
            if is_docstring(node, block):
                continue
            line = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))])
            assert node.end_lineno is not None
            assert node.end_col_offset is not None
            start, first = self.starts[line - 1], self.at(node.lineno, node.col_offset)
            indent = self.source[self.starts[node.lineno - 1] : first]
            rest = self.source[self.at(node.end_lineno, node.end_col_offset) : self.starts[node.end_lineno]]
            alone = not indent.strip() and (not rest.strip() or rest.lstrip().startswith("#"))
            if alone and not self.source.startswith("elif", first):
                yield Spot(node, block, start, self.starts[node.end_lineno], indent)


def blocks(node: ast.AST) -> Iterator[list[ast.stmt]]:
    """All blocks of statements in a node, outer ones first."""
    for name in ("body", "orelse", "finalbody"):
        block = getattr(node, name, None)
        if isinstance(block, list) and block and isinstance(block[0], ast.stmt):
            yield block
            for statement in block:
                yield from blocks(statement)
    for name in ("handlers", "cases"):
        for child in getattr(node, name, ()):
            yield from blocks(child)


def is_docstring(node: ast.stmt, block: list[ast.stmt]) -> bool:
    """A string alone, first in its block: in blocks that are no body it is none, but says as little."""
    return (
        node is block[0]
        and isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def count(node: ast.AST) -> int:
    """How many statements are in a node, nested ones too, docstrings not."""
    return sum(not is_docstring(child, block) for block in blocks(node) for child in block)


def applied(source: str, edits: Iterable[Edit]) -> str:
    """The source after edits that do not overlap."""
    done: list[str] = []
    place = 0
    for edit in sorted(edits):
        if edit.start < place:
            raise ValueError(f"edits overlap at {edit.start}")
        done += [source[place : edit.start], edit.text]
        place = edit.end
    return "".join([*done, source[place:]])


def indented(source: str, by: str = INDENT) -> str:
    """The lines moved to the right; those inside of a string stay, they are part of its value."""
    inside = _in_strings(source)
    lines = source.split("\n")
    return "\n".join(
        line if not line.strip() or number in inside else by + line for number, line in enumerate(lines, 1)
    )


def dedented(source: str) -> str:
    """A block of lines moved to the left margin, those inside of a string not."""
    indent = source[: len(source) - len(source.lstrip(" \t"))]
    # Only within a block of its own is a tokenizer content with an indented first line.
    inside = {number - 1 for number in _in_strings("if True:\n" + source)} if indent else set()
    lines = source.split("\n")
    return "\n".join(
        line if number in inside else line.removeprefix(indent) for number, line in enumerate(lines, 1)
    )


def tokens(source: str) -> list[tokenize.TokenInfo]:
    """The tokens of a source."""
    return list(tokenize.generate_tokens(io.StringIO(source).readline))


def _in_strings(source: str) -> set[int]:
    """The lines that begin inside of a string."""
    found: set[int] = set()
    begun: list[int] = []
    for token in tokens(source):
        name = tokenize.tok_name[token.type]
        if name == "FSTRING_START":
            begun.append(token.start[0])
        elif name == "FSTRING_END":
            found.update(range(begun.pop() + 1, token.end[0] + 1))
        elif name == "STRING":
            found.update(range(token.start[0] + 1, token.end[0] + 1))
    return found

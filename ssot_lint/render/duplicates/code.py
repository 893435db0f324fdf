"""Source for a page: lines cut where the kind of a word changes, or where they differ from another line."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import NamedTuple

from pygments.lexers.python import PythonLexer
from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType

from ssot_lint.render.beside import Ranges
from ssot_lint.render.wording import printable

_CLASSES: tuple[tuple[_TokenType, str], ...] = (
    (Comment, "c"),
    (Keyword, "k"),
    (Operator.Word, "k"),
    (Number, "n"),
    (String, "s"),
    (Name.Builtin, "b"),
    (Name.Class, "d"),
    (Name.Function, "d"),
    (Name.Decorator, "d"),
)


class Piece(NamedTuple):
    """A part of a line; `style` is a CSS class, "" for none, `differs` that the other line has it not."""

    text: str
    style: str
    differs: bool


Tokens = list[tuple[str, str]]
"""The parts of a line, each with its CSS class."""


def tokens(lines: Sequence[str]) -> list[Tokens]:
    """Each line in the words that a reader of Python tells apart."""
    found: list[Tokens] = [[]]
    # not `get_tokens`, which drops the blank lines at both ends
    for _, kind, text in PythonLexer().get_tokens_unprocessed("\n".join(lines)):
        first, *others = text.split("\n")
        style = _style(kind)
        found[-1].append((first, style))
        found += [[(each, style)] for each in others]
    return found


@cache
def _style(kind: _TokenType) -> str:
    ancestry = kind.split()
    return next((style for group, style in _CLASSES if group in ancestry), "")


def pieces(line: Tokens, differing: Ranges) -> Iterator[Piece]:
    """The parts of a line with what differs in it marked; joined they are the line, safe to show."""
    for (style, differs), cut in groupby(_cut(line, differing), key=lambda piece: piece[1:]):
        yield Piece(printable("".join(piece.text for piece in cut)), style, differs)


def _cut(line: Tokens, differing: Ranges) -> Iterator[Piece]:
    borders = [border for each in differing for border in each]
    column = 0
    for text, style in line:
        while text:
            number = bisect_right(borders, column)
            size = borders[number] - column if number < len(borders) else len(text)
            yield Piece(text[:size], style, number % 2 == 1)
            column += len(text[:size])
            text = text[size:]

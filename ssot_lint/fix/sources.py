"""A source as text and lines, and what became of it."""

import io
import re
import tokenize
from typing import NamedTuple

from ssot_lint.model import Change

_LINE_ENDS = re.compile(r"(?<=\n)|(?<=\r)(?!\n)")


class Rewritten(NamedTuple):
    """The source after the changes, and those that were made."""

    source: bytes
    made: frozenset[Change]


def decoded(source: bytes) -> tuple[str, str]:
    """The text of a source and its encoding. Raises SyntaxError or ValueError where it has none."""
    encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
    return source.decode(encoding), encoding


def lines_of(text: str) -> list[str]:
    """The lines as the parser counts them, each with its end."""
    return _LINE_ENDS.split(text)


def newline_of(text: str) -> str:
    """How the lines of a source end."""
    return next((end for end in ("\r\n", "\n", "\r") if end in text), "\n")

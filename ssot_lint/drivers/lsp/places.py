"""Places as editors name them: addresses of files, positions in what unit they count."""

import io
import os
import tokenize
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

from lsprotocol.types import Position, Range
from pygls.uris import to_fs_path

from ssot_lint.model import Span

Units = Callable[[str], int]
"""How many units an editor counts a text for."""


def path_of(uri: str) -> str | None:
    """The file at an address, None where it is of no file."""
    if os.name == "nt":
        return to_fs_path(uri)
    parts = urlsplit(uri)
    # to_fs_path loses what is no UTF-8
    return os.fsdecode(unquote_to_bytes(parts.path)) if parts.scheme == "file" and parts.path else None


def uri_of(path: str) -> str:
    """The address of an absolute path."""
    return Path(path).as_uri()


def content_of(text: str) -> bytes:
    """A buffer as it will be saved: in the encoding that it names itself, UTF-8 where that will not do."""
    utf8 = text.encode("utf-8", "surrogatepass")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(utf8).readline)
        return utf8 if encoding.startswith("utf-8") else text.encode(encoding)
    except (SyntaxError, UnicodeError):
        return utf8


def range_of(span: Span, lines: Sequence[str], units: Units) -> Range:
    """A stretch of a source with these lines."""
    return Range(
        start=_position(span.line, span.column, lines, units),
        end=_position(span.end_line, span.end_column, lines, units),
    )


def _position(line: int, column: int, lines: Sequence[str], units: Units) -> Position:
    before = lines[line - 1][: column - 1] if line <= len(lines) else ""
    return Position(line=line - 1, character=units(before))


def touches(one: Range, other: Range) -> bool:
    """Whether two ranges have a place in common, be it their end."""
    return one.start <= other.end and other.start <= one.end

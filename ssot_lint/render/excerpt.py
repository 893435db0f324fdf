"""A line of source with a mark under the fault, safe for any terminal."""

import io
import os
import re
import stat
import tokenize
from collections.abc import Callable

from ssot_lint.model import Place, Span
from ssot_lint.render.wording import printable

TAB = "    "

Lines = Callable[[str], list[str]]
"""Gives the lines of the source with a path, none where it cannot be read."""


def read_lines(root: str, path: str) -> list[str]:
    """The lines of a source as Python counts them; none where it cannot be read any more."""
    try:
        # A source may have been replaced since it was analysed; a FIFO would block the open.
        descriptor = os.open(os.path.join(root, path), os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with open(descriptor, "rb") as stream:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                return []
            content = stream.read()
    except (OSError, ValueError):
        return []
    return lines_of(content)


def lines_of(content: bytes) -> list[str]:
    """The lines of a source with this content; none where its encoding is not known."""
    try:
        return re.split("\r\n|\r|\n", content.decode(_encoding(content), "replace"))
    except (ValueError, LookupError):
        return []


def lines_at(place: Place, lines: Lines) -> list[str]:
    """The lines of a place; none where its file cannot be read any more, or has shrunk."""
    found = lines(place.path)[place.span.line - 1 :][: place.lines]
    return found if len(found) == place.lines else []


def _encoding(content: bytes) -> str:
    try:
        return tokenize.detect_encoding(io.BytesIO(content).readline)[0]
    except SyntaxError:  # the fault that is to be shown may be the cookie, or stand beside it
        return "utf-8"


def excerpt(line: str, span: Span, width: int) -> tuple[str, str]:
    """The line, cropped to `width` code points around the span, and the marks to stand under it."""
    from rich.cells import cell_len

    before, marked, after = cut(line, span, width)
    return before + marked + after, " " * cell_len(before) + "^" * max(1, cell_len(marked))


def cut(line: str, span: Span, width: int) -> tuple[str, str, str]:
    """A line cropped to `width` code points around the span: what stands before, in and after that."""
    start = min(span.column - 1, len(line))
    end = min(span.end_column - 1, len(line)) if span.end_line == span.line else len(line.rstrip())
    first = max(0, start - width // 3) if start + min(end - start, width // 2) > width else 0
    last = first + width
    before = ("…" if first else "") + visible(line[first:start])
    marked = visible(line[start : min(end, last)])
    after = visible(line[max(start, end) : last]).rstrip() + ("…" if last < len(line) else "")
    return before, marked, after


def visible(text: str) -> str:
    """A part of a line as a terminal can show it."""
    return printable(text.replace("\t", TAB))

"""Bytes to a syntax tree, or to the one problem that prevents it and its place."""

import ast
import io
import re
import tokenize
import warnings

from ssot_lint.extract.newer import parses_elsewhere
from ssot_lint.model import Problem

_NO_ASCII = re.compile(rb"[\x80-\xff]")
_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BOM = b"\xef\xbb\xbf"
# What no Python takes but libcst, which does not look into literals, does.
_OF_EVERY_VERSION = (
    "(unicode error)", "(value error)", "bytes can only contain ASCII", "Exceeds the limit",
    "invalid non-printable character",
)  # fmt: skip


def decode(source: bytes) -> str | Problem:
    """The text of a source by its BOM and PEP 263 cookie, UTF-8 else."""
    head = b"\n".join(source.split(b"\n", 2)[:2])
    if b"coding" not in head and source.isascii():
        return source.decode("ascii")
    if source[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Problem("decoding", "the file is UTF-16; Python reads UTF-8, or what a coding cookie names")
    # A cookie is ASCII, but tokenize takes what stands around it for UTF-8, which the cookie may deny.
    cookie = _BOM * source.startswith(_BOM) + _NO_ASCII.sub(b"?", head.removeprefix(_BOM))
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(cookie).readline)
    except SyntaxError as error:
        line = next((n for n, text in enumerate(cookie.split(b"\n"), 1) if _COOKIE.match(text)), 1)
        return Problem("decoding", f"the coding cookie is not usable: {error.msg}", line)
    try:
        return source.decode(encoding)
    except UnicodeDecodeError as error:
        before = source[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode(encoding, "replace")) + 1
        byte = source[error.start]
        return Problem("decoding", f"byte 0x{byte:02x} is not valid {encoding}", line, column)
    except (LookupError, UnicodeError) as error:
        return Problem("decoding", f"the file cannot be decoded as {encoding}: {error}")


def parse(text: str) -> ast.Module | Problem:
    """The tree of a decoded source; never raises and never warns."""
    if "\0" in text:
        before = text[: text.index("\0")]
        line = before.count("\n") + 1
        return Problem("syntax", "the file holds a NUL byte", line, len(before) - before.rfind("\n"))
    try:
        return _parse(text)
    except SyntaxError as error:
        if (error.msg or "").startswith("too many nested"):
            return Problem("nesting", f"nested too deep to parse: {error.msg}", error.lineno or 1)
        return _syntax_problem(text, error)
    except (RecursionError, MemoryError):
        return Problem("nesting", "nested too deep for Python to parse", _deepest_line(text))
    except ValueError as error:
        return Problem("syntax", str(error))


def _parse(text: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def _syntax_problem(text: str, error: SyntaxError) -> Problem:
    line = min(max(error.lineno or 1, 1), text.count("\n") + 1)
    column = max(error.offset or 1, 1)
    message = " ".join((error.msg or "invalid syntax").split()).removesuffix(".")
    if not message.startswith(_OF_EVERY_VERSION) and parses_elsewhere(text):
        return Problem("newer-syntax", message, line, column)
    return Problem("syntax", message, line, column)


def _deepest_line(text: str) -> int:
    """The line of the first top-level statement that is too deep to parse alone."""
    lines = io.StringIO(text).readlines()  # as tokenize counts them
    starts = _top_level_lines(text)
    for start, end in zip(starts, [*starts[1:], len(lines) + 1], strict=True):
        try:
            _parse("".join(lines[start - 1 : end - 1]))
        except (RecursionError, MemoryError):
            return start
        except (SyntaxError, ValueError):
            continue
    return 1


def _top_level_lines(text: str) -> list[int]:
    """The first line of each statement that is indented by nothing; continuations left out."""
    starts: list[int] = []
    fresh = True
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type in (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT):
                fresh = True
            elif token.type not in (tokenize.NL, tokenize.COMMENT, tokenize.ENDMARKER):
                follows = token.string in ("elif", "else", "except", "finally")
                if fresh and token.start[1] == 0 and not follows:
                    starts.append(token.start[0])
                fresh = False
    except (tokenize.TokenError, SyntaxError, RecursionError):
        pass
    return starts or [1]

"""The comments that waive findings, and the lines that each of them covers."""

import io
import re
import tokenize
from collections.abc import Iterable, Sequence

from ssot_lint.model import Definition, Waiver

_COMMENT = re.compile(r"#\s*ssot:\s*(?P<rest>.*)$")
_IGNORE = re.compile(r"(?P<word>ignore-file|ignore)\s*(?:\[(?P<codes>[^\]]*)\])?(?P<tail>.*)$")
_TAIL = re.compile(r"^\s*(?:until=(?P<before>\S+))?\s*(?:--\s*(?P<reason>.*?))?\s*$")
_UNTIL = re.compile(r"\s*\buntil=(\S+)")
_NEXT_COMMENT = re.compile(r"\s+#\s")


def waivers(
    text: str, definitions: Sequence[Definition], statements: Iterable[tuple[int, int]]
) -> tuple[Waiver, ...]:
    """Every waiver of a source; `statements` are the first and last line of each."""
    if "ssot:" not in text:
        return ()
    headers = {d.line: d for d in definitions}
    spans = [(first, last) for first, last in statements if last > first]
    found = []
    for line, column, comment, trailing in _comments(text):
        match = _COMMENT.search(comment)
        if match is None:
            continue
        start = column + match.start()
        waiver = _waiver(match["rest"], line, start)
        if not waiver.whole_file:
            covered = _covered(line, headers if trailing else {}, spans)
            waiver = Waiver(
                waiver.codes, waiver.reason, waiver.until, False, *covered, line, start,
                waiver.end_column, waiver.error,
            )  # fmt: skip
        found.append(waiver)
    return tuple(found)


def _comments(text: str) -> list[tuple[int, int, str, bool]]:
    """Line, 1-based column, text of each comment, and whether code stands before it.

    None is found after the place where tokens fail.
    """
    found = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                trailing = bool(token.line[: token.start[1]].strip())
                found.append((token.start[0], token.start[1] + 1, token.string, trailing))
    except (tokenize.TokenError, SyntaxError, RecursionError):
        pass
    return found


def _waiver(rest: str, line: int, column: int) -> Waiver:
    rest = _NEXT_COMMENT.split(rest, maxsplit=1)[0].rstrip()
    end = column + len("# ssot: ") + len(rest)
    match = _IGNORE.match(rest)
    if match is None:
        error = f"{rest.split()[0] if rest else 'nothing'!r} is no waiver; write ignore[CODE] -- reason"
        return Waiver((), "", None, False, line, line, line, column, end, error)
    codes = tuple(code.strip() for code in (match["codes"] or "").split(",") if code.strip())
    tail = match["tail"]
    until = _UNTIL.search(tail)
    tail = _UNTIL.sub("", tail)
    parts = _TAIL.match(tail)
    error = ""
    if not codes:
        error = "no code is named; write ignore[CODE] -- reason"
    elif parts is None:
        error = f"{tail.strip()!r} is not understood; write -- before the reason"
    reason = (parts["reason"] or "").strip() if parts else ""
    whole = match["word"] == "ignore-file"
    return Waiver(codes, reason, until[1] if until else None, whole, line, line, line, column, end, error)


def _covered(line: int, headers: dict[int, Definition], spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """A definition's body for a comment behind its header, else the statement around the comment."""
    around = [span for span in spans if span[0] <= line <= span[1]]
    statement = min(around, key=lambda span: span[1] - span[0], default=(line, line))
    definition = headers.get(line) or headers.get(statement[0])
    return (definition.line, definition.end_line) if definition else statement

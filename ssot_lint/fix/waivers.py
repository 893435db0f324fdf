"""Comments that waive findings: how one is written behind a line, and how one is taken away."""

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ssot_lint.fix.sources import Rewritten, decoded, lines_of
from ssot_lint.model import RemovedWaiver

_OURS = re.compile(r"#\s*ssot:")
_NEXT = re.compile(r"\s+(?=#\s)")
_CODES = re.compile(r"(#\s*ssot:\s*ignore(?:-file)?\s*\[)([^\]]*)(\].*)", re.DOTALL)


class Comment(NamedTuple):
    """A comment of ours: its line, where it begins and ends there (from 0), and what it says."""

    line: int
    start: int
    end: int
    text: str


def comments(text: str) -> list[Comment]:
    """Every comment of ours, in source order, without what other comment follows it on its line.

    Raises SyntaxError where the source has no tokens.
    """
    found = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            match = _OURS.search(token.string) if token.type == tokenize.COMMENT else None
            if match is not None:
                own = _NEXT.split(token.string[match.start() :], maxsplit=1)[0]
                start = token.start[1] + match.start()
                found.append(Comment(token.start[0], start, start + len(own), own))
    except tokenize.TokenError as error:
        raise SyntaxError(str(error)) from None
    return found


def with_comment(source: bytes, line: int, comment: str) -> bytes | None:
    """The source with a comment at the end of a line, or in place of one of ours there.

    None where the program would not be the same, or its encoding has no such characters.
    """
    text, encoding = decoded(source)
    lines = lines_of(text)
    old = lines[line - 1]
    there = next((each for each in comments(text) if each.line == line), None)
    if there is not None:
        lines[line - 1] = f"{old[: there.start]}{comment}{old[there.end :]}"
    else:
        code = old.rstrip("\r\n")
        lines[line - 1] = f"{code.rstrip()}  {comment}{old[len(code) :]}"
    try:
        after = "".join(lines).encode(encoding)
    except UnicodeEncodeError:
        return None
    return after if is_same_program(source, after) else None


def without_waivers(before: bytes, source: bytes, changes: Iterable[RemovedWaiver]) -> Rewritten | str:
    """A source without what changes take away: codes, or the comment where none is left.

    The changes say where a comment stood `before`; since then nothing but comments is where it was. What
    stands alone on its line takes the line along. Where it cannot be done, why not.
    """
    try:
        known, text = comments(decoded(before)[0]), decoded(source)[0]
        now = comments(text)
    except (SyntaxError, ValueError):
        return "it does not parse"
    if [each.text for each in known] != [each.text for each in now]:
        return "its waivers have moved; run again"
    places = {(each.line, each.start + 1): each for each in known}
    numbers = {place: number for number, place in enumerate(places)}
    wanted = [(numbers[place], each) for each in changes if (place := (each.line, each.column)) in numbers]
    lines, made = lines_of(text), []
    for number, change in sorted(wanted, key=lambda pair: pair[0], reverse=True):
        comment = now[number]
        lines[comment.line - 1] = _without(lines[comment.line - 1], comment, change.codes)
        made.append(change)
    after = "".join(lines).encode(decoded(source)[1])
    if not is_same_program(source, after):
        return "the program would not be the same without the waiver"
    return Rewritten(after, frozenset(made))


def _without(line: str, comment: Comment, codes: Sequence[str]) -> str:
    """A line without codes of a comment, or without the comment."""
    head, tail = line[: comment.start], line[comment.end :]
    match = _CODES.fullmatch(comment.text)
    written = [code.strip() for code in match[2].split(",")] if match else []
    left = [code for code in written if code and code not in codes]
    if match and left:
        return f"{head}{match[1]}{', '.join(left)}{match[3]}{tail}"
    if tail.strip():  # another comment follows
        return f"{head}{tail.lstrip()}"
    return f"{head.rstrip()}{tail[len(tail.rstrip()) :]}" if head.strip() else ""


def is_same_program(before: bytes, after: bytes) -> bool:
    """Whether two sources are the same but for comments and the like."""
    try:
        return ast.dump(ast.parse(before)) == ast.dump(ast.parse(after))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False

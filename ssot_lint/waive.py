"""Writes waivers: a comment where it covers the findings, and nothing else of the program changes."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from ssot_lint.extract import extract
from ssot_lint.fix.sources import decoded, lines_of
from ssot_lint.fix.waivers import with_comment
from ssot_lint.model import Facts, Waiver

_ENDS = re.compile(r"\s#\s|\buntil=")


class NoPlace(Exception):
    """Why no comment can stand where it would waive the findings on a line, in a few words."""


class Wording(msgspec.Struct, frozen=True):
    """What a waiver is to say: the code, the reason, and perhaps the last day on which it holds."""

    code: str
    reason: str
    until: date | None = None


def flaw(reason: str) -> str | None:
    """What is wrong with a reason, None where a comment can give it."""
    if not reason.strip():
        return "is empty"
    if not reason.isprintable():
        return "is not one line of printable text"
    return "has a # or until= in it, which would end it" if _ENDS.search(f" {reason}") else None


def waived(source: bytes, line: int, wording: Wording) -> bytes:
    """The source with a comment that waives the findings of a rule on a line.

    It stands behind the line, or behind a later one of the same statement where the line goes on in the
    next, or is part of a string; a waiver that stands there takes the code up. Raises NoPlace.
    """
    facts = extract(source)
    if facts.problem:
        raise NoPlace("it does not parse")
    why = "no comment can stand there"
    for row in _rows(facts, line, len(lines_of(decoded(source)[0]))):
        there = next((waiver for waiver in facts.waivers if waiver.line == row), None)
        comment = comment_of(wording, there)
        if comment is None:
            why = f"line {row} has a waiver that cannot take it up"
            continue
        after = with_comment(source, row, comment)
        if after is not None and _is_done(facts, extract(after), row, line, wording.code):
            return after
    raise NoPlace(why)


def all_waived(source: bytes, lines: Iterable[int], wording: Wording) -> bytes:
    """The source with comments that waive the findings of a rule on lines. Raises NoPlace."""
    after = source
    for line in sorted(set(lines)):
        if not fresh_lines(source, after, [line], wording.code):
            try:
                after = waived(after, line, wording)
            except NoPlace as error:
                raise NoPlace(f"line {line}: {error}") from None
    return after


def comment_of(wording: Wording, there: Waiver | None) -> str | None:
    """The comment that says it, and what a waiver says that is there; None where they do not agree."""
    until = wording.until.isoformat() if wording.until else None
    codes: tuple[str, ...] = (wording.code,)
    reason = wording.reason.strip()
    if there is not None and there.codes != codes:
        if there.error or there.whole_file or there.until != until:
            return None
        codes = tuple(dict.fromkeys((*there.codes, wording.code)))
        reason = "; ".join(dict.fromkeys(filter(None, (there.reason, reason))))
    elif there is not None and (there.error or there.whole_file):
        return None
    last = f" until={until}" if until else ""
    return f"# ssot: ignore[{', '.join(codes)}]{last} -- {reason}"


def covers(waiver: Waiver, line: int, code: str) -> bool:
    """Whether a waiver that is well formed is of a line and a code."""
    on_it = waiver.whole_file or waiver.from_line <= line <= waiver.to_line
    return on_it and not waiver.error and code in waiver.codes


def _rows(facts: Facts, line: int, last: int) -> Iterator[int]:
    """The lines behind which the comment may stand: that of the finding, then those of its statement."""
    around = [(end - first, end) for first, end, _ in facts.iter_statements() if first <= line <= end]
    end = min(around, default=(0, line))[1]
    yield from range(line, min(end, last) + 1)


def _is_done(before: Facts, after: Facts, row: int, line: int, code: str) -> bool:
    """Whether the comment on the row waives the line, and all other waivers are as they were."""
    others = [waiver for waiver in before.waivers if waiver.line != row]
    own = [waiver for waiver in after.waivers if waiver.line == row]
    return others == [waiver for waiver in after.waivers if waiver.line != row] and any(
        covers(waiver, line, code) and not waiver.whole_file for waiver in own
    )


def fresh_lines(before: bytes, after: bytes, lines: Iterable[int], code: str) -> set[int]:
    """Those of some lines that only the waivers which came to a source are of."""
    old = set(extract(before).waivers)
    fresh = [waiver for waiver in extract(after).waivers if waiver not in old]
    return {line for line in lines if any(covers(waiver, line, code) for waiver in fresh)}

"""`ssot-lint suppress`: a waiver with its reason, written where it covers what is found."""

import os
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ssot_lint.drivers.cli import common
from ssot_lint.drivers.cli.completion import rule_codes
from ssot_lint.drivers.cli.output import write_stdout
from ssot_lint.errors import UsageError
from ssot_lint.model import Finding
from ssot_lint.render.wording import leading

if TYPE_CHECKING:
    from ssot_lint.api import Check
    from ssot_lint.run import Linked
    from ssot_lint.waive import Wording


@click.command("suppress")
@click.argument("code", shell_complete=rule_codes)
@click.argument("place", metavar="PATH[:LINE]")
@click.option(
    "--reason", required=True, metavar="TEXT", help="Why it is right here; it stands in the comment."
)
@click.option("--until", metavar="DATE", help="The last day on which the waiver holds, as 2030-06-30.")
@common.analysis_options
def command(code: str, place: str, reason: str, until: str | None, run: common.Run) -> None:
    """Waive the findings of a rule in a file, or on one of its lines, with a comment.

    The comment stands behind the line of each finding, and goes into a waiver that stands there; on a `def`
    or `class` line it covers the whole body. Nothing else of the program changes. The exit code is 2 where
    nothing is found there, or no comment can stand where it would help.
    """
    wording = _wording(code, reason, until)
    path, line = _place(place)
    with common.options_for(run) as options:
        from ssot_lint.run import run_linked

        linked = run_linked(options)
    name, before = _source(linked, path)
    chosen = _chosen(linked, name, line, wording.code)
    after = _waived(before, path, (finding.place.span.line for finding in chosen), wording)
    _write(linked, name, before, after)
    told = _told(linked, name, before, after, wording.code)
    write_stdout("".join(f"{leading(line)}\n" for line in told))
    common.tell_incomplete(linked.report)
    common.leave(linked.report, failed=False)


def _wording(code: str, reason: str, until: str | None) -> "Wording":
    """What the comment is to say. Raises UsageError for a rule, a reason or a day that it cannot name."""
    from ssot_lint.waive import Wording, flaw

    check = _rule(code)
    if check.locked or check.scope == "waivers":
        raise UsageError(f"{check.code} ({check.name}) cannot be waived; repair it")
    if wrong := flaw(reason):
        raise UsageError(f"--reason {wrong}")
    try:
        day = date.fromisoformat(until) if until else None
    except ValueError:
        day = None
    if until and (day is None or day.isoformat() != until):
        raise UsageError(f"--until {until}: is no date; write it as 2030-06-30")
    if day and day < date.today():
        raise UsageError(f"--until {until}: is past")
    return Wording(check.code, reason, day)


def _rule(word: str) -> "Check":
    from ssot_lint.registry import load_registry

    rules = {name.lower(): check for check in load_registry().checks for name in (check.code, check.name)}
    if word.lower() not in rules:
        raise UsageError(f"no rule has the code or name {word!r}; `ssot-lint rules` lists them")
    return rules[word.lower()]


def _place(place: str) -> tuple[str, int | None]:
    """The path, and the line if one is given."""
    path, _, line = place.rpartition(":")
    if os.path.lexists(place) or not path or not (line.isascii() and line.isdigit()):
        return place, None
    return path, int(line)


def _source(linked: "Linked", path: str) -> tuple[str, bytes]:
    """The path from the root, and the content, which is what was analysed."""
    from ssot_lint.extract import extract
    from ssot_lint.options import inside

    name = inside(os.path.abspath(path), linked.plan.root)
    file = linked.index.file(name) if name else None
    if file is None:
        raise UsageError(f"{path}: is no file that is analysed")
    try:
        content = Path(linked.plan.root, file.path).read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from None
    if extract(content) != file.facts:
        raise UsageError(f"{path}: has changed since it was analysed; run again")
    return file.path, content


def _chosen(linked: "Linked", name: str, line: int | None, code: str) -> list[Finding]:
    """The findings that are to be waived. Raises UsageError where there is none."""
    there = [f for f in linked.findings if f.place.path == name and f.code == code]
    standing = [finding for finding in there if finding.suppressed is None]
    chosen = [finding for finding in standing if line in (None, finding.place.span.line)]
    if chosen:
        return chosen
    where = name if line is None else f"{name}:{line}"
    if any(line in (None, finding.place.span.line) for finding in there):
        raise UsageError(f"{where}: {code} is suppressed there already")
    lines = ", ".join(str(number) for number in sorted({f.place.span.line for f in standing}))
    raise UsageError(f"{where}: no {code} is found there" + (f"; it is on line {lines}" if lines else ""))


def _waived(source: bytes, path: str, lines: Iterable[int], wording: "Wording") -> bytes:
    """The source with the comments; all of them or none."""
    from ssot_lint.waive import NoPlace, all_waived

    try:
        return all_waived(source, lines, wording)
    except NoPlace as why:
        raise UsageError(f"{path}: not suppressed: {why}") from None


def _write(linked: "Linked", name: str, before: bytes, after: bytes) -> None:
    from ssot_lint.fix import FixedFile, write

    refused = write(str(linked.plan.root), [FixedFile(name, before, after, ())]).refused
    if refused:
        raise UsageError(refused[0].replace("not fixed", "not suppressed"))


def _told(linked: "Linked", name: str, before: bytes, after: bytes, code: str) -> Iterator[str]:
    """A line for each finding that the comments are of; those too that lie in what they cover."""
    from ssot_lint.waive import fresh_lines

    there = [f for f in linked.findings if f.place.path == name and f.code == code and f.suppressed is None]
    lines = fresh_lines(before, after, (finding.place.span.line for finding in there), code)
    for finding in there:
        if finding.place.span.line in lines:
            yield f"{name}:{finding.place.span.line}: {code} suppressed: {finding.message}"

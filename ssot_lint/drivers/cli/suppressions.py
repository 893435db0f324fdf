"""`ssot-lint suppressions`: what is waived where, why, since when, and until when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ssot_lint.drivers.cli import common
from ssot_lint.drivers.cli.output import opened
from ssot_lint.drivers.cli.stderr import complain
from ssot_lint.render import printable
from ssot_lint.render.wording import counted, leading, opening

if TYPE_CHECKING:
    from ssot_lint.api import WaiverUse
    from ssot_lint.run import Linked

SCHEMA = "ssot-lint/suppressions/1"


@click.command("suppressions")
@click.argument("paths", nargs=-1, type=click.Path(exists=True))
@common.run_options("text", "json", may_fail=False)
def command(paths: tuple[str, ...], output_format: str, output: Path | None, run: common.Run) -> None:
    """List every waiver in the sources with its reason, its age by git, and the day when it ends.

    PATHS limit what is listed. Those that end or ended first come first, then the oldest. The exit code is 0
    whatever is listed, 2 for a mistake in usage or policy, 3 when the analysis is incomplete.
    """
    from ssot_lint.run import run_linked

    with opened(output) as write:
        with common.options_for(run, paths=paths or None) as options:
            linked = run_linked(options)
        found = sorted(_found(linked, options.today), key=lambda each: each.order)
        write(_json(found) if output_format == "json" else _text(found, options.today))
    common.tell_incomplete(linked.report)
    common.leave(linked.report, failed=False)


@dataclass(frozen=True)
class _Suppression:
    """A waiver; since when it stands is known where it is committed, and whether it is where git can tell."""

    path: str
    line: int
    codes: tuple[str, ...]
    reason: str
    until: str | None
    whole_file: bool
    state: str
    since: date | None
    is_committed: bool | None

    @property
    def order(self) -> tuple[object, ...]:
        return self.until or "9999", self.since or date.max, self.path, self.line


def _found(linked: "Linked", today: date) -> Iterator[_Suppression]:
    from ssot_lint.plan import within
    from ssot_lint.suppress import apply

    checks, judged = linked.plan.registry.checks, {check.code for check in linked.plan.checks}
    _, uses = apply(linked.findings, linked.index.files, checks, judged, today)
    inside = [use for use in uses if within(use.file.path, linked.plan.limits)]
    days = _days(linked.plan.root, inside)
    known = days if days is not None else {}
    for use in inside:
        waiver, path = use.waiver, use.file.path
        yield _Suppression(
            path=path,
            line=waiver.line,
            codes=waiver.codes,
            reason=waiver.reason,
            until=waiver.until,
            whole_file=waiver.whole_file,
            state=_state(use),
            since=known.get((path, waiver.line)),
            is_committed=None if days is None else (path, waiver.line) in days,
        )


def _state(use: "WaiverUse") -> str:
    if use.waiver.error or use.expired is None:
        return "malformed"
    if use.expired:
        return "expired"
    return "in force" if use.used else "unused" if use.unused or use.unknown else "not judged"


def _days(root: Path, uses: Sequence["WaiverUse"]) -> dict[tuple[str, int], date] | None:
    """The day since when each waiver stands as it does, by path and line; None where git cannot tell.

    It is asked for each file.
    """
    from ssot_lint.discover.blame import line_dates
    from ssot_lint.discover.commits import is_shallow
    from ssot_lint.discover.git import GitProblem

    lines: dict[str, set[int]] = {}
    for use in uses:
        lines.setdefault(use.file.path, set()).add(use.waiver.line)
    found: dict[tuple[str, int], date] = {}
    try:
        for path, wanted in sorted(lines.items()):
            days = line_dates(root, path, Path(root, path).read_bytes(), wanted)
            found |= {(path, line): day for line, day in days.items()}
    except (GitProblem, OSError) as problem:
        complain(f"note: ages are not known: {problem}")
        return None
    if found and is_shallow(root):
        complain("note: the history is shallow; what it tells of ages is the least")
    return found


def _text(found: Sequence[_Suppression], today: date) -> str:
    """A block of lines for each: where and what, why, and its days."""
    parts = [
        f"{leading(each.path)}:{each.line}: {', '.join(map(printable, each.codes)) or 'no code'}"
        f"{' (whole file)' if each.whole_file else ''} · {each.state}\n"
        f"  {opening(each.reason) or 'no reason given'}\n"
        f"  {_age(each, today)}, {_end(each.until)}\n"
        for each in found
    ]
    return "\n".join([*parts, f"{counted(len(found), 'suppression')}\n"])


def _age(each: _Suppression, today: date) -> str:
    if each.since is None:
        return "age unknown" if each.is_committed is None else "not committed"
    return f"{counted(max(0, (today - each.since).days), 'day')} old ({each.since})"


def _end(until: str | None) -> str:
    return "no end" if until is None else f"until {printable(until)}"


def _json(found: Sequence[_Suppression]) -> str:
    from ssot_lint.render.json_value import written

    return written(
        {
            "schema": SCHEMA,
            "suppressions": [
                {
                    "path": each.path,
                    "line": each.line,
                    "codes": list(each.codes),
                    "whole_file": each.whole_file,
                    "reason": each.reason,
                    "until": each.until,
                    "state": each.state,
                    "committed": each.is_committed,
                    "since": None if each.since is None else each.since.isoformat(),
                }
                for each in found
            ],
        }
    )

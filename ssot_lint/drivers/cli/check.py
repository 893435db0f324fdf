"""`ssot-lint check`: what is wrong, and where."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, get_args

import click
from msgspec import structs

from ssot_lint.drivers.cli import common
from ssot_lint.drivers.cli.accepting import baseline_options, is_too_wide
from ssot_lint.drivers.cli.changed import changed_paths
from ssot_lint.drivers.cli.output import opened
from ssot_lint.drivers.cli.selection import selection_options
from ssot_lint.drivers.cli.stderr import complain
from ssot_lint.drivers.cli.stdin import STDIN, Buffer, buffer, named
from ssot_lint.drivers.cli.targets import Reporting, Target
from ssot_lint.errors import UsageError
from ssot_lint.fix import FixedFile
from ssot_lint.model import Report
from ssot_lint.render import RenderOptions, Show
from ssot_lint.render.options import Stdin
from ssot_lint.render.shown import failing
from ssot_lint.render.wording import counted

if TYPE_CHECKING:
    from ssot_lint.options import Options

MOST_PASSES = 10  # of repairs, each of what the last has made way for


@click.command("check", cls=Reporting)
@click.argument("paths", nargs=-1, type=click.Path(exists=True, allow_dash=True))
@selection_options("On a terminal copies are shown beside what they copy.")
@click.option(
    "--show",
    multiple=True,
    type=click.Choice(get_args(Show)),
    help="Show what the text leaves out: all findings of a rule, not ten; those of severity info; "
    "what is undecided; what is suppressed; what the baseline accepts; with --diff-base, what is old. May be "
    "repeated.",
)
@click.option(
    "--changed",
    is_flag=True,
    help="Report only files that are staged for a commit; where nothing is staged, all. In a hook of "
    "pre-commit with --from-ref and --to-ref, those that differ.",
)
@click.option("--fix", "fixing", is_flag=True, help="Repair what is safe to repair; report what is left.")
@click.option("--unsafe-fixes", is_flag=True, help="Repair also what may change behaviour.")
@click.option("--diff", "diffing", is_flag=True, help="Show what would be repaired, and write nothing.")
@click.option(
    "--show-source/--no-show-source", "source", default=True, help="Show the source line of each finding."
)
@click.option(
    "--stdin-display-name",
    metavar="FILE",
    help="The file whose content is on standard input, with the path -.",
)
@click.option("--watch", "watching", is_flag=True, help="Check again after every change; Ctrl-C ends it.")
@common.report_options(
    "text",
    "concise",
    "pylint",
    "json",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "rdjson",
    "markdown",
    template=True,
)
@baseline_options
def command(
    paths: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    categories: tuple[str, ...],
    show: tuple[Show, ...],
    changed: bool,
    fixing: bool,
    unsafe_fixes: bool,
    diffing: bool,
    source: bool,
    stdin_display_name: str | None,
    watching: bool,
    targets: tuple[Target, ...],
    run: common.Run,
    exit_zero: bool,
) -> None:
    """Report every place where a second truth exists, and the score.

    PATHS limit what is reported, never what is analysed or scored; - is a file as its editor has it,
    on standard input. The exit code is 1 on findings at or above `fail_on` (error) that are neither
    suppressed nor in the baseline, with --diff-base on new ones or as many as `score.max_new` says; 2 for a
    mistake in usage or policy, 3 when the analysis is incomplete. With --diff it is 1 where something would
    change. With --watch, which needs `pip install 'ssot-lint[watch]'`, it is that of the last check.
    """
    if watching and (STDIN in paths or fixing or unsafe_fixes or diffing):
        raise UsageError("--watch looks at what is saved, and repairs nothing; leave out -, --fix and --diff")
    given = buffer(paths, stdin_display_name)
    if given:
        if fixing or unsafe_fixes or diffing:
            raise UsageError("-: standard input is not repaired; save the file first")
        paths, run = named(paths, given), replace(run, overlays={Path(given.name): given.content})
    if changed and paths:
        raise UsageError("--changed finds the paths itself; leave out the others")
    limits = changed_paths(run.config) if changed else paths or None
    asked = _Asked(run, select, ignore, categories, limits)
    if diffing:
        if len(targets) > 1:
            raise UsageError("--diff writes one patch; leave out --format")
        _show_difference(asked, targets[0].output, unsafe=unsafe_fixes, exit_zero=exit_zero)
        return
    limit = ", ".join((*_told(limits, changed=changed), *(f"category {name}" for name in categories)))
    # who asks for a rule wants to see it, however mild it is
    shown: frozenset[Show] = frozenset((*show, "info")) if select else frozenset(show)
    adapted = partial(_adapted, source=source, given=given)
    fixes = _Fixes(wanted=fixing or unsafe_fixes, unsafe=unsafe_fixes)
    check = partial(_check, asked, limit, targets, shown, fixes, adapted, source=source, exit_zero=exit_zero)
    if watching:
        from ssot_lint.drivers.cli.watching import keep_checking

        keep_checking(check, run.config)
    check()


class _Fixes(NamedTuple):
    """Which repairs are made before the report."""

    wanted: bool
    unsafe: bool


def _check(
    asked: "_Asked",
    limit: str,
    targets: tuple[Target, ...],
    shown: frozenset[Show],
    fixes: _Fixes,
    adapted: Callable[[RenderOptions, Report], RenderOptions],
    *,
    source: bool,
    exit_zero: bool,
) -> None:
    """Write the reports, and leave with an exit code."""
    # and a copy beside what it copies
    beside = bool(asked.select) and source
    with common.reporting(targets, shown, limit, beside=beside, adapted=adapted) as report_to:
        report = _fixed(asked, unsafe=fixes.unsafe) if fixes.wanted else asked.analyse()
        report_to(report)
    off = [rule for rule in report.rules_off if rule.code.startswith(asked.select or ("none",))]
    complain(*(f"note: {rule.code} is off: {rule.reason}" for rule in off))
    failed = is_too_wide(asked.run, report) or fails(report)
    common.leave(report, failed=failed and not exit_zero)


def _told(limits: tuple[str, ...] | None, *, changed: bool) -> tuple[str, ...]:
    """The paths that the report is limited to, for its reader."""
    if limits is None:
        return ()
    return (counted(len(limits), "changed file"),) if changed else limits


def _adapted(options: RenderOptions, report: Report, *, source: bool, given: Buffer | None) -> RenderOptions:
    """How a report of what is here is rendered, if it is not in full."""
    stdin = Stdin(given.inside(report.root), given.name, given.content) if given else None
    return structs.replace(options, source=source, start=str(Path.cwd()), stdin=stdin)


@dataclass(frozen=True)
class _Asked:
    """What is to be analysed; after fixes, once more."""

    run: common.Run
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    categories: tuple[str, ...]
    paths: tuple[str, ...] | None

    def analyse(self) -> Report:
        from ssot_lint.run import run

        with self.options() as options:
            return run(options)

    def without_stale(self, report: Report) -> list[FixedFile]:
        """The baseline without its stale entries, if it has any that are reported."""
        if report.baseline is None or not report.baseline.stale or report.incomplete:
            return []
        from ssot_lint.drivers.cli.baseline import without_stale

        with self.options() as options:
            return without_stale(options, report)

    def options(self) -> "AbstractContextManager[Options]":
        return common.options_for(
            self.run, select=self.select, ignore=self.ignore, categories=self.categories, paths=self.paths
        )


def _fixed(asked: _Asked, *, unsafe: bool) -> Report:
    """What is left when all that can be repaired is: one repair may make way for another.

    What the baseline accepts and is gone then goes from it.
    """
    from ssot_lint.drivers.cli.fixing import fix, write_all

    report = asked.analyse()
    for _ in range(MOST_PASSES):
        if not fix(report, unsafe=unsafe):
            break
        report = asked.analyse()
    if write_all(report, asked.without_stale(report)):
        report = asked.analyse()
    return report


def _show_difference(asked: _Asked, output: Path | None, *, unsafe: bool, exit_zero: bool) -> None:
    from ssot_lint.drivers.cli.fixing import difference

    with opened(output) as write:
        report = asked.analyse()
        text = difference(report, asked.without_stale(report), unsafe=unsafe)
        write(text)
    common.tell_incomplete(report)
    common.leave(report, failed=bool(text) and not exit_zero)


def fails(report: Report) -> bool:
    """Whether findings stand that the policy does not tolerate."""
    return bool(failing(report))

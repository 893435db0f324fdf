"""`ssot-lint baseline`: the findings that are accepted, and the upkeep of their file."""

import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ssot_lint.drivers.cli import common
from ssot_lint.drivers.cli.accepted import as_json, count, table
from ssot_lint.drivers.cli.accepting import baseline_option
from ssot_lint.drivers.cli.output import write_stdout
from ssot_lint.drivers.cli.stderr import complain
from ssot_lint.errors import BaselineError, UsageError
from ssot_lint.render import printable
from ssot_lint.render.wording import counted

if TYPE_CHECKING:
    from ssot_lint.baseline import Baseline, Entry, Scope
    from ssot_lint.fix import FixedFile
    from ssot_lint.model import Report
    from ssot_lint.options import Options
    from ssot_lint.run import Linked


@click.group("baseline")
def command() -> None:
    """Accept what is found today, and keep the list of it short.

    `check` fails on nothing that the baseline accepts. What is mended is to be dropped from it; nothing but
    `write` ever adds to it. The score counts all that it accepts.
    """


@command.command("write")
@click.option("--force", is_flag=True, help="Accept all there is also where there is a baseline.")
@click.option(
    "--baseline", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Where it is written."
)
@common.analysis_options
def write(force: bool, baseline: Path | None, run: common.Run) -> None:
    """Accept every finding there is, but what is wrong with a file or the policy itself."""
    from ssot_lint import baseline as room

    path = _path(run, baseline)
    if os.path.lexists(path) and not force:
        raise UsageError(
            f"{baseline or path.name}: there is a baseline; `ssot-lint baseline update` keeps it in step, "
            "--force accepts all that is new"
        )
    linked, scope = _analysed(run)
    entries = room.written(linked.findings, scope)
    _save(path, entries)
    files = len({entry.path for entry in entries if entry.count})
    _say(
        f"{baseline or path.name}: {counted(count(entries), 'finding')} in {counted(files, 'file')} accepted"
    )


@command.command("update")
@baseline_option
@common.analysis_options
def update(baseline: Path | None, run: common.Run) -> None:
    """Drop what is gone, and tell what is left as it is now: under its present file and name.

    Nothing new is accepted.
    """
    from ssot_lint import baseline as room

    def after(old: "Baseline", linked: "Linked", scope: "Scope") -> tuple["Entry", ...]:
        match = room.hold(old.entries, linked.findings, scope)
        return room.updated(old.entries, linked.findings, match, scope)

    _rewrite(run, baseline, after)


@command.command("prune")
@baseline_option
@common.analysis_options
def prune(baseline: Path | None, run: common.Run) -> None:
    """Drop what is gone, and leave all other lines as they are."""
    from ssot_lint import baseline as room

    def after(old: "Baseline", linked: "Linked", scope: "Scope") -> tuple["Entry", ...]:
        match = room.hold(old.entries, linked.findings, scope)
        return room.pruned(old.entries, linked.findings, match, match.gone)

    _rewrite(run, baseline, after)


def without_stale(options: "Options", report: "Report") -> list["FixedFile"]:
    """The baseline of a report without the entries that it tells to be stale; none that lies elsewhere."""
    from ssot_lint import baseline as room
    from ssot_lint.accept import reported
    from ssot_lint.fix import FixedFile
    from ssot_lint.run import run_linked

    linked = run_linked(options)
    old, path = linked.plan.baseline, Path(report.root, report.baseline.path if report.baseline else "")
    if old is None or linked.report.incomplete or not path.is_file():
        return []
    before = path.read_bytes()
    if room.read_baseline(before, old.path) != old:  # it is another, of that name
        return []
    match = room.hold(old.entries, linked.findings, _scope(linked))
    gone = reported(match.gone, linked.plan, options, linked.index.files)
    after = room.encode_baseline(room.pruned(old.entries, linked.findings, match, gone))
    told = tuple(f for f in report.findings if f.category is None and f.place.path == old.path)
    return [FixedFile(old.path, before, after, told)]


@command.command("show")
@click.option(
    "--format", "output_format", type=click.Choice(("text", "json")), default="text", show_default=True
)
@click.option("--all", "in_full", is_flag=True, help="List every entry, not ten of each rule.")
@baseline_option
@common.config_option
def show(output_format: str, in_full: bool, baseline: Path | None, config: Path | None) -> None:
    """List what is accepted, by rule. Nothing is analysed."""
    found = _read(_path(common.Run(config, None, False, None), baseline), baseline)
    write_stdout(as_json(found) if output_format == "json" else table(found, in_full=in_full))


def _path(run: common.Run, given: Path | None) -> Path:
    from ssot_lint.discover import find_project
    from ssot_lint.discover.project import BASELINE

    return Path.cwd() / given if given else find_project(Path.cwd(), run.config).root / BASELINE


def _read(path: Path, given: Path | None) -> "Baseline":
    from ssot_lint.baseline import load_content, read_baseline

    name = str(given or path.name)
    if not path.exists():
        raise BaselineError(f"{name}: there is no baseline; `ssot-lint baseline write` makes one")
    return read_baseline(load_content(path, name), name)


def _analysed(run: common.Run) -> tuple["Linked", "Scope"]:
    """All that is found in the whole project, held against nothing. Leaves where it is incomplete."""
    from ssot_lint.run import run_linked

    with common.options_for(replace(run, accepting=False)) as options:
        linked = run_linked(options)
    if linked.report.incomplete:
        common.tell_incomplete(linked.report)
        complain("the baseline is left alone")
        common.leave(linked.report, failed=False)
    return linked, _scope(linked)


def _scope(linked: "Linked") -> "Scope":
    """What an analysis that is complete can tell of."""
    from ssot_lint.accept import scope_of

    codes = [check.code for check in linked.plan.checks]
    return scope_of(linked.plan, codes, linked.index.files, linked.findings)


def _rewrite(
    run: common.Run,
    given: Path | None,
    after: "Callable[[Baseline, Linked, Scope], tuple[Entry, ...]]",
) -> None:
    path = _path(run, given)
    old = _read(path, given)
    linked, scope = _analysed(run)
    if scope.obscured:
        complain(f"nothing is dropped, as what is not found may be there all the same: {scope.obscured}")
    entries = after(old, linked, scope)
    before = count(old.entries)
    _save(path, entries)
    gone = before - count(entries)
    dropped = f"{counted(gone, 'finding')} dropped, " if gone else ""
    _say(f"{given or path.name}: {dropped}{counted(count(entries), 'finding')} left")


def _save(path: Path, entries: Iterable["Entry"]) -> None:
    """Replace the file in one step; one that would be the same is left alone."""
    from ssot_lint.atomic import replacing
    from ssot_lint.baseline import encode_baseline

    content = encode_baseline(entries)
    try:
        if path.is_file() and path.read_bytes() == content:
            return
        with replacing(path) as stream:
            stream.write(content)
    except OSError as error:
        raise UsageError(f"{path.name}: cannot be written: {error.strerror}") from None


def _say(line: str) -> None:
    write_stdout(f"{printable(line)}\n")

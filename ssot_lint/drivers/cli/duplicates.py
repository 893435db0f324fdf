"""`ssot-lint duplicates`: what is said twice, and how much of it could go."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ssot_lint.drivers.cli import common
from ssot_lint.drivers.cli.output import opened
from ssot_lint.drivers.cli.stderr import complain
from ssot_lint.drivers.cli.terminal import has_colour, terminal
from ssot_lint.errors import UsageError

if TYPE_CHECKING:
    from ssot_lint.model import DuplicateGroup
    from ssot_lint.run import Linked


def _lines(ctx: click.Context, parameter: click.Parameter, value: str | None) -> int | None:
    """A number of lines. UsageError for what is none."""
    if value is None:
        return None
    if not value.isascii() or not value.isdigit() or not int(value):
        raise UsageError(f"--min-lines {value}: a whole number from 1 on is wanted")
    return int(value)


def _share(ctx: click.Context, parameter: click.Parameter, value: str | None) -> float | None:
    """A share above 0 and up to 1. UsageError for what is none."""
    if value is None:
        return None
    try:
        share = float(value)
    except ValueError:
        share = 0.0
    if not 0 < share <= 1:
        raise UsageError(f"--similarity {value}: a number above 0 and up to 1 is wanted, as 0.8")
    return share


@click.command("duplicates")
@click.argument("paths", nargs=-1, type=click.Path(exists=True))
@click.option(
    "--min-lines",
    callback=_lines,
    metavar="N",
    help="Leave out copies of fewer lines; below the policy's `min_statements` it asks for smaller ones.",
)
@click.option(
    "--similarity",
    callback=_share,
    metavar="X",
    help="How alike copies are at least, above 0 and up to 1, instead of the policy's `similarity`.",
)
@click.option("--across-services", is_flag=True, help="Compare independent services too.")
@common.run_options("text", "json", "html", "dot", may_fail=False)
def command(
    paths: tuple[str, ...],
    min_lines: int | None,
    similarity: float | None,
    across_services: bool,
    output_format: str,
    output: Path | None,
    run: common.Run,
) -> None:
    """List what is said twice, the largest saving first.

    PATHS limit what is listed, never what is analysed: a group is shown with all its members where one
    lies there. What the policy or a waiver accepts is left out. HTML needs `pip install
    'ssot-lint[html]'`. The exit code is 0 whatever is found, 2 for a mistake in usage or policy, 3 when
    the analysis is incomplete.
    """
    asked = _Asked(min_lines, similarity, across_services)
    if output_format == "html":
        from ssot_lint.render.html.shell import require_templates

        require_templates("; text, json and dot do without")
    with opened(output) as write:
        linked, groups = _found(run, paths, asked)
        write(_rendered(linked, groups, output_format, to_file=output is not None))
    complain(*_lacking(linked))
    common.leave(linked.report, failed=False)


@dataclass(frozen=True)
class _Asked:
    """What counts as a copy, where the policy is not to say it."""

    min_lines: int | None = None
    similarity: float | None = None
    across_services: bool = False


def _found(
    run: common.Run, paths: tuple[str, ...], asked: _Asked
) -> tuple["Linked", tuple["DuplicateGroup", ...]]:
    from ssot_lint.duplicates import RULES
    from ssot_lint.run import run_linked

    with common.options_for(run, select=RULES, paths=paths or None) as options:
        linked = run_linked(options)
        return linked, standing_groups(linked, options.today, asked)


def standing_groups(linked: "Linked", today: date, asked: _Asked = _Asked()) -> tuple["DuplicateGroup", ...]:
    """The groups of a project that are neither accepted nor outside of the paths asked for."""
    from ssot_lint.duplicates import find_duplicates, selected, standing, terms_of
    from ssot_lint.plan import within

    plan, index = linked.plan, linked.index
    terms = terms_of(
        plan.policy,
        plan.registry.checks,
        min_lines=asked.min_lines,
        similarity=asked.similarity,
        across_services=asked.across_services,
    )
    groups = find_duplicates(index, terms, plan.registry.checks)
    faults = standing(groups, index.files, plan.policy, plan.registry.checks, today)
    return selected(faults, lambda path: within(path, plan.limits), asked.min_lines or 1)


def _rendered(
    linked: "Linked", groups: Sequence["DuplicateGroup"], output_format: str, *, to_file: bool
) -> str:
    from ssot_lint.render.duplicates import render_dot, render_json, render_table

    if output_format == "json":
        return render_json(groups)
    if output_format == "dot":
        return render_dot(groups)
    if output_format == "html":
        return _page(linked, groups)
    console = None if to_file else terminal()
    if console is None:
        return render_table(groups)
    return render_table(groups, width=console.width, colour=has_colour(console))


def _page(linked: "Linked", groups: Sequence["DuplicateGroup"]) -> str:
    from functools import lru_cache, partial

    from ssot_lint.render.duplicates.page import render
    from ssot_lint.render.excerpt import read_lines

    lines = lru_cache(maxsize=64)(partial(read_lines, linked.report.root))
    return render(groups, lines, list(_lacking(linked)))


def _lacking(linked: "Linked") -> Iterator[str]:
    """What the list lacks, a line each."""
    from ssot_lint.duplicates import RULES

    report = linked.report
    for rule in report.rules_off:
        if rule.code in RULES:
            yield f"note: nothing is listed for {rule.code}, which is off: {rule.reason}"
    yield from (f"incomplete: {line}" for line in report.incomplete)
    yield from (f"note: {note}" for note in report.notes)
    if report.files.unparsable:
        files = "1 file" if report.files.unparsable == 1 else f"{report.files.unparsable} files"
        yield f"note: {files} could not be parsed or read, and took no part"

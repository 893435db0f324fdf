"""`ssot-lint report`: the whole report as one page for a browser."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ssot_lint.drivers.cli import common
from ssot_lint.drivers.cli.accepting import accepting_options
from ssot_lint.drivers.cli.duplicates import standing_groups
from ssot_lint.drivers.cli.output import opened
from ssot_lint.drivers.cli.selection import selection_options
from ssot_lint.drivers.cli.stderr import complain

if TYPE_CHECKING:
    from ssot_lint.model import DuplicateGroup
    from ssot_lint.options import Options
    from ssot_lint.run import Linked
    from ssot_lint.trend import Point

OUTPUT = "ssot-report.html"


def _template(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str:
    """A template of links. UsageError where it leads to no source."""
    if value is None:
        return ""
    from ssot_lint.render.html.links import checked_template

    return checked_template(value)


@click.command("report")
@click.argument("paths", nargs=-1, type=click.Path(exists=True))
@selection_options()
@click.option(
    "--link-template",
    "link",
    callback=_template,
    metavar="URL",
    help="Where a source is to be seen, with {path}, {line} and {column}: "
    "https://github.com/OWNER/NAME/blob/main/{path}#L{line}",
)
@click.option(
    "--trend",
    "trend_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Draw a trend as well: the JSON of `ssot-lint trend`.",
)
@common.page_options(OUTPUT)
@accepting_options
def command(
    paths: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    categories: tuple[str, ...],
    link: str,
    trend_file: Path | None,
    output: Path,
    run: common.Run,
) -> None:
    """Write the whole report as one HTML file: score, files, rules, duplicates, imports, every finding.

    The page loads nothing and sends nothing. PATHS limit what is reported, never what is analysed or
    scored; what the baseline accepts is hidden until it is asked for. It needs
    `pip install 'ssot-lint[html]'`. The exit code is 0 whatever is found, 2 for a mistake in usage, policy
    or baseline, 3 when the analysis is incomplete.
    """
    from ssot_lint.render.html.shell import require_templates
    from ssot_lint.run import run_linked

    require_templates()
    trend = _trend(trend_file)
    with opened(output) as write:
        with common.options_for(
            run, select=select, ignore=ignore, categories=categories, paths=paths or None
        ) as options:
            linked = run_linked(options)
        write(_page(linked, options, trend, link, ", ".join(paths)))
    report = linked.report
    common.tell_incomplete(report)
    complain(*(f"note: {note}" for note in report.notes))
    common.leave(report, failed=False)


def _page(
    linked: "Linked", options: "Options", trend: "tuple[Point, ...] | None", link: str, limit: str
) -> str:
    from ssot_lint.graph import fragments
    from ssot_lint.render.html.data import Given
    from ssot_lint.render.html.page import render

    report = linked.report
    return render(
        Given(
            report=report,
            files=linked.index.files,
            groups=_groups(linked, options),
            fragments=fragments(linked.index, report.findings),
            rules=common.rule_pages(),
            trend=trend,
            link=link,
            limit=limit,
        )
    )


def _groups(linked: "Linked", options: "Options") -> "list[DuplicateGroup]":
    """The groups of duplicates, of those rules and categories alone that the report is of."""
    codes = {check.code for check in linked.plan.checks}
    categories = {file.path: file.category for file in linked.index.files}
    return [
        group
        for group in standing_groups(linked, options.today)
        if group.code in codes
        and (
            not options.categories
            or any(categories[copy.path] in options.categories for copy in group.copies)
        )
    ]


def _trend(path: Path | None) -> "tuple[Point, ...] | None":
    if path is None:
        return None
    from ssot_lint.render.html.trend import read_trend

    return read_trend(path)

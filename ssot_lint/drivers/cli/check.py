"""`ssot-lint check`: what is wrong, and where."""

from pathlib import Path
from typing import get_args

import click

from ssot_lint.drivers.cli import common
from ssot_lint.model import SEVERITIES, Report
from ssot_lint.render import Show


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(exists=True))
@click.option(
    "--select",
    multiple=True,
    callback=common.split_commas,
    metavar="CODE,…",
    help="Run only these rules; SST1 stands for all that begin with it.",
)
@click.option(
    "--ignore", multiple=True, callback=common.split_commas, metavar="CODE,…", help="Leave these rules out."
)
@click.option(
    "--category",
    "categories",
    multiple=True,
    callback=common.split_commas,
    metavar="NAME,…",
    help="Report only files of these categories (real, test, …).",
)
@click.option(
    "--show",
    multiple=True,
    type=click.Choice(get_args(Show)),
    help="Show what the text leaves out: all findings of a rule, not ten; those of severity info; "
    "what is undecided; what is suppressed. May be repeated.",
)
@common.run_options("text", "concise", "json")
def command(
    paths: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    categories: tuple[str, ...],
    show: tuple[Show, ...],
    output_format: str,
    output: Path | None,
    run: common.Run,
    exit_zero: bool,
) -> None:
    """Report every place where a second truth exists, and the score.

    PATHS limit what is reported, never what is analysed or scored. The exit code is 1 on findings
    at or above `fail_on` (error) that are not suppressed, 2 for a mistake in usage or policy, 3
    when the analysis is incomplete.
    """
    limit = ", ".join((*paths, *(f"category {name}" for name in categories)))
    with common.reporting(output_format, output, frozenset(show), limit) as report_to:
        report = common.analyse(
            run,
            select=select,
            ignore=ignore,
            categories=categories,
            paths=paths,
        )
        report_to(report)
    common.leave(report, failed=not exit_zero and fails(report))


def fails(report: Report) -> bool:
    """Whether a finding stands that the policy does not tolerate."""
    mildest = SEVERITIES.index(report.fail_on)
    return any(
        finding.suppressed is None
        and not finding.baselined
        and SEVERITIES.index(finding.severity or "error") <= mildest
        for finding in report.findings
    )

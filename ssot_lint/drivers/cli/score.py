"""`ssot-lint score`: how much of the project is compliant."""

import math

import click

from ssot_lint.drivers.cli import common
from ssot_lint.drivers.cli.accepting import baseline_options, is_too_wide
from ssot_lint.drivers.cli.targets import Reporting, Target
from ssot_lint.errors import UsageError

RENDERERS = {"text": "score", "markdown": "score-markdown"}
"""The renderers that are called otherwise than the format."""


def _thresholds(
    ctx: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[tuple[str, float], ...]:
    """`real=98`, or `98` for the overall score. UsageError for what is none."""
    found: dict[str, float] = {}
    for value in values:
        name, _, figure = value.rpartition("=")
        try:
            percent = float(figure)
        except ValueError:
            percent = math.nan
        if not 0 <= percent <= 100:
            raise UsageError(f"--fail-under {value}: a percentage is wanted, as 95 or real=98")
        found[name.strip() or "overall"] = percent
    return tuple(found.items())


@click.command("score", cls=Reporting)
@click.option(
    "--fail-under",
    multiple=True,
    callback=_thresholds,
    metavar="[NAME=]PERCENT",
    help="The least score, overall or of a category, instead of the policy's. May be repeated.",
)
@click.option(
    "--explain", "explaining", is_flag=True, help="Say what costs how much, and what would raise it."
)
@common.report_options("text", "json", "markdown", "badge", "shields")
@baseline_options
def command(
    fail_under: tuple[tuple[str, float], ...],
    explaining: bool,
    targets: tuple[Target, ...],
    run: common.Run,
    exit_zero: bool,
) -> None:
    """Print the compliance score and hold it against the thresholds.

    The exit code is 1 when a threshold is not met, 2 for a mistake in usage or policy, 3 when the
    analysis is incomplete.
    """
    from ssot_lint.explain import explain

    wanted = [Target(RENDERERS.get(target.format, target.format), target.output) for target in targets]
    with common.reporting(wanted) as report_to:
        report = common.analyse(run, fail_under=fail_under)
        report_to(report, explain(report) if explaining else None)
    failed = is_too_wide(run, report) or not report.gate.passed
    common.leave(report, failed=failed and not exit_zero)

"""`ssot-lint score`: how much of the project is compliant."""

from pathlib import Path

import click

from ssot_lint.drivers.cli import common


@click.command("score")
@common.run_options("text", "json")
def command(
    output_format: str,
    output: Path | None,
    run: common.Run,
    exit_zero: bool,
) -> None:
    """Print the compliance score and hold it against the thresholds.

    The exit code is 1 when a threshold of the policy is not met, 2 for a mistake in usage or
    policy, 3 when the analysis is incomplete.
    """
    renderer = "score" if output_format == "text" else output_format
    with common.reporting(renderer, output) as report_to:
        report = common.analyse(run)
        report_to(report)
    common.leave(report, failed=not exit_zero and not report.gate.passed)

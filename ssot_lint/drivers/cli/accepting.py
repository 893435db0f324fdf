"""The options of a command that say which baseline holds, and how strictly."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any

import click

from ssot_lint.drivers.cli.common import Run
from ssot_lint.drivers.cli.stacked import stacked
from ssot_lint.drivers.cli.stderr import complain
from ssot_lint.errors import UsageError
from ssot_lint.model import Report
from ssot_lint.render.wording import counted

CONTRADICTION = "--no-baseline goes with no other option for the baseline"

baseline_option = click.option(
    "--baseline",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The accepted findings; by default, .ssot-baseline.json in the project.",
)


no_baseline_option = click.option(
    "--no-baseline",
    "accepting",
    is_flag=True,
    default=True,
    flag_value=False,
    help="Accept nothing: report what the baseline has too.",
)

strict_option = click.option(
    "--strict-baseline",
    "strict",
    is_flag=True,
    help="Fail where the baseline accepts what is no longer there.",
)


def accepting_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a command that holds what it finds against a baseline; they become part of its run."""

    @wraps(function)
    def command(baseline: Path | None, accepting: bool, run: Run, **others: Any) -> Any:
        if not accepting and baseline:
            raise UsageError(CONTRADICTION)
        return function(run=replace(run, accepting=accepting, baseline=baseline), **others)

    return stacked(baseline_option, no_baseline_option)(command)


def baseline_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """As `accepting_options`, of a command that may fail for what the baseline has too much."""

    @wraps(function)
    def command(strict: bool, run: Run, **others: Any) -> Any:
        if not run.accepting and strict:
            raise UsageError(CONTRADICTION)
        return function(run=replace(run, strict_baseline=strict), **others)

    return accepting_options(strict_option(command))


def is_too_wide(run: Run, report: Report) -> bool:
    """Whether the baseline accepts what is gone, and must not; it is told."""
    use = report.baseline
    if use is None or not use.stale or not run.strict_baseline:
        return False
    complain(
        f"{use.path} accepts what is gone: {counted(use.stale, 'finding')}; run ssot-lint baseline prune"
    )
    return True

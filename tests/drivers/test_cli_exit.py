"""What decides the exit code, and what failures look like."""

import os
import pty
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner, Result

from ssot_lint.drivers.cli import CommandLine
from ssot_lint.drivers.cli.check import fails
from ssot_lint.drivers.cli.common import leave
from ssot_lint.errors import PolicyError
from ssot_lint.model import FileCounts, Finding, Gate, Place, Report, Severity


def made_report(*findings: Finding, fail_on: Severity = "error", incomplete: tuple[str, ...] = ()) -> Report:
    counts = FileCounts(1, {"real": 1}, {}, 0)
    return Report(None, counts, (), findings, {}, None, Gate(True), incomplete=incomplete, fail_on=fail_on)


def found(severity: Severity, *, baselined: bool = False, suppressed: str | None = None) -> Finding:
    return Finding(
        place=Place("x.py"), message="", severity=severity, baselined=baselined, suppressed=suppressed
    )


@pytest.mark.parametrize(
    ("finding", "fail_on", "failed"),
    [
        (found("error"), "error", True),
        (found("warning"), "error", False),
        (found("warning"), "warning", True),
        (found("error"), "warning", True),
        (found("info"), "warning", False),
        (found("info"), "info", True),
        (found("error", baselined=True), "error", False),
        (found("error", suppressed=""), "error", False),
    ],
)
def test_a_finding_fails_the_check_from_fail_on_upward(
    finding: Finding, fail_on: Severity, failed: bool
) -> None:
    assert fails(made_report(finding, fail_on=fail_on)) is failed


@pytest.mark.parametrize("failed", [True, False])
def test_an_incomplete_analysis_exits_with_three_whatever_else(failed: bool) -> None:
    with pytest.raises(click.exceptions.Exit) as caught:
        leave(made_report(incomplete=("SST101 crashed",)), failed=failed)
    assert caught.value.exit_code == 3


def outcome(error: BaseException, *options: str) -> Result:
    """What the command line makes of an exception that a command raises."""

    class Failing(CommandLine):
        def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
            def fail() -> None:
                raise error

            return click.Command(cmd_name, callback=fail)

    debug = click.Option(["--debug"], is_flag=True)
    return CliRunner().invoke(Failing(params=[debug], callback=lambda debug: None), [*options, "fail"])


def test_a_mistake_of_the_user_is_told_line_by_line() -> None:
    result = outcome(PolicyError(["compliance.yaml:1:1: one", "compliance.yaml:2:1: two"]))
    lines = "ssot-lint: compliance.yaml:1:1: one\nssot-lint: compliance.yaml:2:1: two\n"
    assert (result.exit_code, result.stderr) == (2, lines)


def test_an_internal_error_exits_with_three_and_without_traceback() -> None:
    result = outcome(ZeroDivisionError("no\x1b[2J"))
    lines = (
        "ssot-lint: internal error: ZeroDivisionError: no\\x1b[2J\n"
        "ssot-lint: please report it with what `ssot-lint --debug …` prints\n"
    )
    assert (result.exit_code, result.stderr) == (3, lines)


def test_debug_prints_the_traceback() -> None:
    assert "Traceback (most recent call last):" in outcome(ZeroDivisionError(), "--debug").stderr


def test_an_interrupt_exits_with_130() -> None:
    result = outcome(KeyboardInterrupt())
    assert (result.exit_code, result.stderr) == (130, "ssot-lint: interrupted\n")


def drawn(seconds: float) -> bytes:
    """What the progress bar of a run of so many seconds writes to a terminal."""
    code = (
        "import time\n"
        "from ssot_lint.drivers.cli.progress import ProgressBar\n"
        "with ProgressBar() as bar:\n"
        f"    bar(1, 4); time.sleep({seconds}); bar(2, 4); bar(4, 4)\n"
    )
    ours, theirs = pty.openpty()
    subprocess.run(
        [sys.executable, "-c", code], stderr=theirs, env={**os.environ, "TERM": "xterm"}, check=True
    )
    os.write(theirs, b".")
    os.close(theirs)
    written = os.read(ours, 65536)
    os.close(ours)
    return written


def test_a_short_run_draws_no_progress_bar() -> None:
    assert drawn(0) == b"."


def test_a_run_of_more_than_a_second_draws_a_progress_bar() -> None:
    assert b"2/4" in drawn(1.05)

"""`check --watch` checks again when something is saved, and ends with the last exit code."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drivers.cli import MODULE, PATIENCE, lint_in, write

pytestmark = pytest.mark.slow

FINDING = "app/use.py:1:22: SST307 app.core has no gone"
LINE = "─" * 40


@pytest.fixture
def project(tmp_path: Path) -> Path:
    sources = {
        "compliance.yaml": "version: 1\n",
        "app/__init__.py": "",
        "app/core.py": "x = 1\n",
        "app/use.py": "from app.core import gone\n",
    }
    return write(tmp_path / "a project", sources)


class Watching:
    """The command as it runs, its output in a file."""

    def __init__(self, project: Path, report: str = "concise") -> None:
        self.output = project.parent / "output.txt"
        with self.output.open("wb") as stream:
            self.process = subprocess.Popen(
                [*MODULE, "check", "--watch", "--format", report],
                cwd=project,
                stdout=stream,
                stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONUTF8": "0"},
            )

    def shows(self, *lines: str) -> None:
        """Wait until just these lines are written, and for no more."""
        deadline = time.monotonic() + PATIENCE
        while self.lines() != [*lines] and time.monotonic() < deadline:
            time.sleep(0.02)
        assert self.lines() == [*lines]

    def lines(self) -> list[str]:
        return self.output.read_text(encoding="utf-8").splitlines()

    def interrupt(self) -> int:
        """The exit code after Ctrl-C."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


@pytest.fixture
def watching(project: Path) -> Iterator[Watching]:
    run = Watching(project)
    yield run
    run.process.kill()
    run.process.wait()


def test_it_checks_again_when_a_source_is_saved(project: Path, watching: Watching) -> None:
    watching.shows(FINDING)
    write(project, {"app/use.py": "\nfrom app.core import gone\n"})
    second = FINDING.replace(":1:", ":2:")
    watching.shows(FINDING, LINE, second)
    write(project, {"app/use.py": "from app.core import gone\n"})
    watching.shows(FINDING, LINE, second, LINE, FINDING)


def test_a_broken_policy_is_told_and_may_be_mended(project: Path, watching: Watching) -> None:
    watching.shows(FINDING)
    write(project, {"compliance.yaml": "version: none\n"})
    told = lint_in(project)("check").stderr.splitlines()
    watching.shows(FINDING, LINE, *told)
    write(project, {"compliance.yaml": "version: 1\n"})
    watching.shows(FINDING, LINE, *told, LINE, FINDING)


def test_other_files_are_no_reason_to_check(project: Path, watching: Watching) -> None:
    watching.shows(FINDING)
    write(project, {"notes.txt": "", "node_modules/x.py": "", ".git/hooks/x.py": ""})
    time.sleep(1.0)
    write(project, {"app/core.py": "gone = 1\n"})
    watching.shows(FINDING, LINE)


def test_it_ends_with_the_exit_code_of_the_last_check(project: Path, watching: Watching) -> None:
    watching.shows(FINDING)
    time.sleep(0.5)
    assert watching.interrupt() == 1


def test_it_ends_with_zero_where_nothing_is_found(project: Path) -> None:
    write(project, {"app/core.py": "gone = 1\n"})
    run = Watching(project, "markdown")
    try:
        deadline = time.monotonic() + PATIENCE
        while not run.lines() and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.5)
        assert run.interrupt() == 0
    finally:
        run.process.kill()
        run.process.wait()


@pytest.mark.parametrize("arguments", [("-",), ("--fix",), ("--diff",)])
def test_it_repairs_nothing(project: Path, arguments: tuple[str, ...]) -> None:
    done = lint_in(project)("check", "--watch", *arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("ssot-lint: --watch looks at what is saved")

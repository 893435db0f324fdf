"""Ctrl-C ends a run at once, its workers too, and leaves nothing half-written."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ssot_lint.cache import DIRECTORY
from ssot_lint.parallel import WORTH_FILES
from tests.drivers.cli import MODULE, PATIENCE, lint_in, write

WITHIN = 1.0  # seconds

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it looks for the workers in /proc")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that takes many seconds to read."""
    line = "x = f(a.b.c(1, 2, key='value'), [n for n in range(10) if n > 2])\n"
    return write(tmp_path, {f"m{number}.py": line * 5_000 for number in range(WORTH_FILES)})


def children(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task").glob("*/children")  # each thread has those that it started
    return [int(number) for task in tasks for number in task.read_text().split()]


def is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state not in "ZX"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupted_run_and_its_workers_end_within_a_second(project: Path, jobs: str) -> None:
    run = subprocess.Popen(
        [*MODULE, "check", "--jobs", jobs],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    started = time.monotonic()
    while jobs != "1" and len(children(run.pid)) < 2 and time.monotonic() - started < PATIENCE:
        time.sleep(0.01)
    time.sleep(1.0)
    workers = children(run.pid)
    assert len(workers) == (2 if jobs == "2" else 0)
    # as a terminal does: to the whole group
    os.killpg(run.pid, signal.SIGINT)
    sent = time.monotonic()
    output, errors = run.communicate(timeout=PATIENCE)
    assert time.monotonic() - sent < WITHIN
    assert not [worker for worker in workers if is_running(worker)]
    assert run.returncode not in (0, 1)
    assert "Traceback" not in output + errors


def test_a_run_after_an_interrupted_one_is_whole(project: Path) -> None:
    for path in sorted(project.glob("*.py"))[3:]:
        path.unlink()
    run = subprocess.Popen(
        [*MODULE, "check"], cwd=project, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while not (project / DIRECTORY).exists():
        time.sleep(0.005)
    run.send_signal(signal.SIGINT)
    run.wait(PATIENCE)
    done = lint_in(project)("check", "--no-cache")
    assert lint_in(project)("check").stdout == done.stdout

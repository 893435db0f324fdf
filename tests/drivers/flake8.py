"""flake8 as a process of its own, with the plugin, in a project made for a test."""

import os
import subprocess
import sys
from pathlib import Path

from tests.drivers.cli import PATIENCE, Done

FLAKE8 = (str(Path(sys.executable).with_name("flake8")),)
MODULE = (sys.executable, "-m", "flake8")
METHODS = ("fork", "spawn", "forkserver")


def flake8_by(method: str) -> tuple[str, ...]:
    """flake8 whose worker processes are started in one of the `METHODS`."""
    start = (
        "import multiprocessing, sys; from flake8.main.cli import main;"
        f" multiprocessing.set_start_method('{method}'); sys.exit(main())"
    )
    return (sys.executable, "-c", start)


def flake8(
    project: Path, *arguments: str, stdin: bytes = b"", command: tuple[str, ...] = FLAKE8, **more: str
) -> Done:
    """What flake8 prints with the arguments and the environment given."""
    done = subprocess.run(
        [*command, *arguments],
        capture_output=True,
        input=stdin,
        cwd=project,
        env={**os.environ, "PYTHONUTF8": "1"} | more,
        timeout=PATIENCE,
        check=False,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def shown(project: Path, *arguments: str, stdin: bytes = b"") -> list[str]:
    """The lines of our codes, sorted; nothing goes wrong."""
    done = flake8(project, *arguments, stdin=stdin)
    assert done.stderr == ""
    return sorted(line for line in done.stdout.splitlines() if ": SST" in line)

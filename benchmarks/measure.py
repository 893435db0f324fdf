"""Runs a command to its end and tells what it took, and on what machine.

This process must stay small: the peak memory of a child counts from that of the process that starts
it, so nothing large is read or imported before the last measurement.
"""

import datetime
import os
import platform
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Collection, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks.kept import Cost, Taken

# As a user runs it: with byte code, which the first run, that is not measured, leaves behind.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

LIBRARIES = ("ssot-lint", "msgspec", "numpy", "pydantic", "rapidfuzz")


class Failed(Exception):
    """The command did not come to a good end; says how."""


def measure(
    command: Sequence[str],
    directory: Path,
    allowed: Collection[int] = (0,),
    limit: float | None = None,
    errors: int | None = None,
) -> Cost:
    """What a command and all its children take; Failed for another exit code, or past `limit` seconds."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=directory,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=errors,
        start_new_session=True,
    )
    late = threading.Event()
    timer = threading.Timer(limit or threading.TIMEOUT_MAX, _end, (process.pid, late))
    timer.daemon = True
    timer.start()
    try:
        _, status, usage = os.wait4(process.pid, 0)
    except BaseException:
        _end(process.pid, late)
        raise
    finally:
        timer.cancel()
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if late.is_set():
        raise Failed(f"did not finish in {limit:.0f} s")
    if process.returncode not in allowed:
        raise Failed(f"ended with {process.returncode}")
    # ru_maxrss is in KiB, but in bytes on macOS.
    scale = 2**20 if sys.platform == "darwin" else 2**10
    return Cost(round(wall, 4), round(usage.ru_utime + usage.ru_stime, 4), round(usage.ru_maxrss / scale, 1))


def _end(group: int, late: threading.Event) -> None:
    late.set()
    os.killpg(group, signal.SIGKILL)


def taken(jobs: int, others: Mapping[str, str] | None = None) -> Taken:
    """Today, on this machine: its shape, and nothing that names it; `others` are further versions."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    git = subprocess.run(["git", "--version"], stdout=subprocess.PIPE, text=True, check=True).stdout
    return Taken(
        day=str(datetime.datetime.now(tz=datetime.UTC).date()),
        machine=f"{platform.system()} {platform.machine()}, {cores} cores, {memory:.0f} GiB",
        jobs=jobs,
        versions={
            platform.python_implementation(): platform.python_version(),
            **{name: version(name) for name in LIBRARIES},
            "SQLite": sqlite3.sqlite_version,
            "git": git.split()[2],
            **(others or {}),
        },
    )

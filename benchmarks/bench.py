"""Measures ssot-lint against the least that any analysis does: `make bench` writes RESULTS.md.

For each corpus the tool and the yardstick take turns, each as one whole process with its workers.
This process stays small: the peak memory of a child counts from that of the process that starts
it, so the reports are read only after the last measurement.
"""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import corpora, report
from benchmarks.results import Cost, Trial, render

YARDSTICK = corpora.HERE / "yardstick.py"
RESULTS = corpora.HERE / "RESULTS.md"


def measure(command: Sequence[str], directory: Path, allowed: Sequence[int]) -> Cost:
    """Run a command to its end; an exit code that is not allowed ends the benchmark."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=directory, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in allowed:
        sys.exit(f"{Path(command[0]).name} ended with {process.returncode}")
    # ru_maxrss is in KiB, but in bytes on macOS.
    scale = 2**20 if sys.platform == "darwin" else 2**10
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale)


def run_trial(corpus: corpora.Corpus, rounds: int, jobs: int, scratch: Path) -> Trial:
    """Measure the tool and the yardstick in turns; listing the files has warmed the disk cache."""
    root = corpora.fetch(corpus)
    listing, output = scratch / f"{corpus.name}.files", scratch / f"{corpus.name}.json"
    counted = subprocess.run(
        [sys.executable, "-m", "benchmarks.files", root, listing],
        cwd=corpora.HERE.parent,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    files, lines = map(int, counted.stdout.split())
    tool = report.command(output, f"--jobs={jobs}")
    yardstick = [sys.executable, str(YARDSTICK), str(listing)]
    costs = []
    for number in range(1, rounds + 1):
        print(f"{corpus.name}: round {number} of {rounds}", file=sys.stderr)
        costs.append((measure(tool, root, (0, 1)), measure(yardstick, root, (0,))))
    return Trial(f"{corpus.project} {corpus.version}", files, lines, tuple(costs), output)


def machine() -> str:
    """The shape of the machine, nothing that names it."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{platform.system()} {platform.machine()}, {cores} cores, {memory:.0f} GiB; {python}"


def main() -> None:
    """Fetch, measure, print, and record."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("corpora", nargs="*", metavar="CORPUS", help="all where none is named")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    chosen = [corpora.corpus(name) for name in options.corpora] or list(corpora.CORPORA)
    with tempfile.TemporaryDirectory() as scratch:
        trials = [run_trial(corpus, options.rounds, options.jobs, Path(scratch)) for corpus in chosen]
        text = render(trials, options.jobs, machine())
    print(text)
    if chosen == list(corpora.CORPORA):
        RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

"""Measures the start: `python -m benchmarks.start [--rounds N]`.

The yardstick is a Python that does nothing.
"""

import os
import sys
import tempfile
from pathlib import Path

from benchmarks import report, results, trial
from benchmarks.bench import parser
from benchmarks.kept import Measured, Series
from benchmarks.measure import taken

BARE = (sys.executable, "-c", "pass")


def main() -> None:
    """Measure `--version`, and a warm `check` on this project, and record."""
    options = parser(__doc__)
    options.set_defaults(rounds=21)
    given = options.parse_args()
    trial.write_bytecode()
    with tempfile.TemporaryDirectory() as name:
        listing, cache = Path(name, "files"), Path(name, "cache")
        subject = trial.listed("this project", trial.PROJECT, listing)
        check = report.command(Path(os.devnull), f"--cache-dir={cache}", f"--jobs={given.jobs}")
        commands = {"--version": [check[0], "--version"], "check, warm": check}
        for command in commands.values():
            trial.cost(command, trial.PROJECT)
        rounds = []
        for _ in range(given.rounds):
            bare = trial.cost(BARE, trial.PROJECT)
            rounds.append({
                what: (trial.cost(command, trial.PROJECT), bare) for what, command in commands.items()
            })  # fmt: skip
    series = {what: Series(tuple(costs[what] for costs in rounds)) for what in commands}
    measured = Measured(subject.title, subject.files, subject.lines, taken(given.jobs), series)
    results.record("start", {"this": measured})


if __name__ == "__main__":
    main()

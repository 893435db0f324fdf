"""Measures how the cost grows with the lines: `python -m benchmarks.growth [--rounds N]`.

The sizes take turns in each round, so that a slower minute of the machine bends no curve.
"""

import sys
import tempfile
from pathlib import Path

from benchmarks import joined, results, trial
from benchmarks.bench import parser
from benchmarks.kept import Cost, Measured
from benchmarks.measure import taken

WAYS = (trial.COLD, trial.WARM, trial.UNREMEMBERED)


def main() -> None:
    """Make the corpora, measure, and record."""
    options = parser(__doc__).parse_args()
    trial.write_bytecode()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        subjects = {size: trial.subject(size, scratch) for size in joined.SIZES}
        costs: dict[str, list[dict[str, Cost]]] = {size: [] for size in subjects}
        for number in range(1, options.rounds + 1):
            for size, subject in subjects.items():
                print(f"{size}: round {number} of {options.rounds}", file=sys.stderr)
                costs[size].append(trial.one_round(subject, WAYS, number, options.jobs, scratch))
    now = taken(options.jobs)
    results.record("growth", {
        size: Measured(subject.title, subject.files, subject.lines, now, trial.series(costs[size], WAYS))
        for size, subject in subjects.items()
    })  # fmt: skip


if __name__ == "__main__":
    main()

"""Measures ssot-lint on the projects: `python -m benchmarks.bench [CORPUS...] [--rounds N] [--only WAY]`.

It rewrites RESULTS.md with the new figures; with --only it prints them, and keeps nothing.
"""

import argparse
import sys
import tempfile
from collections.abc import Collection
from pathlib import Path

from benchmarks import corpora, joined, results, trial
from benchmarks.kept import Measured
from benchmarks.measure import taken

NAMES = (*(corpus.name for corpus in corpora.CORPORA), joined.LARGEST)


def measured(name: str, ways: Collection[str], rounds: int, jobs: int, scratch: Path) -> Measured:
    """The costs of the ways on a corpus."""
    subject = trial.subject(name, scratch)
    costs = []
    for number in range(1, rounds + 1):
        print(f"{name}: round {number} of {rounds}", file=sys.stderr)
        costs.append(trial.one_round(subject, ways, number, jobs, scratch))
    series = trial.series(costs, ways)
    return Measured(subject.title, subject.files, subject.lines, taken(jobs), series)


def parser(documentation: str | None) -> argparse.ArgumentParser:
    """The options that all commands share."""
    made = argparse.ArgumentParser(description=(documentation or "").partition("\n")[0])
    made.add_argument("--rounds", type=int, default=3)
    made.add_argument("--jobs", type=int, default=2)
    return made


def main() -> None:
    """Fetch, measure, and record."""
    options = parser(__doc__)
    options.add_argument("corpora", nargs="*", metavar="CORPUS", help=f"of {', '.join(NAMES)}; else all")
    options.add_argument("--only", action="append", choices=list(trial.WAYS), help="print this way only")
    given = options.parse_args()
    ways = given.only or list(trial.WAYS)
    trial.write_bytecode()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        found = {
            corpus: measured(corpus, ways, given.rounds, given.jobs, scratch)
            for corpus in given.corpora or NAMES
        }
        if given.only:
            print("\n".join(results.costs(found.values())))
            return
        outputs = {corpus: scratch / f"{corpus}.{trial.COLD}.json" for corpus in found}
        results.record("projects", results.with_reports(found, outputs))


if __name__ == "__main__":
    main()

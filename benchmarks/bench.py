"""Measures ssot-lint on the projects: `python -m benchmarks.bench [CORPUS...] [--rounds N] [--only WAY]`.

It rewrites RESULTS.md with the new figures; with --only it prints them, and keeps nothing. With --select it
measures some rules alone, with --policies all of them under the policy that says what the project asks of its
own code (policies/); the page tells these apart from the whole runs.
"""

import argparse
import sys
import tempfile
from collections.abc import Collection
from pathlib import Path

from benchmarks import corpora, joined, kept, results, trial
from benchmarks.kept import Measured
from benchmarks.measure import taken

NAMES = (*(corpus.name for corpus in corpora.CORPORA), joined.LARGEST)
POLICED = ("django", "homeassistant-2024", "sqlalchemy")


def measured(
    name: str,
    ways: Collection[str],
    rounds: int,
    jobs: int,
    scratch: Path,
    select: str = "",
    policed: bool = False,
) -> Measured:
    """The costs of the ways on a corpus; `select` names the rules that run, all of them where it is empty.

    `policed`: with the project's own conventions as the policy.
    """
    subject = trial.subject(name, scratch)
    costs = []
    for number in range(1, rounds + 1):
        print(f"{name}: round {number} of {rounds}", file=sys.stderr)
        options = [f"--select={select}"] if select else []
        if policed:
            options.append(f"--config={corpora.corpus(name).conventions}")
        costs.append(trial.one_round(subject, ways, number, jobs, scratch, options))
    series = trial.series(costs, ways)
    title = f"{subject.title}, {select.replace(',', ' ')} alone" if select else subject.title
    title += ", its policy" if policed else ""
    return Measured(title, subject.files, subject.lines, taken(jobs), series)


def parser(documentation: str | None) -> argparse.ArgumentParser:
    """The options that all commands share."""
    made = argparse.ArgumentParser(description=(documentation or "").partition("\n")[0])
    made.add_argument("--rounds", type=int, default=3)
    made.add_argument("--jobs", type=int, default=2)
    return made


def main() -> None:
    """Fetch, measure, and record."""
    options = parser(__doc__)
    options.add_argument("--policies", action="store_true", help="under each project's own policy")
    options.add_argument("corpora", nargs="*", metavar="CORPUS", help=f"of {', '.join(NAMES)}; else all")
    options.add_argument("--only", action="append", choices=list(trial.WAYS), help="print this way only")
    options.add_argument("--select", default="", metavar="CODE,...", help="measure these rules alone")
    given = options.parse_args()
    ways = given.only or list(trial.WAYS)
    trial.write_bytecode()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        found = {
            corpus: measured(corpus, ways, given.rounds, given.jobs, scratch, given.select, given.policies)
            for corpus in given.corpora or (POLICED if given.policies else NAMES)
        }
        if given.only:
            print("\n".join(results.costs(found.values())))
            return
        if given.select:
            results.record("rules", {f"{corpus} {given.select}": one for corpus, one in found.items()})
            return
        outputs = {corpus: scratch / f"{corpus}.{trial.COLD}.json" for corpus in found}
        part: kept.Part = "policies" if given.policies else "projects"
        results.record(part, results.with_reports(found, outputs))


if __name__ == "__main__":
    main()

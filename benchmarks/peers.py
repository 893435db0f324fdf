"""Measures other tools beside ssot-lint: `python -m benchmarks.peers [CORPUS...] [--only TOOL]`.

Those that are missing are installed first, at pinned versions, into `.peers/` beside this file.
Each gets a tree of exactly the sources that ssot-lint analyses, and the configuration with which it
does the comparable job; each ratio is to the yardstick of the same round.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection
from pathlib import Path

from benchmarks import results, trial
from benchmarks.bench import parser
from benchmarks.kept import Cost, Measured, Series
from benchmarks.measure import Failed, measure, taken
from benchmarks.tools import TOOLS, Tool, install, missing, versions, write_configuration

# The package of each corpus that those tools look at which ask for one.
PACKAGES = {"django": "django", "homeassistant-2024": "homeassistant"}
OWN = (trial.COLD, trial.WARM)
LONG = 60.0  # seconds; a tool that takes more is measured once


def laid_out(name: str, scratch: Path) -> trial.Subject:
    """The sources of a corpus alone, with the configuration of the tools."""
    subject = trial.subject(name, scratch)
    tree = scratch / f"{name}.tree"
    for path in subject.paths:
        target = tree / path.relative_to(subject.root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)
    write_configuration(tree, PACKAGES[name])
    return trial.listed(subject.title, tree, scratch / f"{name}.tree.files")


def measured(name: str, tools: Collection[Tool], rounds: int, jobs: int, limit: float) -> Measured:
    """The costs of ssot-lint and of the tools on a corpus."""
    with tempfile.TemporaryDirectory() as directory:
        scratch = Path(directory)
        subject = laid_out(name, scratch)
        own: list[dict[str, Cost]] = []
        pairs: dict[str, list[tuple[Cost, Cost]]] = {tool.name: [] for tool in tools}
        failures = {tool.name: reason for tool in tools if (reason := missing(tool))}
        for number in range(1, rounds + 1):
            own.append(trial.one_round(subject, OWN, number, jobs, scratch))
            for tool in tools:
                done = pairs[tool.name]
                if tool.name in failures or (done and done[0][0].wall > LONG):
                    continue
                print(f"{name}: round {number} of {rounds}: {tool.name}", file=sys.stderr)
                try:
                    cost = measure(
                        tool.command(jobs), subject.root, tool.codes, limit, errors=subprocess.DEVNULL
                    )
                    done.append((cost, own[-1][trial.YARDSTICK]))
                except Failed as failure:
                    failures[tool.name] = str(failure)
    series = {f"ssot-lint, {way}": found for way, found in trial.series(own, OWN).items()}
    for tool in tools:
        series[tool.name] = Series(tuple(pairs[tool.name]), failures.get(tool.name, ""))
    now = taken(jobs, versions())
    return Measured(subject.title, subject.files, subject.lines, now, series)


def main() -> None:
    """Install, measure, and record; with --only print the figures of these tools, and keep nothing."""
    options = parser(__doc__)
    options.add_argument("corpora", nargs="*", metavar="CORPUS", help=f"of {', '.join(PACKAGES)}; else all")
    names = [tool.name for tool in TOOLS]
    options.add_argument("--only", action="append", choices=names, help="print this tool's figures only")
    options.add_argument("--limit", type=float, default=600.0, help="seconds that a tool may take")
    given = options.parse_args()
    install()
    trial.write_bytecode()
    tools = [tool for tool in TOOLS if not given.only or tool.name in given.only]
    found = {
        corpus: measured(corpus, tools, given.rounds, given.jobs, given.limit)
        for corpus in given.corpora or PACKAGES
    }
    if given.only:
        print("\n".join(results.costs(found.values())))
    else:
        results.record("peers", found)


if __name__ == "__main__":
    main()

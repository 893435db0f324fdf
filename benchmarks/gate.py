"""Measures what is new since a revision: `python -m benchmarks.gate [--rounds N]`.

On a large project, made a checkout of two commits of which the second changes one file. All was analysed
before, as in a job of CI that has its cache. The yardstick is one process that only calls `ast.parse`.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import corpora, report, results, trial
from benchmarks.bench import parser
from benchmarks.kept import Measured, Series
from benchmarks.measure import ENVIRONMENT, taken

CORPUS = "homeassistant-2024"
OPTION = "--diff-base=HEAD~1"

PLAIN, SINCE, UNREMEMBERED, CHANGED = (
    "nothing compared, warm",
    "since HEAD~1, warm",
    "since HEAD~1, warm, memo off",
    "since HEAD~1, one more file changed",
)


def checkout(root: Path, target: Path) -> Path:
    """A copy of the sources with two commits; the second changes the file in the middle."""
    shutil.copytree(root, target, symlinks=True, ignore=shutil.ignore_patterns(".git", ".ssot_cache"))
    paths = sorted(target.rglob("*.py"))
    git(target, "init", "--quiet")
    for text in ("", "\n\ndef added(value):\n    return value\n"):
        path = paths[len(paths) // 2]
        path.write_bytes(path.read_bytes() + text.encode())
        git(target, "add", "--all", "--force")
        git(target, "commit", "--quiet", "--allow-empty", "--message=one")
    return target


def git(root: Path, *arguments: str) -> None:
    """Run git there."""
    names = ("-c", "user.name=benchmark", "-c", "user.email=benchmark@example.org")
    subprocess.run(["git", *names, *arguments], cwd=root, env=ENVIRONMENT, check=True)


def main() -> None:
    """Measure, and record."""
    given = parser(__doc__).parse_args()
    trial.write_bytecode()
    with tempfile.TemporaryDirectory() as name:
        scratch, cache = Path(name), Path(name, "cache")
        fetched = trial.subject(CORPUS, scratch)
        root = checkout(fetched.root, scratch / "checkout")
        subject = trial.listed(fetched.title, root, scratch / "files")
        plain = report.command(scratch / "report.json", f"--jobs={given.jobs}", f"--cache-dir={cache}")
        since = [*plain, OPTION]
        forget = [sys.executable, "-m", "benchmarks.forget", str(cache)]
        yardstick = [sys.executable, str(corpora.HERE / "yardstick.py"), str(subject.listing)]
        trial.cost(since, root)
        changed = subject.paths[0]
        rounds = []
        for number in range(given.rounds):
            trial.cost(plain, root)
            costs = {PLAIN: trial.cost(plain, root), SINCE: trial.cost(since, root)}
            subprocess.run(forget, cwd=trial.PROJECT, env=ENVIRONMENT, check=True)
            costs[UNREMEMBERED] = trial.cost(since, root)
            content = changed.read_bytes()
            changed.write_bytes(content + f"\n# change {number}\n".encode())
            costs[CHANGED] = trial.cost(since, root)
            changed.write_bytes(content)
            measure = trial.cost(yardstick, root, (0,))
            rounds.append({way: (cost, measure) for way, cost in costs.items()})
            trial.cost(since, root)
    series = {way: Series(tuple(costs[way] for costs in rounds)) for way in rounds[0]}
    measured = Measured(subject.title, subject.files, subject.lines, taken(given.jobs), series)
    results.record("gate", {CORPUS: measured})


if __name__ == "__main__":
    main()

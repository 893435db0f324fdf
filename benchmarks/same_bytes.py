"""Whether a report is the same, byte for byte, however it comes about.

`python -m benchmarks.same_bytes [CORPUS...]` compares the report of one process with that of several, of
other hash seeds, and of a copy that lies elsewhere, made in reverse order and without git's list; and what
is found in sources that are read and linked in a shuffled order with what is found in sorted ones.
"""

import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from benchmarks import report
from benchmarks.corpora import CORPORA, corpus, fetch
from ssot_lint.discover import Discovery, discover, find_project
from ssot_lint.judge import Judgement, split_off
from ssot_lint.policy import load_policy
from ssot_lint.registry import load_registry
from ssot_lint.run import Options, analyse


def main(names: list[str]) -> None:
    """Compare on the named corpora, on all where none is named; exit with 1 where something differs."""
    differs = False
    for chosen in [corpus(name) for name in names] or CORPORA:
        for way, same in comparisons(fetch(chosen)):
            print(f"{chosen.name}: {way}: {'same' if same else 'DIFFERENT'}", flush=True)
            differs |= not same
    sys.exit(differs)


def comparisons(root: Path) -> Iterator[tuple[str, bool]]:
    """Each way to come to a report on a project, and whether it is that of one process."""
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        expected = _report(root, scratch, "--jobs=1")
        for jobs in "23":
            yield f"{jobs} jobs", _report(root, scratch, f"--jobs={jobs}") == expected
        for seed in "01":
            yield f"hash seed {seed}", _report(root, scratch, "--jobs=2", seed=seed) == expected
        elsewhere = copied(root, scratch / "else" / "where")
        yield "a copy elsewhere, in reverse order, without git", _report(elsewhere, scratch) == expected
    in_order = found(root)
    for shuffle in range(2):
        yield f"sources shuffled by {shuffle}", found(root, random.Random(shuffle)) == in_order


def copied(root: Path, target: Path) -> Path:
    """A copy of a tree without `.git`, its entries made in reverse order of their names."""
    target.mkdir(parents=True)
    for entry in sorted(os.scandir(root), key=lambda entry: entry.name, reverse=True):
        if entry.name == ".git":
            continue
        if entry.is_dir(follow_symlinks=False):
            copied(Path(entry.path), target / entry.name)
        elif entry.is_symlink() or entry.is_file():
            shutil.copy2(entry.path, target / entry.name, follow_symlinks=False)
    return target


def found(root: Path, order: random.Random | None = None) -> Judgement:
    """What the engine finds in a project whose sources come in another order."""
    project = find_project(root, None)
    registry = load_registry()
    policy = load_policy(project.policy, registry)
    discovery = discover(project.root, policy)
    if order:
        discovery = _shuffled(discovery, order)
    checks, _ = split_off(registry.checks, policy, frozenset(registry.by_code))
    options = Options(start=root, today=date(2026, 1, 1), jobs=1)
    _, judgement = analyse(project.root, discovery, checks, registry, policy, options)
    return judgement


def _shuffled(discovery: Discovery, order: random.Random) -> Discovery:
    sources = list(discovery.sources)
    order.shuffle(sources)
    return replace(discovery, sources=tuple(sources))


def _report(root: Path, scratch: Path, *options: str, seed: str = "random") -> bytes:
    output = scratch / "report.json"
    done = subprocess.run(
        report.command(output, *options), cwd=root, env={**os.environ, "PYTHONHASHSEED": seed}, check=False
    )
    if done.returncode not in (0, 1):
        sys.exit(f"ssot-lint ended with {done.returncode}")
    return output.read_bytes()


if __name__ == "__main__":
    main(sys.argv[1:])

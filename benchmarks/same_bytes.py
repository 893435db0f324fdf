"""Whether a report is the same, byte for byte, however it comes about.

`python -m benchmarks.same_bytes [CORPUS...]`, on django where none is named, compares the report of one
process without a cache with that of several, of other hash seeds, with a new cache and with a full one, with
the report itself kept there and not; with that of a copy that lies elsewhere, made in reverse order and
without git's list, alone and with the cache of the first; in the copy, the report on a changed file from a
full cache with the one from none; and what is found in sources that are read and linked in a shuffled order
with what is found in sorted ones.
"""

import dataclasses
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
from benchmarks.corpora import corpus, fetch
from benchmarks.forget import forget
from ssot_lint.analysis import analyse
from ssot_lint.discover import Discovery, find_project
from ssot_lint.judge import Judgement
from ssot_lint.options import Options
from ssot_lint.plan import make_plan
from ssot_lint.tree import tree_of


def main(names: list[str]) -> None:
    """Compare on the named corpora, on django where none is named; exit with 1 where something differs."""
    differs = False
    for name in names or ["django"]:
        for way, same in comparisons(fetch(corpus(name))):
            print(f"{name}: {way}: {'same' if same else 'DIFFERENT'}", flush=True)
            differs |= not same
    sys.exit(differs)


def comparisons(root: Path) -> Iterator[tuple[str, bool]]:
    """Each way to come to a report on a project, and whether it is that of one process without a cache."""
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        full = f"--cache-dir={scratch / 'cache'}"

        def made(*options: str, tree: Path = root, seed: str = "random") -> bytes:
            return _report(tree, scratch / "report.json", *options, seed=seed)

        expected = made("--no-cache", "--jobs=1")
        for jobs in "23":
            yield f"{jobs} jobs", made("--no-cache", f"--jobs={jobs}") == expected
        for seed in "01":
            yield f"hash seed {seed}", made("--no-cache", "--jobs=2", seed=seed) == expected
        yield "a new cache", made(full, "--jobs=2") == expected
        yield "a full cache", made(full) == expected
        for jobs in "12":
            forget(scratch / "cache")
            yield f"a full cache without its reports, {jobs} jobs", made(full, f"--jobs={jobs}") == expected
        elsewhere = copied(root, scratch / "else" / "where")
        alone = made("--no-cache", tree=elsewhere)
        yield "a copy elsewhere, in reverse order, without git", alone == expected
        yield "the same with the cache of the first", made(full, tree=elsewhere) == expected
        forget(scratch / "cache")
        yield "the same without its reports", made(full, tree=elsewhere) == expected
        _change(elsewhere)
        changed = made("--no-cache", tree=elsewhere)
        yield "a changed file and a full cache", made(full, tree=elsewhere) == changed != expected
    in_order = found(root)
    for shuffle in range(2):
        yield f"sources shuffled by {shuffle}", found(root, random.Random(shuffle)) == in_order


def _change(root: Path) -> None:
    """Make the file in the middle of a tree a broken one."""
    paths = sorted(root.rglob("*.py"))
    path = paths[len(paths) // 2]
    path.write_bytes(path.read_bytes() + b"\n(\n")


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
    options = Options(start=root, today=date(2026, 1, 1), jobs=1)
    project = find_project(root, None)
    tree = tree_of(options, project.root, None)
    plan = make_plan(options, project, tree.survey)
    if order:
        plan = dataclasses.replace(plan, discovery=_shuffled(plan.discovery, order))
    return analyse(plan, options, tree).judgement


def _shuffled(discovery: Discovery, order: random.Random) -> Discovery:
    sources = list(discovery.sources)
    order.shuffle(sources)
    return replace(discovery, sources=tuple(sources))


def _report(root: Path, output: Path, *options: str, seed: str) -> bytes:
    done = subprocess.run(
        report.command(output, *options), cwd=root, env={**os.environ, "PYTHONHASHSEED": seed}, check=False
    )
    if done.returncode not in (0, 1):
        sys.exit(f"ssot-lint ended with {done.returncode}")
    return output.read_bytes()


if __name__ == "__main__":
    main(sys.argv[1:])

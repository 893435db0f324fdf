"""One round on one project: the tool in several ways, and the yardstick, each as one whole process."""

import filecmp
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from multiprocessing.pool import ThreadPool
from pathlib import Path

from benchmarks import corpora, joined, report
from benchmarks.kept import Cost, Series
from benchmarks.measure import ENVIRONMENT, Failed, measure

PROJECT = corpora.HERE.parent
YARDSTICK = "ast.parse"
TOGETHER = "ast.parse, each of as many at once as jobs"
COLD, WARM, UNREMEMBERED, CHANGED = "cold", "warm", "warm, memo off", "one file changed"


@dataclass(frozen=True)
class Subject:
    """What is measured: a tree, and the list of the sources that are analysed in it."""

    title: str
    root: Path
    listing: Path
    files: int
    lines: int

    @property
    def paths(self) -> list[Path]:
        """The sources, sorted."""
        return [Path(os.fsdecode(path)) for path in self.listing.read_bytes().split(b"\0")]

    def output(self, way: str) -> Path:
        """Where the report of a way lies."""
        return self.listing.with_name(f"{self.listing.name}.{way}.json")


Preparation = Callable[[Subject, Path, int], AbstractContextManager[None]]


def subject(name: str, scratch: Path) -> Subject:
    """The corpus of a name, fetched where it is not there yet."""
    if name in joined.SIZES:
        return listed(f"{name.replace('-', ' ')} lines", joined.joined(name), scratch / name)
    corpus = corpora.corpus(name)
    return listed(f"{corpus.project} {corpus.version}", corpora.fetch(corpus), scratch / name)


def listed(title: str, root: Path, listing: Path) -> Subject:
    """A tree with its list; making it reads all sources, so that no side pays for a cold disk."""
    counted = subprocess.run(
        [sys.executable, "-m", "benchmarks.files", root, listing],
        cwd=PROJECT,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    files, lines = map(int, counted.stdout.split())
    return Subject(title, root, listing, files, lines)


def write_bytecode() -> None:
    """The run that is not measured: it leaves the byte code of all that a run imports."""
    with tempfile.TemporaryDirectory() as cache:
        command = report.command(Path(os.devnull), f"--cache-dir={cache}", "--jobs=2")
        cost(command, PROJECT)


def one_round(
    subject: Subject,
    ways: Collection[str],
    number: int,
    jobs: int,
    scratch: Path,
    options: Sequence[str] = (),
) -> dict[str, Cost]:
    """The cost of each way and of the yardstick; a round begins cold, also where that is not asked for.

    `options` are further ones of `ssot-lint check`.
    """
    costs = {}
    with tempfile.TemporaryDirectory(dir=scratch) as name:
        for way, prepared in WAYS.items():
            if way not in ways and way != COLD:
                continue
            output = subject.output(way)
            tool = report.command(output, f"--jobs={jobs}", f"--cache-dir={name}", *options)
            with prepared(subject, Path(name), number):
                costs[way] = cost(tool, subject.root)
    for way in (WARM, UNREMEMBERED):
        if way in costs and not filecmp.cmp(subject.output(COLD), subject.output(way), shallow=False):
            sys.exit(f"{subject.title}: the report {way} is not the one {COLD}")
    yardstick = [sys.executable, str(corpora.HERE / "yardstick.py"), str(subject.listing)]
    costs[YARDSTICK] = cost(yardstick, subject.root, (0,))
    if COLD in ways:
        costs[TOGETHER] = _together(yardstick, subject.root, jobs)
    return costs


def _together(command: Sequence[str], directory: Path, jobs: int) -> Cost:
    """What each of some equal processes takes that run at once: what cores that share a part lose by it."""
    with ThreadPool(jobs) as pool:
        costs = pool.map(lambda _: cost(command, directory, (0,)), range(jobs))
    return Cost(
        max(one.wall for one in costs), sum(one.cpu for one in costs) / jobs, max(one.peak for one in costs)
    )


def series(rounds: list[dict[str, Cost]], ways: Collection[str]) -> dict[str, Series]:
    """The costs of each way over the rounds, each beside that of its round's yardstick."""
    return {
        way: Series(tuple((costs[way], costs[YARDSTICK]) for costs in rounds))
        for way in (*WAYS, TOGETHER)
        if way in ways or (way == TOGETHER and COLD in ways)
    }


def cost(command: Sequence[str], directory: Path, allowed: Collection[int] = (0, 1)) -> Cost:
    """What a command takes that must not fail: where it does, the benchmark ends."""
    try:
        return measure(command, directory, allowed)
    except Failed as failure:
        sys.exit(f"{Path(command[0]).name} {failure}")


def _as_it_is(subject: Subject, cache: Path, number: int) -> AbstractContextManager[None]:
    return nullcontext()


@contextmanager
def _without_reports(subject: Subject, cache: Path, number: int) -> Iterator[None]:
    command = [sys.executable, "-m", "benchmarks.forget", str(cache)]
    subprocess.run(command, cwd=PROJECT, env=ENVIRONMENT, check=True)
    yield


@contextmanager
def _changed(subject: Subject, cache: Path, number: int) -> Iterator[None]:
    """A comment at the end of the file in the middle of the list, another one in each round."""
    paths = subject.paths
    path = paths[len(paths) // 2]
    state, content = path.stat(), path.read_bytes()
    try:
        path.write_bytes(content + f"\n# change {number}\n".encode())
        yield
    finally:
        path.write_bytes(content)
        os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))


WAYS: dict[str, Preparation] = {
    COLD: _as_it_is,
    WARM: _as_it_is,
    UNREMEMBERED: _without_reports,
    CHANGED: _changed,
}

"""Measures what a trend costs: `python -m benchmarks.trend [--rounds N] [--jobs N]`.

A history of 200 commits is made of 1,000 files of the pinned Django, the same one every time: each commit
edits one to ten files, and now and then one is renamed. Its trend is measured with an empty cache, and again.
"""

import ast
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import corpora, report, results, trial
from benchmarks.bench import parser
from benchmarks.history import begin, commit
from benchmarks.kept import Cost, Measured, Series
from benchmarks.measure import taken

FILES, COMMITS, MOST_EDITED, RENAMED_EACH = 1000, 200, 10, 10
SEED = 7
COLD, AGAIN = trial.COLD, "again"

_WORDS = (
    *("name", "value", "request", "result", "field", "query", "path", "user", "model", "form", "state"),
    *("error", "index", "token", "count", "label", "parent", "child", "source", "target", "option"),
    *("widget", "cursor", "record"),
)


def main() -> None:
    """Make the history, measure, and record."""
    options = parser(__doc__).parse_args()
    trial.write_bytecode()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        root = scratch / "history"
        write_history(corpora.fetch(corpora.corpus("django")), root)
        title = f"{COMMITS} commits on {FILES:,} files of Django"
        subject = trial.listed(title, root, scratch / "listing")
        rounds = []
        for number in range(1, options.rounds + 1):
            print(f"round {number} of {options.rounds}", file=sys.stderr)
            rounds.append(one_round(subject, options.jobs, scratch))
        series = {
            way: Series(tuple((costs[way], costs[trial.YARDSTICK]) for costs in rounds))
            for way in (COLD, AGAIN)
        }
        now = taken(options.jobs)
        results.record("trend", {"django": Measured(title, subject.files, subject.lines, now, series)})


def one_round(subject: trial.Subject, jobs: int, scratch: Path) -> dict[str, Cost]:
    """The cost of the trend with an empty cache and with the one that this leaves, and of the yardstick."""
    with tempfile.TemporaryDirectory(dir=scratch) as cache:
        outputs = {way: scratch / f"{way}.json" for way in (COLD, AGAIN)}
        costs = {
            way: trial.cost(command(output, cache, jobs), subject.root) for way, output in outputs.items()
        }
    if len({output.read_bytes() for output in outputs.values()}) > 1:
        sys.exit("what is recalled is not what was found")
    yardstick = [sys.executable, str(corpora.HERE / "yardstick.py"), str(subject.listing)]
    return costs | {trial.YARDSTICK: trial.cost(yardstick, subject.root, (0,))}


def command(output: Path, cache: str, jobs: int) -> list[str]:
    """The command that looks at every commit."""
    return [
        *(report.script(), "trend", "--every=1", f"--last={COMMITS}", f"--jobs={jobs}"),
        *(f"--cache-dir={cache}", "--format=json", f"--output={output}"),
    ]


def write_history(tree: Path, root: Path) -> None:
    """A checkout whose history is made of files of a tree, spread evenly over it, and of edits."""
    chance = random.Random(SEED)
    sources = sorted(path.relative_to(tree) for path in tree.rglob("*.py") if path.is_file())
    files = [sources[number * len(sources) // FILES] for number in range(FILES)]
    begin(root)
    for path in files:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes((tree / path).read_bytes())
    commit(root, 0)
    for number in range(1, COMMITS):
        for path in chance.sample(files, chance.randint(1, MOST_EDITED)):
            source = (root / path).read_bytes()
            (root / path).write_bytes(edited(source, number, chance))
        if number % RENAMED_EACH == 0:
            place = chance.randrange(FILES)
            path = files[place]
            files[place] = path.with_name(f"{path.stem}_{number}.py")
            (root / path).rename(root / files[place])
        commit(root, number)


def edited(source: bytes, number: int, chance: random.Random) -> bytes:
    """A source with one function more, or one statement more in a function that it has."""
    places = list(_first_lines(source))
    if places and chance.random() < 0.5:
        line, column = chance.choice(places)
        lines = source.splitlines(keepends=True)
        statement = f"{_word(chance)}_{number} = {_word(chance)!r}\n"
        return b"".join([*lines[: line - 1], b" " * column + statement.encode(), *lines[line - 1 :]])
    return source.rstrip() + b"\n\n\n" + "".join(_function(number, chance)).encode()


def _first_lines(source: bytes) -> Iterator[tuple[int, int]]:
    """The line and column where the body of each function begins that has a line of its own."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.body[0].lineno > node.lineno:
            first = node.body[1] if len(node.body) > 1 and _is_text(node.body[0]) else node.body[0]
            if not _is_text(first) and not isinstance(first, ast.FunctionDef | ast.ClassDef):
                yield first.lineno, first.col_offset


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _function(number: int, chance: random.Random) -> Iterator[str]:
    given = _word(chance)
    yield f"def {_word(chance)}_{_word(chance)}_{number}({given}):\n"
    for _ in range(chance.randint(2, 8)):
        yield chance.choice(_STATEMENTS).format(*(_word(chance) for _ in range(4)), given=given)
    yield f"    return {given}\n"


_STATEMENTS: Sequence[str] = (
    "    {0} = {given}.{1}({given}.{2})\n",
    "    {given}.{0}.{1}()\n",
    "    if {given}.{0}:\n        {given}.{1} = {2!r}\n",
    "    for {0} in {given}.{1}():\n        {0}.{2}({given}.{3})\n",
)


def _word(chance: random.Random) -> str:
    return chance.choice(_WORDS)


if __name__ == "__main__":
    main()

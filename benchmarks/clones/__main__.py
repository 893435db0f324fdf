"""Counts which copies clone detectors find: `python -m benchmarks.clones [--tool NAME...]`.

Without options that is the reported run: the operators held back, the seed of its own, every tool. It writes
CLONES.md. To tune, `--operators tune --seed N` makes copies by the other operators, and writes nothing.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from random import Random

import msgspec

from benchmarks import kept, measure
from benchmarks.clones import page, recall_page, units
from benchmarks.clones.inject import plant
from benchmarks.clones.operators import HELD_BACK, OPERATORS, Operator
from benchmarks.clones.recall_page import Figures, Run
from benchmarks.clones.score import score
from benchmarks.clones.tools import TOOLS, find
from benchmarks.tools import versions

# Of the reported figure alone.
REPORTED_SEED = 2026_07
TUNING_SEED = 1
EACH = 40
FILES = 300


def main() -> None:
    """Make the tree, run the tools, print the tables; keep the reported run."""
    given = _parser().parse_args()
    tuning = given.operators == "tune"
    seed = given.seed if given.seed is not None else TUNING_SEED if tuning else REPORTED_SEED
    if tuning and seed == REPORTED_SEED:
        sys.exit(f"{REPORTED_SEED} is the seed of the reported figure: tune with another one")
    operators = chosen(given.operators)
    with ExitStack() as stack:
        place = Path(given.keep) if given.keep else Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if (place / "tree").exists():
            sys.exit(f"{place / 'tree'} is there already")
        tree = place / "tree"
        corpora = units.corpora(Random(f"files {seed}"), given.files)
        truth = plant(tree, corpora, operators, seed, given.per_operator)
        Path(place, "truth.json").write_bytes(
            msgspec.json.format(msgspec.json.encode(truth), indent=1) + b"\n"
        )
        for name, number in truth.short.items():
            print(
                f"{name}: {number} copies of {given.per_operator}, there are no more units", file=sys.stderr
            )
        figures: dict[str, Figures] = {}
        for name in given.tool or TOOLS:
            print(f"{name} on {truth.files} files", file=sys.stderr)
            started = time.perf_counter()
            try:
                groups = find(TOOLS[name], tree, given.limit)
            except measure.Failed as failure:
                figures[name] = Figures(TOOLS[name].settings, failure=str(failure))
                continue
            took = round(time.perf_counter() - started, 1)
            figures[name] = Figures(TOOLS[name].settings, took, score(truth, groups))
            if given.keep:
                _keep(place, name, msgspec.json.encode(groups))
    run = Run(
        measure.taken(1, _versions(figures)),
        seed,
        given.operators,
        truth.files,
        truth.lines,
        len(truth.pairs),
        figures,
    )
    if (seed, given.operators, given.per_operator, given.files) == (REPORTED_SEED, "report", EACH, FILES):
        run = recall_page.joined(kept.read(recall_page.KEPT, Run), run)
        kept.write(recall_page.KEPT, run)
        page.write()
    print("\n".join(recall_page.tables(run)))


def chosen(which: str) -> Sequence[Operator]:
    """The operators to tune with, those of the reported figure, or all."""
    if which == "all":
        return OPERATORS
    return [operator for operator in OPERATORS if (operator.name in HELD_BACK) == (which == "report")]


def _versions(names: Iterable[str]) -> dict[str, str]:
    """What these tools are, and what runs them."""
    peers = [peer for name in names if (peer := TOOLS[name].peer)]
    runs = {name: version for name, version in versions().items() if name in ("java", "node")}
    return {peer.package: peer.version for peer in peers} | runs


def _keep(place: Path, tool: str, groups: bytes) -> None:
    Path(place, f"{tool.replace(' ', '-')}.json").write_bytes(msgspec.json.format(groups, indent=1) + b"\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.clones",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--seed", type=int, help="chooses files, units, copies and negatives")
    parser.add_argument("--per-operator", type=int, default=EACH, metavar="N", help="copies by each operator")
    parser.add_argument(
        "--files", type=int, default=FILES, metavar="N", help="files of each corpus in the tree"
    )
    parser.add_argument("--tool", action="append", choices=TOOLS, help="this tool only; may be given again")
    parser.add_argument("--operators", choices=("tune", "report", "all"), default="report")
    parser.add_argument("--limit", type=float, default=600.0, help="seconds that a tool may take")
    parser.add_argument(
        "--keep", metavar="DIR", help="leave the tree, what it hides and the tools' groups there"
    )
    return parser


if __name__ == "__main__":
    main()

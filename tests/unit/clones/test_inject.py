"""What a tree hides, and that it does not give it away."""

import ast
import re
from itertools import pairwise
from pathlib import Path, PurePosixPath
from random import Random

import pytest

from benchmarks.clones import __main__ as command
from benchmarks.clones import negatives, units
from benchmarks.clones.inject import Truth, copies, plant
from benchmarks.clones.modules import header, module
from benchmarks.clones.operators import OPERATORS
from benchmarks.clones.text import dedented
from benchmarks.clones.tools import Stretch
from tests.unit.clones.samples import draw, few

pytestmark = pytest.mark.slow

CHOSEN = [o for o in OPERATORS if o.name in ("verbatim", "all locals renamed", "class renamed", "_v2, 10 %")]


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    tree = tmp_path_factory.mktemp("planted") / "tree"
    return tree, plant(tree, few(), CHOSEN, 7, 3)


def lines(tree: Path, stretch: Stretch) -> str:
    text = Path(tree, stretch.path).read_text(encoding="utf-8").split("\n")
    return dedented("\n".join(text[stretch.line - 1 : stretch.end_line]) + "\n")


def test_a_verbatim_copy_stands_where_the_truth_says(planted: tuple[Path, Truth]) -> None:
    tree, truth = planted
    pairs = [pair for pair in truth.pairs if pair.operator == "verbatim"]
    assert len(pairs) == 3
    assert all(lines(tree, pair.original) == lines(tree, pair.copy) for pair in pairs)


def test_no_copy_is_made_of_a_part_of_another_original() -> None:
    able = units.units(few().files)
    originals = sorted(
        (unit.path, unit.line, unit.end_line) for _, unit, _ in copies(able, CHOSEN, draw(0), 7, 40)
    )
    assert len(originals) > 60
    assert not any(one[0] == other[0] and other[1] <= one[2] for one, other in pairwise(originals))


def test_every_file_of_the_tree_compiles(planted: tuple[Path, Truth]) -> None:
    tree, truth = planted
    paths = list(tree.rglob("*.py"))
    assert len(paths) == truth.files
    for path in paths:
        compile(path.read_text(encoding="utf-8"), path, "exec")


def test_no_name_of_a_fresh_file_gives_it_away(planted: tuple[Path, Truth]) -> None:
    _, truth = planted
    stems = [
        PurePosixPath(pair.copy.path).stem for pair in truth.pairs if not pair.operator.startswith("_v2")
    ]
    assert not [stem for stem in stems if re.search("copy|clone|mutant|old|new|backup|legacy|v2|dup", stem)]


def test_the_second_version_of_a_file_stands_beside_it(planted: tuple[Path, Truth]) -> None:
    _, truth = planted
    for pair in truth.pairs:
        if pair.operator.startswith("_v2"):
            assert pair.copy.path == pair.original.path.removesuffix(".py") + "_v2.py"


def test_equal_seeds_make_equal_trees(planted: tuple[Path, Truth], tmp_path: Path) -> None:
    tree, truth = planted
    assert plant(tmp_path, few(), CHOSEN, 7, 3) == truth
    for path in tree.rglob("*.py"):
        assert (tmp_path / path.relative_to(tree)).read_bytes() == path.read_bytes()


def test_another_seed_makes_other_copies(planted: tuple[Path, Truth], tmp_path: Path) -> None:
    assert plant(tmp_path, few(), CHOSEN, 8, 3).pairs != planted[1].pairs


def test_blank_lines_comments_and_docstrings_are_no_code(tmp_path: Path) -> None:
    body = "".join(f"    x{n} = len(str({n}))\n    print(x{n})\n" for n in range(5))
    source = f'def f():\n    """Told."""\n\n    # Why.\n{body}    return x4\n'
    files = {"p/__init__.py": "", "p/q/__init__.py": "", "p/q/a.py": source}
    verbatim = [operator for operator in OPERATORS if operator.name == "verbatim"]
    (pair,) = plant(tmp_path, few()._replace(files=files), verbatim, 1, 1).pairs
    assert pair.original_code == {1, *range(5, 16)}


def test_names_come_from_where_the_origin_has_them() -> None:
    source = (
        "from __future__ import annotations\nimport os.path\nfrom . import sibling as s\n"
        "from ..up import far\nfrom typing import TYPE_CHECKING\n"
        "if TYPE_CHECKING:\n    from z import Z\ndef own(): pass\n"
    )
    origin = module("a/b/c.py", ast.parse(source))
    assert header(origin, {"os", "s", "far", "Z", "own", "logger"}) == (
        "from __future__ import annotations\n\nimport logging\nimport os.path\n"
        "from a.b import sibling as s\nfrom a.b.c import own\nfrom a.up import far\n"
        "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from z import Z\n\n"
        "logger = logging.getLogger(__name__)\n"
    )


@pytest.mark.parametrize("kind", negatives.KINDS)
def test_a_negative_is_code_and_differs_with_the_seed(kind: str) -> None:
    made = [negatives.KINDS[kind](Random(seed)) for seed in range(5)]
    for case in made:
        assert len(case) > 1
        for name, source in case:
            compile(source.replace("{home}", "home"), name, "exec")
    assert len({str(case) for case in made}) == 5


@pytest.mark.parametrize("kind", sorted(negatives.KINDS.keys() - {"re-export shims"}))
def test_the_files_of_a_negative_differ(kind: str) -> None:
    sources = [source for _, source in negatives.KINDS[kind](Random(3))]
    assert len(set(sources)) == len(sources)


def test_the_seed_of_the_reported_figure_is_refused_for_tuning(monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = ["clones", "--operators", "tune", "--seed", str(command.REPORTED_SEED)]
    monkeypatch.setattr("sys.argv", arguments)
    with pytest.raises(SystemExit, match="tune with another one"):
        command.main()

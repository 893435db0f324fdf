"""A report is the same, byte for byte, however it comes about."""

import os
import random
from pathlib import Path

import pytest

from benchmarks import corpora, same_bytes
from ssot_lint.parallel import WORTH_FILES
from tests.drivers.cli import document, lint_in, write
from tests.unit.trees import git

pytestmark = pytest.mark.slow

POLICY = """\
version: 1
exclude: ["gone/**"]
services:
  shop: {package: shop, may_import: [base]}
  billing: {package: billing, may_import: [base]}
  base: {package: base, may_import: []}
canonical:
  - symbol: base.engine:Engine
    deprecated: ["shop.old:Engine"]
  - symbol: base.engine:Missing
factories:
  base.engine:Engine: {use: base.engine:make}
imports:
  relative: forbid
  deprecated: {base.old: base.engine}
constants: ["base.engine:LIMIT"]
sets:
  states:
    values: [open, shut, gone]
    home: base.engine:STATES
    complete_in: ["shop.m7:TABLE", base.engine]
literals: {forbidden: [{pattern: "^klingon", docstrings: true}, {pattern: 'b.nk'}]}
"""
ENGINE = """\
LIMIT = 30
STATES = ("open", "shut")


class Engine:
    def __init__(self, size):
        self.size = size
        self.parts = [size] * size

    def run(self, load):
        total = 0
        for part in self.parts:
            total += part * load
        if total > self.size:
            return total
        return self.size


def make(size):
    return Engine(size)
"""
WORK = """\
def work(items):  # ssot: ignore[SST102] -- the same on purpose
    found = []
    for item in items:
        if item > {n}:
            found.append(item)
    found.sort()
    print(found)
    return found
"""
OWN = "\n\ndef own(it):\n" + "".join(f"    it.part{{n}}_{step}()\n" for step in range(16))
SHAPES = (
    "from base.engine import Engine, lost\nfrom billing import *\n\ne{n} = Engine({n})\n",
    "from . import sub{n}\nfrom base.engine import make as build\nimport base.nowhere\n\nbuild({n})\n",
    WORK,
    "def f{n}():\n    return {n}\n\n\ndef f{n}():\n    return -{n}\n\n\n# ssot: ignore[SST306]\n",
    "import shop.m{n}, billing.m{n}\n\n__all__ = ['shop', 'work']\n" + ENGINE + OWN,
    "from base.old import Engine\n\n\nclass Part:\n    def take{n}(self, it):\n        print(it * {n})\n",
    "x = (\n",
    "LIMIT = 30\nTABLE = {{'open': {n}, 'shut': 'klingon {n}', 'gone': f'blink{{LIMIT}}'}}\n",
    "# coding: klingon\n",
    "",
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with findings of most rules, so large that workers are started."""
    sources: dict[str, str | bytes] = {
        "compliance.yaml": POLICY,
        "base/__init__.py": "",
        "base/engine.py": ENGINE,
    }
    for package in ("shop", "billing", "tests"):
        sources[f"{package}/__init__.py"] = "from base.engine import Engine\n"
        for number in range(WORTH_FILES // 3 + 1):
            sources[f"{package}/m{number}.py"] = SHAPES[number % len(SHAPES)].format(n=number // 10)
    sources |= {"shop/a\nb.py": SHAPES[3].format(n=1), os.fsdecode(b"shop/\xff.py"): SHAPES[2].format(n=1)}
    root = write(tmp_path_factory.mktemp("project"), sources)
    (root / "shop/dangling.py").symlink_to("nowhere.py")
    (root / "shop/link.py").symlink_to("m1.py")
    return root


def report(
    project: Path,
    output_format: str = "json",
    jobs: str = "1",
    cache: tuple[str, ...] = ("--no-cache",),
    **environment: str,
) -> str:
    done = lint_in(project)(
        "check", "--format", output_format, "--show", "all", "--jobs", jobs, *cache, **environment
    )
    assert (done.returncode, done.stderr) == (1, "")
    return done.stdout


@pytest.fixture(scope="module")
def expected(project: Path) -> str:
    """The report that one process makes."""
    return report(project, PYTHONHASHSEED="0")


def test_the_project_has_findings_of_many_rules(project: Path) -> None:
    codes = {
        finding["code"] for finding in document(lint_in(project)("check", "--format", "json"))["findings"]
    }
    wanted = (1, 2, 3, 4, 5, 101, 102, 105, 106, 108, 110, 201, 301, 302, 304, 306, 307, 403, 602)
    assert {f"SST{number:03}" for number in wanted} - codes == set()


@pytest.mark.parametrize("jobs", ["2", "5"])
def test_the_number_of_jobs_changes_no_byte(project: Path, expected: str, jobs: str) -> None:
    assert report(project, jobs=jobs) == expected


@pytest.mark.parametrize("seed", ["1", "4294967295"])
def test_the_hash_seed_changes_no_byte(project: Path, expected: str, seed: str) -> None:
    assert report(project, PYTHONHASHSEED=seed) == expected


@pytest.mark.parametrize("output_format", ["text", "concise"])
def test_the_formats_for_people_are_the_same_bytes_too(project: Path, output_format: str) -> None:
    one, two = (report(project, output_format, jobs=j, PYTHONHASHSEED=j) for j in "12")
    assert one == two


def test_the_place_of_the_project_and_the_order_of_its_entries_change_no_byte(
    project: Path, expected: str, tmp_path: Path
) -> None:
    assert report(same_bytes.copied(project, tmp_path / "else" / "where")) == expected


@pytest.mark.parametrize("tracked", [True, False])
def test_a_checkout_is_the_same_bytes_as_a_plain_directory(
    project: Path, expected: str, tmp_path: Path, tracked: bool
) -> None:
    checkout = same_bytes.copied(project, tmp_path / "checkout")
    git(checkout, "init")
    if tracked:
        git(checkout, "add", "-A")
    assert report(checkout) == expected


def test_nothing_in_a_report_says_where_the_project_lies(project: Path, expected: str) -> None:
    assert str(project) not in expected
    assert str(project) not in report(project, "text")


def test_a_second_run_is_the_same_bytes(project: Path, expected: str) -> None:
    assert report(project) == expected


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_a_cache_holds_changes_no_byte(project: Path, expected: str, tmp_path: Path, jobs: str) -> None:
    cache = ("--cache-dir", str(tmp_path / "cache"))
    assert [report(project, jobs=jobs, cache=cache) for _ in range(3)] == [expected] * 3
    elsewhere = same_bytes.copied(project, tmp_path / "else" / "where")
    assert report(elsewhere, jobs=jobs, cache=cache) == expected


@pytest.mark.parametrize("shuffle", range(3))
def test_the_order_of_the_sources_changes_no_finding(project: Path, shuffle: int) -> None:
    assert same_bytes.found(project, random.Random(shuffle)) == same_bytes.found(project)


@pytest.mark.slow
def test_a_real_project_gives_the_same_bytes() -> None:
    corpus = corpora.corpus("sqlalchemy")
    if not corpus.root.is_dir():
        pytest.skip("it is not there; `python -m benchmarks.corpora` fetches it")
    assert [way for way, same in same_bytes.comparisons(corpus.root) if not same] == []

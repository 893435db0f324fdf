"""What `trend` and `compare` tell of releases is held against checks of them, and a difference is told."""

from pathlib import Path
from typing import Any

import pytest

from benchmarks import history
from benchmarks.corpora import Corpus
from benchmarks.kept import Step
from tests.drivers.cli import TWICE, write

pytestmark = pytest.mark.slow

RELEASES = (("1.0", ""), ("1.1", ""))
OTHER = TWICE.replace("def f", "def g")  # no move of what b.py had
TREES = {
    "1.0": {"pyproject.toml": "", "a.py": TWICE, "b.py": TWICE, "c.py": TWICE, "d.py": "x = 1\n"},
    "1.1": {"pyproject.toml": "", "a.py": TWICE, "b.py": "", "c.py": "x = (\n", "d.py": OTHER},
}


@pytest.fixture
def releases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two releases: a finding remains, one was remedied, one is new, one is in what no longer parses."""
    for version, sources in TREES.items():
        write(tmp_path / f"tree-{version}", sources)

    def fetch(wanted: Corpus) -> Path:
        return tmp_path / f"tree-{wanted.version}"

    monkeypatch.setattr(history, "fetch", fetch)
    return tmp_path / "scratch"


def test_where_all_agree_there_is_a_row_for_each_release_and_step(releases: Path) -> None:
    found, steps = history.held(RELEASES, releases, 1)
    assert [(each.version, each.files, each.unparsable) for each in found] == [("1.0", 4, 0), ("1.1", 4, 1)]
    assert [each.score["overall"] for each in found] == [25.0, 25.0]
    assert steps == [
        Step("1.0", "1.1", {"remedied": 1, "remaining": 1, "new": 2, "waived": 0, "undecided": 1})
    ]


@pytest.mark.parametrize(
    ("version", "told"),
    [
        ("1.0", ["trend, 1.0: findings", "trend, 1.0: severities", "compare 1.0 1.1: findings before"]),
        ("1.1", ["trend, 1.1: findings", "trend, 1.1: severities", "compare 1.0 1.1: findings after"]),
    ],
)
def test_a_finding_that_only_a_check_has_is_told(
    releases: Path, monkeypatch: pytest.MonkeyPatch, version: str, told: list[str]
) -> None:
    plain = history.plain

    def with_one_more(scratch: Path, checkout: Path, of: str, jobs: int) -> dict[str, Any]:
        checked = plain(scratch, checkout, of, jobs)
        more = [{**checked["findings"][0], "line": 99}] if of == version else []
        return {**checked, "findings": checked["findings"] + more}

    monkeypatch.setattr(history, "plain", with_one_more)
    with pytest.raises(SystemExit) as ended:
        history.held(RELEASES, releases, 1)
    lines = str(ended.value).splitlines()
    assert [line.partition(" differs")[0] for line in lines] == told
    assert all(len(line) < 200 for line in lines)

"""What the page says of the reported run."""

from pathlib import Path

import pytest

from benchmarks import kept
from benchmarks.clones import page as whole
from benchmarks.clones import recall_page as page
from benchmarks.clones.recall_page import Figures, Run
from benchmarks.clones.score import Recall, Score
from benchmarks.kept import Taken

TAKEN = Taken("2026-01-02", "Linux", 1, {"git": "1"})
SCORE = Score(
    {"spaces": Recall(40, 39, 40), "comments": Recall(40, 40, 40), "mix": Recall(40, 20, 30)},
    90,
    7,
    {"migrations": (1, 4), "empty bodies": (0, 4)},
)


def run(lines: int = 9, **tools: Figures) -> Run:
    return Run(TAKEN, 1, "report", 600, lines, 120, tools)


def test_a_row_is_an_operator_and_a_sum_its_type() -> None:
    rows = list(page.tables(run(tool=Figures("as it is", 1.5, SCORE))))
    assert "| spaces | 40 | 97.5 |" in rows
    assert any(row.startswith("| **type 1** | 80 | **98.7** (") for row in rows)
    assert "| **all** | 120 | **82.5** |" in rows
    assert "| all, groups taken together | 120 | 91.6 |" in rows


def test_what_was_not_made_has_no_row() -> None:
    assert not [row for row in page.tables(run(tool=Figures("", 1, SCORE))) if "type 2" in row]


def test_extra_groups_and_negatives_are_told() -> None:
    rows = list(page.tables(run(tool=Figures("", 1, SCORE))))
    assert "| extra groups | 7 |" in rows
    assert "| migrations | 1 of 4 |" in rows
    assert "| **all** | **1 of 8** |" in rows


def test_a_tool_without_figures_says_why() -> None:
    rows = list(page.tables(run(tool=Figures("", 1, SCORE), other=Figures("", failure="not installed"))))
    assert "other: not installed." in rows
    assert "| operator | copies | tool |" in rows


def test_a_run_of_one_tool_keeps_the_others() -> None:
    before = run(one=Figures("before", 1, SCORE), two=Figures("before", 1, SCORE))
    now = page.joined(before, run(two=Figures("now", 1, SCORE)))
    assert {name: figures.settings for name, figures in now.tools.items()} == {"one": "before", "two": "now"}


def test_a_run_on_another_tree_keeps_nothing() -> None:
    before = run(lines=8, one=Figures("before", 1, SCORE))
    assert list(page.joined(before, run(two=Figures("now", 1, SCORE))).tools) == ["two"]


def test_the_page_has_the_part_once_the_reported_run_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MEASURED", tmp_path)
    without = whole.page()
    kept.write(page.KEPT, run(tool=Figures("as it is", 1, SCORE)))
    assert ("## Recall" in without, "## Recall" in whole.page()) == (False, True)

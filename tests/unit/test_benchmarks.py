"""What the benchmark makes of sources and figures; nothing here is timed."""

import ast
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks import bench, corpora, kept, plot, results, trial
from benchmarks.joined import cut, distinct
from benchmarks.kept import Cost, Measured, Series, Taken
from benchmarks.measure import Failed, measure
from benchmarks.trend import edited
from ssot_lint.policy import load_policy
from ssot_lint.registry import load_registry

SOURCES = [("a.py", b"1\n2\n"), ("b.py", b"1\n"), ("c.py", b"1\n2\n"), ("d.py", b"")]
TAKEN = Taken("2026-01-02", "Linux", 2, {"git": "1"})


def measured(title: str) -> Measured:
    return Measured(title, 1, 2, TAKEN, {"cold": Series(((Cost(4, 3, 2), Cost(2, 1, 1)),))})


@pytest.fixture
def nothing_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MEASURED", tmp_path / "measured")


def test_a_blob_that_came_before_is_left_out() -> None:
    assert [path for path, _ in distinct(SOURCES)] == ["a.py", "b.py", "d.py"]


@pytest.mark.parametrize(("lines", "last"), [(1, "a.py"), (2, "a.py"), (3, "b.py"), (4, "c.py"), (9, "d.py")])
def test_a_corpus_ends_with_the_file_that_reaches_the_number_of_lines(lines: int, last: str) -> None:
    assert list(cut(SOURCES, lines))[-1][0] == last


@pytest.mark.parametrize("lines", [[1, 2, 4], [3, 4, 50]])
def test_what_grows_as_the_lines_do_doubles_with_them(lines: list[int]) -> None:
    assert results.per_doubling(lines, [7.0 * n for n in lines]) == pytest.approx([2, 2])


def test_what_grows_with_their_square_is_multiplied_by_four() -> None:
    assert results.per_doubling([3, 7], [9.0, 49.0]) == pytest.approx([4])


@pytest.mark.usefixtures("nothing_kept")
def test_a_partial_run_keeps_the_other_parts_of_the_page() -> None:
    kept.keep("projects", {"django": measured("Django 1"), "sqlalchemy": measured("SQLAlchemy 1")})
    kept.keep("projects", {"django": measured("Django 2")})
    kept.keep("peers", {"django": measured("Django 3")})
    page = results.page()
    told = {number: f"Django {number}" in page for number in (1, 2, 3)}
    assert (told, "SQLAlchemy 1" in page) == ({1: False, 2: True, 3: True}, True)


@pytest.mark.usefixtures("nothing_kept")
def test_some_rules_alone_leave_the_figures_of_the_whole_run() -> None:
    kept.keep("projects", {"django": measured("Django")})
    kept.keep("rules", {"django SST3": measured("Django, SST3 alone")})
    kept.keep("rules", {"django SST1": measured("Django, SST1 alone")})
    page = results.page()
    titles = ("Django", "Django, SST3 alone", "Django, SST1 alone")
    assert [f"| {title} | 1 |" in page for title in titles] == [True] * 3


def test_the_rules_that_are_selected_are_those_that_the_tool_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[Sequence[str]] = []

    def cost(command: Sequence[str], *_: object) -> Cost:
        ran.append(command)
        return Cost(1, 1, 1)

    subject = trial.Subject("Django", tmp_path, tmp_path / "list", 1, 2)
    monkeypatch.setattr(trial, "subject", lambda *_: subject)
    monkeypatch.setattr(trial, "cost", cost)
    found = bench.measured("django", [trial.COLD], 1, 2, tmp_path, "SST107,SST3")
    assert [("--select=SST107,SST3" in command) for command in ran if "check" in command] == [True]
    assert (found.title, list(found.series)) == ("Django, SST107 SST3 alone", [trial.COLD, trial.TOGETHER])


def test_a_ratio_is_the_median_of_the_ratios_of_the_rounds() -> None:
    rounds = tuple((Cost(a, a, a), Cost(b, b, b)) for a, b in ((4, 2), (10, 1), (9, 3)))
    one = Measured("p", 1, 2, TAKEN, {"cold": Series(rounds)})
    assert (
        list(results.costs([one]))[-1]
        == "| p | 1 | 2 | cold |" + " 9.00 / 2.00 | 3.00 |" * 2 + " 9 / 2 | 3.00 |"
    )


def test_the_page_says_why_a_tool_has_no_figures() -> None:
    one = Measured("p", 1, 2, TAKEN, {"tool": Series(failure="not installed")})
    assert "| tool | not installed |" in list(results.costs([one]))[-1]


def test_the_plot_has_a_curve_for_each_way_in_each_panel() -> None:
    curve = [(600_000, Cost(1, 2, 30)), (1_200_000, Cost(2, 4, 60))]
    drawn = plot.svg({"cold": curve, "warm": curve})
    assert drawn.count("<circle") == 2 * 2 * len(plot.PANELS)


def test_a_command_past_its_limit_is_ended() -> None:
    with pytest.raises(Failed, match="did not finish"):
        measure(["sleep", "60"], Path.cwd(), limit=0.1)


def test_an_exit_code_that_is_not_allowed_is_told() -> None:
    with pytest.raises(Failed, match="ended with 3"):
        measure(["sh", "-c", "exit 3"], Path.cwd(), allowed=(0, 1))


@pytest.mark.parametrize("name", bench.POLICED)
def test_the_conventions_of_a_project_are_a_policy(name: str) -> None:
    path = corpora.corpus(name).conventions
    assert load_policy(path, load_registry(), display=name).path == name


def test_edits_of_a_history_leave_what_python_parses_and_are_the_same_each_time() -> None:
    source = (
        b'"""A module."""\n\n\nclass A:\n    def f(self):\n        """What it does."""\n        return 1\n'
    )
    histories = []
    for _ in range(2):
        chance, text = random.Random(1), source
        for number in range(30):
            text = edited(text, number, chance)
        histories.append(text)
    ast.parse(histories[0])
    assert histories[0] == histories[1] != source

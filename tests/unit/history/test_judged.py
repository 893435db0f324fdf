"""A history is judged as its commits are one by one, and what they come to is kept for the next time."""

import dataclasses
from datetime import date
from pathlib import Path

import pytest

from ssot_lint import tree
from ssot_lint.analysis import analyse
from ssot_lint.child import worker_command
from ssot_lint.discover import survey
from ssot_lint.errors import PolicyError, UsageError
from ssot_lint.history import course, judged, stretch, team
from ssot_lint.history.stretch import Stretch
from ssot_lint.history.team import judged_apart
from ssot_lint.options import Options
from ssot_lint.run import run
from ssot_lint.trend import Figures, figures_of
from tests.unit.trees import git, head_of

pytestmark = pytest.mark.slow

DAY = date(2026, 6, 15)
TWICE = "def f():\n    return 1\n\n\ndef f():\n    return 2\n"
WAIVER = "  # ssot: ignore[SST106] -- why until=2026-07-01"
WAIVED = f"def f():\n    return 1\n\n\ndef f():{WAIVER}\n    return 2\n"
DYING = """
import os
from ssot_lint.history import stretch, team
judge = stretch.Stretch.judged
def judged(self, commit):
    if commit == {!r}:
        os._exit(9)
    return judge(self, commit)
stretch.Stretch.judged = judged
team.work()
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A checkout of five commits: clean, a finding, one more file, a broken file, clean again."""
    git(tmp_path, "init", "-b", "main")
    for sources in (
        {"a.py": "a = 1\n", "tests/test_a.py": "def test_a():\n    assert 1 + 1 == 2\n"},
        {"a.py": TWICE},
        {"b.py": "import a\n"},
        {"b.py": "async = 1\n"},
        {"a.py": "a = 1\n", "b.py": "import a\n"},
    ):
        commit(tmp_path, sources)
    return tmp_path


def commit(root: Path, sources: dict[str, str]) -> str:
    for name, text in sources.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    git(root, "add", "-A", "--", ".", ":!.ssot_cache")
    git(root, "commit", "-m", "one")
    return head_of(root)


def commits(root: Path) -> list[str]:
    return git(root, "rev-list", "HEAD").split()


def options(root: Path, **more: object) -> Options:
    return dataclasses.replace(Options(start=root, today=DAY, jobs=1), **more)  # type: ignore[arg-type] # by name


def alone(root: Path, commit: str, **more: object) -> Figures:
    """What a run of that commit, and no other, comes to."""
    return figures_of(run(options(root, revision=commit, **more)))


@pytest.fixture
def analysed(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """One entry for each commit that is analysed and not recalled."""
    times: list[bool] = []

    def noted(*arguments: object) -> object:
        times.append(True)
        return analyse(*arguments)  # type: ignore[arg-type] # what it was given

    monkeypatch.setattr(stretch, "analyse", noted)
    return times


@pytest.mark.parametrize("caching", [False, True])
def test_each_commit_comes_to_what_a_run_of_it_says(project: Path, caching: bool) -> None:
    found = judged(options(project, caching=caching), commits(project)).figures
    assert list(found) == [alone(project, each) for each in commits(project)]


def test_a_history_is_told_in_figures(project: Path) -> None:
    found = judged(options(project), commits(project)).figures
    assert [(each.score["overall"], each.findings, each.unparsable) for each in found] == [
        (100.0, {}, 0),
        (pytest.approx(100 / 3), {"SST001": 1, "SST106": 1}, 1),
        (pytest.approx(200 / 3), {"SST106": 1}, 0),
        (50.0, {"SST106": 1}, 0),
        (100.0, {}, 0),
    ]


def test_processes_come_to_the_same(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(course, "WORTH", 1)
    expected = judged(options(project), commits(project))
    shared: list[int] = []

    def noted(order: stretch.Order, rest: list[str], workers: int) -> object:
        shared.append(workers)
        return judged_apart(order, rest, workers)

    monkeypatch.setattr(course, "judged_apart", noted)
    assert judged(options(project, jobs=2), commits(project)) == expected
    assert shared == [2]


def test_what_is_known_is_recalled(project: Path, analysed: list[bool]) -> None:
    first = judged(options(project, caching=True), commits(project))
    assert len(analysed) == 5
    assert judged(options(project, caching=True), commits(project)) == first
    assert len(analysed) == 5


def test_what_processes_found_is_recalled(
    project: Path, analysed: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(course, "WORTH", 1)
    judged(options(project, jobs=2, caching=True), commits(project))
    del analysed[:]
    judged(options(project, caching=True), commits(project))
    assert analysed == []


def test_of_what_was_interrupted_the_rest_is_analysed(project: Path, analysed: list[bool]) -> None:
    def interrupt(done: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        judged(options(project, caching=True), commits(project), told=interrupt)
    assert len(analysed) == 2
    judged(options(project, caching=True), commits(project))
    assert len(analysed) == 5


def test_figures_outlive_the_last_reports(project: Path, analysed: list[bool]) -> None:
    judged(options(project, caching=True), commits(project))
    for select in ("SST1", "SST2", "SST3", "SST4", "SST5", "SST6", "SST101", "SST102", "SST103"):
        run(options(project, caching=True, select=(select,)))
    del analysed[:]
    judged(options(project, caching=True), commits(project))
    assert analysed == []


def test_under_another_policy_all_is_analysed_anew(project: Path, analysed: list[bool]) -> None:
    judged(options(project, caching=True), commits(project))
    del analysed[:]
    (project / "compliance.yaml").write_text("version: 1\nrules: {SST106: off}\n")
    found = judged(options(project, caching=True), commits(project)).figures
    assert len(analysed) == 5
    assert [each.findings for each in found] == [{}, {"SST001": 1}, {}, {}, {}]


def test_what_a_waiver_with_a_date_says_holds_for_a_day(project: Path, analysed: list[bool]) -> None:
    commit(project, {"a.py": WAIVED})
    before = judged(options(project, caching=True), [head_of(project)]).figures
    after = judged(options(project, caching=True, today=date(2026, 8, 1)), [head_of(project)]).figures
    assert before != after
    assert len(analysed) == 2


def test_each_may_be_judged_by_its_own_policy(project: Path) -> None:
    off = commit(project, {"a.py": TWICE, "compliance.yaml": "version: 1\nrules: {SST106: off}\n"})
    on = commit(project, {"compliance.yaml": "version: 1\n"})
    now = judged(options(project), [on, off]).figures
    own = judged(options(project, caching=True), [on, off], own_policy=True).figures
    assert [each.findings for each in now] == [{"SST106": 1}, {"SST106": 1}]
    assert [each.findings for each in own] == [{"SST106": 1}, {}]
    assert judged(options(project, caching=True), [on, off], own_policy=True).figures == own


def test_a_broken_policy_of_its_own_costs_that_commit_alone(project: Path) -> None:
    broken = commit(project, {"compliance.yaml": "version: 2\n"})
    on = commit(project, {"compliance.yaml": "version: 1\n"})
    good, bad = judged(options(project), [on, broken], own_policy=True).figures
    assert good.score["overall"] == 100.0
    assert bad.score == {"overall": None}
    assert "compliance.yaml:1" in bad.incomplete[0]


def test_a_broken_policy_of_the_work_tree_is_told_at_once(project: Path) -> None:
    (project / "compliance.yaml").write_text("version: 2\n")
    with pytest.raises(PolicyError):
        judged(options(project), commits(project))


def test_a_commit_without_a_source_has_no_score(project: Path) -> None:
    git(project, "rm", "-q", "-r", ".")
    (project / "README").write_text("gone\n")
    git(project, "add", "README")
    git(project, "commit", "-m", "gone")
    gone, last = judged(options(project), commits(project)[:2]).figures
    assert gone == Figures(score={"overall": None}, empty="no Python file to analyse")
    assert last.score["overall"] == 100.0


def test_what_a_partial_clone_lacks_costs_those_commits_alone(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    git(project, "config", "uploadpack.allowFilter", "true")
    clone = tmp_path_factory.mktemp("clone")
    git(clone, "clone", "--filter=blob:none", project.as_uri(), "partial")
    partial = clone / "partial"
    found = judged(options(partial, caching=True), commits(partial)).figures
    assert found[0] == alone(project, head_of(project))
    assert "this clone is partial: fetch the rest" in found[1].incomplete[0]
    git(partial, "fetch", "--refetch", "--no-filter")
    assert not any(
        each.incomplete for each in judged(options(partial, caching=True), commits(partial)).figures
    )


def test_no_checkout_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("")
    with pytest.raises(UsageError):
        judged(options(tmp_path, caching=True), ["0" * 40])


def test_what_a_process_dies_on_is_given_up_alone(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = commits(project)
    *command, start = worker_command(loads_checks=True)
    start = start.split("; from ")[0] + DYING.format(ids[2])
    monkeypatch.setattr(team, "worker_command", lambda *_, **__: [*command, start])
    order = stretch.Order.of(options(project), own_policy=False)
    found = dict(team.judged_apart(order, ids, 1))
    assert [each for each in ids if found[each].incomplete] == [ids[2]]
    assert found[ids[2]].incomplete == (team.LOST,)


def test_processes_that_cannot_work_give_up(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(team, "worker_command", lambda *_, **__: ["false"])
    order = stretch.Order.of(options(project), own_policy=False)
    found = dict(team.judged_apart(order, commits(project), 2))
    assert {each.incomplete for each in found.values()} == {(team.LOST,)}


def test_where_no_process_can_be_started_all_is_analysed_here(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = judged(options(project), commits(project))
    monkeypatch.setattr(course, "WORTH", 1)
    monkeypatch.setattr(team, "worker_command", lambda *_, **__: ["/nonexistent"])
    assert judged(options(project, jobs=2), commits(project)) == expected


def test_what_no_process_can_be_started_again_for_is_left_out(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = commits(project)
    *command, start = worker_command(loads_checks=True)
    dying = [*command, start.split("; from ")[0] + DYING.format(ids[2])]
    commands = iter([dying])
    monkeypatch.setattr(team, "worker_command", lambda *_, **__: next(commands, ["/nonexistent"]))
    order = stretch.Order.of(options(project), own_policy=False)
    found = dict(judged_apart(order, ids, 1))
    assert (list(found), found[ids[2]].incomplete) == (ids[:3], (team.LOST,))


def test_the_work_tree_is_looked_at_once(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[bool] = []

    def noted(*arguments: object) -> object:
        looked.append(True)
        return survey(*arguments)  # type: ignore[arg-type] # what it was given

    monkeypatch.setattr(tree, "survey", noted)
    judged(options(project), commits(project))
    assert len(looked) == 1


def test_a_stretch_recalls_nothing_without_a_cache(project: Path) -> None:
    order = stretch.Order.of(options(project), own_policy=False)
    assert Stretch(order, None, 1).recalled(commits(project)) == {}

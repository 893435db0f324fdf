"""A run after another where the policy asks for strings: what is read again, and what is found."""

import dataclasses
from datetime import date
from pathlib import Path

import msgspec
import pytest

from ssot_lint.extract.read import read
from ssot_lint.model import Report, Sought
from ssot_lint.options import Options
from ssot_lint.run import run

SOURCES = {
    "a.py": "X = 'one'\n",
    "b.py": "Y = 'two', 'one'\n",
    "c.py": "def f(): return 3\n",
    "broken.py": "x = 'one' (\n",
}
ONE = "version: 1\nliterals: {forbidden: [{pattern: one}]}\n"
TWO = "version: 1\nliterals: {forbidden: [{pattern: two}]}\n"
NONE = "version: 1\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    for name, text in SOURCES.items():
        (root / name).write_text(text)
    (root / ".git").mkdir()
    declare(root, ONE)
    return root


def declare(root: Path, policy: str) -> None:
    (root / "compliance.yaml").write_text(policy)


def options(root: Path, **more: object) -> Options:
    made = Options(start=root, today=date(2026, 6, 15), jobs=1, caching=True)
    return dataclasses.replace(made, **more)  # type: ignore[arg-type] # by name


def found(report: Report) -> list[str]:
    return [f"{f.place.path}:{f.place.span.column}" for f in report.findings if f.code == "SST602"]


def again(project: Path, parsed: list[str], policy: str, **more: object) -> tuple[list[str], list[str]]:
    """What another run finds, under a policy that it has not seen, and what it parses for it."""
    declare(project, policy)
    del parsed[:]
    report = run(options(project, **more))
    names = sorted(parsed)
    assert report == run(options(project, caching=False, **more))
    return found(report), names


EVERY = sorted(SOURCES)


def test_the_first_run_finds_them(project: Path) -> None:
    assert found(run(options(project))) == ["a.py:5", "b.py:12"]


def test_where_the_policy_asks_for_the_same_nothing_is_parsed(project: Path, parsed: list[str]) -> None:
    run(options(project))
    assert again(project, parsed, f"{ONE}rules: {{SST106: off}}\n") == (["a.py:5", "b.py:12"], [])


def test_where_it_asks_for_something_else_every_file_is_parsed(project: Path, parsed: list[str]) -> None:
    run(options(project))
    assert again(project, parsed, TWO) == (["b.py:5"], EVERY)


def test_what_it_asked_for_before_is_still_kept(project: Path, parsed: list[str]) -> None:
    run(options(project))
    again(project, parsed, TWO)
    assert again(project, parsed, f"{ONE}rules: {{SST106: off}}\n") == (["a.py:5", "b.py:12"], [])


def test_where_it_asks_for_nothing_any_more_nothing_is_parsed(project: Path, parsed: list[str]) -> None:
    run(options(project))
    assert again(project, parsed, NONE) == ([], [])


def test_where_it_asked_for_nothing_before_the_facts_alone_do_not_serve(
    project: Path, parsed: list[str]
) -> None:
    declare(project, NONE)
    run(options(project))
    assert again(project, parsed, ONE) == (["a.py:5", "b.py:12"], EVERY)


def test_a_new_reason_is_no_new_question(project: Path, parsed: list[str]) -> None:
    run(options(project))
    reason = ONE.replace("one}", "one, why: no reason, in: [a.py]}")
    assert again(project, parsed, reason) == (["a.py:5"], [])


def test_of_a_changed_project_only_the_changed_file_is_parsed(project: Path, parsed: list[str]) -> None:
    run(options(project))
    (project / "c.py").write_text("Z = 'one'\n")
    assert again(project, parsed, ONE) == (["a.py:5", "b.py:12", "c.py:5"], ["c.py"])


def test_a_run_of_other_rules_neither_needs_them_nor_loses_them(project: Path, parsed: list[str]) -> None:
    run(options(project))
    assert again(project, parsed, ONE, select=("SST1",)) == ([], [])
    assert again(project, parsed, ONE, select=("SST602",)) == (["a.py:5", "b.py:12"], [])


def test_a_rule_that_is_off_asks_for_nothing(
    project: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Sought | None] = []

    def noted(path: str, sought: Sought | None) -> object:
        asked.append(sought)
        return read(path, sought)

    monkeypatch.setattr("ssot_lint.parallel.read", noted)
    declare(project, f"{ONE}rules: {{SST602: off}}\n")
    run(options(project))
    assert set(asked) == {None}


def test_strings_that_cannot_be_decoded_are_looked_for_anew(
    project: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("ssot_lint.extract.read.encode_literals", lambda literals: b"\xc1")
        with pytest.raises(msgspec.MsgspecError):  # but the cache is filled
            run(options(project))
    assert again(project, parsed, ONE) == (["a.py:5", "b.py:12"], EVERY)

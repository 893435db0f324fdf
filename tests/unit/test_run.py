"""The whole line, on small projects: from files to a report."""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from ssot_lint.errors import EmptyScanError, UsageError
from ssot_lint.model import Report
from ssot_lint.options import Options
from ssot_lint.run import run

REDEFINED = "def f():\n    return 1\n\n\ndef f():\n    return 2\n"
CLEAN = "def f():\n    return 1\n"


def project(root: Path, files: Mapping[str, str]) -> Path:
    (root / ".git").mkdir()
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return root


def report(root: Path, **options: tuple[str, ...]) -> Report:
    return run(Options(start=root, today=date(2026, 6, 15), **options))  # type: ignore[arg-type] # by name


def found(result: Report, code: str = "SST106") -> list[str]:
    return [f.place.path for f in result.findings if f.code == code]


def test_a_finding_costs_its_file_the_compliance(tmp_path: Path) -> None:
    result = report(project(tmp_path, {"a.py": REDEFINED, "b.py": CLEAN}))
    assert found(result) == ["a.py"]
    assert result.score is not None
    assert result.score.overall == 50.0


def test_files_are_counted_by_category(tmp_path: Path) -> None:
    files = report(project(tmp_path, {"a.py": "", "b.pyi": "", "c.py": "(", "tests/test_a.py": ""})).files
    assert (files.analysed, files.by_category, files.unparsable) == (3, {"real": 2, "test": 1}, 1)


def test_a_stub_that_cannot_be_parsed_is_told(tmp_path: Path) -> None:
    result = report(project(tmp_path, {"a.py": "", "b.pyi": "(", "c.pyi": ""}))
    assert result.files.not_analysed == {"stubs": 1}
    assert "stubs that cannot be parsed or read: b.pyi ('(' was never closed)" in result.notes


@pytest.mark.parametrize("files", [{}, {"a.pyi": ""}, {"notes.txt": ""}])
def test_an_empty_scan_is_an_error(tmp_path: Path, files: dict[str, str]) -> None:
    with pytest.raises(EmptyScanError, match="no Python file to analyse"):
        report(project(tmp_path, files))


def test_the_policy_is_named_from_the_root(tmp_path: Path) -> None:
    result = report(project(tmp_path, {"a.py": "", "compliance.yaml": "version: 1"}))
    assert result.policy == "compliance.yaml"


def test_no_policy_is_none(tmp_path: Path) -> None:
    assert report(project(tmp_path, {"a.py": ""})).policy is None


def test_a_waived_finding_is_reported_with_the_reason_and_does_not_count(tmp_path: Path) -> None:
    source = "# ssot: ignore-file[SST106] -- on its way out\n" + REDEFINED
    result = report(project(tmp_path, {"a.py": source}))
    assert [f.suppressed for f in result.findings if f.code == "SST106"] == ["on its way out"]
    assert result.score is not None
    assert (result.score.overall, result.score.unsuppressed) == (100.0, 0.0)


def test_a_broken_file_is_reported_even_where_it_waives_that(tmp_path: Path) -> None:
    result = report(project(tmp_path, {"a.py": "# ssot: ignore-file[SST001] -- no\ndef ("}))
    assert [f.suppressed for f in result.findings if f.code == "SST001"] == [None]


def test_a_path_limits_what_is_reported_and_not_the_score(tmp_path: Path) -> None:
    root = project(tmp_path, {"a.py": REDEFINED, "sub/b.py": REDEFINED, "subway.py": REDEFINED})
    result = report(root, paths=("sub",))
    assert found(result) == ["sub/b.py"]
    assert result.score == report(root).score


@pytest.mark.parametrize("limit", [{"paths": ("sub",)}, {"categories": ("test",)}])
def test_what_is_undecided_is_limited_too(tmp_path: Path, limit: dict[str, tuple[str, ...]]) -> None:
    source = "from open import x\n"
    dynamic = "def __getattr__(name): ...\n"
    root = project(tmp_path, {"open.py": dynamic, "a.py": source, "sub/test_b.py": source})
    places = [item.place.path for item in report(root, **limit).undecided["SST307"]]
    assert places == ["sub/test_b.py"]


@pytest.mark.parametrize(
    ("start", "path", "reported"),
    [
        (".", ".", ["a.py", "sub/b.py"]),
        (".", "sub/b.py", ["sub/b.py"]),
        ("sub", "b.py", ["sub/b.py"]),
        ("sub", "../a.py", ["a.py"]),
        (".", "sub/", ["sub/b.py"]),
    ],
)
def test_a_path_is_read_from_the_working_directory(
    tmp_path: Path, start: str, path: str, reported: list[str]
) -> None:
    project(tmp_path, {"a.py": REDEFINED, "sub/b.py": REDEFINED})
    assert found(report(tmp_path / start, paths=(path,))) == reported


def test_an_absolute_path_is_understood(tmp_path: Path) -> None:
    root = project(tmp_path, {"a.py": REDEFINED, "b.py": REDEFINED})
    assert found(report(root, paths=(str(root / "b.py"),))) == ["b.py"]


def test_a_path_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"^gone\.py: no such file or directory"):
        report(project(tmp_path, {"a.py": ""}), paths=("gone.py",))


def test_a_path_outside_the_project_is_refused(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    with pytest.raises(UsageError, match=r"\.\.: lies outside the project"):
        report(project(tmp_path / "inner", {"a.py": ""}), paths=("..",))


def test_a_path_under_which_nothing_is_analysed_is_told(tmp_path: Path) -> None:
    result = report(project(tmp_path, {"a.py": "", "docs/a.txt": ""}), paths=("docs",))
    assert "docs: nothing is analysed there" in result.notes


def test_a_finding_in_the_policy_is_reported_whatever_the_path(tmp_path: Path) -> None:
    root = project(tmp_path, {"a.py": "", "compliance.yaml": "canonical: [{symbol: 'a:Gone'}]"})
    result = report(root, paths=("a.py",))
    assert found(result, "SST003") == ["compliance.yaml"]
    assert not result.gate.passed


def test_selected_rules_alone_are_reported_and_there_is_no_score(tmp_path: Path) -> None:
    result = report(project(tmp_path, {"a.py": REDEFINED + "import a.gone\n"}), select=("SST106",))
    assert {f.code for f in result.findings} == {"SST106"}
    assert result.score is None


def test_an_ignored_rule_is_not_reported_and_there_is_no_score(tmp_path: Path) -> None:
    result = report(project(tmp_path, {"a.py": REDEFINED}), ignore=("SST10",))
    assert (found(result), result.score) == ([], None)


def test_a_locked_rule_is_reported_whatever_is_selected(tmp_path: Path) -> None:
    root = project(tmp_path, {"a.py": "def ("})
    assert found(report(root, select=("SST106",), ignore=("SST0",)), "SST001") == ["a.py"]


def test_rules_that_were_not_selected_are_listed_as_off(tmp_path: Path) -> None:
    result = report(project(tmp_path, {"a.py": ""}), select=("SST106",))
    assert ("SST306", "not selected") in [(rule.code, rule.reason) for rule in result.rules_off]


@pytest.mark.parametrize("option", ["select", "ignore"])
def test_a_code_that_no_rule_has_is_refused_with_the_nearest(tmp_path: Path, option: str) -> None:
    with pytest.raises(UsageError, match="begins with 'SST1066'; did you mean 'SST106'"):
        report(project(tmp_path, {"a.py": ""}), **{option: ("SST1066",)})


def test_a_category_limits_what_is_reported_and_there_is_no_score(tmp_path: Path) -> None:
    root = project(tmp_path, {"a.py": REDEFINED, "tests/test_a.py": REDEFINED})
    result = report(root, categories=("test",))
    assert (found(result), result.score) == (["tests/test_a.py"], None)


def test_a_category_that_does_not_exist_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no category is called 'tests'; did you mean 'test'"):
        report(project(tmp_path, {"a.py": ""}), categories=("tests",))


def test_a_rule_without_its_data_is_listed_as_off(tmp_path: Path) -> None:
    result = report(project(tmp_path, {"a.py": ""}))
    assert "SST201" in [rule.code for rule in result.rules_off]


def test_an_expired_waiver_waives_nothing(tmp_path: Path) -> None:
    source = "# ssot: ignore-file[SST106] until=2026-06-14 -- soon\n" + REDEFINED
    result = report(project(tmp_path, {"a.py": source}))
    assert [f.suppressed for f in result.findings if f.code == "SST106"] == [None]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no FIFOs here")
def test_what_is_no_regular_file_does_not_stop_the_run(tmp_path: Path) -> None:
    root = project(tmp_path, {"a.py": CLEAN})
    os.mkfifo(root / "pipe.py")
    assert report(root).incomplete == ()


def test_a_report_does_not_depend_on_where_the_project_lies(tmp_path: Path) -> None:
    files = {"a.py": REDEFINED, "tests/test_a.py": "import gone\n" + REDEFINED}
    reports = []
    for name in ("here", "there"):
        (tmp_path / name).mkdir()
        result = report(project(tmp_path / name, files))
        reports.append((result.findings, result.score, result.files, result.notes))
    assert reports[0] == reports[1]

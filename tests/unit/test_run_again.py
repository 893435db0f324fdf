"""A run after another: what is read again, what is recalled, and that it makes no difference."""

import dataclasses
import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest

import ssot_lint.run
from ssot_lint.cache import DIRECTORY
from ssot_lint.model import Report
from ssot_lint.options import Options
from ssot_lint.run import run

SOURCES = {
    "a.py": "def f():\n    return 1\n\n\ndef f():\n    return 2\n",
    "pkg/__init__.py": "from pkg.b import make\n",
    "pkg/b.py": "def make():\n    return 1\n",
    "pkg/c.py": "from pkg import make, lost\n",
    "broken.py": "x = (\n",
    "compliance.yaml": "version: 1\n",
}
DAY = date(2026, 6, 15)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose files are old enough to be known by their stamps."""
    root = tmp_path / "project"
    for name, text in SOURCES.items():
        write(root / name, text)
    (root / ".git").mkdir()
    return root


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def options(root: Path, **more: object) -> Options:
    return dataclasses.replace(Options(start=root, today=DAY, jobs=1, caching=True), **more)  # type: ignore[arg-type] # by name


def uncached(root: Path, **more: object) -> Report:
    return run(options(root, caching=False, **more))


def test_an_unchanged_project_is_not_analysed_again(project: Path, analysed: list[bool]) -> None:
    first = run(options(project))
    assert run(options(project)) == first == uncached(project)
    assert len(analysed) == 2  # the first time, and the one without a cache


def test_of_a_changed_project_only_the_changed_file_is_parsed(project: Path, parsed: list[str]) -> None:
    run(options(project))
    write(project / "pkg/b.py", "def made():\n    return 1\n")
    del parsed[:]
    again = run(options(project))
    assert parsed == ["b.py"]
    assert again == uncached(project)
    assert [f.place.path for f in again.findings if f.code == "SST307"] == ["pkg/__init__.py", "pkg/c.py"]


def test_a_file_that_takes_back_its_content_is_not_parsed(project: Path, parsed: list[str]) -> None:
    run(options(project))
    write(project / "a.py", "")
    run(options(project))
    del parsed[:]
    write(project / "a.py", SOURCES["a.py"])
    run(options(project))
    assert parsed == []


def test_a_moved_file_is_not_parsed_but_judged_where_it_lies(project: Path, parsed: list[str]) -> None:
    run(options(project))
    (project / "a.py").rename(project / "pkg/moved.py")
    del parsed[:]
    again = run(options(project))
    assert parsed == []
    assert [f.place.path for f in again.findings if f.code == "SST106"] == ["pkg/moved.py"]


def test_a_cache_from_another_place_gives_the_facts_and_the_report(
    project: Path, tmp_path: Path, parsed: list[str]
) -> None:
    run(options(project))
    elsewhere = tmp_path / "else/where"
    shutil.copytree(project, elsewhere)
    del parsed[:]
    assert run(options(elsewhere)) == uncached(elsewhere) != uncached(project)
    assert parsed.count("a.py") == 2  # by the two runs without a cache


CHANGES: dict[str, Callable[[Path], object]] = {
    "a changed file": lambda root: write(root / "a.py", "y = 2\n"),
    "a new file": lambda root: write(root / "new.py", SOURCES["a.py"]),
    "a file that is gone": lambda root: (root / "a.py").unlink(),
    "a renamed file": lambda root: (root / "a.py").rename(root / "z.py"),
    "two files that change places": lambda root: (
        (root / "a.py").rename(root / "t"),
        (root / "pkg/b.py").rename(root / "a.py"),
        (root / "t").rename(root / "pkg/b.py"),
    ),
    "a changed policy": lambda root: write(root / "compliance.yaml", "version: 1\nrules: {SST106: off}\n"),
    "no policy any more": lambda root: (root / "compliance.yaml").unlink(),
    "a compiled module": lambda root: write(root / "pkg/lost.so", ""),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_what_changes_in_the_project_changes_the_report(
    project: Path, change: Callable[[Path], object]
) -> None:
    before = run(options(project))
    change(project)
    assert run(options(project)) == uncached(project) != before


@pytest.mark.parametrize(
    "more", [{"select": ("SST1",)}, {"ignore": ("SST106",)}, {"categories": ("test",)}, {"paths": ("pkg",)}]
)
def test_what_is_asked_for_changes_the_report(project: Path, more: dict[str, object]) -> None:
    before = run(options(project))
    assert run(options(project, **more)) == uncached(project, **more) != before


def test_changed_code_of_a_check_makes_a_new_analysis(
    project: Path, analysed: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(options(project))
    monkeypatch.setattr("ssot_lint.memo._code", lambda: [("other", 1, 1)])
    run(options(project))
    assert len(analysed) == 2


def test_a_waiver_with_a_last_day_holds_no_longer_than_that(project: Path, analysed: list[bool]) -> None:
    waived = (
        SOURCES["a.py"]
        .replace("2\n", "2\n")
        .replace("\n\n\ndef f():", "\n\n\ndef f():  # ssot: ignore[SST106] until=2026-06-15 -- soon")
    )
    write(project / "a.py", waived)
    assert "SST005" not in {f.code for f in run(options(project)).findings}
    run(options(project))
    assert len(analysed) == 1
    assert "SST005" in {f.code for f in run(options(project, today=date(2026, 6, 16))).findings}


def test_a_report_that_depends_on_no_day_is_recalled_on_another(project: Path, analysed: list[bool]) -> None:
    run(options(project))
    run(options(project, today=date(2027, 1, 1)))
    assert len(analysed) == 1


def test_an_incomplete_analysis_is_not_recalled(
    project: Path, analysed: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("ssot_lint.extract.read.extract", lambda source: 1 / 0)
        assert run(options(project)).incomplete
    assert run(options(project)) == uncached(project)


def test_facts_of_another_extractor_are_not_used(
    project: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(options(project))
    del parsed[:]
    monkeypatch.setattr(ssot_lint.run, "extractor", lambda: "another")
    run(options(project, select=("SST1",)))
    assert len(parsed) == 5


def test_facts_that_cannot_be_decoded_are_extracted_anew(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("ssot_lint.extract.read.encode_facts", lambda facts: b"\xc1")
        with pytest.raises(msgspec.MsgspecError):  # but the cache is filled
            run(options(project))
    assert run(options(project)) == uncached(project)


def test_a_file_whose_name_is_no_text_keeps_no_report_but_its_facts(
    project: Path, analysed: list[bool], parsed: list[str]
) -> None:
    with open(os.fsencode(project) + b"/\xff.py", "wb") as file:
        file.write(b"x = 1\n")
    run(options(project))
    del parsed[:]
    assert run(options(project)) == uncached(project)
    assert len(analysed) == 3
    assert len(parsed) == 6  # by the run without a cache


def test_without_caching_nothing_is_written(project: Path) -> None:
    uncached(project)
    assert not (project / DIRECTORY).exists()


def test_a_cache_that_cannot_be_made_costs_a_note_only(project: Path) -> None:
    write(project / DIRECTORY, "in the way")
    report = run(options(project))
    assert [note for note in report.notes if DIRECTORY in note]
    assert report.findings == uncached(project).findings


def test_the_progress_counts_what_is_kept(project: Path) -> None:
    run(options(project))
    write(project / "a.py", "")
    seen: list[tuple[int, int]] = []
    run(options(project, progress=lambda done, total: seen.append((done, total))))
    assert seen == [(5, 5)]

"""Sources that are broken, hostile or no files: one clear line each, and all the others are analysed."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ssot_lint.options import Options
from ssot_lint.parallel import WORTH_FILES
from ssot_lint.run import run
from tests.drivers.cli import MODULE, PATIENCE, TWICE, document, lint_in, write
from tests.unit.trees import git

pytestmark = pytest.mark.slow

TOLD = "twice.py:5:5: SST106 f is defined again; the definition on line 1 is lost"
BESIDE = {"pyproject.toml": "", "clean.py": "def g():\n    return 1\n", "twice.py": TWICE}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of two sound sources, one of them with a finding."""
    return write(tmp_path, BESIDE)


def judged(project: Path, line: str) -> None:
    """Asserts that the broken source beside the sound ones is told in this one line, and costs its share."""
    done = lint_in(project)("check", "--format", "json")
    report = document(done)
    assert (done.returncode, done.stderr) == (1, "")
    assert [concise(finding) for finding in report["findings"]] == sorted([line, TOLD])
    assert report["files"] == {"analysed": 3, "by_category": {"real": 3}, "not_analysed": {}, "unparsable": 1}
    assert (report["score"]["compliant"], report["score"]["overall"]) == (1, 33.33)
    assert report["incomplete"] == []


def concise(finding: dict[str, Any]) -> str:
    return "{path}:{line}:{column}: {code} {message}".format_map(finding)


TOO_DEEP = "SST001 nested too deep for Python to parse"

SOURCES: dict[str, tuple[bytes, str]] = {
    "Python 2": (
        b"a = 1\nprint 'x'\n",
        "2:1: SST001 does not parse: Missing parentheses in call to 'print'. Did you mean print(...)?",
    ),
    "an unclosed bracket": (b"a = 1\nb = (1,\nc = 2\n", "2:5: SST001 does not parse: '(' was never closed"),
    "mixed tabs": (
        b"if a:\n\tb\n        c\n",
        "3:1: SST001 does not parse: inconsistent use of tabs and spaces in indentation",
    ),
    "a NUL byte": (b"a = 1\nb\0 = 2\n", "2:2: SST001 does not parse: the file holds a NUL byte"),
    "a bad cookie": (
        b"#!/usr/bin/python\n# coding: klingon\n",
        "2:1: SST002 cannot be read: the coding cookie is not usable: unknown encoding: klingon",
    ),
    "invalid UTF-8": (b"a = 1\nb = '\xff'\n", "2:6: SST002 cannot be read: byte 0xff is not valid utf-8"),
    "invalid UTF-8 on the first line": (
        b"# caf\xe9\n",
        "1:6: SST002 cannot be read: byte 0xe9 is not valid utf-8",
    ),
    "UTF-16": (
        "a = 1\n".encode("utf-16"),
        "1:1: SST002 cannot be read: the file is UTF-16; Python reads UTF-8, or what a coding cookie names",
    ),
    "a sum of 20,000 terms": (b"a = 1\nb = " + b"+".join([b"1"] * 20_000), f"2:1: {TOO_DEEP}"),
    "5,000 chained attributes": (b"a = 1\nb" + b".c" * 5_000, f"2:1: {TOO_DEEP}"),
    "3,000 elif": (b"a = 1\nif a: pass\n" + b"elif a: pass\n" * 3_000, f"2:1: {TOO_DEEP}"),
    "5,000 calls in a row": (b"a = 1\nb" + b"()" * 5_000, f"2:1: {TOO_DEEP}"),
    "100,000 brackets": (
        b"a = 1\nb = " + b"(" * 100_000,
        "2:1: SST001 nested too deep to parse: too many nested parentheses",
    ),
    "101 levels of indentation": (
        b"".join(b" " * depth + b"if a:\n" for depth in range(101)),
        "101:1: SST001 does not parse: too many levels of indentation",
    ),
}


@pytest.mark.parametrize(("source", "line"), SOURCES.values(), ids=SOURCES)
def test_a_broken_source_is_one_line_and_not_compliant(project: Path, source: bytes, line: str) -> None:
    judged(write(project, {"broken.py": source}), f"broken.py:{line}")


def test_broken_sources_are_a_line_each_and_no_more(project: Path) -> None:
    write(project, {f"{name}.py": source for name, (source, _) in SOURCES.items()})
    done = lint_in(project)("check", "--format", "concise")
    lines = sorted([TOLD, *(f"{name}.py:{line}" for name, (_, line) in SOURCES.items())])
    assert (done.returncode, sorted(done.stdout.split("\n")[:-1]), done.stderr) == (1, lines, "")


def test_an_empty_source_is_compliant(project: Path) -> None:
    done = lint_in(write(project, {"empty.py": ""}))("check", "--format", "json")
    report = document(done)
    assert [finding["path"] for finding in report["findings"]] == ["twice.py"]
    assert (report["files"]["analysed"], report["score"]["compliant"]) == (3, 2)


def test_a_broken_source_alone_is_no_empty_scan(tmp_path: Path) -> None:
    done = lint_in(write(tmp_path, {"broken.py": "("}))("check")
    assert done.returncode == 1
    assert "Compliance Score: 0.0%\n" in done.stdout


def test_the_text_says_how_to_mend_a_broken_source(project: Path) -> None:
    done = lint_in(write(project, {"broken.py": b"a = '\xff'"}))("check")
    assert (
        "\nhelp: save it as UTF-8, or name its encoding in a coding cookie on the first line\n" in done.stdout
    )
    assert (
        "\nbroken.py:1:6: cannot be read: byte 0xff is not valid utf-8\n1 | a = '�'\n  |      ^\n"
    ) in done.stdout


# ------------------------------------------------------------------------------------ what is no regular file


def pipe(path: Path) -> None:
    os.mkfifo(path)


def link(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


ODDITIES: dict[str, tuple[Callable[[Path], None], str]] = {
    "a pipe": (pipe, "it is a named pipe, not a regular file"),
    "a directory": (Path.mkdir, "it is a directory, not a regular file"),
    "a dangling link": (link("nowhere.py"), "it is a symbolic link that leads nowhere"),
    "a dangling absolute link": (link("/nowhere/x.py"), "it is a symbolic link that leads nowhere"),
    "a link to itself": (link("x.py"), "it is a symbolic link that leads in a circle"),
}


@pytest.mark.parametrize("in_git", [False, True], ids=["walk", "git"])
@pytest.mark.parametrize(("make", "told"), ODDITIES.values(), ids=ODDITIES)
def test_what_is_no_regular_file_is_one_line_and_not_compliant(
    project: Path, make: Callable[[Path], None], told: str, in_git: bool
) -> None:
    make(project / "x.py")
    if in_git:
        git(project, "init")
    judged(project, f"x.py:1:1: SST002 cannot be read: {told}")


def test_links_in_a_circle_are_a_line_each(project: Path) -> None:
    (project / "x.py").symlink_to("y.py")
    (project / "y.py").symlink_to("x.py")
    lines = lint_in(project)("check", "--format", "concise").stdout.splitlines()
    told = "SST002 cannot be read: it is a symbolic link that leads in a circle"
    assert [line for line in lines if "SST002" in line] == [f"x.py:1:1: {told}", f"y.py:1:1: {told}"]


def test_a_directory_that_leads_in_a_circle_ends(project: Path) -> None:
    (project / "round").symlink_to(".")
    done = lint_in(project)("check", "--format", "concise")
    assert (done.returncode, done.stdout) == (1, f"{TOLD}\n")


def test_sources_in_a_directory_named_like_a_source_are_analysed(project: Path) -> None:
    write(project, {"x.py/twice.py": TWICE})
    lines = lint_in(project)("check", "--format", "concise", "--select", "SST106").stdout.splitlines()
    assert [line for line in lines if "SST106" in line] == [TOLD, f"x.py/{TOLD}"]


def test_a_link_out_of_the_root_is_told_and_what_it_leads_to_is_not_read(tmp_path: Path) -> None:
    write(tmp_path, {"outside.py": TWICE, "folder/inside.py": TWICE})
    project = write(tmp_path / "project", BESIDE)
    (project / "x.py").symlink_to("../outside.py")
    (project / "y").symlink_to("../folder")
    done = lint_in(project)("check")
    assert (
        "\nnote: symbolic links are not followed; these lead to what is not analysed: x.py, y\n"
        in done.stdout
    )
    report = document(lint_in(project)("check", "--format", "json"))
    assert [finding["path"] for finding in report["findings"]] == ["twice.py"]
    assert report["files"]["not_analysed"] == {"symlinks": 2}


def test_what_is_no_regular_file_is_told_the_same_by_worker_processes(project: Path) -> None:
    write(project, {f"m{number}.py": "" for number in range(WORTH_FILES)})
    for name, (make, _) in ODDITIES.items():
        make(project / f"{name.replace(' ', '_')}.py")
    one, two = (lint_in(project)("check", "--format", "json", "--jobs", jobs) for jobs in "12")
    assert len(document(one)["findings"]) == len(ODDITIES) + 1
    assert (one.stdout, one.returncode, one.stderr) == (two.stdout, two.returncode, two.stderr)


# ------------------------------------------------------------------------------------------- unreadable, gone


@pytest.fixture
def open_project() -> Iterator[Path]:
    """A project in a directory that every user may enter."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        yield write(Path(name), BESIDE)


def as_somebody() -> tuple[str, ...]:
    """What stands before a command so that file modes hold for it; skips the test where nothing can."""
    if os.geteuid() != 0:
        return ()
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("root may read every file, and there is no setpriv to become somebody else")
    prefix = (setpriv, "--reuid=65534", "--regid=65534", "--clear-groups")
    trial = [*prefix, *MODULE, "--version"]
    if subprocess.run(trial, capture_output=True, timeout=PATIENCE, check=False).returncode:
        pytest.skip("root may read every file, and another user cannot run this Python")
    return prefix


def test_an_unreadable_source_is_one_line_and_not_compliant(open_project: Path) -> None:
    write(open_project, {"x.py": ""})
    (open_project / "x.py").chmod(0)
    done = lint_in(open_project, (*as_somebody(), *MODULE))("check", "--format", "concise")
    line = "x.py:1:1: SST002 cannot be read: Permission denied"
    assert (done.returncode, done.stdout, done.stderr) == (1, f"{TOLD}\n{line}\n", "")


def test_a_directory_that_cannot_be_listed_is_told(open_project: Path) -> None:
    write(open_project, {"shut/x.py": ""})
    (open_project / "shut").chmod(0)
    done = lint_in(open_project, (*as_somebody(), *MODULE))("check")
    assert "\nnote: directories that cannot be listed are not analysed: shut\n" in done.stdout


def test_a_file_that_git_lists_and_that_is_gone_is_no_error(project: Path) -> None:
    write(project, {"gone.py": "("})
    git(project, "init")
    git(project, "add", "-A")
    (project / "gone.py").unlink()
    done = lint_in(project)("check", "--format", "concise")
    assert (done.returncode, done.stdout, done.stderr) == (1, f"{TOLD}\n", "")


def test_a_file_that_vanishes_during_the_run_is_one_line_and_not_compliant(project: Path) -> None:
    write(project, {"vanishes.py": ""})

    def vanish(done: int, total: int) -> None:
        (project / "vanishes.py").unlink(missing_ok=True)

    report = run(Options(start=project, today=date(2026, 1, 1), jobs=1, progress=vanish))
    (told,) = (finding for finding in report.findings if finding.place.path == "vanishes.py")
    assert (told.code, told.message) == ("SST002", "cannot be read: No such file or directory")
    assert [finding.code for finding in report.findings] == ["SST106", "SST002"]
    assert report.score is not None
    assert (report.score.files, report.score.compliant) == (3, 1)

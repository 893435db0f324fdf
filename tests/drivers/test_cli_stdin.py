"""`check` in the way of flake8: a buffer on standard input, lines by a template, no source lines."""

import subprocess
from pathlib import Path

import pytest

from tests.drivers.cli import MODULE, PATIENCE, TWICE, Done, lint_in, write
from tests.drivers.flake8 import flake8

pytestmark = pytest.mark.slow

FLAKE8_FORMAT = "%(path)s:%(row)d:%(col)d: %(code)s %(text)s"
AGAIN = "SST106 f is defined again; the definition on line 1 is lost"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    sources = {"compliance.yaml": "version: 1\n", "app/core.py": "x = 1\n", "app/use.py": TWICE}
    return write(tmp_path / "project", sources)


def check(project: Path, text: str, *arguments: str) -> Done:
    """What `check -` prints, the text on standard input."""
    return subprocess.run(
        [*MODULE, "check", "-", *arguments],
        capture_output=True,
        encoding="utf-8",
        input=text,
        cwd=project,
        timeout=PATIENCE,
        check=False,
    )


# ------------------------------------------------------------------------------------------- the buffer


def test_the_buffer_stands_for_its_file_and_is_all_that_is_shown(project: Path) -> None:
    done = check(
        project, TWICE + "from app.use import g\n", "--stdin-display-name", "app/core.py", "--format=concise"
    )
    assert done.stdout.splitlines() == [
        f"app/core.py:5:5: {AGAIN}",
        "app/core.py:7:21: SST307 app.use has no g",
    ]
    assert (done.returncode, done.stderr) == (1, "")


def test_a_new_file_is_analysed_too(project: Path) -> None:
    done = check(project, TWICE, "--stdin-display-name", "app/new/x.py", "--format=concise")
    assert done.stdout == f"app/new/x.py:5:5: {AGAIN}\n"


def test_the_source_line_is_that_of_the_buffer(project: Path) -> None:
    done = check(project, TWICE.replace("():", "(buffer):"), "--stdin-display-name", "app/core.py")
    assert "5 | def f(buffer):\n  |     ^\n" in done.stdout


def test_other_paths_may_stand_beside_it(project: Path) -> None:
    done = check(project, TWICE, "app/use.py", "--stdin-display-name", "app/core.py", "--format=concise")
    assert [line.partition(":")[0] for line in done.stdout.splitlines()] == ["app/core.py", "app/use.py"]


def test_a_name_without_the_dash_changes_nothing(project: Path) -> None:
    done = lint_in(project)("check", "--stdin-display-name", "app/core.py", "--format=concise")
    assert done.stdout == f"app/use.py:5:5: {AGAIN}\n"


def test_a_buffer_without_a_name_is_refused(project: Path) -> None:
    done = check(project, TWICE)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "ssot-lint: -: which file is it? Say so with --stdin-display-name\n"


def test_a_buffer_from_outside_is_refused(project: Path) -> None:
    done = check(project, TWICE, "--stdin-display-name", "../x.py")
    assert done.returncode == 2
    assert "../x.py: lies outside the project" in done.stderr


def test_a_buffer_that_is_not_analysed_is_told(project: Path) -> None:
    write(project, {"compliance.yaml": "version: 1\nexclude: [old/]\n"})
    assert (
        "old/x.py: nothing is analysed there"
        in check(project, TWICE, "--stdin-display-name", "old/x.py").stdout
    )


@pytest.mark.parametrize("option", ["--fix", "--unsafe-fixes", "--diff"])
def test_a_buffer_is_not_repaired(project: Path, option: str) -> None:
    done = check(project, TWICE, "--stdin-display-name", "app/core.py", option)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "ssot-lint: -: standard input is not repaired; save the file first\n"


# ---------------------------------------------------------------------------------------- the template


def test_a_template_is_filled_in_for_each_finding(project: Path) -> None:
    done = lint_in(project)("check", "--format", FLAKE8_FORMAT)
    assert (done.stdout, done.stderr, done.returncode) == (f"app/use.py:5:5: {AGAIN}\n", "", 1)


def test_its_lines_are_those_of_flake8(project: Path) -> None:
    text = f"# ä\r\n{TWICE}from app.core import gone\n"
    arguments = ("--stdin-display-name", "./app/ä b%.py", "--select=SST", "--format", FLAKE8_FORMAT)
    assert (
        check(project, text, *arguments).stdout
        == flake8(project, "-", *arguments, stdin=text.encode()).stdout
    )


def test_paths_are_as_from_the_working_directory(project: Path) -> None:
    assert lint_in(project / "app")("check", "--format", "%(path)s").stdout == "use.py\n"
    assert (
        lint_in(write(project, {"deep/x.py": ""}) / "deep")("check", "--format", "%(path)s").stdout
        == "../app/use.py\n"
    )


def test_an_absolute_name_is_kept(project: Path) -> None:
    name = str(project / "app/core.py")
    assert check(project, TWICE, "--stdin-display-name", name, "--format=%(path)s").stdout == f"{name}\n"


def test_nothing_else_is_on_standard_output(project: Path) -> None:
    write(project, {"app/use.py": ""})
    done = lint_in(project)("check", "--format", FLAKE8_FORMAT)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


def test_it_goes_to_a_file_as_any_format(project: Path, tmp_path: Path) -> None:
    lint_in(project)("check", "--format", "%(code)s", "--output", str(tmp_path / "out"))
    assert (tmp_path / "out").read_text() == "SST106\n"


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("%(path)s %(line)d", "unknown field 'line'"),
        ("%(path)d", "%d format: a real number is required, not str"),
        ("%(path)", "incomplete format"),
        ("%(path)s %d", "not enough arguments for format string"),
    ],
)
def test_a_template_that_cannot_be_filled_in_is_refused(project: Path, template: str, reason: str) -> None:
    done = lint_in(project)("check", "--format", template)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"is no template: {reason}. Its fields are %(path)s, %(row)s, " in done.stderr


def test_other_formats_are_still_refused_by_name(project: Path) -> None:
    assert "'gcc' is not one of 'text', " in lint_in(project)("check", "--format", "gcc").stderr


# ------------------------------------------------------------------------------------------- no source


def test_source_lines_may_be_left_out(project: Path) -> None:
    done = lint_in(project)("check", "--no-show-source")
    assert f"app/use.py:5:5: {AGAIN[7:]}\n  = the lost definition: app/use.py:1:5\n" in done.stdout


def test_a_copy_is_not_shown_beside_then(project: Path) -> None:
    long = "def f(a):\n" + "".join(f"    print(a, {n})\n" for n in range(9))
    write(project, {"app/a.py": long, "app/b.py": long})
    done = lint_in(project)("check", "--select=SST102", "--no-show-source", FORCE_COLOR="1", COLUMNS="150")
    assert ("app/b.py" in done.stdout, "print(" in done.stdout) == (True, False)

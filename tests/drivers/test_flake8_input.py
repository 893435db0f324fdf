"""flake8 with the plugin on what it is given on standard input, and on what is broken."""

import os
import sys
from pathlib import Path

import pytest

from tests.drivers.cli import TWICE, Done, write
from tests.drivers.flake8 import METHODS, flake8, flake8_by, shown

pytestmark = pytest.mark.slow

AGAIN = "SST106 f is defined again; the definition on line 1 is lost"
NO_GONE = "SST307 app.core has no gone"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    return write(
        root, {"setup.cfg": "[flake8]\n", "app/core.py": "x = 1\n", "app/use.py": "import app.core\n"}
    )


def of_buffer(project: Path, text: str | bytes, name: str, *arguments: str) -> list[str]:
    content = text.encode() if isinstance(text, str) else text
    return shown(project, "-", "--stdin-display-name", name, *arguments, stdin=content)


def ours(done: Done) -> list[str]:
    return [line for line in done.stdout.splitlines() if ": SST" in line]


# ------------------------------------------------------------------------------------------- the buffer


@pytest.mark.parametrize("name", ["app/use.py", "./app/use.py", "app/new.py", "new/deep/x.py"])
def test_the_buffer_stands_for_the_file(project: Path, name: str) -> None:
    assert of_buffer(project, "from app.core import gone\n", name) == [f"{name}:1:22: {NO_GONE}"]


def test_the_buffer_is_what_other_files_import(project: Path) -> None:
    """The file itself imports what it does not have any more."""
    text = "x = 1\nfrom app.core import y\n"
    assert of_buffer(project, text, "app/core.py", "--select=SST307") == [
        "app/core.py:2:22: SST307 app.core has no y"
    ]


def test_an_absolute_name_is_kept(project: Path) -> None:
    name = str(project / "app/use.py")
    assert of_buffer(project, TWICE, name) == [f"{name}:5:5: {AGAIN}"]


def test_the_file_on_disk_counts_again_afterwards(project: Path) -> None:
    of_buffer(project, TWICE, "app/use.py")
    assert shown(project) == []


def test_flake8_sees_the_buffer_too(project: Path) -> None:
    done = flake8(project, "-", "--stdin-display-name", "app/use.py", stdin=b"import os\n")
    assert done.stdout == "app/use.py:1:1: F401 'os' imported but unused\n"


def test_noqa_in_the_buffer_counts(project: Path) -> None:
    assert of_buffer(project, "from app.core import gone  # noqa\n", "app/use.py") == []


@pytest.mark.parametrize(
    "text",
    [
        b"\xef\xbb\xbffrom app.core import gone\r\n",
        "from app.core import gone  # ä".encode(),
        "# coding: latin-1\nfrom app.core import gone; \xe4 = '\xe4'\n".encode("latin-1"),
    ],
    ids=["bom", "utf-8", "latin-1"],
)
def test_the_encoding_is_that_of_a_file(project: Path, text: bytes) -> None:
    (line,) = of_buffer(project, text, "app/use.py")
    assert line.endswith(NO_GONE)


def test_another_plugin_may_have_read_the_buffer(project: Path) -> None:
    write(project, {
        "setup.cfg": "[flake8]\n[flake8:local-plugins]\nextension = AAA = first:First\npaths = plugins\n",
        "plugins/first.py": "from flake8.utils import stdin_get_value\n\n\nclass First:\n"
        "    def __init__(self, tree): pass\n    def run(self): return []\n"
        "    def parse_options(options): stdin_get_value()\n",
    })  # fmt: skip
    text = "# coding: latin-1\nfrom app.core import gone  # \xe4\n".encode("latin-1")
    assert of_buffer(project, text, "app/use.py") == [f"app/use.py:2:22: {NO_GONE}"]


def test_what_does_not_parse_is_for_flake8_to_tell(project: Path) -> None:
    done = flake8(project, "-", "--stdin-display-name", "app/use.py", stdin=b"def f(:\n")
    assert done.stderr == ""
    assert [line.split()[1] for line in done.stdout.splitlines() if not line.startswith(" ")] == ["E999"]


def test_what_cannot_be_decoded_fails_as_without_the_plugin(project: Path) -> None:
    def failure(*arguments: str) -> str:
        done = flake8(project, "-", "--stdin-display-name", "app/use.py", *arguments, stdin=b"# \xff\n")
        return done.stderr.splitlines()[-1]

    assert failure() == failure("--select=E")


def test_a_buffer_without_a_name_is_no_file_of_the_project(project: Path) -> None:
    assert shown(project, "-", stdin=TWICE.encode()) == []
    assert not (project / ".ssot_cache").exists()


@pytest.mark.parametrize("name", ["../outside.py", "/nowhere/x.py", "notes.txt"])
def test_a_buffer_from_outside_has_nothing_of_ours(project: Path, name: str) -> None:
    assert of_buffer(project, TWICE, name) == []


def test_what_the_policy_excludes_has_nothing_of_ours(project: Path) -> None:
    write(project, {"compliance.yaml": "version: 1\nexclude: [old/]\n", "old/x.py": TWICE})
    assert (shown(project), of_buffer(project, TWICE, "old/new.py")) == ([], [])


@pytest.mark.parametrize("name", ["a b.py", "50%s.py", "ä/ü.py", "-x.py", "::error::x.py"])
def test_any_name_is_a_path(project: Path, name: str) -> None:
    write(project, {name: TWICE})
    assert shown(project) == [f"./{name}:5:5: {AGAIN}"]


# -------------------------------------------------------------------------------------- what is not there


def test_a_file_outside_of_the_project_costs_nothing(project: Path) -> None:
    write(project.parent, {"outside.py": TWICE})
    assert shown(project, "../outside.py") == []
    assert not (project / ".ssot_cache").exists()


def test_a_directory_that_nothing_marks_is_not_analysed(project: Path) -> None:
    (project / "setup.cfg").unlink()
    write(project, {"x.py": TWICE})
    assert shown(project) == []
    assert not (project / ".ssot_cache").exists()


def test_a_file_that_is_gone_is_for_flake8_to_tell(project: Path) -> None:
    done = flake8(project, "app/gone.py", "app/use.py")
    assert [line.split(": ")[1][:4] for line in done.stdout.splitlines()] == ["E902", "F401"]


def test_an_empty_project_is_no_fault(project: Path) -> None:
    write(project, {"compliance.yaml": "version: 1\nexclude: [app/]\n"})
    assert shown(project) == []


# ------------------------------------------------------------------------------------------ what is broken

BROKEN = {"compliance.yaml": "version: 1\nfactories:\n  app.core:X: {}\nunknown: 1\n"}
NO_POLICY = (
    "SST000 the policy does not load: compliance.yaml line 3, column 3: missing key 'use'"
    " (1 more: see `ssot-lint check`)"
)


def test_a_broken_policy_is_one_line(project: Path) -> None:
    write(project, BROKEN)
    (line,) = shown(project)
    assert line.partition(":1:1: ")[2] == NO_POLICY


@pytest.mark.parametrize("method", METHODS)
def test_a_broken_policy_is_one_line_of_all_workers(project: Path, method: str) -> None:
    write(project, BROKEN)
    (line,) = ours(flake8(project, "-j2", command=flake8_by(method)))
    assert line.endswith(NO_POLICY)


def test_a_broken_policy_shows_in_a_buffer(project: Path) -> None:
    write(project, BROKEN)
    assert of_buffer(project, "", "app/use.py") == [f"app/use.py:1:1: {NO_POLICY}"]


def test_it_is_told_at_the_first_file_that_shows_it(project: Path) -> None:
    write(project, {**BROKEN, "a.py": "def f(:\n", "b.py": "# flake8: noqa\n", "c.py": ""})
    assert shown(project, "a.py", "gone.py", "b.py", "c.py", "app") == [f"c.py:1:1: {NO_POLICY}"]


def test_it_can_be_ignored_as_any_other(project: Path) -> None:
    write(project, BROKEN)
    assert shown(project, "--extend-ignore=SST000") == []


def test_a_finding_in_the_policy_is_told_once(project: Path) -> None:
    write(project, {"compliance.yaml": "version: 1\ncanonical:\n  - symbol: app.core:Gone\n"})
    (line,) = shown(project, "app/use.py", "app/core.py")
    assert line.startswith("app/use.py:1:1: SST003 compliance.yaml line 3, column 13: ")


CRASH = (
    "import sys; from flake8.main.cli import main; import ssot_lint.drivers.flake8, ssot_lint.{module};"
    " ssot_lint.{module}.{function} = lambda *given, **named: 1 // 0; sys.exit(main())"
)


def test_a_crash_is_one_line(project: Path) -> None:
    crash = CRASH.format(module="run", function="run")
    done = flake8(project, command=(sys.executable, "-c", crash))
    (line,) = ours(done)
    assert line.partition(":1:1: ")[2] == (
        "SST000 internal error: ZeroDivisionError: integer division or modulo by zero;"
        " please report what `ssot-lint --debug check` prints"
    )
    assert (done.returncode, done.stderr) == (1, "")


def test_an_incomplete_analysis_is_one_line(project: Path) -> None:
    crash = CRASH.format(module="parallel", function="read")
    (line,) = ours(flake8(project, "--select=SST000", command=(sys.executable, "-c", crash)))
    assert line.partition(":1:1: ")[2].startswith(
        "SST000 the analysis is incomplete: app/core.py: extraction failed"
    )


def test_a_message_holds_no_control_characters(project: Path) -> None:
    write(
        project,
        {
            "compliance.yaml": "version: 1\nimports:\n  boundaries:\n"
            '    - {name: n, from: "**", deny: [os], why: "\\e[31m::error::\\nred"}\n',
            "app/use.py": "import os\n",
        },
    )
    (line,) = shown(project)
    assert line.isprintable()


def test_a_crash_is_one_line_of_all_workers(project: Path) -> None:
    crash = CRASH.format(module="run", function="run").replace(
        "sys.exit", "import multiprocessing; multiprocessing.set_start_method('spawn'); sys.exit"
    )
    (line,) = ours(flake8(project, "-j2", command=(sys.executable, "-c", crash)))
    assert "SST000 internal error: ZeroDivisionError" in line


@pytest.mark.skipif(sys.platform == "darwin", reason="the file system takes no such name")
def test_workers_show_the_same_beside_a_name_that_is_no_text(project: Path) -> None:
    (project / os.fsdecode(b"\xff.py")).write_text(TWICE)
    write(project, {"app/use.py": TWICE})
    done = flake8(project, "-j2", "app", "--select=SST", command=flake8_by("spawn"))
    assert done.stdout == f"app/use.py:5:5: {AGAIN}\n"

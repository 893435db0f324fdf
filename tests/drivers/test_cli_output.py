"""Where reports go: files are replaced whole or not at all, stdout takes any text."""

import os
import stat
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from ssot_lint.drivers.cli.output import opened
from ssot_lint.errors import UsageError
from tests.drivers.cli import TWICE, lint_in, write


def test_a_file_holds_the_report(tmp_path: Path) -> None:
    with opened(tmp_path / "report.txt") as write:
        write("é\n")
    assert (tmp_path / "report.txt").read_bytes() == "é\n".encode()


def test_a_failed_run_leaves_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text("old")
    with suppress(ZeroDivisionError), opened(tmp_path / "report.txt") as write:
        write("new")
        raise ZeroDivisionError
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"report.txt": "old"}


def test_an_existing_file_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "report.txt").touch(0o640)
    with opened(tmp_path / "report.txt") as write:
        write("new")
    assert stat.S_IMODE((tmp_path / "report.txt").stat().st_mode) == 0o640


def test_a_new_file_has_the_mode_that_the_umask_allows(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        with opened(tmp_path / "report.txt") as write:
            write("new")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "report.txt").stat().st_mode) == 0o640


def test_a_link_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("report.txt")
    with opened(tmp_path / "link") as write:
        write("new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "report.txt").read_text() == "new"


def test_a_device_is_written_to_and_not_replaced() -> None:
    with opened(Path(os.devnull)) as write:
        write("gone")
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


def test_a_missing_directory_is_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "none" / "report.txt"
    with pytest.raises(UsageError) as caught, opened(path):
        pass
    assert str(caught.value) == f"{path}: cannot write the report: No such file or directory"


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": ""}, False),
        ({"TTY_COMPATIBLE": "1"}, True),
    ],
    ids=str,
)
def test_a_pipe_gets_colours_only_where_it_is_to_be_taken_for_a_terminal(
    tmp_path: Path, environment: dict[str, str], coloured: bool
) -> None:
    lint = lint_in(write(tmp_path, {"app.py": TWICE}))
    assert ("\x1b[" in lint("check", TERM="xterm", **environment).stdout) is coloured


STDOUT = "from ssot_lint.drivers.cli.output import write_stdout; write_stdout({text})"


def test_stdout_takes_any_text_in_the_c_locale() -> None:
    command = [sys.executable, "-c", STDOUT.format(text=ascii("é\udcff\n"))]
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii:strict"}
    done = subprocess.run(command, capture_output=True, env=environment, check=True)
    assert done.stdout == "é\\udcff\n".encode()


def test_a_reader_who_has_gone_is_no_error() -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-c", STDOUT.format(text="'line' * 1_000_000")]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")

"""`check --select` on a terminal shows a copy beside what it copies; nowhere else does anything change."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
from pathlib import Path

import pytest

from tests.drivers.cli import MODULE, PATIENCE, Lint, lint_in, write

pytestmark = pytest.mark.slow

BODY = "".join(f"    price_{n} = sorted(items, {n})\n" for n in range(6))
SOURCES = {
    "a.py": f"def total(items):\n{BODY}    return price_0\n",
    "old/a.py": f"import os\n\n\ndef total(items):\n{BODY}    return price_0\n",
}


@pytest.fixture
def lint(tmp_path: Path) -> Lint:
    return lint_in(write(tmp_path, SOURCES))


def on_terminal(project: Path, columns: int, *arguments: str, **more: str) -> str:
    """What the command writes to a terminal of so many columns, without its styles."""
    reader, writer = pty.openpty()
    fcntl.ioctl(writer, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    environment = {**os.environ, "TERM": "xterm", **more}
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        environment.pop(name, None)
    process = subprocess.Popen(
        [*MODULE, *arguments], cwd=project, env=environment,
        stdin=subprocess.DEVNULL, stdout=writer, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writer)
    chunks = []
    try:
        while chunk := os.read(reader, 65536):
            chunks.append(chunk)
    except OSError:  # how Linux tells that the other end is closed
        pass
    process.wait(PATIENCE)
    os.close(reader)
    return re.sub(r"\x1b\[[0-9;]*m", "", b"".join(chunks).decode()).replace("\r\n", "\n")


def test_a_wide_terminal_shows_two_columns(lint: Lint, tmp_path: Path) -> None:
    text = on_terminal(tmp_path, 120, "check", "--select", "SST1")
    assert re.search(r"^1 def total\(items\): +│  4 def total\(items\):$", text, re.M)


def test_a_narrow_terminal_shows_a_diff(lint: Lint, tmp_path: Path) -> None:
    text = on_terminal(tmp_path, 119, "check", "--select", "SST1")
    assert "\n--- a.py:1\n+++ old/a.py:4\n" in text


def test_a_report_that_is_recalled_shows_it_too(lint: Lint, tmp_path: Path) -> None:
    first = on_terminal(tmp_path, 120, "check", "--select", "SST1")
    assert on_terminal(tmp_path, 120, "check", "--select", "SST1") == first
    assert "│" in first


def test_who_asks_for_no_rule_is_shown_the_places_alone(lint: Lint, tmp_path: Path) -> None:
    text = on_terminal(tmp_path, 120, "check")
    assert "SST102" in text
    assert "│" not in text


def test_a_pipe_is_shown_the_places_alone(lint: Lint) -> None:
    text = lint("check", "--select", "SST1", COLUMNS="120").stdout
    assert "SST102" in text
    assert "│" not in text


def test_a_pipe_that_is_to_be_taken_for_a_terminal_is_one(lint: Lint) -> None:
    assert "│" in lint("check", "--select", "SST1", FORCE_COLOR="1", COLUMNS="120").stdout


def test_a_file_is_no_terminal(lint: Lint, tmp_path: Path) -> None:
    lint("check", "--select", "SST1", "--output", "report.txt", FORCE_COLOR="1", COLUMNS="120")
    assert "│" not in (tmp_path / "report.txt").read_text(encoding="utf-8")


def test_the_exit_code_is_that_of_the_findings(lint: Lint) -> None:
    assert lint("check", "--select", "SST1", FORCE_COLOR="1").returncode == 1

"""Completion, in the real shells, by the lines that the README tells to put into their settings."""

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.drivers.cli import PATIENCE, write
from tests.test_readme import SECTIONS

LINES = {shell: "".join(SECTIONS["Install"].blocks[shell]) for shell in ("bash", "zsh", "fish")}
ENVIRONMENT = {
    **os.environ,
    "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    "TERM": "dumb",
    "INPUTRC": os.devnull,
    "LC_ALL": "C.UTF-8",
}
READY = "now >"

TO_THE_START, ENTER, TAB = "\x01", "\r", "\t"

# What is typed, and how its last word goes on.
WORDS = {
    "ssot-lint dup": "duplicates",
    "ssot-lint check --stdin-d": "--stdin-display-name",
    "ssot-lint check --format rdj": "rdjson",
    "ssot-lint score --format shi": "shields",
    "ssot-lint check --select SST11": "SST110",
    "ssot-lint check --ignore SST101 --select SST11": "SST110",
    "ssot-lint check app/us": "app/use.py",
    "ssot-lint rules SST11": "SST110",
}

pytestmark = pytest.mark.slow


def needs(shell: str) -> pytest.MarkDecorator:
    """Skips a test where a shell is not installed; that of CI is complete."""
    missing = shutil.which(shell) is None and "CI" not in os.environ
    return pytest.mark.skipif(missing, reason=f"apt-get install {shell}")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The home of a user whose shells have the lines of the README; `told` writes down its arguments."""
    rest = f"told() {{ printf '%s\\n' \"$@\" > told.part; mv told.part told.txt; }}\nPS1='{READY} '\n"
    complete = "autoload -Uz compinit && compinit -u -D\n"
    files = {".bashrc": LINES["bash"] + rest, ".zshrc": complete + LINES["zsh"] + rest, "app/use.py": ""}
    return write(tmp_path, files)


def completed(home: Path, command: list[str], line: str) -> list[str]:
    """The words of a line, as the shell has them after the key was pressed."""
    terminal, shell_side = pty.openpty()
    environment = ENVIRONMENT | {"HOME": str(home), "ZDOTDIR": str(home)}
    with subprocess.Popen(
        command,
        cwd=home,
        env=environment,
        stdin=shell_side,
        stdout=shell_side,
        stderr=shell_side,
        start_new_session=True,
    ) as shell:
        try:
            _await(terminal, lambda seen: READY in seen)
            os.write(terminal, f"{line}{TAB}{TO_THE_START}told {ENTER}".encode())
            _await(terminal, lambda seen: (home / "told.txt").exists())
        finally:
            shell.kill()
            os.close(shell_side)
            os.close(terminal)
    return (home / "told.txt").read_text().splitlines()


def _await(terminal: int, done: Callable[[str], bool]) -> None:
    seen, end = "", time.monotonic() + PATIENCE
    while not done(seen):
        assert time.monotonic() < end, seen
        if select.select([terminal], [], [], 0.05)[0]:
            seen += os.read(terminal, 4096).decode(errors="replace")


@pytest.mark.parametrize("line", WORDS)
@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["bash", "-i"], marks=needs("bash"), id="bash"),
        pytest.param(["zsh", "-d", "-i"], marks=needs("zsh"), id="zsh"),
    ],
)
def test_a_word_is_completed(home: Path, command: list[str], line: str) -> None:
    assert completed(home, command, line) == [*line.split()[:-1], WORDS[line]]


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["bash", "-i"], marks=needs("bash"), id="bash"),
        pytest.param(["zsh", "-d", "-i"], marks=needs("zsh"), id="zsh"),
    ],
)
def test_the_last_code_of_a_list_is_completed(home: Path, command: list[str]) -> None:
    assert completed(home, command, "ssot-lint check --select SST101,SST11")[-1] == "SST101,SST110"


def offered(home: Path, line: str) -> list[str]:
    """What fish offers, each with its description."""
    script = f"{LINES['fish']}\ncomplete -C '{line}'"
    done = subprocess.run(
        ["fish", "--no-config", "-c", script],
        cwd=home,
        env=ENVIRONMENT | {"HOME": str(home)},
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=True,
    )
    return done.stdout.splitlines()


@pytest.mark.parametrize("line", WORDS)
@needs("fish")
def test_fish_offers_the_word(home: Path, line: str) -> None:
    assert [each.partition("\t")[0] for each in offered(home, line)] == [WORDS[line]]


@needs("fish")
def test_a_code_is_offered_with_the_name_of_its_rule(home: Path) -> None:
    assert offered(home, "ssot-lint check --select SST11") == ["SST110\thomonym-class"]

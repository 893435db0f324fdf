"""A repository that means harm, and every command that asks git about it: nothing of it is run or obeyed."""

from pathlib import Path

import pytest

from tests.drivers.cli import TWICE, lint_in, write
from tests.unit.trees import git

pytestmark = pytest.mark.slow

SETTINGS = (
    "filter.evil.smudge", "filter.evil.clean", "filter.evil.process", "diff.evil.textconv",
    "diff.evil.command", "diff.external", "core.fsmonitor", "core.pager", "core.sshCommand",
    "core.gitProxy", "core.editor", "core.askPass", "credential.helper", "gpg.program",
    "uploadpack.packObjectsHook", "remote.origin.uploadpack", "pager.log", "pager.blame", "alias.log",
)  # fmt: skip
HOOKS = ("post-checkout", "post-index-change", "reference-transaction", "pre-commit", "pre-auto-gc")
COMMANDS = (
    ("check",),
    ("check", "--diff-base=HEAD~1"),
    ("check", "--changed"),
    ("score", "--diff-base=HEAD~1"),
    ("compare", "HEAD~1"),
    ("trend", "--every=1"),
    ("report",),
    ("suppressions",),
    ("baseline", "write"),
)


@pytest.fixture
def evil(tmp_path: Path) -> Path:
    """A checkout of two commits, in which git is told to run a trap wherever it can be."""
    root = write(tmp_path / "project", {"a.py": TWICE, "pyproject.toml": ""})
    git(root, "init", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-m", "one")
    write(root, {"b.py": "x = 1  # ssot: ignore[SST106] -- so\n"})
    write(root, {".gitattributes": "* filter=evil diff=evil textconv=evil merge=evil\n"})
    git(root, "add", "-A")
    git(root, "commit", "-m", "two")
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch '{tmp_path}/sprung'\ncat\n")
    trap.chmod(0o755)
    for name in SETTINGS:
        git(root, "config", name, str(trap))
    git(root, "config", "log.showSignature", "true")
    git(root, "config", "core.hooksPath", str(tmp_path / "hooks"))
    (tmp_path / "hooks").mkdir()
    for folder in (tmp_path / "hooks", root / ".git/hooks"):
        for hook in HOOKS:
            (folder / hook).symlink_to(trap)
    return write(root, {"a.py": f"# changed\n{TWICE}"})


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_program_of_the_repository_is_run(evil: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    done = lint_in(evil)(*command)
    assert done.returncode in (0, 1), done.stderr
    assert not (tmp_path / "sprung").exists()


def test_the_trap_is_one(evil: Path, tmp_path: Path) -> None:
    """Without this the test above would hold for a trap that never springs."""
    git(evil, "status")
    assert (tmp_path / "sprung").exists()


# ------------------------------------------------------------------------- what a terminal would obey

ESCAPE = "\x1b[2J\x9b\u202e"


@pytest.fixture
def escaping(tmp_path: Path) -> Path:
    """A project whose paths, reasons and sources hold what a terminal would obey."""
    waived = TWICE.replace("f():\n    return 2", f"f():  # ssot: ignore[SST106] -- so{ESCAPE}\n    return 2")
    sources = {f"{ESCAPE}a.py": TWICE, "b.py": waived, "c.py": f"x = '</script>{ESCAPE}'\n{TWICE}"}
    root = write(tmp_path, {"pyproject.toml": "", **sources})
    git(root, "init")
    return root


@pytest.mark.parametrize(
    "command", [("baseline", "write"), ("baseline", "show", "--all"), ("suppressions",)], ids=" ".join
)
def test_what_is_printed_is_printable(escaping: Path, command: tuple[str, ...]) -> None:
    if command[1:2] == ("show",):
        lint_in(escaping)("baseline", "write")
    done = lint_in(escaping)(*command)
    assert done.returncode == 0, done.stderr
    assert done.stdout
    assert [char for char in done.stdout + done.stderr if not char.isprintable() and char != "\n"] == []

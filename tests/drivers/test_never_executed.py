"""The analysed tree is never imported or executed, neither by the command nor by its worker processes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ssot_lint.parallel import WORTH_FILES
from tests.drivers.cli import MODULE, SCRIPT, TWICE, document, lint_in, write

SPRUNG = "sprung"
TRAP = f"import pathlib, os\npathlib.Path(os.environ['{SPRUNG.upper()}']).touch()\n"
MODULES = (
    "ast", "click", "yaml", "sitecustomize", "usercustomize", "msgspec", "pathspec", "numpy", "libcst",
    "subprocess", "tokenize", "encodings", "ssot_checks",
)  # fmt: skip
METADATA = {
    "trap-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: trap\nVersion: 1\n",
    "trap-1.dist-info/entry_points.txt": "[ssot_lint.checks]\ntrap = trap\n",
    "trap/__init__.py": TRAP,
    "trap/rule/__init__.py": TRAP,
    "trap/rule/check.py": TRAP,
}


def trapped(root: Path, *modules: str) -> Path:
    """A project so large that workers are started, in which each of some modules gives itself away."""
    write(root, {f"m{number}.py": TWICE for number in range(WORTH_FILES)})
    return write(root, {"pyproject.toml": "", **{f"{name}.py": TRAP for name in modules}, **METADATA})


@pytest.mark.parametrize(
    ("command", "modules"),
    [
        (SCRIPT, (*MODULES, "ssot_lint")),
        (MODULE, tuple({*MODULES} - {"subprocess", "tokenize", "encodings"})),
    ],
    ids=["script", "module"],
)
def test_the_analysed_tree_is_never_executed(
    tmp_path: Path, command: tuple[str, ...], modules: tuple[str, ...]
) -> None:
    project = trapped(tmp_path / "project", *sorted(modules))
    done = lint_in(project, command)(
        "check", "--format", "json", "--jobs", "2", SPRUNG=str(tmp_path / SPRUNG), SSOT_LINT_DEBUG="1"
    )
    report = document(done)
    assert (done.returncode, done.stderr, report["incomplete"]) == (1, "", [])
    assert report["files"]["analysed"] == WORTH_FILES + len(modules) + 3
    assert not (tmp_path / SPRUNG).exists()


def test_the_trap_is_one(tmp_path: Path) -> None:
    """Without this the test above would hold for a trap that never springs."""
    project = trapped(tmp_path / "project", "ast")
    subprocess.run(
        [sys.executable, "-S", "-c", "import ast"],
        cwd=project,
        env={**os.environ, SPRUNG.upper(): str(tmp_path / SPRUNG)},
        check=True,
    )
    assert (tmp_path / SPRUNG).exists()

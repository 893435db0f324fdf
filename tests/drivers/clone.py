"""What a clone of this project has of what is installed from it, and pip that installs it."""

import os
import shutil
from pathlib import Path

import pytest

from tests.drivers.cli import Done

ROOT = Path(__file__).resolve().parents[2]
FILES = (".pre-commit-hooks.yaml", "action.yml", "pyproject.toml", "setup.py", "README.md", "LICENSE")
FOLDERS = ("ssot_lint", "checks")
BUILT = shutil.ignore_patterns("__pycache__", ".*")

IN_ALL = 540.0  # seconds, of pip with all that it fetches


def copied(root: Path) -> Path:
    """Make the clone."""
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, root / folder, ignore=BUILT)
    for file in FILES:
        shutil.copy(ROOT / file, root)
    return root


def demand_installed(done: Done) -> None:
    """Skip where pip could not install it, as on a machine without a network; CI has one."""
    if done.returncode and "CI" not in os.environ:
        pytest.skip(f"pip cannot install it here: {done.stdout[-300:]}{(done.stderr or '')[-300:]}")
    assert done.returncode == 0, done.stdout

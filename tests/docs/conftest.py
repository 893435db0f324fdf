"""The site, built once for all tests that look at it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
IN_ALL = 300.0  # seconds


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `make docs` fills."""
    folder = tmp_path_factory.mktemp("site") / "of docs"
    subprocess.run([sys.executable, "-m", "docs", str(folder)], cwd=ROOT, check=True, timeout=IN_ALL)
    return folder

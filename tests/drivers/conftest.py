"""What the tests of comparisons are given; others make a project of their own."""

from pathlib import Path

import pytest

from tests.drivers.cli import Lint, lint_in
from tests.drivers.histories import BEFORE, begin


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """The checkout before the refactoring."""
    root = tmp_path / "shop"
    begin(root, BEFORE)
    return root


@pytest.fixture
def lint(shop: Path) -> Lint:
    """The command in the shop."""
    return lint_in(shop)

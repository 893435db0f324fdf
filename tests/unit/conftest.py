"""What the tests of the cache, and of runs after another, are given."""

import os

import pytest

from ssot_lint.cache import stamps
from ssot_lint.extract.read import read
from ssot_lint.model import Sought
from tests.unit.cached import Clock, record_reads


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was changed a moment ago is well past."""
    monkeypatch.setattr(stamps, "MARGIN", 50_000_000)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The contents that were read for a blob id."""
    return record_reads(monkeypatch)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The time of day, to be set."""
    return Clock(monkeypatch)


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are extracted, as they are."""
    names: list[str] = []

    def noted(path: str, sought: Sought | None) -> object:
        names.append(os.path.basename(path))
        return read(path, sought)

    monkeypatch.setattr("ssot_lint.parallel.read", noted)
    return names

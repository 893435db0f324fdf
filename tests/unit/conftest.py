"""What the tests of the cache are given."""

import pytest

from ssot_lint.cache import stamps
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

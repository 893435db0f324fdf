"""What the tests of the cache, and of runs after another, are given."""

import os

import pytest

import ssot_lint.analysis
from ssot_lint.cache import stamps
from ssot_lint.extract.read import read, reading_of
from ssot_lint.model import Sought, Stamp
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


@pytest.fixture
def extracted(monkeypatch: pytest.MonkeyPatch, parsed: list[str]) -> list[str]:
    """What is extracted: the names of files as they are, the contents of commits and of buffers."""

    def noted(source: bytes, stamp: Stamp | None = None, sought: Sought | None = None) -> object:
        parsed.append(source.decode())
        return reading_of(source, stamp, sought)

    monkeypatch.setattr("ssot_lint.parallel.reading_of", noted)
    return parsed


@pytest.fixture
def analysed(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """One entry for each time that something is analysed and not recalled."""
    times: list[bool] = []
    analyse = ssot_lint.analysis.analyse

    def noted(*arguments: object) -> object:
        times.append(True)
        return analyse(*arguments)  # type: ignore[arg-type] # what it was given

    monkeypatch.setattr(ssot_lint.analysis, "analyse", noted)
    return times

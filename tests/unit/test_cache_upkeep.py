"""The cache writes no more than it must, and keeps neither what is old nor more than it may."""

import os
import time
from contextlib import suppress
from pathlib import Path

import pytest

from ssot_lint.cache import info, open_cache, stamps
from ssot_lint.cache.entries import DAY, KEPT, Entries
from ssot_lint.cache.spaces import REPORTS
from ssot_lint.model import blob_id
from tests.unit.cached import OTHER_TOOL, TOOL, Clock, fill, held, run, run_once, tree


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "project").mkdir()
    return tmp_path / "project"


@pytest.fixture
def home(root: Path) -> Path:
    return root / ".ssot_cache"


def test_what_is_interrupted_is_not_written(tmp_path: Path) -> None:
    entries = Entries(tmp_path / "facts.db")
    with suppress(KeyboardInterrupt), entries.writing():
        entries.put(REPORTS, b"key", b"report")
        raise KeyboardInterrupt
    assert entries.get(REPORTS, b"key") is None
    with entries.writing():
        entries.put(REPORTS, b"key", b"another")
    assert entries.get(REPORTS, b"key") == b"another"
    entries.close()


def test_a_run_that_learns_nothing_writes_nothing(root: Path, home: Path) -> None:
    paths = tree(root, {"a.py": "a"})
    for file in paths:
        os.utime(root / file, (1, 1))
    run_once(home, root, paths)
    before = (home / "facts.db").stat()
    with open_cache(home, TOOL) as cache:
        run(cache, root, paths)
        cache.report(b"none")
    after = (home / "facts.db").stat()
    assert (after.st_mtime_ns, after.st_size) == (before.st_mtime_ns, before.st_size)


def test_closing_writes_nothing_that_is_saved_already(
    root: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamps, "MARGIN", 0)
    paths = tree(root, {"a.py": "a"})
    time.sleep(0.1)
    with open_cache(home, TOOL) as cache:
        run(cache, root, paths)
        before = (home / "facts.db").stat().st_mtime_ns
    assert info(home).stamps == 1
    assert (home / "facts.db").stat().st_mtime_ns == before


def test_what_is_not_used_for_a_month_is_dropped(home: Path, clock: Clock) -> None:
    blobs = fill(home, [b"used", b"unused"])
    for _ in range(3):
        clock.ahead += KEPT / 2 - DAY
        held(home, blobs[:1])
    assert held(home, blobs) == [True, False]


def test_facts_of_another_extractor_stay_while_they_are_used(home: Path, clock: Clock) -> None:
    blobs = fill(home, [b"shared"])
    fill(home, [b"shared"], OTHER_TOOL)
    for _ in range(3):
        clock.ahead += KEPT / 2 - DAY
        held(home, blobs)
        held(home, blobs, OTHER_TOOL)
    assert info(home).facts == {TOOL: 1, OTHER_TOOL: 1}


def test_facts_stay_as_long_as_a_report_of_them_is_used(root: Path, home: Path, clock: Clock) -> None:
    paths = tree(root, {"a.py": "a"})
    with open_cache(home, TOOL) as cache:
        run(cache, root, paths)
        cache.save_report(b"key", b"report")
    for _ in range(3):
        clock.ahead += KEPT / 2 - DAY
        with open_cache(home, TOOL) as cache:
            cache.blob_ids(root, paths)
            assert cache.report(b"key") == b"report"
    assert held(home, [blob_id(b"a")]) == [True]


def test_use_is_recorded_once_a_day(home: Path, clock: Clock) -> None:
    blobs = fill(home, [b"a"])
    clock.ahead += 2 * DAY
    held(home, blobs)
    before = (home / "facts.db").stat().st_mtime_ns
    clock.ahead += DAY / 2
    held(home, blobs)
    assert (home / "facts.db").stat().st_mtime_ns == before


def test_a_clock_that_was_far_ahead_keeps_nothing_for_ever(home: Path, clock: Clock) -> None:
    clock.ahead = 100 * KEPT
    blobs = fill(home, [b"used", b"unused"])
    clock.ahead = 0
    held(home, blobs[:1])
    assert held(home, blobs) == [True, False]


def test_what_was_used_first_goes_when_the_cache_is_too_large(home: Path, clock: Clock) -> None:
    limit = 4 << 20
    large = [os.urandom(300_000) for _ in range(24)]
    blobs = []
    for content in large:
        clock.ahead += DAY / 24
        blobs += fill(home, [content], limit=limit)
        assert (home / "facts.db").stat().st_size < limit + (1 << 20)
    assert held(home, blobs) == sorted(held(home, blobs))
    assert 5 < sum(held(home, blobs)) < 15


def test_the_file_shrinks_when_much_of_it_is_dropped(home: Path, clock: Clock) -> None:
    fill(home, [os.urandom(300_000) for _ in range(40)])
    clock.ahead += KEPT / 2
    blobs = fill(home, [b"recent"])
    clock.ahead += KEPT / 2 + DAY
    held(home, blobs)
    assert (home / "facts.db").stat().st_size < 1 << 20

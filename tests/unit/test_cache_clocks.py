"""A blob id is right whatever clock the file system has, and whatever is done to the files."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssot_lint.cache import open_cache, stamps
from ssot_lint.model import blob_id
from tests.unit.cached import TOOL, CoarseOs, blob_ids, run_once, settle, tree

SECOND = 1_000_000_000
TICK = 40_000_000  # of the clock of files, where it is made coarse


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project of which the cache holds some facts already."""
    root = tmp_path / "project"
    run_once(root / ".ssot_cache", root, tree(root, {"first.py": "first"}))
    return root


@pytest.mark.usefixtures("hasty")
def test_no_stamp_counts_after_the_clock_was_set_back(
    root: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tree(root, {"a.py": "a"})
    settle(root, "a.py")
    reads.clear()
    real = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: real() - 3600 * SECOND)
    assert (blob_ids(root, "a.py"), reads) == ([blob_id(b"a")], ["a"])


@pytest.mark.usefixtures("hasty")
def test_no_stamp_is_kept_on_a_file_system_with_whole_seconds(
    root: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamps, "os", CoarseOs(SECOND, 0))
    tree(root, {"a.py": "a"})
    time.sleep(1.1)
    settle(root, "a.py")
    reads.clear()
    assert (blob_ids(root, "a.py"), reads) == ([blob_id(b"a")], ["a"])


@pytest.mark.usefixtures("hasty")
def test_no_stamp_is_kept_where_the_time_of_change_can_be_set(
    root: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Mirrored(CoarseOs):
        def _coarse(self, info: os.stat_result) -> Any:
            mirrored = super()._coarse(info)
            mirrored.st_ctime_ns = mirrored.st_mtime_ns
            return mirrored

    monkeypatch.setattr(stamps, "os", Mirrored(1, 0))
    tree(root, {"a.py": "a"})
    settle(root, "a.py")
    reads.clear()
    assert (blob_ids(root, "a.py"), reads) == ([blob_id(b"a")], ["a"])


@pytest.fixture
def memory() -> Iterator[Path]:
    """A directory on a file system of its own."""
    if not os.path.isdir("/dev/shm") or not os.access("/dev/shm", os.W_OK):
        pytest.skip("no file system in memory")
    with tempfile.TemporaryDirectory(dir="/dev/shm") as directory:
        yield Path(directory)


@pytest.mark.usefixtures("hasty")
def test_no_stamp_is_kept_on_a_file_system_other_than_that_of_the_cache(
    root: Path, memory: Path, reads: list[str]
) -> None:
    if os.lstat(memory).st_dev == os.lstat(root).st_dev:
        pytest.skip("both are one file system")
    tree(memory, {"a.py": "a"})
    time.sleep(0.1)
    for _ in range(2):
        with open_cache(root / ".ssot_cache", TOOL) as cache:
            assert cache.blob_ids(memory, ["a.py"]) == [blob_id(b"a")]
    assert reads == ["a", "a"]


@pytest.mark.usefixtures("hasty")
def test_a_slow_clock_of_the_file_system_makes_a_file_young(
    root: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(CoarseOs):
        def utime(self, handle: int, ns: tuple[int, int] | None = None) -> None:
            late = time.time_ns() - 10 * SECOND
            os.utime(handle, ns=ns or (late, late))

    monkeypatch.setattr(stamps, "os", Slow(1, 0))
    tree(root, {"a.py": "a"})
    settle(root, "a.py")
    reads.clear()
    assert (blob_ids(root, "a.py"), reads) == ([blob_id(b"a")], ["a"])


@pytest.mark.parametrize(
    ("modified", "changed", "past"),
    [
        (0, 6 * SECOND, True),
        (6 * SECOND, 0, True),
        (7 * SECOND, 0, False),
        (0, 7 * SECOND, False),
        (-1, 0, False),
        (2**70, 0, False),
    ],
)
def test_a_file_is_past_three_seconds_after_its_last_change(modified: int, changed: int, past: bool) -> None:
    info: Any = SimpleNamespace(st_mtime_ns=modified, st_ctime_ns=changed, st_dev=1)
    assert stamps.is_past(info, stamps.Clock(10 * SECOND, 1)) is past


# ---------------------------------------------------------------------------------------- whatever is done

NAMES = st.sampled_from(["a.py", "b.py"])
TIMES = st.sampled_from([0, 1, 1_500_000_000])
STEPS = st.one_of(
    st.tuples(st.just("write"), NAMES, st.sampled_from([b"1", b"2", b"3"])),
    st.tuples(st.just("replace"), NAMES, st.sampled_from([b"1", b"2", b"3"])),
    st.tuples(st.just("rename"), NAMES, NAMES),
    st.tuples(st.just("touch"), NAMES, TIMES),
    st.tuples(st.just("like"), NAMES, NAMES),
    st.tuples(st.just("remove"), NAMES, st.none()),
    st.tuples(st.just("wait"), st.none(), st.none()),
    st.tuples(st.sampled_from(["learn", "run"]), st.none(), st.none()),
)


def take(root: Path, step: str, first: Any, second: Any) -> None:
    """Do one thing to a project."""
    paths = ["a.py", "b.py"]
    present = [path for path in paths if (root / path).exists()]
    if step == "write":
        (root / first).write_bytes(second)
    elif step == "replace":
        (root / "new").write_bytes(second)
        os.replace(root / "new", root / first)
    elif step == "wait":
        time.sleep(0.1)
    elif step == "learn":
        blob_ids(root, *paths)
    elif step == "run":
        run_once(root / ".ssot_cache", root, present)
    elif first in present:
        if step == "rename":
            os.replace(root / first, root / second)
        elif step == "touch":
            os.utime(root / first, (second, second))
        elif step == "like" and second in present:
            shutil.copystat(root / second, root / first)
        elif step == "remove":
            (root / first).unlink()


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(STEPS, max_size=12))
def test_blob_ids_are_right_whatever_is_done_to_the_files(steps: list[tuple[str, Any, Any]]) -> None:
    with tempfile.TemporaryDirectory() as directory, pytest.MonkeyPatch.context() as patch:
        patch.setattr(stamps, "os", CoarseOs(TICK))
        patch.setattr(stamps, "MARGIN", TICK + 10_000_000)
        root = Path(directory)
        run_once(root / ".ssot_cache", root, tree(root, {"a.py": "1", "b.py": "1"}))
        for step, first, second in steps:
            take(root, step, first, second)
            if step not in ("learn", "run"):
                continue
            found = blob_ids(root, "a.py", "b.py")
            for path, blob in zip(("a.py", "b.py"), found, strict=True):
                file = root / path
                assert blob == (blob_id(file.read_bytes()) if file.exists() else b"")
        found = blob_ids(root, "a.py", "b.py")
        for path, blob in zip(("a.py", "b.py"), found, strict=True):
            file = root / path
            assert blob == (blob_id(file.read_bytes()) if file.exists() else b"")

"""A blob id is what git says of the content, whatever was done to the file and to its times."""

import os
import shutil
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ssot_lint.cache import info, open_cache, stamps
from ssot_lint.model import Reading, Stamp, blob_id
from tests.unit.cached import (
    TOOL,
    CoarseOs,
    blob_ids,
    git_blob_id,
    read,
    run_once,
    settle,
    tree,
)

SECOND = 1_000_000_000


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project of which the cache holds some facts already."""
    root = tmp_path / "project"
    run_once(root / ".ssot_cache", root, tree(root, {"first.py": "first"}))
    return root


# --------------------------------------------------------------------------------------- what they are


@pytest.mark.parametrize("content", [b"", b"x = 1\n", b"a\r\nb\r", b"\0\xff" * 5000], ids=repr)
def test_a_blob_id_is_the_one_of_git(root: Path, content: bytes) -> None:
    tree(root, {"a.py": content})
    assert blob_ids(root, "a.py") == [git_blob_id(root / "a.py")]


def test_without_facts_nothing_is_read(tmp_path: Path, reads: list[str]) -> None:
    tree(tmp_path, {"a.py": "a"})
    assert (blob_ids(tmp_path, "a.py"), reads) == ([b""], [])


def test_facts_of_another_extractor_are_no_reason_to_read(root: Path, reads: list[str]) -> None:
    tree(root, {"a.py": "a"})
    with open_cache(root / ".ssot_cache", "another tool") as cache:
        assert (cache.blob_ids(root, ["a.py"]), reads) == ([b""], [])


def make_link(path: Path) -> None:
    path.symlink_to("first.py")


def make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(path))


@pytest.mark.parametrize(
    "make",
    [make_link, os.mkfifo, Path.mkdir, make_socket, lambda path: None],
    ids=["link", "pipe", "dir", "socket", "none"],
)
def test_what_is_no_regular_file_has_none(
    root: Path, make: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    make(root / "odd.py")
    assert blob_ids(root, "odd.py", "first.py") == [b"", blob_id(b"first")]


@pytest.mark.parametrize("path", ["a\0b.py", "a" * 300 + ".py", "first.py/b.py", "../nowhere/a.py"])
def test_an_impossible_path_has_none(root: Path, path: str) -> None:
    assert blob_ids(root, path) == [b""]


@pytest.mark.parametrize("make", [os.mkfifo, make_link], ids=["pipe", "link"])
def test_what_takes_the_place_of_a_file_in_the_last_moment_has_none(
    root: Path, make: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    tree(root, {"a.py": "a"})
    regular = os.lstat(root / "a.py")
    (root / "a.py").unlink()
    make(root / "a.py")
    late = CoarseOs(1, 0)
    monkeypatch.setattr(late, "lstat", lambda path: regular)
    monkeypatch.setattr(stamps, "os", late)
    assert blob_ids(root, "a.py") == [b""]


@pytest.mark.usefixtures("hasty")
def test_an_undecodable_name_is_read_every_time(root: Path, reads: list[str]) -> None:
    path = os.fsdecode(b"caf\xe9.py")
    tree(root, {path: "a"})
    settle(root, path, "first.py")
    reads.clear()
    assert (blob_ids(root, path, "first.py"), reads) == ([blob_id(b"a"), blob_id(b"first")], ["a"])


# ------------------------------------------------------------------------------------- when they are read


@pytest.mark.usefixtures("hasty")
def test_an_unchanged_file_is_not_read(root: Path, reads: list[str]) -> None:
    tree(root, {"a.py": "a", "ü/b.py": "b"})
    settle(root, "a.py", "ü/b.py")
    reads.clear()
    assert (blob_ids(root, "a.py", "ü/b.py"), reads) == ([blob_id(b"a"), blob_id(b"b")], [])


@pytest.mark.usefixtures("hasty")
def test_what_a_run_has_read_is_not_read_by_the_next(tmp_path: Path, reads: list[str]) -> None:
    paths = tree(tmp_path, {"a.py": "a"})
    time.sleep(0.1)
    run_once(tmp_path / ".ssot_cache", tmp_path, paths)
    assert (blob_ids(tmp_path, "a.py"), reads) == ([blob_id(b"a")], [])


@pytest.mark.usefixtures("hasty")
def test_a_file_that_changes_while_it_is_read_is_read_again(tmp_path: Path, reads: list[str]) -> None:
    tree(tmp_path, {"a.py": "a"})
    time.sleep(0.1)
    with open_cache(tmp_path / ".ssot_cache", TOOL) as cache:
        cache.blob_ids(tmp_path, ["a.py"])
        before = Stamp.of(os.lstat(tmp_path / "a.py"))
        tree(tmp_path, {"a.py": "b"})
        reading = read(tmp_path, "a.py")
        tree(tmp_path, {"a.py": "c"})
        cache.save(tmp_path, {"a.py": Reading(reading.encoded, reading.blob, before)})
    assert blob_ids(tmp_path, "a.py") == [blob_id(b"c")]


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("differs", ["st_size", "st_mtime_ns", "st_ctime_ns", "st_ino"])
def test_a_stamp_that_differs_in_anything_does_not_count(
    root: Path, reads: list[str], differs: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Different(CoarseOs):
        def lstat(self, path: str) -> Any:
            info = super().lstat(path)
            setattr(info, differs, getattr(info, differs) + 1)
            return info

    tree(root, {"a.py": "a"})
    settle(root, "a.py")
    reads.clear()
    monkeypatch.setattr(stamps, "os", Different(1, 0))
    assert (blob_ids(root, "a.py"), reads) == ([blob_id(b"a")], ["a"])


@pytest.mark.usefixtures("hasty")
def test_the_stamp_of_another_file_is_not_kept(tmp_path: Path) -> None:
    paths = tree(tmp_path, {"a.py": "a", "b.py": "b"})
    time.sleep(0.1)
    with open_cache(tmp_path / ".ssot_cache", TOOL) as cache:
        cache.blob_ids(tmp_path, paths)
        cache.save(tmp_path, {"a.py": read(tmp_path, "b.py")})
    assert info(tmp_path / ".ssot_cache").stamps == 0


def test_a_file_that_was_just_written_is_read_again(
    root: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamps, "MARGIN", 3600 * SECOND)  # no delay of this process makes it old
    tree(root, {"a.py": "a"})
    blob_ids(root, "a.py")
    reads.clear()
    assert (blob_ids(root, "a.py"), reads) == ([blob_id(b"a")], ["a"])


@pytest.mark.usefixtures("hasty")
def test_a_file_from_the_future_is_read_every_time(root: Path, reads: list[str]) -> None:
    tree(root, {"a.py": "a"})
    os.utime(root / "a.py", (time.time() + 1000, time.time() + 1000))
    settle(root, "a.py")
    reads.clear()
    assert (blob_ids(root, "a.py"), reads) == ([blob_id(b"a")], ["a"])


@pytest.mark.usefixtures("hasty")
def test_a_forged_time_of_modification_hides_no_change(root: Path) -> None:
    tree(root, {"a.py": "a", "model.py": ""})
    shutil.copystat(root / "a.py", root / "model.py")
    settle(root, "a.py")
    tree(root, {"a.py": "b"})
    shutil.copystat(root / "model.py", root / "a.py")
    assert blob_ids(root, "a.py") == [blob_id(b"b")]


@pytest.mark.usefixtures("hasty")
def test_a_file_that_takes_the_place_of_another_is_seen(root: Path) -> None:
    tree(root, {"a.py": "a", "b.py": "b"})
    os.utime(root / "a.py", (1, 1))
    os.utime(root / "b.py", (1, 1))
    settle(root, "a.py", "b.py")
    os.replace(root / "b.py", root / "a.py")
    assert blob_ids(root, "a.py", "b.py") == [blob_id(b"b"), b""]


@pytest.mark.usefixtures("hasty")
def test_a_link_that_takes_the_place_of_a_file_is_seen(root: Path) -> None:
    tree(root, {"a.py": "a"})
    settle(root, "a.py")
    (root / "a.py").rename(root / "b.py")
    (root / "a.py").symlink_to("b.py")
    assert blob_ids(root, "a.py") == [b""]


# ------------------------------------------------------------------------------------------ what is kept


@pytest.mark.usefixtures("hasty")
def test_the_stamp_of_a_file_that_is_gone_is_dropped(root: Path) -> None:
    tree(root, {"a.py": "a", "b.py": "b", "c.py": "c"})
    settle(root, "a.py", "b.py")
    (root / "b.py").unlink()
    settle(root, "a.py", "c.py")
    assert info(root / ".ssot_cache").stamps == 2


@pytest.mark.usefixtures("hasty")
def test_the_stamps_of_files_that_were_not_asked_for_stay(root: Path, reads: list[str]) -> None:
    tree(root, {"a.py": "a", "b.py": "b"})
    settle(root, "a.py")
    settle(root, "b.py")
    reads.clear()
    blob_ids(root, "a.py", "b.py")
    assert reads == []


@pytest.mark.usefixtures("hasty")
def test_each_root_has_stamps_of_its_own(root: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    tree(root, {"a.py": "a"})
    tree(other, {"a.py": "b"})
    time.sleep(0.1)
    for _ in range(2):
        with open_cache(root / ".ssot_cache", TOOL) as cache:
            assert cache.blob_ids(root, ["a.py"]) == [blob_id(b"a")]
            assert cache.blob_ids(other, ["a.py"]) == [blob_id(b"b")]
    assert (info(root / ".ssot_cache").roots, info(root / ".ssot_cache").stamps) == (2, 2)

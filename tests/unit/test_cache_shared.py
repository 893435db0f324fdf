"""Other processes, read-only places and full disks cost hits and notes, never a run."""

import os
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from ssot_lint.cache import clear, database, info, open_cache
from ssot_lint.cache.entries import DAY
from ssot_lint.model import Reading, blob_id
from tests.unit.cached import TOOL, facts_for, run, run_once, tree

NOBODY = 65_534
PROJECT = Path(__file__).resolve().parents[2]

UNKEPT = "what is new is not kept for the next run"

WORKER = """
import random, sys
from pathlib import Path
from ssot_lint.cache import database, open_cache
from ssot_lint.model import Reading, blob_id

database.PATIENCE = 30  # the machine may be busy, too
home, seed, rounds, size = Path(sys.argv[1]), *map(int, sys.argv[2:])
rnd = random.Random(seed)
for _ in range(rounds):
    with open_cache(home, "tool") as cache:
        chosen = [b"%d" % rnd.randrange(300) for _ in range(100)]
        blobs = {blob_id(content): content * size for content in chosen}
        found = cache.facts(blobs)
        assert all(blobs[blob] == facts for blob, facts in found.items()), "wrong facts"
        new = {str(i): Reading(blobs[blob], blob) for i, blob in enumerate(blobs) if blob not in found}
        cache.save(home, new)
        cache.save_report(b"key %d" % rnd.randrange(20), b"report")
        assert cache.report(b"key 1") in (None, b"report")
        print("saved", flush=True)
    assert not cache.notes, cache.notes
"""


def worker(home: Path, seed: int, rounds: int, size: int = 300) -> "subprocess.Popen[str]":
    """A process that reads and writes the cache."""
    arguments = [str(home), str(seed), str(rounds), str(size)]
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=PROJECT,
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / ".ssot_cache"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.05)


# -------------------------------------------------------------------------------------- other processes


def test_processes_share_a_cache_that_none_of_them_has_made(home: Path) -> None:
    team = [worker(home, seed, rounds=12) for seed in range(5)]
    ends = [(process.communicate(timeout=60)[1], process.returncode) for process in team]
    assert ends == [("", 0)] * 5
    assert info(home).facts["tool"] > 250


def test_a_process_that_is_killed_while_it_writes_does_no_harm(home: Path) -> None:
    with worker(home, 0, rounds=100, size=20_000) as process:
        assert process.stdout
        for _ in range(2):
            process.stdout.readline()
        process.kill()
        process.communicate(timeout=60)
    after = worker(home, 1, rounds=3, size=20_000)
    assert (after.communicate(timeout=60)[1], after.returncode) == ("", 0)


@pytest.mark.usefixtures("impatient")
def test_a_cache_that_another_process_has_locked_is_gone_without(tmp_path: Path, home: Path) -> None:
    paths = tree(tmp_path, {"a.py": "a"})
    run_once(home, tmp_path, paths)
    with closing(sqlite3.connect(home / "facts.db")) as other:
        other.execute("BEGIN EXCLUSIVE")
        with open_cache(home, TOOL) as cache:
            assert run(cache, tmp_path, paths) == paths
    assert cache.notes == [
        "the cache .ssot_cache cannot be opened (database is locked): every file is analysed anew"
    ]


@pytest.mark.usefixtures("impatient")
def test_what_is_new_is_not_kept_while_another_process_writes(tmp_path: Path, home: Path) -> None:
    run_once(home, tmp_path, tree(tmp_path, {"a.py": "a"}))
    paths = tree(tmp_path, {"a.py": "a", "b.py": "b"})
    with closing(sqlite3.connect(home / "facts.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        with open_cache(home, TOOL) as cache:
            assert run(cache, tmp_path, paths) == ["b.py"]
            cache.save_report(b"key", b"report")
    assert cache.notes == [f"the cache .ssot_cache cannot be written (database is locked): {UNKEPT}"]


def test_a_cache_may_be_cleared_while_it_is_open(tmp_path: Path, home: Path) -> None:
    paths = tree(tmp_path, {"a.py": "a"})
    run_once(home, tmp_path, paths)
    with open_cache(home, TOOL) as cache:
        clear(home)
        assert run(cache, tmp_path, paths) == []
        cache.save_report(b"key", b"report")
    assert run_once(home, tmp_path, paths) == paths


# ---------------------------------------------------------------------------------- what cannot be written


@pytest.fixture
def public() -> Iterator[Path]:
    """A project with a cache, where a user without rights may look."""
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory)
        root.chmod(0o755)
        run_once(root / ".ssot_cache", root, tree(root, {"a.py": "a"}))
        yield root


@contextmanager
def without_rights(root: Path) -> Iterator[None]:
    """As a user who may read what is under the root, and write nothing there."""
    places = [root, *root.rglob("*")]
    modes = [place.stat().st_mode for place in places]
    for place in places:
        place.chmod(0o555 if place.is_dir() else 0o444)
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)
        for place, mode in zip(places, modes, strict=True):
            place.chmod(mode)


def test_a_read_only_cache_gives_its_hits_without_a_word(public: Path) -> None:
    with without_rights(public), open_cache(public / ".ssot_cache", TOOL) as cache:
        assert run(cache, public, ["a.py"]) == []
    assert cache.notes == []


def test_a_read_only_cache_tells_that_it_keeps_nothing(public: Path) -> None:
    paths = tree(public, {"a.py": "a", "b.py": "b"})
    with without_rights(public), open_cache(public / ".ssot_cache", TOOL) as cache:
        assert run(cache, public, paths) == ["b.py"]
        cache.save_report(b"key", b"report")
    assert len(cache.notes) == 1
    assert cache.notes[0].startswith("the cache .ssot_cache cannot be written (")


def test_a_read_only_cache_is_used_without_a_word_that_its_use_is_not_recorded(
    public: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 5 * DAY)
    with without_rights(public), open_cache(public / ".ssot_cache", TOOL) as cache:
        assert run(cache, public, ["a.py"]) == []
    assert cache.notes == []


def test_a_directory_that_cannot_be_made_is_gone_without(public: Path) -> None:
    with without_rights(public), open_cache(public / "new" / "cache", TOOL) as cache:
        assert run(cache, public, ["a.py"]) == ["a.py"]
    assert cache.notes == ["the cache cache cannot be made (Permission denied): every file is analysed anew"]


@pytest.mark.parametrize("name", ["file", "file/cache", "a\0b", "link"])
def test_a_place_where_no_directory_can_be_is_gone_without(tmp_path: Path, name: str) -> None:
    paths = tree(tmp_path, {"a.py": "a", "file": "precious"})
    (tmp_path / "link").symlink_to("link")
    with open_cache(tmp_path / name, TOOL) as cache:
        assert run(cache, tmp_path, paths) == paths
        assert cache.report(b"key") is None
    assert len(cache.notes) == 1
    assert (tmp_path / "file").read_text() == "precious"


@contextmanager
def full_disk(size: int) -> Iterator[None]:
    """Where no file may grow beyond that size."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.parametrize("size", [0, 10, 1000, 70_000, 140_000])
def test_a_disk_that_is_full_from_the_start_is_gone_without(tmp_path: Path, home: Path, size: int) -> None:
    paths = tree(tmp_path, {f"{i}.py": f"{i}" * 3000 for i in range(50)})
    with full_disk(size), open_cache(home, TOOL) as cache:
        assert run(cache, tmp_path, paths) == paths
    assert len(cache.notes) == 1
    assert run_once(home, tmp_path, paths) == paths
    assert run_once(home, tmp_path, paths) == []


def test_a_disk_that_fills_up_keeps_what_was_there(tmp_path: Path, home: Path) -> None:
    run_once(home, tmp_path, tree(tmp_path, {"a.py": "a"}))
    paths = tree(tmp_path, {"a.py": "a", **{f"{i}.py": f"{i}" * 3000 for i in range(200)}})
    with full_disk(500_000), open_cache(home, TOOL) as cache:
        assert run(cache, tmp_path, paths) == paths[1:]
    assert len(cache.notes) == 1
    assert run_once(home, tmp_path, paths) == paths[1:]


def test_a_disk_that_has_room_again_is_written_to(tmp_path: Path, home: Path) -> None:
    run_once(home, tmp_path, tree(tmp_path, {"a.py": "a"}))
    paths = tree(tmp_path, {f"{i}.py": f"{i}" * 3000 for i in range(200)})
    with open_cache(home, TOOL) as cache:
        with full_disk(500_000):
            run(cache, tmp_path, paths)
        assert run(cache, tmp_path, paths) == paths
        assert run(cache, tmp_path, paths) == []
    assert len(cache.notes) == 1


def test_what_is_found_is_right_while_the_file_is_built_anew_by_another(home: Path, tmp_path: Path) -> None:
    run_once(home, tmp_path, tree(tmp_path, {"a.py": "a"}))
    with open_cache(home, TOOL) as slow:
        (home / "facts.db").unlink()
        with open_cache(home, TOOL) as fast:
            fast.save(tmp_path, {"b.py": Reading(facts_for(b"b"), blob_id(b"b"))})
            slow.save(tmp_path, {"c.py": Reading(facts_for(b"c"), blob_id(b"c"))})
    with open_cache(home, TOOL) as cache:
        assert cache.facts([blob_id(b"b")]) == {blob_id(b"b"): facts_for(b"b")}
    assert cache.notes == []

"""Projects whose files are read into a cache, as a run does."""

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ssot_lint.cache import Cache, open_cache, stamps
from ssot_lint.model import Reading, Stamp, blob_id

TOOL = "facts 1, Python 3.11"
OTHER_TOOL = "facts 1, Python 3.13"


def facts_for(content: bytes) -> bytes:
    """What stands for the facts of a content in these tests."""
    return b"facts of " + content


def read(root: Path, path: str) -> Reading:
    """A reading of one file, with its stamp from just before."""
    stamp = Stamp.of(os.lstat(root / path))
    content = (root / path).read_bytes()
    return Reading(facts_for(content), blob_id(content), stamp)


def run(cache: Cache, root: Path, paths: Sequence[str]) -> list[str]:
    """Do what a run does with the cache; the paths of which it did not have the facts."""
    ids = cache.blob_ids(root, paths)
    known = cache.facts(ids)
    missed = [path for path, blob in zip(paths, ids, strict=True) if blob not in known]
    for path, blob in zip(paths, ids, strict=True):
        if blob in known:
            assert known[blob] == facts_for((root / path).read_bytes())
    cache.save(root, {path: read(root, path) for path in missed})
    return missed


def run_once(directory: Path, root: Path, paths: Sequence[str], extractor: str = TOOL) -> list[str]:
    """A whole run, from opening to closing, that goes without a note."""
    with open_cache(directory, extractor) as cache:
        missed = run(cache, root, paths)
    assert cache.notes == []
    return missed


def tree(root: Path, files: Mapping[str, str | bytes]) -> list[str]:
    """Make the files; their paths."""
    for path, content in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(files)


def git_blob_id(path: Path) -> bytes:
    """What git says of the content of a file."""
    command = ["git", "hash-object", "--no-filters", "--", os.fspath(path)]
    return bytes.fromhex(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def blob_ids(root: Path, *paths: str) -> list[bytes]:
    """The blob ids that a run finds, which keeps what it learns."""
    with open_cache(root / ".ssot_cache", TOOL) as cache:
        found = cache.blob_ids(root, paths)
    assert cache.notes == []
    return found


def settle(root: Path, *paths: str) -> None:
    """Let stamps be kept of these files, if they may."""
    time.sleep(0.1)
    blob_ids(root, *paths)


def record_reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A list that will have the contents that are read for a blob id."""
    contents: list[str] = []

    def recorded(content: bytes) -> bytes:
        contents.append(content.decode())
        return blob_id(content)

    monkeypatch.setattr(stamps, "blob_id", recorded)
    return contents


class CoarseOs:
    """The module `os` on a file system whose times advance by steps, each at the same odd fraction."""

    def __init__(self, tick: int, odd: int = 1) -> None:
        self.tick = tick
        self.odd = odd

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def _coarse(self, info: os.stat_result) -> Any:
        kept = {name: getattr(info, name) for name in ("st_mode", "st_size", "st_ino", "st_dev")}
        times = {
            name: getattr(info, name) // self.tick * self.tick + self.odd
            for name in ("st_mtime_ns", "st_ctime_ns")
        }
        return SimpleNamespace(**kept, **times)

    def lstat(self, path: str) -> Any:
        return self._coarse(os.lstat(path))

    def fstat(self, handle: int) -> Any:
        return self._coarse(os.fstat(handle))


class Clock:
    """The time of day, to be set."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ahead = 0.0
        real = time.time
        monkeypatch.setattr("ssot_lint.cache.entries.time.time", lambda: real() + self.ahead)


def fill(home: Path, contents: list[bytes], extractor: str = TOOL, limit: int = 1 << 30) -> list[bytes]:
    """Keep the facts of these contents; their blob ids."""
    blobs = [blob_id(content) for content in contents]
    readings = {
        str(i): Reading(facts_for(c), b) for i, (c, b) in enumerate(zip(contents, blobs, strict=True))
    }
    with open_cache(home, extractor, limit=limit) as cache:
        cache.save(home.parent, readings)
    assert cache.notes == []
    return blobs


def held(home: Path, blobs: list[bytes], extractor: str = TOOL) -> list[bool]:
    """Which facts are kept."""
    with open_cache(home, extractor) as cache:
        found = cache.facts(blobs)
    assert cache.notes == []
    return [blob in found for blob in blobs]

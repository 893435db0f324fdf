"""Which files are unchanged since they were read, told without reading them, where nothing can mislead.

A stamp counts only if the file cannot have changed since without changing it: its times were
well past when it was taken, by the clock of the file system that the file is on. Else the file is
read again.
"""

import os
import stat
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from ssot_lint.model import CAREFULLY, Stamp, blob_id

CLOCK = "clock"
"""The file in the cache directory that shows what time it is by its file system."""

_SECOND = 1_000_000_000
MARGIN = 3 * _SECOND
"""How long ago a change must be to be well past: longer than any tick of a clock of files."""

_DAY = 86_400 * _SECOND

_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | CAREFULLY
_CHUNK = 1 << 20


class Stamps(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Stamps and blob ids by path, and the time of the file system before the last of them was taken."""

    taken: int
    known: dict[str, tuple[Stamp, bytes]]


class Clock(msgspec.Struct, frozen=True, gc=False):
    """A time, in nanoseconds, by the file system of a device."""

    time: int
    device: int


class Tree:
    """The files under a root: what is known of them, and what is learned."""

    def __init__(self, root: str, stored: bytes | None, cache: Path) -> None:
        self._prefix = os.path.join(root, "")
        self._cache = cache
        self._clock: Clock | None = None
        self._known = _stored(stored)
        self._seen: set[str] = set()
        self.has_learned = False

    def blob_ids(self, paths: Sequence[str], *, reading: bool) -> list[bytes]:
        """The git blob id of each file; b"" where it is not known, or with `reading`, not readable."""
        if not self._known and not reading:
            self._clock = read_clock(self._cache)
            return [b""] * len(paths)
        ids: list[bytes] = []
        unknown: list[int] = []
        prefix, known, lstat = self._prefix, self._known, os.lstat
        self._seen.update(paths)
        for path in paths:
            blob = b""
            try:
                info = lstat(prefix + path)
            except (OSError, ValueError):
                known.pop(path, None)
            else:
                stamp, blob = known.get(path, _NOTHING)
                if (
                    stamp.changed != info.st_ctime_ns
                    or stamp.modified != info.st_mtime_ns
                    or stamp.size != info.st_size
                    or stamp.inode != info.st_ino
                ):
                    known.pop(path, None)
                    blob = b""
                    if stat.S_ISREG(info.st_mode):
                        unknown.append(len(ids))
            ids.append(blob)
        if unknown:
            self._clock = read_clock(self._cache)
        if reading:
            for i in unknown:
                ids[i] = self._read(paths[i])
        return ids

    def _read(self, path: str) -> bytes:
        try:
            handle = os.open(self._prefix + path, _FLAGS)
            try:
                info = os.fstat(handle)
                if not stat.S_ISREG(info.st_mode):
                    return b""
                content = os.read(handle, info.st_size + 1)
                if len(content) != info.st_size:  # it is being written, or too large for one call
                    content += b"".join(iter(lambda: os.read(handle, _CHUNK), b""))
            finally:
                os.close(handle)
        except (OSError, ValueError, MemoryError):
            return b""
        blob = blob_id(content)
        self._learn(path, info, blob)
        return blob

    def learn(self, path: str, stamp: Stamp, blob: bytes) -> None:
        """Keep what was read since the last call of `blob_ids`, where it is safe to."""
        with suppress(OSError, ValueError):
            info = os.lstat(self._prefix + path)
            if Stamp.of(info) == stamp:
                self._learn(path, info, blob)

    def _learn(self, path: str, info: os.stat_result, blob: bytes) -> None:
        if self._clock and is_past(info, self._clock) and _is_text(path):
            self._known[path] = (Stamp.of(info), blob)
            self._seen.add(path)
            self.has_learned = True

    def encoded(self) -> bytes:
        """What to keep for the next run, if anything was learned."""
        # What nobody asked for may be gone long since.
        for path in self._known.keys() - self._seen:
            if not self._is_unchanged(path):
                del self._known[path]
        return msgspec.msgpack.encode(Stamps(self._clock.time if self._clock else 0, self._known))

    def _is_unchanged(self, path: str) -> bool:
        with suppress(OSError, ValueError):
            return Stamp.of(os.lstat(self._prefix + path)) == self._known[path][0]
        return False


_NOTHING = (Stamp(-1, -1, -1, -1), b"")


def _stored(stored: bytes | None) -> dict[str, tuple[Stamp, bytes]]:
    stamps = decoded(stored)
    # A clock that was set back may show the same time twice.
    return stamps.known if stamps.taken <= time.time_ns() else {}


def decoded(stored: bytes | None) -> Stamps:
    """What `Tree.encoded` gave, none where that is of no use."""
    with suppress(msgspec.MsgspecError):
        if stored is not None:
            return msgspec.msgpack.decode(stored, type=Stamps)
    return Stamps(0, {})


def _is_text(path: str) -> bool:
    return path.isascii() or path == path.encode("utf-8", "replace").decode()


def is_past(info: os.stat_result, clock: Clock) -> bool:
    """Whether the file was last changed so long before that time that a later change shows in its stamp."""
    first, last = sorted((info.st_mtime_ns, info.st_ctime_ns))
    return info.st_dev == clock.device and first >= 0 and last + MARGIN < clock.time


def read_clock(directory: Path) -> Clock | None:
    """The time by the file system that the directory is on, or by this machine where that is earlier.

    None where a change need not show in the times of a file: they have no fractions of a second, or the
    time of change is that of creation, or follows the time of modification, which anybody may set.
    """
    if os.name != "posix":
        return None
    try:
        handle = os.open(directory / CLOCK, os.O_WRONLY | os.O_CREAT | CAREFULLY, 0o666)
        try:
            os.utime(handle)
            now = os.fstat(handle)
            past = now.st_mtime_ns - _DAY
            os.utime(handle, ns=(past, past))
            changed = os.fstat(handle).st_ctime_ns
        finally:
            os.close(handle)
    except OSError:
        return None
    if now.st_mtime_ns % _SECOND == 0 or changed < now.st_mtime_ns:
        return None
    return Clock(min(now.st_mtime_ns, time.time_ns()), now.st_dev)

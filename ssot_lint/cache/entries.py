"""Checked entries by key, in spaces: one that is damaged is absent, never wrong."""

import time
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from ssot_lint.cache.database import close, open_database, shrink, transaction, translated, used_bytes
from ssot_lint.cache.faults import Damaged
from ssot_lint.cache.spaces import Space

DAY = 86_400
KEPT = 30 * DAY  # what is not used for so long is dropped

_AT_ONCE = 10_000  # ids in one statement
_SAMPLE = 64
_IN_SPACE = "id BETWEEN ? AND ?"

Row = tuple[int, int, int, bytes, bytes]


class Entries:
    """An open file of entries. Methods raise Unusable or Damaged.

    `stale` gathers the ids of what was read and was not used for a day, as far as the file knows;
    `damaged` counts the entries whose checksum is wrong.
    """

    def __init__(self, path: Path, *, writable: bool = True) -> None:
        self.stale: set[int] = set()
        self.damaged = 0
        self._db = open_database(path, writable=writable)

    def close(self) -> None:
        """Let go of the file."""
        close(self._db)

    # ------------------------------------------------------------------------------------------- reading

    def holds_any(self, of: Space) -> bool:
        """Whether there is an entry in the space."""
        return self._number(f"SELECT 1 FROM entries WHERE {_IN_SPACE} LIMIT 1", of.first, of.last) == 1

    def count(self, of: Space) -> int:
        """How many entries are in the space."""
        return self._number(f"SELECT count(*) FROM entries WHERE {_IN_SPACE}", of.first, of.last) or 0

    def get(self, of: Space, key: bytes) -> bytes | None:
        """What is kept under a key."""
        return self.many(of, {of.id(key): key}).get(key)

    def all(self, of: Space) -> dict[bytes, bytes]:
        """All that is kept in a space."""
        with translated():
            keys = self._db.execute(f"SELECT id, key FROM entries WHERE {_IN_SPACE}", (of.first, of.last))
            return self.many(of, dict(keys))

    def many(self, of: Space, wanted: Mapping[int, bytes]) -> dict[bytes, bytes]:
        """What is kept under the keys, which are given by their ids."""
        with translated():
            rows = self._scan(of) if self._is_worth_a_scan(of, len(wanted)) else self._look_up(wanted)
            return self._intact(of, wanted, rows)

    def _scan(self, of: Space) -> Iterator[Row]:
        return self._db.execute(f"SELECT * FROM entries WHERE {_IN_SPACE}", (of.first, of.last))

    def _look_up(self, ids: Iterable[int]) -> Iterator[Row]:
        for listed in _lists(ids):
            yield from self._db.execute(f"SELECT * FROM entries WHERE id IN ({listed})")

    def _is_worth_a_scan(self, of: Space, asked: int) -> bool:
        """Whether much of the space is asked for: ids are spread evenly, so a few tell how many there are."""
        if asked < _SAMPLE:
            return False
        sample = f"SELECT id FROM entries WHERE {_IN_SPACE} ORDER BY id LIMIT 1 OFFSET ?"
        nth = self._number(sample, of.first, of.last, _SAMPLE)
        return nth is None or asked * 3 * (nth - of.first) > _SAMPLE * (of.last - of.first)

    def _intact(self, of: Space, wanted: Mapping[int, bytes], rows: Iterable[Row]) -> dict[bytes, bytes]:
        """What is wanted of the rows, and has the right checksum."""
        found = {}
        before = self.damaged
        get, crc32, seed = wanted.get, zlib.crc32, of.seed
        now = _now()
        oldest, newest = now - DAY, now + DAY
        for number, used, checksum, key, data in rows:
            if get(number) != key:
                continue
            try:
                if crc32(data, crc32(key, seed)) == checksum:
                    found[key] = data
                    if not oldest <= used <= newest:
                        self.stale.add(number)
                    continue
            except TypeError:  # damage has made something else of the bytes
                pass
            self.damaged += 1
        if self.damaged > before:
            self._verify()
        return found

    def _verify(self) -> None:
        """Damaged where the order of the entries is broken: what is written would not be found again."""
        (told,) = self._db.execute("PRAGMA quick_check(1)").fetchone()
        if told != b"ok":  # texts are bytes here, since damage may have made them anything
            raise Damaged("was damaged")

    def _number(self, statement: str, *values: int) -> int | None:
        with translated():
            row = self._db.execute(statement, values).fetchone()
            return row[0] if row else None

    # ------------------------------------------------------------------------------------------- writing

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: all that is written in the block, or nothing."""
        with translated(), transaction(self._db):
            yield

    def put(self, of: Space, key: bytes, data: bytes) -> None:
        """Keep an entry."""
        self.put_many(of, {of.id(key): (key, data)})

    def put_many(self, of: Space, entries: Mapping[int, tuple[bytes, bytes]]) -> None:
        """Keep entries, keys and data by ids."""
        crc32, seed, now = zlib.crc32, of.seed, _now()
        rows = (
            (number, now, crc32(data, crc32(key, seed)), key, data)
            for number, (key, data) in sorted(entries.items())
        )
        with translated():
            self._db.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?, ?)", rows)

    def touch(self, ids: Collection[int]) -> None:
        """Mark entries as used now."""
        with translated():
            for listed in _lists(ids):
                self._db.execute(f"UPDATE entries SET used = ? WHERE id IN ({listed})", (_now(),))

    def keep_last(self, of: Space, most: int) -> None:
        """Drop all of a space but what was used last."""
        limits = (of.first, of.last)
        with translated():
            self._db.execute(
                f"DELETE FROM entries WHERE {_IN_SPACE} AND id NOT IN "
                f"(SELECT id FROM entries WHERE {_IN_SPACE} ORDER BY used DESC LIMIT ?)",
                (*limits, *limits, most),
            )

    def is_larger_than(self, limit: int) -> bool:
        """Whether the entries take more bytes."""
        with translated():
            return used_bytes(self._db) > limit

    def prune(self, limit: int) -> None:
        """Drop what was not used for long; and of what is larger than `limit`, what was used first."""
        with translated():
            # What was used in the future was used when the clock was wrong.
            now = _now()
            self._db.execute("DELETE FROM entries WHERE used NOT BETWEEN ? AND ?", (now - KEPT, now + DAY))
            size = used_bytes(self._db)
            if size <= limit:
                return
            surplus, doomed = size - limit * 3 // 4, []
            for number, length in self._db.execute("SELECT id, length(data) FROM entries ORDER BY used, id"):
                if surplus <= 0:
                    break
                doomed.append(number)
                surplus -= length
            for listed in _lists(doomed):
                self._db.execute(f"DELETE FROM entries WHERE id IN ({listed})")

    def shrink(self) -> None:
        """Give the disk back what is free, where that is much."""
        with translated():
            shrink(self._db)


def _now() -> float:
    return time.time()


def _lists(ids: Iterable[int]) -> Iterator[str]:
    """The ids as lists in SQL: its variables are limited, and its functions for JSON may not be built in."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), _AT_ONCE):
        yield ",".join(map(str, ordered[start : start + _AT_ONCE]))

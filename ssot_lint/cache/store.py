"""What a run keeps for the next one: facts by content, stamps of files, the last reports."""

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from ssot_lint.cache.faults import Unusable
from ssot_lint.cache.safe import SafeEntries
from ssot_lint.cache.spaces import EXTRACTORS, FIGURES, REPORTS, STAMPS, Space, facts_of, literals_of
from ssot_lint.cache.stamps import Tree
from ssot_lint.model import Reading, Sought

if TYPE_CHECKING:
    from ssot_lint.cache.entries import Entries

LIMIT = 1 << 30  # bytes
REPORTS_KEPT = 8


class Cache:
    """The open cache. Raises nothing: what it cannot read is absent, what it cannot write is not kept.

    `notes` tell a user, one line each, what went wrong.
    """

    def __init__(self, directory: Path, extractor: str, limit: int) -> None:
        self._directory = directory
        self._extractor = extractor.encode("utf-8", "backslashreplace")
        self._space = facts_of(self._extractor)
        self._limit = limit
        self._trees: dict[bytes, Tree] = {}
        self._current: Sequence[bytes] = ()
        self._entries = SafeEntries(directory)
        self.notes = self._entries.notes

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def blob_ids(self, root: Path, paths: Sequence[str]) -> list[bytes]:
        """The git blob id of each file, 20 bytes, by path from the root; b"" where it is not known.

        A file is read for it only if it may have changed, and if the cache holds any facts: without them
        the id is of no use. Only regular files have one.
        """
        if not self._entries.is_open:
            return [b""] * len(paths)
        self._entries.renew()
        holds_facts = self._entries.read(lambda entries: entries.holds_any(self._space), False)
        ids = self._tree(root).blob_ids(paths, reading=holds_facts)
        self._current = ids
        return ids

    def facts(self, blobs: Iterable[bytes]) -> dict[bytes, bytes]:
        """The encoded facts by blob id, as far as they are kept."""
        return self._many(self._space, blobs)

    def literals(self, blobs: Iterable[bytes], sought: Sought) -> dict[bytes, bytes]:
        """The encoded literals by blob id, as far as they are kept of what is sought."""
        return self._many(literals_of(self._extractor, sought.digest), blobs)

    def _many(self, of: Space, blobs: Iterable[bytes]) -> dict[bytes, bytes]:
        wanted = of.ids(blobs)

        def get(entries: "Entries") -> dict[bytes, bytes]:
            found = entries.many(of, wanted)
            if entries.damaged:
                self._entries.note("had damaged entries, which are made anew")
            return found

        return self._entries.read(get, {})

    def save(self, root: Path, readings: Mapping[str, Reading], sought: Sought | None = None) -> None:
        """Keep the facts by the content that they are of, and the stamps of what has not changed since.

        `readings` were made since the last call of `blob_ids`; with `sought`, their literals are kept too.
        """
        if not self._entries.is_open:
            return
        tree = self._tree(root)
        new, literals = {}, {}
        for path, reading in readings.items():
            if reading.blob:
                new[reading.blob] = reading.encoded
                literals[reading.blob] = reading.literals
                if reading.stamp:
                    tree.learn(path, reading.stamp, reading.blob)
        self._flush(new)
        if sought and literals:
            self._keep(literals_of(self._extractor, sought.digest), literals)

    def _keep(self, of: Space, new: Mapping[bytes, bytes]) -> None:
        def write(entries: "Entries") -> None:
            with entries.writing():
                entries.put_many(of, {id: (blob, new[blob]) for id, blob in of.ids(new).items()})

        self._entries.write(write)

    def report(self, key: bytes, *, lasting: bool = False) -> bytes | None:
        """What `save_report` was given under the key, if it is still kept.

        With `lasting` it counts as used now, for which the file is written to.
        """

        def get(entries: "Entries") -> bytes | None:
            report = entries.get(REPORTS, key)
            if REPORTS.id(key) in entries.stale:  # nobody will ask for the facts that it stands for
                entries.stale.update(self._space.ids(self._current))
            return report

        def touch(entries: "Entries") -> None:
            with entries.writing():
                entries.touch((REPORTS.id(key),))

        report = self._entries.read(get, None)
        if report is not None and lasting:
            self._entries.write(touch, told=False)
        return report

    def save_report(self, key: bytes, data: bytes) -> None:
        """Keep a report, and of all no more than the last few."""

        def put(entries: "Entries") -> None:
            with entries.writing():
                entries.put(REPORTS, key, data)
                entries.keep_last(REPORTS, REPORTS_KEPT)

        self._entries.write(put)

    def figures(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """What `save_figures` was given, by key, as far as it is still kept."""
        wanted = {FIGURES.id(key): key for key in keys}
        return self._entries.read(lambda entries: entries.many(FIGURES, wanted), {})

    def save_figures(self, key: bytes, data: bytes) -> None:
        """Keep what a report comes to: so little that those of a whole history stay."""

        def put(entries: "Entries") -> None:
            with entries.writing():
                entries.put(FIGURES, key, data)

        self._entries.write(put)

    def close(self) -> None:
        """Keep what was learned, and let go of the file."""
        self._flush({})
        self._entries.close()

    def _tree(self, root: Path) -> Tree:
        top = os.path.abspath(root)
        key = os.fsencode(top)
        tree = self._trees.get(key)
        if tree is None:
            stored = self._entries.read(lambda entries: entries.get(STAMPS, key), None)
            tree = self._trees[key] = Tree(top, stored, self._directory)
        return tree

    def _flush(self, new: Mapping[bytes, bytes]) -> None:
        """Write what is new, in one transaction; where nothing is, nothing is written."""
        learned = {key: tree for key, tree in self._trees.items() if tree.has_learned}
        stamps = {key: tree.encoded() for key, tree in learned.items()}

        def write(entries: "Entries") -> None:
            used = entries.stale
            if not (new or stamps or used):
                return
            with entries.writing():
                if new:
                    ids = self._space.ids(new)
                    entries.put_many(self._space, {id: (blob, new[blob]) for id, blob in ids.items()})
                    entries.put(EXTRACTORS, self._extractor, b"")
                for key, data in stamps.items():
                    entries.put(STAMPS, key, data)
                if used:
                    entries.touch({*used, EXTRACTORS.id(self._extractor)})
                # What is used at all is marked once a day: often enough to look for what is not.
                if used or entries.is_larger_than(self._limit):
                    entries.prune(self._limit)
            entries.stale = set()
            for tree in learned.values():
                tree.has_learned = False
            with suppress(Unusable):  # another process reads: some other day
                entries.shrink()

        self._entries.write(write, told=bool(new or stamps))


def open_cache(directory: Path, extractor: str, *, limit: int = LIMIT) -> Cache:
    """The cache in a directory, which is made if need be; raises nothing.

    `extractor` names all but the content that facts depend on. `limit` is how large the cache may get,
    in bytes.
    """
    return Cache(directory, extractor, limit)

"""The facts of all sources: those that are kept of an earlier run, and the rest extracted now."""

from collections.abc import Callable, Collection, MutableMapping, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from ssot_lint.cache import Cache
from ssot_lint.model import Facts, File, Literals, Sought, Source, decode_facts, decode_literals
from ssot_lint.parallel import Progress, counting_from
from ssot_lint.tree import Tree

Kept = TypeVar("Kept", Facts, Literals)


class Gathered(msgspec.Struct, frozen=True):
    """The sources with their facts and blob ids, in the order given.

    `literals` by path: of the sources that have some. `unread` has a line for each that was not finished.
    """

    files: list[File]
    blobs: list[bytes]
    unread: list[str]
    literals: dict[str, Literals]


class Memory:
    """What was gathered last, decoded, by git blob id: for a process that gathers time and again.

    Equal contents give equal facts wherever and whenever they lie, so that it serves other revisions too.
    """

    def __init__(self) -> None:
        self._facts: dict[bytes, Facts] = {}
        self._literals: dict[bytes, Literals] = {}
        self._sought: Sought | None = None

    def facts(self, blobs: Collection[bytes]) -> dict[bytes, Facts]:
        """Those of these contents, as far as they are known."""
        return {blob: self._facts[blob] for blob in blobs if blob in self._facts}

    def literals(self, blobs: Collection[bytes], sought: Sought) -> dict[bytes, Literals]:
        """Those of these contents, as far as the same was sought in them."""
        there = self._literals if sought == self._sought else {}
        return {blob: there[blob] for blob in blobs if blob in there}

    def keep(self, facts: dict[bytes, Facts], literals: dict[bytes, Literals], sought: Sought | None) -> None:
        """Know these, and nothing else any more."""
        self._facts, self._literals, self._sought = facts, literals, sought


def gather(
    tree: Tree,
    root: Path,
    sources: Sequence[Source],
    cache: Cache | None,
    jobs: int | None,
    progress: Progress | None,
    sought: Sought | None = None,
    memory: Memory | None = None,
) -> Gathered:
    """The sources with their facts; what had to be extracted is kept for the next run.

    The result depends neither on what the cache or the memory holds nor on `jobs`. With `sought`, a source
    whose literals are not kept is read again as a whole: it may have changed by now, and facts and literals
    must be of one content.
    """
    blobs = [tree.blobs.get(source.path, b"") for source in sources]
    memory = memory or Memory()
    known = set(blobs) - {b""}
    kept = memory.facts(known)
    kept_literals = memory.literals(known, sought) if sought else {}
    if cache:
        kept |= _kept(cache.facts(known - kept.keys()), decode_facts)
        if sought:
            kept_literals |= _kept(cache.literals(known - kept_literals.keys(), sought), decode_literals)
    found = [kept.get(blob) if not sought or blob in kept_literals else None for blob in blobs]
    lacking = [source for source, facts in zip(sources, found, strict=True) if facts is None]
    counting = counting_from(len(sources) - len(lacking), progress)
    readings, unread = tree.extract(lacking, jobs, counting, sought)
    fresh = {source.path: reading for source, reading in zip(lacking, readings, strict=True)}
    if cache:
        cache.save(root, fresh, sought)
    files, read, literals = [], [], {}
    remembered: dict[bytes, Facts] = {}
    remembered_literals: dict[bytes, Literals] = {}
    for source, facts, blob in zip(sources, found, blobs, strict=True):
        if facts is None:
            reading = fresh[source.path]
            facts, blob = reading.facts, reading.blob
            strings = decode_literals(reading.literals) if reading.literals else Literals()
        else:
            strings = kept_literals.get(blob, Literals())
        files.append(File(source, facts))
        read.append(blob)
        if strings.strings or strings.mentions:
            literals[source.path] = strings
        if blob:  # what could not be read to the end has none
            remembered[blob], remembered_literals[blob] = facts, strings
    memory.keep(remembered, remembered_literals if sought else {}, sought)
    return Gathered(files, read, unread, literals)


def _kept(encoded: MutableMapping[bytes, bytes], decode: Callable[[bytes], Kept]) -> dict[bytes, Kept]:
    kept = {}
    while encoded:  # each is let go of, so that not all lie in memory twice
        blob, data = encoded.popitem()
        try:
            kept[blob] = decode(data)
        except msgspec.MsgspecError:  # whoever wrote it: it is extracted anew
            continue
    return kept

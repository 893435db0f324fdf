"""The facts of all sources: those that are kept of an earlier run, and the rest extracted now."""

from collections.abc import Callable, Mapping, MutableMapping, Sequence
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


def gather(
    tree: Tree,
    root: Path,
    sources: Sequence[Source],
    cache: Cache | None,
    jobs: int | None,
    progress: Progress | None,
    sought: Sought | None = None,
) -> Gathered:
    """The sources with their facts; what had to be extracted is kept for the next run.

    The result depends neither on what the cache holds nor on `jobs`. With `sought`, a source whose literals
    are not kept is read again as a whole: it may have changed by now, and facts and literals must be of
    one content.
    """
    blobs = [tree.blobs.get(source.path, b"") for source in sources]
    known = set(blobs)
    kept = _kept(cache.facts(known) if cache else {}, decode_facts)
    kept_literals = _kept(cache.literals(known, sought), decode_literals) if cache and sought else {}
    found = [kept.get(blob) if not sought or blob in kept_literals else None for blob in blobs]
    lacking = [source for source, facts in zip(sources, found, strict=True) if facts is None]
    counting = counting_from(len(sources) - len(lacking), progress)
    readings, unread = tree.extract(lacking, jobs, counting, sought)
    fresh = {source.path: reading for source, reading in zip(lacking, readings, strict=True)}
    if cache:
        cache.save(root, fresh, sought)
    files, read, literals = [], [], {}
    for source, facts, blob in zip(sources, found, blobs, strict=True):
        if facts is None:
            reading = fresh[source.path]
            files.append(File(source, reading.facts))
            read.append(reading.blob)
            strings = decode_literals(reading.literals) if reading.literals else Literals()
        else:
            files.append(File(source, facts))
            read.append(blob)
            strings = kept_literals.get(blob, Literals())
        if strings.strings or strings.mentions:
            literals[source.path] = strings
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

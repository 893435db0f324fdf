"""The facts of all sources: those that are kept of an earlier run, and the rest extracted now."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from ssot_lint.cache import Cache
from ssot_lint.model import Facts, File, Source, decode_facts
from ssot_lint.parallel import Progress, extract_all


class Gathered(msgspec.Struct, frozen=True):
    """The sources with their facts and blob ids, in the order given.

    `unread` has a line for each that was not finished.
    """

    files: list[File]
    blobs: list[bytes]
    unread: list[str]


def gather(
    root: Path,
    sources: Sequence[Source],
    blobs: Sequence[bytes],
    cache: Cache | None,
    jobs: int | None,
    progress: Progress | None,
) -> Gathered:
    """The sources with their facts; what had to be extracted is kept for the next run.

    `blobs` are the git blob ids of the sources, b"" where one is not known. The result depends neither
    on what the cache holds nor on `jobs`.
    """
    kept = _kept(cache.facts(set(blobs)) if cache else {})
    found = [kept.get(blob) for blob in blobs]
    rest = [source for source, facts in zip(sources, found, strict=True) if facts is None]
    readings, unread = extract_all(root, rest, jobs, _counting_from(len(sources) - len(rest), progress))
    if cache:
        cache.save(root, {source.path: reading for source, reading in zip(rest, readings, strict=True)})
    fresh = iter(readings)
    files, read = [], []
    for source, facts, blob in zip(sources, found, blobs, strict=True):
        if facts is None:
            reading = next(fresh)
            files.append(File(source, reading.facts))
            read.append(reading.blob)
        else:
            files.append(File(source, facts))
            read.append(blob)
    return Gathered(files, read, unread)


def _kept(encoded: Mapping[bytes, bytes]) -> dict[bytes, Facts]:
    facts = {}
    for blob, data in encoded.items():
        try:
            facts[blob] = decode_facts(data)
        except msgspec.MsgspecError:  # whoever wrote it: it is extracted anew
            continue
    return facts


def _counting_from(start: int, progress: Progress | None) -> Progress | None:
    if not start or not progress:
        return progress
    return lambda done, total: progress(start + done, start + total)

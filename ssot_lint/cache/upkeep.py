"""What a user sees of the cache: how much there is of what."""

import os
from pathlib import Path

import msgspec

from ssot_lint.cache import directory as home
from ssot_lint.cache.faults import Damaged, Unusable
from ssot_lint.cache.spaces import EXTRACTORS, FIGURES, REPORTS, STAMPS, facts_of
from ssot_lint.cache.stamps import decoded


class Info(msgspec.Struct, frozen=True):
    """What a cache holds: `facts` counted by extractor, `stamps` of files under `roots`, and `revisions`.

    `bytes` is what it takes on the disk. `problem` says why nothing could be counted, "" where all was.
    """

    path: Path
    bytes: int = 0
    facts: dict[str, int] = {}
    roots: int = 0
    stamps: int = 0
    reports: int = 0
    revisions: int = 0
    problem: str = ""


def info(directory: Path) -> Info:
    """What the cache in the directory holds; writes nothing. UsageError where it is not ours."""
    if not os.path.lexists(directory):
        return Info(directory, problem="there is no cache")
    home.require_ours(directory)
    size = home.size(directory)
    try:
        from ssot_lint.cache.entries import Entries  # late: some Pythons have no sqlite3

        entries = Entries(directory / home.DATABASE, writable=False)
    except (Unusable, Damaged, ImportError) as error:
        return Info(directory, size, problem=str(error))
    try:
        names = entries.all(EXTRACTORS)
        trees = entries.all(STAMPS)
        return Info(
            path=directory,
            bytes=size,
            facts={name.decode(): entries.count(facts_of(name)) for name in sorted(names)},
            roots=len(trees),
            stamps=sum(len(decoded(tree).known) for tree in trees.values()),
            reports=entries.count(REPORTS),
            revisions=entries.count(FIGURES),
        )
    except (Unusable, Damaged) as error:
        return Info(directory, size, problem=str(error))
    finally:
        entries.close()

"""Takes the memoised reports out of a cache: `python -m benchmarks.forget DIRECTORY`; the facts stay.

A process of its own, so that what it loads does not swell the memory of those measured (measure.py).
"""

import sys
from pathlib import Path

from ssot_lint.cache.directory import DATABASE
from ssot_lint.cache.entries import Entries
from ssot_lint.cache.spaces import REPORTS


def forget(directory: Path) -> None:
    """Drop all reports that are kept there; the next run makes its own from the facts."""
    entries = Entries(directory / DATABASE)
    with entries.writing():
        entries.keep_last(REPORTS, 0)
    entries.close()


if __name__ == "__main__":
    forget(Path(sys.argv[1]))

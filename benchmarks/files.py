"""Lists the files that ssot-lint analyses: `python -m benchmarks.files ROOT LIST` prints their lines.

A process of its own, so that what it loads does not swell the memory of those measured (bench.py).
"""

import os
import sys
from pathlib import Path

from ssot_lint.discover import discover, find_project, survey
from ssot_lint.policy import load_policy
from ssot_lint.registry import load_registry


def main(start: str, listing: str) -> None:
    """Write the paths to `listing`, NUL between them, and print how many files and lines they are."""
    project = find_project(Path(start), None)
    sources = discover(survey(project.root), load_policy(project.policy, load_registry())).sources
    paths = [os.path.join(project.root, source.path) for source in sources]
    Path(listing).write_bytes(b"\0".join(os.fsencode(path) for path in paths))
    print(len(paths), sum(_lines(path) for path in paths))


def _lines(path: str) -> int:
    with open(path, "rb") as source:
        return source.read().count(b"\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])

"""Since when lines stand in a file, asked of git as safely as its list of files.

`blame` of a working file runs the filters that the repository's attributes name, and of a revision those of
`textconv` unless it is told not to. So the revision is asked, and the lines are found again in the file.
"""

import os
import re
from collections.abc import Collection
from datetime import UTC, date, datetime
from difflib import SequenceMatcher
from pathlib import Path

from ssot_lint.discover.git import GitProblem, ask, top_of

_BLAME = ("blame", "--no-textconv", "--line-porcelain", "--root")
_HEAD = re.compile(r"[0-9a-f]{40,64} \d+ (\d+)")


def line_dates(root: Path, path: str, content: bytes, lines: Collection[int]) -> dict[int, date]:
    """The day of the last change of lines of a file, by line; without those that were never committed.

    `content` is what the file has now. Raises GitProblem where git cannot tell.
    """
    top = top_of(root)
    if top is None:
        raise GitProblem("this is no checkout of git")
    try:
        committed = ask(root, top, ("cat-file", "blob", f"HEAD:./{path}"))
    except GitProblem:
        ask(root, top, ("rev-parse", "--verify", "--quiet", "HEAD^{commit}"))
        return {}  # there are commits, and the file is in none of them
    then = _places(committed, os.fsdecode(content), lines)
    if not then:
        return {}
    asked = tuple(f"-L{line},{line}" for line in sorted(set(then.values())))
    answer = ask(root, top, (*_BLAME, *asked, "HEAD", "--", path))
    days = _days(answer)
    return {line: days[old] for line, old in then.items() if old in days}


def _places(committed: str, text: str, lines: Collection[int]) -> dict[int, int]:
    """Where lines of a file stand in the committed one, by their number; none for those that changed."""
    old, new = ([line.rstrip("\r") for line in each.split("\n")] for each in (committed, text))
    found = {}
    for first, start, size in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        found.update({start + n + 1: first + n + 1 for n in range(size) if start + n + 1 in lines})
    return found


def _days(answer: str) -> dict[int, date]:
    days: dict[int, date] = {}
    line = 0
    for row in answer.split("\n"):
        if match := _HEAD.match(row):
            line = int(match[1])
        elif row.startswith("author-time ") and row[12:].lstrip("-").isdecimal():
            days[line] = _day(int(row[12:]))
    return days


def _day(seconds: int) -> date:
    try:
        return datetime.fromtimestamp(seconds, UTC).date()
    except (OverflowError, OSError, ValueError):
        return date.min

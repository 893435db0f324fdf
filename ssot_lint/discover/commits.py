"""Which commits there are, and what git knows of two of them, asked as safely as its list of files.

Whatever keeps git from answering is told as a mistake of usage: a name of a commit was given by the user.
"""

import os
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from ssot_lint.discover.git import GitProblem, answered, ask, top_of
from ssot_lint.discover.walk import SOURCES
from ssot_lint.errors import UsageError

_ID = re.compile("[0-9a-f]{40}|[0-9a-f]{64}")
# Of two refs with one name git would take one, and say so only where this is on.
_RESOLVE = ("-c", "core.warnAmbiguousRefs=true", "rev-parse", "--verify", "--end-of-options")
# Edited files are found among so many at most, which is git's own limit: it compares each with each.
_RENAMES = ("diff", "--cached", "--name-status", "-z", "--diff-filter=R", "-M", "-l1000")
_PLAIN = ("--no-ext-diff", "--no-textconv", "--no-relative", "--ignore-submodules=all")

SHALLOW = (
    "this clone is shallow: fetch more of the history "
    "(git fetch --deepen=100 or --unshallow; in CI fetch-depth: 0 or GIT_DEPTH: 0)"
)


class Commit(msgspec.Struct, frozen=True):
    """A commit by its full id, in hex, and when it was made."""

    id: str
    made: datetime

    @property
    def day(self) -> str:
        """When it was made, in ISO 8601 and UTC."""
        return f"{self.made:%Y-%m-%dT%H:%M:%SZ}"


def checkout_of(root: Path) -> Path:
    """The directory of the checkout that the root is in. Raises UsageError where it is in none."""
    top = top_of(root)
    if top is None:
        raise UsageError(f"{root}: this is no checkout of git, so there is no revision to look at")
    return top


def resolve(root: Path, ref: str) -> str:
    """The full id of the commit that a name stands for: a branch, a tag, an id, `HEAD~1`.

    Raises UsageError for a name that is unknown, means several things, or is no name.
    """
    top = checkout_of(root)
    found, said = "", ""
    try:
        if "\0" not in ref:
            done = answered(root, top, (*_RESOLVE, f"{ref}^{{commit}}"))
            found, said = os.fsdecode(done.stdout).strip(), os.fsdecode(done.stderr)
    except GitProblem as problem:
        raise UsageError(f"{ref}: {problem}") from None
    if "is ambiguous" in said:
        raise UsageError(
            f"{ref}: means several things in this repository; "
            "write more of the id, or refs/heads/… or refs/tags/…"
        )
    if not _ID.fullmatch(found):
        raise UsageError(f"{ref or repr(ref)}: {_why_unknown(root, top, ref)}")
    return found


def _why_unknown(root: Path, top: Path, ref: str) -> str:
    if ref == "HEAD" or not _is_known(root, top, "HEAD"):
        return "there is no commit yet" if ref == "HEAD" else "no commit is called so; there is none yet"
    if is_shallow(root):
        return f"no commit is called so here; {SHALLOW}"
    return "no commit is called so in this repository"


def _is_known(root: Path, top: Path, ref: str) -> bool:
    return answered(root, top, (*_RESOLVE, f"{ref}^{{commit}}")).returncode == 0


def is_shallow(root: Path) -> bool:
    """Whether the history of the clone is cut off. Raises UsageError."""
    return _told(root, ("rev-parse", "--is-shallow-repository")).strip() == "true"


def merge_base(root: Path, one: str, other: str) -> str:
    """The last commit that two, by their ids, have in common. Raises UsageError where they have none."""
    top = checkout_of(root)
    try:
        done = answered(root, top, ("merge-base", "--end-of-options", one, other))
    except GitProblem as problem:
        raise UsageError(str(problem)) from None
    found = os.fsdecode(done.stdout).strip()
    if not _ID.fullmatch(found):
        more = f"; {SHALLOW}" if is_shallow(root) else ""
        raise UsageError(f"{one[:12]} and {other[:12]} have no commit in common{more}")
    return found


def renamed_paths(root: Path, base: str, head: str | None = None) -> dict[str, str]:
    """The sources under the root that git takes for renamed since the base: path then -> path now.

    `base` and `head` are ids of commits; with no head, what is staged is taken for now: a comparison with
    the files themselves would run the filters that a repository names. Raises UsageError.
    """
    ends = ("--end-of-options", base) if head is None else ("--end-of-options", base, head)
    options = tuple(word for word in _RENAMES if head is None or word != "--cached")
    # Of these patterns all are beneath the working directory.
    command = (*options, *_PLAIN, *ends, "--", *(f"*{end}" for end in SOURCES))
    words = _told(root, command).split("\0")
    folder = folder_of(root)
    pairs = ((words[i + 1], words[i + 2]) for i in range(0, len(words) - 2, 3))
    inside = ((old, new) for old, new in pairs if old.startswith(folder) and new.startswith(folder))
    return {old.removeprefix(folder): new.removeprefix(folder) for old, new in inside}


def history(
    root: Path,
    head: str,
    *,
    base: str | None = None,
    first_parent: bool = False,
    since: datetime | None = None,
) -> list[Commit]:
    """The commits that lead to one, by its id, the last first and none before those that follow it.

    Those that lead to `base` are left out, and those made before `since`. Raises UsageError.
    """
    options = ("--date-order", *(("--first-parent",) if first_parent else ()))
    ends = (head, *((f"^{base}",) if base else ()))
    lines = _told(root, ("rev-list", "--timestamp", *options, "--end-of-options", *ends)).splitlines()
    found = (line.split(" ") for line in lines)
    commits = (Commit(id, _moment(int(made))) for made, id in found)
    return [commit for commit in commits if since is None or commit.made >= since]


def _moment(seconds: int) -> datetime:
    """A time that git knows; what no calendar reaches is told as the last one that it does."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return datetime.max.replace(tzinfo=UTC)


def tags(root: Path) -> dict[str, list[str]]:
    """The names of the tags on each commit, by its full id. Raises UsageError."""
    form = "--format=%(objectname) %(*objectname) %(refname:lstrip=2)"
    found: dict[str, list[str]] = {}
    for line in _told(root, ("for-each-ref", form, "refs/tags")).splitlines():
        own, peeled, name = line.split(" ", 2)
        found.setdefault(peeled or own, []).append(name)
    return found


def folder_of(root: Path) -> str:
    """The path from the directory of the checkout to the root, with a closing `/`; "" where they are one."""
    top = checkout_of(root)
    return "" if root == top else f"{root.relative_to(top).as_posix()}/"


def _told(root: Path, command: Sequence[str]) -> str:
    try:
        return ask(root, checkout_of(root), command)
    except GitProblem as problem:
        raise UsageError(str(problem)) from None

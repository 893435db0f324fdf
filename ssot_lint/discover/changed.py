"""Which sources a commit or a push is about, asked of git as safely as its list of files."""

import os
from collections.abc import Mapping
from pathlib import Path

from ssot_lint.discover.git import GitProblem, ask, top_of
from ssot_lint.discover.walk import SOURCES

# What pre-commit sets when it is about two commits: a push, or `--from-ref` and `--to-ref`.
_FROM, _TO = "PRE_COMMIT_FROM_REF", "PRE_COMMIT_TO_REF"
# A commit of everything, or of some paths, has an index of its own.
_INDEX = "GIT_INDEX_FILE"

_NAMES = ("diff", "--name-only", "-z", "--no-ext-diff", "--no-textconv", "--no-renames", "--no-relative")


def changed_sources(root: Path, environment: Mapping[str, str]) -> tuple[str, ...] | None:
    """The sources under the root, as from there, that are staged; None where nothing at all is.

    Where the environment is that of a hook of pre-commit with two refs, those that differ between
    them. What is gone from the disk is left out. Raises GitProblem.
    """
    top = top_of(root)
    if top is None:
        raise GitProblem("this is no checkout of git")
    start, end = environment.get(_FROM), environment.get(_TO)
    if start and end:
        changed = _between(root, top, start, end)
    else:
        changed = _staged(root, top, environment.get(_INDEX))
        if not changed:
            return None
    folder = "" if root == top else f"{root.relative_to(top).as_posix()}/"
    inside = sorted(path.removeprefix(folder) for path in changed if path.startswith(folder))
    return tuple(path for path in inside if path.endswith(SOURCES) and os.path.lexists(root / path))


def _staged(root: Path, top: Path, index: str | None) -> list[str]:
    more = {_INDEX: os.path.abspath(index)} if index else {}
    return _paths(ask(root, top, (*_NAMES, "--cached", "--"), more=more))


def _between(root: Path, top: Path, start: str, end: str) -> list[str]:
    """As pre-commit has it: since they parted, or, where they have nothing in common, between them."""
    try:
        return _paths(ask(root, top, (*_NAMES, "--end-of-options", f"{start}...{end}", "--")))
    except GitProblem:
        return _paths(ask(root, top, (*_NAMES, "--end-of-options", f"{start}..{end}", "--")))


def _paths(answer: str) -> list[str]:
    return answer.split("\0")[:-1]

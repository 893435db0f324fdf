"""What lies under a root, whatever a policy says of it: paths by kind, and where links lead."""

import errno
import os
from collections.abc import Collection, Iterator
from pathlib import Path

import msgspec

from ssot_lint.discover.git import GitList, GitProblem, git_list, ignored_by_git
from ssot_lint.discover.ignore import IgnoreFiles
from ssot_lint.discover.walk import SOURCES, Kind, on_disk, walk

_WALKED = "the directory was walked instead of taking git's list of files"


class Link(msgspec.Struct, frozen=True):
    """Where a symbolic link leads: the path from the root, None where that is outside of it."""

    target: str | None
    is_broken: bool
    is_directory: bool


class Survey(msgspec.Struct, frozen=True):
    """The entries under a root, sorted; `links` tells of those of the kind `link`.

    `absent` are files that git has and the disk has not, `notes` what a user should know. `beside` are
    the `hidden` ones that git has nothing of (what is generated, environments): they are there whatever
    the revision.
    """

    entries: dict[Kind, list[str]]
    links: dict[str, Link]
    absent: list[str]
    notes: list[str]
    beside: list[str]

    def candidates(self) -> list[str]:
        """All that is named like a source, or is a link that leads nowhere: some policy may analyse it."""
        return sorted(path for kind in ("file", "special", "link") for path in self._sources(kind))

    def _sources(self, kind: Kind) -> Iterator[str]:
        return (
            path
            for path in self.entries[kind]
            if path.endswith(SOURCES) and (kind != "link" or self.links[path].is_broken)
        )


def survey(root: Path, overlaid: Collection[str] = ()) -> Survey:
    """What lies under the root. Opens nothing, and raises nothing.

    Of the `overlaid` paths those that are named like a source lie there too, if they are not on disk.
    """
    root = root.resolve()
    notes: list[str] = []
    listed: GitList | None = None
    unsaved = [path for path in overlaid if path.endswith(SOURCES) and not os.path.lexists(root / path)]
    try:
        listed = git_list(root)
        if listed and unsaved:
            listed = listed.extended(set(unsaved) - ignored_by_git(root, unsaved))
        found = walk(on_disk(root), listed or IgnoreFiles(root), unsaved)
    except GitProblem as problem:
        notes.append(f"{problem}: {_WALKED}")
        listed, found = None, walk(on_disk(root), IgnoreFiles(root), unsaved)
    if listed:
        found["special"] = list(set(found["special"]) - ignored_by_git(root, found["special"]))
    return Survey(
        entries={kind: sorted(paths) for kind, paths in found.items()},
        links={path: _link(root, path) for path in sorted(found["link"])},
        absent=sorted(listed.absent.difference(found["file"])) if listed else [],
        notes=notes,
        beside=sorted(_beside(listed, found["hidden"])) if listed else [],
    )


def _beside(listed: GitList, hidden: Collection[str]) -> Iterator[str]:
    for path in hidden:
        name = path.removesuffix("/")
        if name not in (listed.files if name == path else listed.directories):
            yield path


def _link(root: Path, path: str) -> Link:
    top = os.path.join(root, "")
    target = os.path.realpath(root / path)
    inside = os.path.join(target, "")
    return Link(
        inside[len(top) : -1] if inside.startswith(top) else None,
        _leads_nowhere(root / path),
        os.path.isdir(target),
    )


def _leads_nowhere(link: Path) -> bool:
    """Whether the link leads round in a circle, or to what does not exist."""
    try:
        os.stat(link)
    except OSError as error:
        return error.errno in (errno.ELOOP, errno.ENOENT, errno.ENOTDIR)
    return False

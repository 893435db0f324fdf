"""What lies under a root at a commit: the same kinds of entries as in a work tree, from git's objects."""

import os
from collections.abc import Collection, Container, Iterable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Self

import msgspec

from ssot_lint.discover.commits import checkout_of, folder_of
from ssot_lint.discover.links import Links, Tree, parents
from ssot_lint.discover.objects import CHECKOUT, LINK, TreeFile, contents_of, tree_files, tree_id
from ssot_lint.discover.survey import Survey
from ssot_lint.discover.unsaved import Item
from ssot_lint.discover.walk import walk


class CommitSurvey(msgspec.Struct, frozen=True):
    """What lies under a root at a commit, and the git blob ids of the files, by path.

    `is_whole`: the commit tells all of it; else a link leads out of the checkout, to what is there now.
    """

    survey: Survey
    blobs: dict[str, bytes]
    is_whole: bool = True


def survey_commit(root: Path, commit: str, around: Survey) -> CommitSurvey:
    """What lies under the root at a commit, by its id.

    `around` is what lies there now: what git has nothing of (`Survey.beside`) is taken to have been there
    too, and what a sparse checkout leaves out to have been left out; a commit that is checked out thus
    gives what its clean work tree does. Raises UsageError.
    """
    root = root.resolve()
    tree = tree_id(root, commit)
    files = tree_files(root, tree) if tree else {}
    absent = sorted(files.keys() & set(around.absent))
    for path in absent:
        del files[path]
    links = Links(checkout_of(root), folder_of(root), lambda: _whole(root, commit))
    listing = _Listing(files, links)
    found = walk(listing.scan, listing)
    beside = [path for path in around.beside if path.removesuffix("/") not in listing]
    # What is in it now, though git has nothing of that, would be a module.
    no_data = {f"{above}/" for path in beside for above in parents(path.removesuffix("/"))}
    found["hidden"] = [path for path in (*found["hidden"], *beside) if path not in no_data]
    survey = Survey(
        entries={kind: sorted(paths) for kind, paths in found.items()},
        links={path: links.of(path) for path in sorted(found["link"])},
        absent=absent,
        notes=list(around.notes),
        beside=sorted(beside),
    )
    blobs = {path: file.blob for path, file in files.items() if file.mode not in (LINK, CHECKOUT)}
    return CommitSurvey(survey, blobs, is_whole=not links.leave)


class _Listing:
    """The directories of a commit, which selects all that it has."""

    def __init__(self, files: dict[str, TreeFile], links: Links) -> None:
        self.links = links
        self._directories: dict[str, list[Item]] = {"": []}
        self._checkouts = {path for path, file in files.items() if file.mode == CHECKOUT}
        self._files = files
        for path, file in files.items():
            self._above(path).append(_Entry(self, path, file.mode))
            if file.mode == CHECKOUT:
                self._directories[path] = []

    def _above(self, path: str) -> list[Item]:
        directory = path.rpartition("/")[0]
        items = self._directories.get(directory)
        if items is None:
            items = self._directories[directory] = []
            self._above(directory).append(_Entry(self, directory, ""))
        return items

    def __contains__(self, path: object) -> bool:
        return path in self._files or path in self._directories

    def scan(self, directory: str) -> AbstractContextManager[Iterable[Item]]:
        """As `os.scandir`."""
        items = self._directories.get(directory)
        if items is None:
            raise FileNotFoundError(directory)
        return nullcontext(items)

    # ------------------------------------------------------------------------------- as a `walk.Selection`

    def inside(self, directory: str) -> Self:
        """It is the same everywhere."""
        return self

    def takes(self, path: str, *, is_directory: bool) -> bool:
        """A commit has no other entries than those that count."""
        return True

    def settled(self, paths: Collection[str]) -> Self:
        """Nothing is in doubt."""
        return self

    def ignores(self, path: str, *, is_directory: bool) -> bool:
        """What is in a commit is not ignored."""
        return False

    def is_checkout(self, directory: str, names: Container[str]) -> bool:
        """Whether it is a submodule."""
        return directory in self._checkouts

    def tracks_under(self, directory: str) -> bool:
        """Every directory of a commit is there for a file in it."""
        return True


class _Entry:
    """An entry of a directory, as `os.DirEntry`; directories have no mode."""

    __slots__ = ("_listing", "_mode", "_path", "name")

    def __init__(self, listing: _Listing, path: str, mode: str) -> None:
        self.name = path.rpartition("/")[2]
        self._listing = listing
        self._path = path
        self._mode = mode

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        """As of `os.DirEntry`."""
        if follow_symlinks and self.is_symlink():
            return self._listing.links.of(self._path).is_directory
        return self._mode in ("", CHECKOUT)

    def is_file(self, *, follow_symlinks: bool = True) -> bool:
        """As of `os.DirEntry`, which is asked of no link."""
        return not self.is_dir(follow_symlinks=False) and not self.is_symlink()

    def is_symlink(self) -> bool:
        """As of `os.DirEntry`."""
        return self._mode == LINK


def _whole(root: Path, commit: str) -> Tree:
    """The whole checkout, of which the root may be a part: links lead anywhere in it."""
    files = tree_files(root, f"{commit}^{{tree}}")
    links = [path for path, file in files.items() if file.mode == LINK]
    targets = contents_of(root, [files[path].blob for path in links])
    directories = {above for path in files for above in parents(path)}
    checkouts = {path for path, file in files.items() if file.mode == CHECKOUT}
    return Tree(files, directories, checkouts, dict(zip(links, map(os.fsdecode, targets), strict=True)))

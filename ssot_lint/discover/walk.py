"""What lies in the tree: every entry that may have to do with a module, and what it is."""

import os
from collections.abc import Callable, Collection, Container, Iterable, Set
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Literal, NamedTuple, Protocol, Self, get_args

from ssot_lint.discover.unsaved import Item, Listings, listings

SOURCES = (".py", ".pyi")
COMPILED = (".so", ".pyd", ".pyx")
NOTEBOOK = ".ipynb"
PROJECT = "pyproject.toml"

DEFAULT_EXCLUDES = frozenset({
    ".bzr", ".direnv", ".eggs", ".git", ".git-rewrite", ".hg", ".ipynb_checkpoints",
    ".mypy_cache", ".nox", ".pants.d", ".pyenv", ".pytest_cache", ".pytype", ".ruff_cache",
    ".ssot_cache", ".svn", ".tox", ".venv", ".vscode", "__pypackages__", "_build", "buck-out",
    "build", "dist", "node_modules", "site-packages", "venv",
})  # fmt: skip
"""Directories that hold no first-party code: ruff's list, and our cache."""

Kind = Literal["file", "link", "special", "checkout", "excluded", "hidden", "unlistable"]
"""What an entry is.

`file` is a regular file, `link` a symbolic link that is named like a source or leads to a
directory, `special` what is named like a source and is neither (a pipe, a directory) and may be
ignored, `checkout` a submodule or nested repository, `excluded` a source that is tracked in a
directory of `DEFAULT_EXCLUDES`, `hidden` what exists but is not selected (a whole directory ends in
`/`), `unlistable` a directory that cannot be read.
"""

_SEEN = (*SOURCES, *COMPILED, NOTEBOOK, PROJECT)
_SEEN_ENDS = frozenset(name[-3:] for name in _SEEN)
_MODULES = (*SOURCES, *COMPILED)
_BYTE_CODE = "__pycache__"


Scan = Callable[[str], AbstractContextManager[Iterable[Item]]]
"""Lists a directory, by path from the root; raises OSError where there is none, or it cannot be listed."""


class Selection(Protocol):
    """Which entries take part: git's list, or the rules of the ignore files.

    `takes` is None for a path that it cannot tell of until it is `settled` for that.
    """

    def inside(self, directory: str) -> Self: ...
    def takes(self, path: str, *, is_directory: bool) -> bool | None: ...
    def settled(self, paths: Collection[str]) -> Self: ...
    def ignores(self, path: str, *, is_directory: bool) -> bool: ...
    def is_checkout(self, directory: str, names: Container[str]) -> bool: ...
    def tracks_under(self, directory: str) -> bool: ...


class _Directory(NamedTuple):
    """A directory to be listed; `excluded` where it is one of `DEFAULT_EXCLUDES`, or lies in one."""

    path: str
    selection: Selection
    excluded: bool


class _Entry(NamedTuple):
    """Something in a directory, and whether that directory is excluded."""

    item: Item
    path: str
    is_directory: bool
    excluded: bool


def on_disk(root: Path) -> Scan:
    """What lists the directories under the root as they lie on disk."""
    base = os.fspath(root)
    return lambda directory: os.scandir(f"{base}/{directory}")


def walk(scan: Scan, selection: Selection, unsaved: Collection[str] = ()) -> dict[Kind, list[str]]:
    """Paths from the root, with `/`, by kind, in no particular order.

    No link is followed and nothing is opened, so that the walk ends and stays in the root. `unsaved`
    files are taken to lie there, where there are none.
    """
    way = _Way(scan, listings(unsaved))
    way.directories.append(_Directory("", selection, False))
    while way.directories:
        while way.directories:
            way.list(way.directories.pop())
        entries, way.unsettled = way.unsettled, []
        if entries:
            selection = selection.settled([entry.path for entry in entries])
            for entry in entries:
                way.sort_in(entry, selection)
    return way.found


class _Way:
    """What a walk has found, and what is still before it.

    `directories` are to be listed, `unsettled` are the entries that the selection cannot tell of,
    `unsaved` those that are listed though not on disk.
    """

    def __init__(self, scan: Scan, unsaved: Listings) -> None:
        self.scan = scan
        self.unsaved = unsaved
        self.found: dict[Kind, list[str]] = {kind: [] for kind in get_args(Kind)}
        self.directories: list[_Directory] = []
        self.unsettled: list[_Entry] = []

    def list(self, directory: _Directory) -> None:
        """Sort in a directory and all that it holds."""
        path, above, excluded = directory
        unsaved = self.unsaved.get(path, {})
        items: list[Item] = []
        try:
            with self.scan(path) as listing:
                items += listing
        except NotADirectoryError:
            return
        except FileNotFoundError:
            if not unsaved:
                return
        except OSError:
            self.found["unlistable"].append(path)
            return
        names = {item.name for item in items}
        if unsaved:
            items += [item for item in unsaved.values() if item.name not in names]
            names |= unsaved.keys()
        if above.is_checkout(path, names):
            self.found["checkout"].append(path)
            return
        if path and "pyvenv.cfg" in names and not excluded:
            if not above.tracks_under(path):
                self.found["hidden"].append(f"{path}/")
                return
            excluded = True
        folders: list[Item] = []
        others: list[Item] = []
        # few files have to do with modules, and those that do not are known by the end of their name
        for item in items:
            if item.is_dir(follow_symlinks=False):
                folders.append(item)
            elif item.name[-3:] in _SEEN_ENDS or item.is_symlink():
                others.append(item)
        if path.endswith(SOURCES) and not excluded:
            self.found["special"].append(path)
        elif path and _holds_data(path, names, (*folders, *others)):
            self.found["hidden"].append(f"{path}/")
        here = above.inside(path)
        prefix = f"{path}/" if path else ""
        for item in folders:
            self.sort_in(_Entry(item, prefix + item.name, True, excluded), here)
        for item in others:
            if item.name.endswith(_SEEN) or (not excluded and _leads_to_directory(item)):
                self.sort_in(_Entry(item, prefix + item.name, False, excluded), here)

    def sort_in(self, entry: _Entry, selection: Selection) -> None:
        """Note the kind of an entry, if it has one, or put it off."""
        item, path, is_directory, excluded = entry
        name = item.name
        barred = is_directory and name in DEFAULT_EXCLUDES
        taken = selection.takes(path, is_directory=is_directory)
        if taken is None and not barred and name != _BYTE_CODE:
            self.unsettled.append(entry)
        elif not is_directory:
            kind = _kind_of_file(entry, selection, bool(taken))
            if kind:
                self.found[kind].append(path)
        elif taken and (not barred or selection.tracks_under(path)):
            self.directories.append(_Directory(path, selection, excluded or barred))
        elif name.endswith(SOURCES):
            if not excluded and not selection.ignores(path, is_directory=True):
                self.found["special"].append(path)
        elif (
            name.isidentifier() and name != _BYTE_CODE and (path in self.unsaved or self.holds_modules(path))
        ):
            self.found["hidden"].append(f"{path}/")

    def holds_modules(self, directory: str) -> bool:
        """Whether there may be a module in it, at any depth."""
        try:
            with self.scan(directory) as entries:
                return any(map(_may_hold_a_module, entries))
        except OSError:
            return True


def _kind_of_file(entry: _Entry, selection: Selection, taken: bool) -> Kind | None:
    item, path, _, excluded = entry
    is_source = path.endswith(SOURCES)
    if excluded:
        return "excluded" if is_source and taken else None
    is_link = item.is_symlink()
    if not is_link and not item.is_file(follow_symlinks=False):
        return "special" if is_source and not selection.ignores(path, is_directory=False) else None
    if not taken:
        return "hidden"
    return "link" if is_link else "file"


def _leads_to_directory(link: Item) -> bool:
    try:
        return link.is_dir()
    except OSError:
        return False


def _holds_data(directory: str, names: Set[str], items: Iterable[Item]) -> bool:
    """Whether it is a folder without modules, which Python imports all the same (as an empty namespace).

    What only byte code is left of is meant to be gone.
    """
    if directory.endswith(_BYTE_CODE) or names == {_BYTE_CODE}:
        return False
    return not any(map(_may_hold_a_module, items))


def _may_hold_a_module(entry: Item) -> bool:
    is_directory = entry.name != _BYTE_CODE and entry.is_dir(follow_symlinks=False)
    return is_directory or entry.name.endswith(_MODULES)

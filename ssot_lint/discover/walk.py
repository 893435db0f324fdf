"""What lies in the tree: every entry that may have to do with a module, and what it is."""

import os
from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from typing import Literal, Protocol, Self

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
_MODULES = (*SOURCES, *COMPILED)


class Selection(Protocol):
    """Which entries take part: git's list, or the rules of the ignore files."""

    def inside(self, directory: str) -> Self: ...
    def takes(self, path: str, *, is_directory: bool) -> bool: ...
    def ignores(self, path: str, *, is_directory: bool) -> bool: ...
    def is_checkout(self, directory: str, names: Container[str]) -> bool: ...
    def tracks_under(self, directory: str) -> bool: ...


def walk(root: Path, selection: Selection) -> Iterator[tuple[str, Kind]]:
    """Paths from the root, with `/`, and their kinds, in no particular order.

    No link is followed and nothing is opened, so that the walk ends and stays in the root.
    """
    base = os.fspath(root)
    pending = [("", selection, False)]
    while pending:
        directory, above, excluded = pending.pop()
        try:
            with os.scandir(f"{base}/{directory}") as listing:
                entries = {entry.name: entry for entry in listing}
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError:
            yield directory, "unlistable"
            continue
        if above.is_checkout(directory, entries):
            yield directory, "checkout"
            continue
        if directory and "pyvenv.cfg" in entries and not excluded:
            if not above.tracks_under(directory):
                yield f"{directory}/", "hidden"
                continue
            excluded = True
        if directory.endswith(SOURCES) and not excluded:
            yield directory, "special"
        elif directory and _holds_data(directory, entries):
            yield f"{directory}/", "hidden"
        here = above.inside(directory)
        prefix = f"{directory}/" if directory else ""
        for name, entry in entries.items():
            path = prefix + name
            if not entry.is_dir(follow_symlinks=False):
                kind = _kind(entry, path, here, excluded)
                if kind:
                    yield path, kind
                continue
            barred = name in DEFAULT_EXCLUDES
            if here.takes(path, is_directory=True) and (not barred or here.tracks_under(path)):
                pending.append((path, here, excluded or barred))
            elif name.endswith(SOURCES):
                if not excluded and not here.ignores(path, is_directory=True):
                    yield path, "special"
            elif name.isidentifier() and name != "__pycache__" and _holds_modules(entry):
                yield f"{path}/", "hidden"


def _kind(entry: os.DirEntry[str], path: str, selection: Selection, excluded: bool) -> Kind | None:
    is_source = path.endswith(SOURCES)
    if not path.endswith(_SEEN):
        if excluded or not entry.is_symlink() or not _is_directory(entry):
            return None
        return "link" if selection.takes(path, is_directory=False) else "hidden"
    if excluded:
        return "excluded" if is_source and selection.takes(path, is_directory=False) else None
    is_link = entry.is_symlink()
    if not is_link and not entry.is_file(follow_symlinks=False):
        return "special" if is_source and not selection.ignores(path, is_directory=False) else None
    if not selection.takes(path, is_directory=False):
        return "hidden"
    return "link" if is_link else "file"


def _is_directory(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _holds_data(directory: str, entries: Mapping[str, os.DirEntry[str]]) -> bool:
    """Whether it is a folder without modules, which Python imports all the same (as an empty namespace).

    What only byte code is left of is meant to be gone.
    """
    if directory.endswith("__pycache__") or entries.keys() == {"__pycache__"}:
        return False
    return not any(map(_may_hold_a_module, entries.values()))


def _may_hold_a_module(entry: os.DirEntry[str]) -> bool:
    is_directory = entry.name != "__pycache__" and entry.is_dir(follow_symlinks=False)
    return is_directory or entry.name.endswith(_MODULES)


def _holds_modules(directory: os.DirEntry[str]) -> bool:
    try:
        with os.scandir(directory) as entries:
            return any(map(_may_hold_a_module, entries))
    except OSError:
        return True

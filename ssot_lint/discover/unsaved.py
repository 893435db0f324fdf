"""Files that are to be taken for granted although they are not on disk yet: the new buffers of an editor."""

from collections.abc import Collection
from typing import Protocol


class Unsaved:
    """What a listing would have of such a file, or of a directory around it."""

    def __init__(self, name: str, *, is_directory: bool) -> None:
        self.name = name
        self._is_directory = is_directory

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        """As of `os.DirEntry`."""
        return self._is_directory

    def is_file(self, *, follow_symlinks: bool = True) -> bool:
        """As of `os.DirEntry`."""
        return not self._is_directory

    def is_symlink(self) -> bool:
        """As of `os.DirEntry`."""
        return False


class Item(Protocol):
    """An entry of a listing, as `os.DirEntry` is one."""

    @property
    def name(self) -> str: ...
    def is_dir(self, *, follow_symlinks: bool = True) -> bool: ...
    def is_file(self, *, follow_symlinks: bool = True) -> bool: ...
    def is_symlink(self) -> bool: ...


Listings = dict[str, dict[str, Unsaved]]
"""By directory, the entries by name."""


def listings(files: Collection[str]) -> Listings:
    """The entries of each directory that the files, by path from the root, lie in."""
    found: Listings = {}
    for file in files:
        path, is_directory = file, False
        while path:
            directory, _, name = path.rpartition("/")
            found.setdefault(directory, {})[name] = Unsaved(name, is_directory=is_directory)
            path, is_directory = directory, True
    return found

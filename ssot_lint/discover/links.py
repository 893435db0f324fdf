"""Where the symbolic links of a commit lead."""

import os
from collections.abc import Callable, Container, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from ssot_lint.discover.survey import Link

_MOST_STEPS = 40  # as many links in a row as Linux follows


class Tree(NamedTuple):
    """The paths of a checkout at some commit; those of `links` lead to what they are mapped to."""

    files: Container[str]
    directories: Container[str]
    checkouts: Container[str]
    links: Mapping[str, str]


class Links:
    """Resolves the links of a commit as they would be in a checkout of it.

    `folder` is the path of the project in the checkout, with a closing `/`, and `whole` gives all of the
    checkout. What lies outside of that is no part of any commit: it is looked at as it is now, and then
    `leave` is true, as it is for what a submodule holds.
    """

    def __init__(self, top: Path, folder: str, whole: Callable[[], Tree]) -> None:
        self._top = os.path.join(top, "")
        self._folder = folder
        self._whole = whole
        self.leave = False

    @cached_property
    def _tree(self) -> Tree:
        return self._whole()

    def of(self, path: str) -> Link:
        """Where the link at a path from the root leads."""
        end = self._end(self._folder + path)
        if end is None:
            return Link(path, is_broken=True, is_directory=False)
        if os.path.isabs(end):
            self.leave = True
            return Link(None, is_broken=not os.path.exists(end), is_directory=os.path.isdir(end))
        tree = self._tree
        if any(above in tree.checkouts for above in parents(end)):
            self.leave = True
            real = self._top + end
            is_directory, exists = os.path.isdir(real), os.path.exists(real)
        else:
            is_directory = not end or end in tree.directories or end in tree.checkouts
            exists = is_directory or end in tree.files
        inside = f"{end}/".startswith(self._folder)
        target = end[len(self._folder) :] if inside else None
        return Link(target, is_broken=not exists, is_directory=is_directory)

    def _end(self, path: str) -> str | None:
        """Where a path of the checkout leads in it, or outside as an absolute path; None for a circle."""
        done: list[str] = []
        before = path.split("/")[::-1]
        steps = 0
        while before:
            part = before.pop()
            if part == "..":
                if not done:
                    return os.path.realpath(f"{self._top}../{'/'.join(reversed(before))}")
                done.pop()
            elif part not in ("", "."):
                done.append(part)
                target = self._tree.links.get("/".join(done))
                if target is not None:
                    steps += 1
                    if steps > _MOST_STEPS:
                        return None
                    done.pop()
                    rest = "/".join((target, *reversed(before)))
                    if os.path.isabs(target):
                        inside = self._inside(rest)
                        if inside is None:
                            return os.path.realpath(rest)
                        done, rest = [], inside
                    before = rest.split("/")[::-1]
        return "/".join(done)

    def _inside(self, path: str) -> str | None:
        """An absolute path as from the directory of the checkout, None where it is not beneath it."""
        beneath = os.path.normpath(path).startswith(self._top)
        return path[len(self._top) :] if beneath and path.startswith(self._top) else None


def parents(path: str) -> Iterator[str]:
    """The directories above a path, the nearest first, the last "" for where it starts."""
    while path:
        path = path.rpartition("/")[0]
        yield path

"""Packages side by side, of which none knows another: plugins, which may each have their own."""

from bisect import bisect_left
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from ssot_lint.model import File

if TYPE_CHECKING:
    from ssot_lint.index.core import Index

MANY_PACKAGES = 20
"""From so many packages in one on, those that do not import each other are taken for plugins."""


class Neighbourhood:
    """Answers about the packages that files lie in."""

    def __init__(self, index: "Index") -> None:
        self._index = index
        self._imported: dict[str, set[str]] = {}

    def are_apart(self, one: File, other: File) -> bool:
        """Whether two files lie in two of many packages side by side, neither of which imports the other."""
        mine, theirs = _parts(one), _parts(other)
        depth = 0
        while depth < min(len(mine), len(theirs)) and mine[depth] == theirs[depth]:
            depth += 1
        here, there = ".".join(mine[: depth + 1]), ".".join(theirs[: depth + 1])
        siblings = self._packages.get(".".join(mine[:depth]), frozenset())
        return (
            len(siblings) >= MANY_PACKAGES
            and {here, there} <= siblings
            and not self._imports(there, here)
            and not self._imports(here, there)
        )

    @cached_property
    def _packages(self) -> dict[str, frozenset[str]]:
        """The packages that lie right in each package, "" for those at the top."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for file in self._index.files:
            if file.source.is_package and file.module:
                found[file.module.rpartition(".")[0]].add(file.module)
        return {package: frozenset(inside) for package, inside in found.items()}

    def _imports(self, package: str, other: str) -> bool:
        """Whether a file of a package imports another package, or something in it."""
        found = self._imported.get(package)
        if found is None:
            below = self._below(package)
            found = self._imported[package] = {
                f"{edge.loaded}." for file in below for edge in self._index.edges(file)
            }
        prefix = f"{other}."
        return any(module.startswith(prefix) for module in found)

    def _below(self, package: str) -> list[File]:
        """The files in a package, those in packages within it included."""
        first = bisect_left(self._by_module, f"{package}.", key=_first)
        last = bisect_left(self._by_module, f"{package}/", key=_first)  # the character after the dot
        return [file for _, file in self._by_module[first:last]]

    @cached_property
    def _by_module(self) -> list[tuple[str, File]]:
        """The modules with a dot at the end, sorted: those of each package lie together."""
        return sorted(((f"{file.module}.", file) for file in self._index.files if file.module), key=_first)


def _first(pair: tuple[str, File]) -> str:
    return pair[0]


def _parts(file: File) -> list[str]:
    return (file.module or "").split(".")

"""Packages side by side, of which none knows another: plugins, which may each have their own."""

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
        self._imported: dict[str, frozenset[str]] = {}

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
            and here not in self._imports(there)
            and there not in self._imports(here)
        )

    @cached_property
    def _packages(self) -> dict[str, frozenset[str]]:
        """The packages that lie right in each package, "" for those at the top."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for file in self._index.files:
            if file.source.is_package and file.module:
                found[file.module.rpartition(".")[0]].add(file.module)
        return {package: frozenset(inside) for package, inside in found.items()}

    @cached_property
    def _below(self) -> dict[str, list[File]]:
        """The files in each package, those in packages within it included."""
        found: defaultdict[str, list[File]] = defaultdict(list)
        for file in self._index.files:
            parts = _parts(file)
            for length in range(1, len(parts) + 1):
                found[".".join(parts[:length])].append(file)
        return found

    def _imports(self, package: str) -> frozenset[str]:
        """What the files of a package import, and all packages above it."""
        found = self._imported.get(package)
        if found is None:
            modules = {edge.loaded for file in self._below[package] for edge in self._index.edges(file)}
            names = (module.split(".") for module in modules)
            found = self._imported[package] = frozenset(
                ".".join(parts[:length]) for parts in names for length in range(1, len(parts) + 1)
            )
        return found


def _parts(file: File) -> list[str]:
    return (file.module or "").split(".")

"""What the files that there are now define: what moved away has left its file behind."""

from collections.abc import Callable, Iterable
from functools import cache

from ssot_lint.model import File

Defines = Callable[[str, str], bool]
"""Whether a file, given by its path, has a definition of a qualified name, as far as that is known."""


def defining(files: Iterable[File]) -> Defines:
    """What files define; one that does not parse may define anything."""
    by_path = {file.path: file for file in files}

    @cache
    def names(path: str) -> frozenset[str]:
        return frozenset(definition.qualified_name for definition in by_path[path].facts.definitions)

    def defines(path: str, name: str) -> bool:
        return by_path[path].facts.problem is not None or name in names(path)

    return defines


def anything(path: str, name: str) -> bool:
    """Nothing is known to be no longer defined in a file that is there."""
    return True

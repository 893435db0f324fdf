"""Through which paths a definition is imported: its own module, and all that hand it on."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from ssot_lint.index.names import Target
from ssot_lint.model import File


class Taken(NamedTuple):
    """A name that some files import from a module, and what it is."""

    file: File
    name: str
    origin: Target
    importers: Collection[File]


class Route(NamedTuple):
    """A path by which something is imported: the module that is asked, the name there, and who asks."""

    file: File
    name: str
    importers: frozenset[File]

    @property
    def symbol(self) -> str:
        """The path as `package.module:Name`."""
        return f"{self.file.module or self.file.path}:{self.name}"


class Routes(NamedTuple):
    """A definition, or another value of a module, with every path by which it is imported.

    `home` is the path that leads to it directly, which perhaps nobody takes.
    """

    origin: Target
    home: Route
    others: tuple[Route, ...]

    @property
    def taken(self) -> list[Route]:
        """The paths that some file takes."""
        return [route for route in (self.home, *self.others) if route.importers]


def routes(taken: Iterable[Taken]) -> list[Routes]:
    """What is imported, each with its routes, by symbol.

    Left out is what is no name of a module's own: a module, or an attribute of a class.
    """
    found: defaultdict[tuple[File, str], defaultdict[tuple[File, str], set[File]]]
    found = defaultdict(lambda: defaultdict(set))
    origins: dict[tuple[File, str], Target] = {}
    for file, name, origin, importers in taken:
        if origin.file is not None and "." not in origin.name:
            key = origin.file, origin.name
            origins[key] = origin
            found[key][file, name].update(i for i in importers if not i.source.is_stub)
    found_routes = []
    for key, paths in found.items():
        home = Route(*key, frozenset(paths.pop(key, ())))
        others = [Route(*path, frozenset(importers)) for path, importers in paths.items()]
        others.sort(key=lambda route: (route.symbol, route.file.path))
        found_routes.append(Routes(origins[key], home, tuple(others)))
    return sorted(found_routes, key=lambda each: (each.origin.symbol, each.home.file.path))

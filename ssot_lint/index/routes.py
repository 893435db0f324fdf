"""Through which paths a definition is imported: its own module, and all that hand it on."""

from collections import defaultdict
from typing import NamedTuple

from ssot_lint.index.names import Edge, Target
from ssot_lint.model import File


class Route(NamedTuple):
    """A path by which something is imported: the module that is asked, the name there, and the imports.

    `file` is that module. `imports` are by path and then in source order.
    """

    file: File
    name: str
    imports: tuple[Edge, ...]

    @property
    def symbol(self) -> str:
        """The path as `package.module:Name`."""
        return f"{self.file.module or self.file.path}:{self.name}"

    @property
    def importers(self) -> int:
        """How many files import it in this way."""
        return len({edge.importer for edge in self.imports})


class Routes(NamedTuple):
    """A definition, or another value of a module, with every path by which it is imported.

    `home` is the path that leads to it directly, which perhaps nobody takes.
    """

    origin: Target
    home: Route
    others: tuple[Route, ...]


def routes(edges: list[Edge]) -> list[Routes]:
    """What some imports bring in, each with its routes, by symbol; references count for none.

    Left out is what only its own module gives, what is no name of a module's own (a module, an attribute
    of a class), and what is handed on by a module that gives it as its own value.
    """
    found: defaultdict[tuple[File, str], defaultdict[tuple[File, str], list[Edge]]]
    found = defaultdict(lambda: defaultdict(list))
    origins: dict[tuple[File, str], Target] = {}
    for edge in edges:
        origin, name = edge.origin, edge.statement.name
        if origin.file is None or edge.file is None or name is None or "." in origin.name:
            continue
        key = origin.file, origin.name
        origins[key] = origin
        found[key][edge.file, name].append(edge)
    found_routes = []
    for key, paths in found.items():
        home = Route(*key, tuple(paths.pop(key, ())))
        others = [Route(*path, tuple(imports)) for path, imports in paths.items()]
        others.sort(key=lambda route: (route.symbol, route.file.path))
        found_routes.append(Routes(origins[key], home, tuple(others)))
    return sorted(found_routes, key=lambda each: (each.origin.symbol, each.home.file.path))

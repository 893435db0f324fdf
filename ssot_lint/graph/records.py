"""The import graph and its pictures, as records."""

from typing import Literal

import msgspec

from ssot_lint.model import Place

Fault = Literal["forbidden", "cycle"]
"""What a rule says of an import: SST301, SST305."""

Role = Literal["plain", "centre", "path"]
"""What a node is to what was asked for: that itself, a path that leads to it, or neither."""


class GraphModule(msgspec.Struct, frozen=True, gc=False):
    """A module by its dotted name, or by its path where no import can reach it.

    `package` is the package that it is in, itself if it is one or is in none. `dotted` is its name, or
    that of its package where its own is none, "" where it has neither.
    """

    name: str
    package: str
    dotted: str
    service: str | None = None


class GraphEdge(msgspec.Struct, frozen=True, gc=False):
    """One name that one import statement brings in.

    `imported` is the module that the statement loads, of one that does not resolve the module that it
    names, as written where its dots lead too far. `name` and `bound` are those of the statement;
    `origin` is the symbol that the name is defined as, None where that is not known. `tags` are words.
    """

    importer: str
    imported: str
    name: str | None
    bound: str | None
    origin: str | None
    path: str
    line: int
    tags: tuple[str, ...]
    faults: tuple[Fault, ...] = ()


class ImportGraph(msgspec.Struct, frozen=True, gc=False):
    """The imports of a project, by path and then in source order, and the modules by name.

    Both ends of an edge are among the modules. What is imported within the project and does not
    resolve is `unresolved`, and no edge.
    """

    modules: tuple[GraphModule, ...]
    edges: tuple[GraphEdge, ...]
    unresolved: tuple[GraphEdge, ...] = ()


class Node(msgspec.Struct, frozen=True, gc=False):
    """A module, package or service in a picture; `label` is what stands there."""

    name: str
    label: str
    role: Role = "plain"


class Arrow(msgspec.Struct, frozen=True, gc=False):
    """All imports by which one node leads to another.

    `red`: one of them is forbidden or closes a cycle. `later`: none of them is executed when the
    importer is loaded. `title` lists them, one a line.
    """

    source: str
    target: str
    title: str
    red: bool = False
    later: bool = False


class Picture(msgspec.Struct, frozen=True, gc=False):
    """What is drawn, in whatever format: nodes by name, arrows by their two ends."""

    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]


class PathTaken(msgspec.Struct, frozen=True, gc=False):
    """A path by which a symbol is imported, `package.module:Name`.

    `is_home`: it leads to the definition itself; `is_astray`: a rule reports those who take it.
    `imports` has a place for each file that does.
    """

    symbol: str
    is_home: bool
    is_astray: bool
    imports: tuple[Place, ...]


class Fragments(msgspec.Struct, frozen=True, gc=False):
    """A symbol, where it is defined, and the paths by which it is imported, the reported ones last."""

    symbol: str
    place: Place
    paths: tuple[PathTaken, ...]

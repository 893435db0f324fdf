"""Import graphs of small projects, and how a test reads them."""

from collections.abc import Iterable, Mapping

from ssot_lint.graph import ImportGraph, Picture, build_graph
from ssot_lint.graph.records import GraphEdge
from tests.unit.indexed import index_of


def graph_of(sources: Mapping[str, str], external: bool = False) -> ImportGraph:
    """The import graph of a project."""
    return build_graph(index_of(sources), external=external)


def names(graph: ImportGraph) -> list[str]:
    """The modules of a graph."""
    return [module.name for module in graph.modules]


def steps(edges: Iterable[GraphEdge]) -> list[tuple[str, str]]:
    """Who imports whom, once for each edge."""
    return [(edge.importer, edge.imported) for edge in edges]


def ways(picture: Picture) -> list[str]:
    """The arrows of a picture: `a -> b`, with `!` where it is red and `?` where it is dashed."""
    return [f"{a.source} -> {a.target}{'!' * a.red}{'?' * a.later}" for a in picture.arrows]

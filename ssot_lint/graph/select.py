"""A part of the import graph: one node and its neighbours."""

from collections.abc import Mapping

from msgspec.structs import replace

from ssot_lint.graph.records import ImportGraph


def around(graph: ImportGraph, node: str, nodes: Mapping[str, str]) -> ImportGraph:
    """The modules of a node, what imports them and what they import; `nodes` has the node of each module."""
    edges = tuple(edge for edge in graph.edges if node in (nodes[edge.importer], nodes[edge.imported]))
    ends = {name for edge in edges for name in (edge.importer, edge.imported)}
    return replace(
        graph,
        modules=tuple(m for m in graph.modules if m.name in ends or nodes[m.name] == node),
        edges=edges,
        unresolved=tuple(edge for edge in graph.unresolved if nodes[edge.importer] == node),
    )

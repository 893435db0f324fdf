"""The graph for machines: the contract of `graph.schema.json`, byte for byte reproducible."""

import json

import msgspec

from ssot_lint.graph.records import GraphEdge, ImportGraph
from ssot_lint.render.wording import encodable

SCHEMA = "ssot-lint/graph/1"


def render_json(graph: ImportGraph) -> str:
    """Every import as one edge, whatever the level of a picture."""
    document = {
        "schema": SCHEMA,
        "modules": [encodable(module.name) for module in graph.modules],
        "edges": list(map(_edge, graph.edges)),
        "unresolved": list(map(_edge, graph.unresolved)),
    }
    return msgspec.json.format(json.dumps(document), indent=2) + "\n"


def _edge(edge: GraphEdge) -> dict[str, str | int | list[str] | None]:
    return {
        "importer": encodable(edge.importer),
        "imported": encodable(edge.imported),
        "name": edge.name,
        "bound": edge.bound,
        "origin": edge.origin and encodable(edge.origin),
        "path": encodable(edge.path),
        "line": edge.line,
        "tags": list(edge.tags),
    }

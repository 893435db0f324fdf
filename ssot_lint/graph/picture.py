"""A picture of the import graph, at the level of modules, packages or services."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from ssot_lint.graph.records import Arrow, GraphEdge, GraphModule, ImportGraph, Node, Picture, Role

Level = Literal["module", "package", "service"]

NO_SERVICE = "(no service)"

_LISTED = 12  # imports in a title
_LATER = {"lazy", "typing"}
_UNDRAWN = {"reference", "implicit"}  # what a string names; the packages above a module


def node_names(modules: Iterable[GraphModule], level: Level, depth: int | None = None) -> dict[str, str]:
    """The node that stands for each module. `depth` cuts dotted names to so many segments."""
    return {module.name: _node(module, level, depth) for module in modules}


def _node(module: GraphModule, level: Level, depth: int | None) -> str:
    if level == "service":
        return module.service or NO_SERVICE
    if level == "package":
        return ".".join(module.dotted.split(".")[:depth]) if depth and module.dotted else module.package
    return module.name


def draw(
    graph: ImportGraph,
    nodes: Mapping[str, str],
    roles: Mapping[str, Role] | None = None,
    labels: Mapping[str, str] | None = None,
) -> Picture:
    """The nodes, and an arrow for all imports by which one leads to another.

    An import within a package or service is drawn only where it is red: nothing that is red is hidden.
    """
    ways: defaultdict[tuple[str, str], list[GraphEdge]] = defaultdict(list)
    for edge in graph.edges:
        source, target = nodes[edge.importer], nodes[edge.imported]
        drawn = source != target or edge.importer == edge.imported or edge.faults
        if drawn and not _UNDRAWN & set(edge.tags):
            ways[source, target].append(edge)
    names = sorted({nodes[module.name] for module in graph.modules})
    return Picture(
        nodes=tuple(
            Node(name, (labels or {}).get(name, name), (roles or {}).get(name, "plain")) for name in names
        ),
        arrows=tuple(_arrow(source, target, ways[source, target]) for source, target in sorted(ways)),
    )


def _arrow(source: str, target: str, edges: Sequence[GraphEdge]) -> Arrow:
    # what is red comes first, so that the title tells why the arrow is
    ordered = sorted(edges, key=lambda edge: not edge.faults)
    more = len(ordered) - _LISTED
    lines = [
        f"{source} -> {target}",
        *map(_told, ordered[:_LISTED]),
        *([f"and {more} more"] if more > 0 else []),
    ]
    return Arrow(
        source,
        target,
        "\n".join(" ".join(line.splitlines()) for line in lines),
        red=any(edge.faults for edge in edges),
        later=all(_LATER & set(edge.tags) for edge in edges),
    )


def _told(edge: GraphEdge) -> str:
    """An import in one line: `shop/jobs.py:3: Engine as E (lazy, forbidden)`."""
    what = edge.name or edge.imported
    renamed = f" as {edge.bound}" if edge.name and edge.bound not in (None, edge.name) else ""
    remarks = [tag for tag in edge.tags if tag != "runtime"] + list(edge.faults)
    return f"{edge.path}:{edge.line}: {what}{renamed}" + (f" ({', '.join(remarks)})" if remarks else "")

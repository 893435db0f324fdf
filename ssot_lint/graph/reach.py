"""Every path by which a symbol is imported."""

from collections import defaultdict
from collections.abc import Sequence

from ssot_lint.errors import UsageError
from ssot_lint.graph.picture import draw
from ssot_lint.graph.records import GraphEdge, ImportGraph, Picture, Role
from ssot_lint.index import Index, Target
from ssot_lint.index.patterns import nearest


def fragmentation(index: Index, graph: ImportGraph, symbol: str) -> tuple[ImportGraph, Picture]:
    """The imports that bring in what a symbol is, and their picture: its home, each path and who takes it.

    UsageError where the project has no such symbol.
    """
    target = _found(index, symbol)
    edges = _carrying(index, graph.edges, target)
    home = target.module or (target.file.path if target.file else "")
    paths: defaultdict[str, set[str]] = defaultdict(set, {home: {target.name} - {""}})
    for edge in edges:
        if edge.name != "*" and edge.imported != target.symbol:
            paths[edge.imported].add(edge.name or "")
    ends = {home, *(end for edge in edges for end in (edge.importer, edge.imported))}
    part = ImportGraph(tuple(module for module in graph.modules if module.name in ends), edges)
    roles: dict[str, Role] = dict.fromkeys(paths, "path")
    roles[home] = "centre"
    labels = {
        module: "\n".join(f"{module}:{name}" for name in sorted(names))
        for module, names in paths.items()
        if names
    }
    return part, draw(part, {name: name for name in ends}, roles, labels)


def _carrying(index: Index, edges: Sequence[GraphEdge], target: Target) -> tuple[GraphEdge, ...]:
    """The imports of a symbol by name, and the stars by which one of its names is brought along."""
    names = {target.name, *(edge.name for edge in edges if _names(edge, target))} - {None, ""}
    return tuple(
        edge
        for edge in edges
        if _names(edge, target) or (edge.name == "*" and _carries(index, edge, target, names))
    )


def _names(edge: GraphEdge, target: Target) -> bool:
    return edge.origin == target.symbol and edge.name != "*"


def _carries(index: Index, star: GraphEdge, target: Target, names: set[str | None]) -> bool:
    """Whether a star import brings in the symbol under one of the names."""
    ends = star.imported, star.importer
    return any(
        all(index.lookup(f"{module}:{name}").symbol == target.symbol for module in ends) for name in names
    )


def _found(index: Index, symbol: str) -> Target:
    target = index.lookup(symbol)
    if target.kind in ("module", "definition", "binding"):
        return target
    if target.kind == "undecided":
        raise UsageError(f"what {symbol} is cannot be decided")
    module, _, name = symbol.partition(":")
    file = target.file or index.module(module)
    if file is None:
        near = index.nearest_module(module)
        hint = f"; did you mean {f'{near}:{name}' if name else near!r}?" if near else ""
        raise UsageError(f"the project has no module {module}{hint}")
    lacking = target.name or name
    near = nearest(lacking, index.names_of(file))
    hint = f"; did you mean {near!r}?" if near else ""
    raise UsageError(f"{file.module or file.path} has no {lacking}{hint}")

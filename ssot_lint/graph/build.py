"""From the index and what the rules found to the import graph."""

from collections.abc import Callable, Iterable, Mapping

from ssot_lint.graph.records import Fault, GraphEdge, GraphModule, ImportGraph
from ssot_lint.index import Edge, Index
from ssot_lint.model import REFERENCE, File, Finding, Span, tag_names

RULES: dict[str, Fault] = {"SST301": "forbidden", "SST305": "cycle"}
"""The rules whose findings are drawn red."""

_Faults = Mapping[tuple[str, Span], frozenset[Fault]]


def build_graph(
    index: Index,
    findings: Iterable[Finding] = (),
    *,
    external: bool = False,
    wanted: Callable[[str], bool] = lambda path: True,
) -> ImportGraph:
    """The imports between all modules whose path is wanted.

    With `external` other distributions and the standard library are modules too, each by its
    top-level name. Modules of one name in several roots are one.
    """
    faults = _faults(findings)
    modules: dict[str, GraphModule] = {}
    edges: list[GraphEdge] = []
    unresolved: list[GraphEdge] = []
    files = [file for file in index.files if not file.source.is_stub and wanted(file.path)]
    packages = {_folder(file): file.module for file in index.files if file.source.is_package and file.module}
    for file in files:
        modules.setdefault(_name(file), _module(file, packages))
    for file in files:
        for edge in index.edges(file):
            if _is_outside(index, edge):
                if external:
                    top = edge.module.partition(".")[0]
                    modules.setdefault(top, GraphModule(top, top, top))
                    edges.append(_edge(edge, top, edge.origin.symbol or None, faults))
            elif not _resolves(index, edge):
                # what a string names is no import
                if not edge.statement.tags & REFERENCE:
                    unresolved.append(_edge(edge, edge.loaded or _written(edge), None, faults))
            elif edge.file is None or wanted(edge.file.path):
                loaded = _loaded(edge, packages)
                modules.setdefault(loaded.name, loaded)
                edges.append(_edge(edge, loaded.name, edge.origin.symbol or None, faults))
    return ImportGraph(tuple(modules[name] for name in sorted(modules)), tuple(edges), tuple(unresolved))


def _faults(findings: Iterable[Finding]) -> _Faults:
    """What is said of each import, by its place; what is waived is accepted."""
    found: dict[tuple[str, Span], frozenset[Fault]] = {}
    for finding in findings:
        fault = RULES.get(finding.code)
        if fault is None or finding.suppressed is not None:
            continue
        # beside further imports, the related places are definitions and modules, where none stands
        for place in (finding.place, *(related.place for related in finding.related)):
            key = place.path, place.span
            found[key] = found.get(key, frozenset()) | {fault}
    return found


def _edge(edge: Edge, imported: str, origin: str | None, faults: _Faults) -> GraphEdge:
    statement, path = edge.statement, edge.importer.path
    return GraphEdge(
        importer=_name(edge.importer),
        imported=imported,
        name=statement.name,
        bound=statement.bound,
        origin=origin,
        path=path,
        line=statement.line,
        tags=tag_names(statement.tags),
        faults=tuple(sorted(faults.get((path, statement.span), ()))),
    )


def _is_outside(index: Index, edge: Edge) -> bool:
    return bool(edge.module) and edge.file is None and not index.is_first_party(edge.module, edge.importer)


def _resolves(index: Index, edge: Edge) -> bool:
    """Whether it is known which module an import loads; the imported name may still be undecided."""
    if edge.origin.kind == "undecided":
        return edge.file is not None and not index.is_unanalysed(f"{edge.module}.{edge.statement.name}")
    return edge.origin.kind != "missing"


def _written(edge: Edge) -> str:
    return "." * edge.statement.level + edge.statement.module


def _loaded(edge: Edge, packages: Mapping[str, str]) -> GraphModule:
    """The module that an import loads; without a file it is a namespace."""
    if edge.file is None:
        return GraphModule(edge.loaded, edge.loaded, edge.loaded)
    return _module(edge.file, packages)


def _module(file: File, packages: Mapping[str, str]) -> GraphModule:
    """A file as a module; `packages` has the package that each folder is."""
    name, service = _name(file), file.service
    if file.module is None:
        package = packages.get(_folder(file), "")
        return GraphModule(name, package or name, package, service)
    package = name if file.source.is_package else name.rpartition(".")[0] or name
    return GraphModule(name, package, name, service)


def _folder(file: File) -> str:
    return file.path.rpartition("/")[0]


def _name(file: File) -> str:
    return file.module or file.path

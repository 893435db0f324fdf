"""Imports of names that a first-party module does not have. The specification is README.md, beside it."""

from collections.abc import Iterator

from ssot_lint.api import (
    Edge,
    File,
    Finding,
    Index,
    Place,
    Related,
    Undecided,
    check,
    failure_severity,
    nearest,
)


@check(code="SST307", severity="error", scope="file")
def missing_name(file: File, index: Index) -> Iterator[Finding | Undecided]:
    """An import of a name that the imported module neither defines nor re-exports."""
    for edge in index.unresolved(file):
        name = edge.statement.name
        if edge.file is None or name is None:
            continue
        if edge.origin.kind == "missing" and edge.origin.file is edge.file:
            yield _finding(file, index, edge, edge.file)
        elif edge.origin.kind == "undecided" and name not in index.names_of(edge.file):
            place = index.place(file, edge.statement.span, edge.statement.scope)
            yield Undecided(place, f"{edge.loaded}:{name}", "the module may bind names that cannot be seen")


def _had(index: Index, dotted: str, module: File) -> list[str]:
    """The names that a module has, the modules right below it included."""
    return [*index.names_of(module), *index.submodules(dotted)]


def _finding(file: File, index: Index, edge: Edge, module: File) -> Finding:
    statement, name = edge.statement, edge.origin.name
    best = nearest(name, [other for other in _had(index, edge.loaded, module) if other != name])
    return Finding(
        place=index.place(file, statement.span, statement.scope),
        message=f"{edge.loaded} has no {name}" + (f"; did you mean {best}" if best else ""),
        subject=f"{edge.loaded}:{name}",
        hint="import a name that the module has, or define it there",
        related=(Related(Place(module.path), "the module without it"),),
        severity=failure_severity(statement),
    )

"""Imports of first-party modules that do not exist. The specification is README.md, beside this file."""

from collections.abc import Iterator

from ssot_lint.api import Edge, File, Finding, Index, Undecided, check, failure_severity


@check(code="SST306", severity="error", scope="file")
def missing_module(file: File, index: Index) -> Iterator[Finding | Undecided]:
    """An import of a module that the project should have and does not have."""
    for edge in index.unresolved(file):
        if edge.file is not None:
            continue
        if edge.origin.kind == "missing" and edge.origin.file is None:
            yield _finding(file, index, edge)
        elif edge.origin.kind == "undecided" and (not edge.module or index.is_first_party(edge.module, file)):
            place = index.place(file, edge.statement.span, edge.statement.scope)
            yield Undecided(place, edge.module, "the module may exist outside of what was analysed")


def _finding(file: File, index: Index, edge: Edge) -> Finding:
    statement = edge.statement
    return Finding(
        place=index.place(file, statement.span, statement.scope),
        message=_message(file, index, edge),
        subject=edge.module or _written(edge),
        hint="import the module that exists, or remove the import",
        severity=failure_severity(statement),
    )


def _message(file: File, index: Index, edge: Edge) -> str:
    if not edge.module:
        importer = file.module or file.path
        return f"{_written(edge)} leads above the top-level package of {importer}; take dots away"
    best = index.nearest_module(edge.module)
    return f"{edge.module} does not exist" + (f"; did you mean {best}" if best else "")


def _written(edge: Edge) -> str:
    return "." * edge.statement.level + edge.statement.module

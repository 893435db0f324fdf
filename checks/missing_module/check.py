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
        best = _with_fewer_dots(file, index, edge)
        repair = f"did you mean {best}" if best else "take dots away"
        return f"{_written(edge)} leads above the top-level package of {importer}; {repair}"
    best = index.nearest_module(edge.module)
    return f"{edge.module} does not exist" + (f"; did you mean {best}" if best else "")


def _with_fewer_dots(file: File, index: Index, edge: Edge) -> str | None:
    """What a relative import with too many dots names with as many as lead to something."""
    module, name = edge.statement.module, edge.statement.name
    package = (file.module or "").split(".")
    if not file.source.is_package:
        package.pop()
    for dots in range(1, len(package) + 1):
        above = ".".join(package[: len(package) - dots + 1])
        symbol = f"{above}.{module}" if module else f"{above}:{name}"
        if index.lookup(symbol).kind in ("module", "definition", "binding"):
            return "." * dots + module if module else f"from {'.' * dots} import {name}"
    return None


def _written(edge: Edge) -> str:
    return "." * edge.statement.level + edge.statement.module

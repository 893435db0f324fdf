"""Relative imports where absolute ones are required. The specification is README.md, beside this file."""

from collections.abc import Iterator
from typing import Literal

from ssot_lint.api import Edge, File, Finding, Fix, Index, MovedImport, Section, check, key


class Relative(Section):
    """Whether relative imports are allowed."""

    relative: Literal["allow", "forbid"] = key(
        "imports.relative", "allow", "`forbid` to require absolute imports"
    )

    def off(self) -> str | None:
        return None if self.relative == "forbid" else "imports.relative is not set to forbid"


@check(code="SST304", severity="warning", scope="file", section=Relative)
def relative_import(file: File, index: Index, section: Relative) -> Iterator[Finding]:
    """An import written with leading dots, where the policy requires absolute ones."""
    for edge in index.edges(file):
        if edge.statement.level:
            yield _finding(file, index, edge)


def _finding(file: File, index: Index, edge: Edge) -> Finding:
    statement = edge.statement
    name = statement.name or ""
    renamed = statement.bound not in (None, name)
    absolute = f"from {edge.module} import {name}" + (f" as {statement.bound}" if renamed else "")
    written = "." * statement.level + statement.module
    repair = f"write {absolute}" if edge.module else "it leads above the top-level package"
    return Finding(
        place=index.place(file, statement.span, statement.scope),
        message=f"{name} is imported relatively from {written}; {repair}",
        subject=f"{written}:{name}",
        fix=_fix(index, edge),
    )


def _fix(index: Index, edge: Edge) -> Fix | None:
    statement = edge.statement
    if not edge.module or statement.name is None or (statement.bound is None and statement.name != "*"):
        return None
    change = MovedImport(statement.line, statement.column, edge.module, statement.name)
    # a folder without `__init__` above may be an import root that nobody declared
    has_package = index.module(edge.module.partition(".")[0], edge.importer) is not None
    is_certain = has_package and edge.origin.kind not in ("missing", "undecided")
    return Fix(f"write from {edge.module} import {statement.name}", is_certain, change)

"""A second implementation of what is imported. The specification is README.md, beside this file."""

import sys
from collections.abc import Iterator

from ssot_lint.api import (
    CONDITIONAL,
    DECORATOR,
    FALLBACK,
    GUARDED,
    STATEMENT,
    TYPING,
    Call,
    Definition,
    Edge,
    File,
    Finding,
    Index,
    Related,
    check,
)

SMALLEST = 4  # statements; a shorter function counts by the calls that it makes of its own
FEWEST_CALLS = 2
QUESTIONS = frozenset(f"builtins.{name}" for name in ("callable", "hasattr", "isinstance", "issubclass"))


@check(code="SST308", severity="warning", scope="file")
def import_fallback(file: File, index: Index) -> Iterator[Finding]:
    """A function or class of its own for where an import fails, so that there are two of them."""
    if not any(statement.tags & GUARDED for statement in file.facts.imports):
        return
    candidates = [d for d in file.facts.definitions if d.tags & CONDITIONAL]
    if not candidates:
        return
    guarded = [edge for edge in index.edges(file) if edge.statement.tags & GUARDED]
    substance = _Substance(file, index)
    for definition in candidates:
        edge = _stands_in_for(file, index, guarded, definition)
        if edge is not None and substance.has(definition):
            yield _finding(file, index, definition, edge)


def _stands_in_for(file: File, index: Index, guarded: list[Edge], fallback: Definition) -> Edge | None:
    """The import that brings what a definition supplies where it fails."""
    name, scope = fallback.name, fallback.scope
    if fallback.tags & FALLBACK:
        names = {name} | {
            binding.name
            for binding in file.facts.bindings
            if binding.tags & FALLBACK and (binding.target, binding.scope) == (name, scope)
        }
        imported = [
            edge
            for edge in guarded
            if edge.statement.bound in names
            and edge.statement.scope == scope
            and edge.statement.line < fallback.line
        ]
        if imported:
            return None if any(map(_is_standard, imported)) else imported[-1]
    optional = [edge for edge in guarded if not _is_standard(edge)]
    if not fallback.tags & (FALLBACK | GUARDED):
        # in an `if` that asks whether the import went well
        for edge in optional:
            statement = edge.statement
            if (statement.bound, statement.scope) == (name, scope) and statement.line < fallback.line:
                return edge
    modules = {edge.module for edge in optional}
    for edge in index.edges(file):
        statement = edge.statement
        if (statement.bound, statement.scope) != (name, scope) or statement.tags & (GUARDED | TYPING):
            continue
        if statement.tags & CONDITIONAL and edge.module in modules:
            return edge
    by_bound = {edge.statement.bound: edge for edge in optional}
    for binding in file.facts.bindings:
        if (binding.name, binding.scope) == (name, scope) and binding.target and binding.tags & CONDITIONAL:
            first = binding.target.partition(".")[0]
            if first in by_bound:
                return by_bound[first]
    return None


def _is_standard(edge: Edge) -> bool:
    return edge.origin.kind == "external" and edge.module.partition(".")[0] in sys.stdlib_module_names


class _Substance:
    """Tells what does something from stubs, which return, warn or raise."""

    def __init__(self, file: File, index: Index) -> None:
        self._file = file
        self._index = index
        self._calls = tuple(file.facts.iter_calls())

    def has(self, definition: Definition) -> bool:
        """Whether a definition is more than a stub."""
        inner = [d for d in self._file.facts.definitions if d.scope == definition.body]
        if definition.kind == "class":
            return any(map(self.has, inner)) or self._has_values(definition)
        stubs = [nested for nested in inner if not self.has(nested)]
        own = [
            call
            for call in self._calls
            if _holds(definition, call) and not any(_holds(stub, call) for stub in stubs)
        ]
        size = definition.size - sum(bool(call.flags & STATEMENT) for call in own)
        size -= sum(stub.size + 1 for stub in stubs)
        return size >= SMALLEST or sum(map(self._counts, own)) >= FEWEST_CALLS

    def _has_values(self, definition: Definition) -> bool:
        """Whether a class is an enumeration with a value that it does not take from elsewhere."""
        bindings = [b for b in self._file.facts.bindings if b.scope == definition.body]
        return any(binding.target is None for binding in bindings) and any(
            base.external.startswith("enum.") for base in self._index.ancestors(self._file, definition)
        )

    def _counts(self, call: Call) -> bool:
        """Whether the result of a call may be part of what a function computes."""
        target = self._index.resolve_bound(self._file, call.scope, call.bound, call.callee)
        symbol = target.symbol or call.callee
        return not (
            call.flags & (STATEMENT | DECORATOR)
            or symbol in QUESTIONS
            or symbol.endswith(("Error", "Exception", "Warning"))
        )


def _holds(definition: Definition, call: Call) -> bool:
    return definition.line <= call.line <= definition.end_line


def _finding(file: File, index: Index, fallback: Definition, edge: Edge) -> Finding:
    statement = edge.statement
    original = f"{edge.module}:{statement.name}" if statement.name else edge.module
    place = index.definition_place(file, fallback)
    there = index.place(file, statement.span, statement.scope)
    related = [Related(there, "the import it stands in for")]
    home = edge.origin
    if home.definition is not None and home.file is not None:
        related.append(
            Related(index.definition_place(home.file, home.definition), "the first implementation")
        )
    return Finding(
        place=place,
        message=f"{fallback.qualified_name} is a second implementation, for where {original} of line"
        f" {statement.line} cannot be imported; require that, or keep only this one",
        subject=place.symbol,
        related=tuple(related),
    )

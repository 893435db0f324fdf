"""Imports through an old path that has a replacement. The specification is README.md, beside this file."""

from collections.abc import Iterator

from ssot_lint.api import (
    RAISES,
    REFERENCE,
    Canonical,
    Edge,
    File,
    Finding,
    Import,
    Index,
    Move,
    OptionalSymbol,
    Place,
    Planned,
    Related,
    Section,
    Symbol,
    SymbolPattern,
    check,
    key,
    matches_module,
    matches_symbol,
    move,
)

from .attributes import Reached, precision, reached, segment


class Deprecations(Section):
    """Old modules and names, each with what replaces it."""

    deprecated: dict[OptionalSymbol | SymbolPattern, Symbol] = key(
        "imports.deprecated", {}, "old module or symbol (perhaps with wildcards): what replaces it"
    )
    canonical: list[Canonical] = key("canonical", [], "the one truth for a symbol, and its old names")

    def replacements(self) -> Iterator[tuple[str, str]]:
        """Each old name with its new one, in the order of the policy."""
        yield from self.deprecated.items()
        for truth in self.canonical:
            for old in truth.deprecated:
                yield old, truth.symbol

    def off(self) -> str | None:
        return None if any(self.replacements()) else "no deprecated imports declared"


@check(code="SST302", severity="error", scope="file", section=Deprecations)
def deprecated_import(file: File, index: Index, section: Deprecations) -> Iterator[Finding]:
    """An import of an old module or name for which the policy declares a replacement."""
    replacements = list(section.replacements())
    planned = Planned()
    segments = {segment(old) for old, _ in replacements}
    for edge in index.edges(file) if any(_names(s, segments) for s in file.facts.imports) else ():
        if edge.module and _names(edge.statement, segments) and not edge.statement.tags & RAISES:
            best = max((pair for pair in replacements if _applies(*pair, edge)), key=precision, default=None)
            if best is not None:
                yield _finding(file, index, edge, *best, planned)
    for use in reached(index, file, replacements):
        yield _finding_of_use(file, index, use)


def _names(statement: Import, segments: set[str]) -> bool:
    """Whether a statement has a part that is written in some old path; "" is in every one."""
    return (
        "" in segments or statement.name in segments or not segments.isdisjoint(statement.module.split("."))
    )


def _applies(old: str, new: str, edge: Edge) -> bool:
    home = edge.module if ":" in old else old
    if edge.importer.module is not None and matches_module(home, edge.importer.module):
        return False
    named = _named(edge)
    if ":" in old and not edge.statement.tags & REFERENCE:
        # A whole module that is imported stands for all its names.
        found = matches_symbol(old, named if ":" in named else f"{named}:*")
    else:
        found = any(matches_module(old.replace(":", "."), module) for module in _modules(edge))
    return found and not matches_symbol(new, named)


def _named(edge: Edge) -> str:
    """The module or symbol that the statement names, whatever it leads to."""
    name = edge.statement.name
    if edge.statement.tags & REFERENCE:
        return edge.statement.module
    if name is None or name == "*":
        return edge.module
    return edge.loaded if edge.loaded != edge.module else f"{edge.module}:{name}"


def _modules(edge: Edge) -> Iterator[str]:
    """The modules that the statement names; a name that is gone may have been one."""
    yield edge.statement.module if edge.statement.tags & REFERENCE else edge.module
    name = edge.statement.name
    if edge.loaded != edge.module:
        yield edge.loaded
    elif name is not None and edge.origin.kind not in ("definition", "binding"):
        yield f"{edge.module}.{name}"


def _finding(file: File, index: Index, edge: Edge, old: str, new: str, planned: Planned) -> Finding:
    named = _named(edge)
    replacement = _replacement(index, named, old, new)
    moved = _move(index, edge, old, new, replacement, planned)
    return Finding(
        place=index.place(file, edge.statement.span, edge.statement.scope),
        message=f"{named} is deprecated; import {replacement} instead",
        subject=named,
        hint="; ".join(filter(None, (f"the policy replaces {old} by {new}", moved.withheld))),
        related=tuple(_home(index, replacement)),
        fix=moved.fix,
    )


def _move(index: Index, edge: Edge, old: str, new: str, replacement: str, planned: Planned) -> Move:
    """How the import is rewritten; what replaces a whole module does not stand in for a name of it."""
    name = edge.statement.name
    names_module = name is None or edge.origin.kind == "module" or f"{edge.module}.{name}" == old
    if ":" not in old and replacement == new and not names_module:
        return Move(None)
    return move(index, edge, replacement, planned)


def _finding_of_use(file: File, index: Index, use: Reached) -> Finding:
    replacement = _replacement(index, use.named, use.old, use.new)
    return Finding(
        place=index.place(file, use.span, use.scope),
        message=f"{use.named} is deprecated; use {replacement} instead",
        subject=use.named,
        hint=f"the policy replaces {use.old} by {use.new}",
        related=tuple(_home(index, replacement)),
    )


def _replacement(index: Index, named: str, old: str, new: str) -> str:
    """What replaces this very name: the same name below the new module, if it is there."""
    if named.startswith(old) and ":" not in new:
        below = new + named[len(old) :]
        if index.lookup(below).kind in ("module", "definition", "binding"):
            return below
    return new


def _home(index: Index, symbol: str) -> Iterator[Related]:
    target = index.lookup(symbol)
    if target.definition is not None and target.file is not None:
        yield Related(index.definition_place(target.file, target.definition), "the replacement")
    elif target.kind in ("module", "binding") and target.file is not None:
        yield Related(Place(target.file.path, symbol=target.symbol), "the replacement")

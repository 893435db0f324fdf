"""Whether an import can be rewritten to take its name from elsewhere, and whether that changes nothing."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ssot_lint.index.bindings import Statement
from ssot_lint.index.names import Edge, Target, is_in
from ssot_lint.model import (
    ALWAYS,
    CONDITIONAL,
    DYNAMIC,
    FALLBACK,
    GUARDED,
    LAZY,
    RAISES,
    REFERENCE,
    SCRIPT,
    TYPING,
    File,
    Fix,
    MovedImport,
)

if TYPE_CHECKING:
    from ssot_lint.index.core import Index

_CERTAIN = ("module", "definition", "binding")
_DOUBTFUL = GUARDED | FALLBACK | RAISES | LAZY | TYPING | SCRIPT


class Move(NamedTuple):
    """The fix, None where there is none, and then perhaps in one line why it is withheld."""

    fix: Fix | None
    withheld: str = ""


class Planned:
    """The imports that the fixes of one run of a check add to those that there are."""

    def __init__(self) -> None:
        self.added: defaultdict[File, set[File]] = defaultdict(set)


def move(index: "Index", edge: Edge, symbol: str, planned: Planned) -> Move:
    """How an import is made to take the same name from a symbol, and whether that is safe.

    None for what is no import statement, for `import a.b` that binds `a`, and for a symbol that does
    not exist, or not at run time. Withheld where the import would close a cycle.
    """
    target = index.lookup(symbol)
    change = _change(edge, symbol, target)
    if change is None:
        return Move(None)
    run_by = _run_by(index, edge.importer, change)
    if run_by and run_by[0] is edge.importer:
        return Move(None, "no fix: the module would import from itself")
    bound = _bound(index, run_by[0], change.name) if run_by and target.kind != "module" else ()
    is_run = not edge.statement.tags & TYPING
    if is_run and bound and all(statement.tags & TYPING for statement in bound):
        return Move(None, f"no fix: {change.module} has the name for type checkers alone")
    way = _way_back(index, edge, run_by, planned)
    if way:
        chain = " imports ".join(file.module or file.path for file in way)
        return Move(None, f"no fix: the import would close a cycle, for {chain}")
    if run_by and is_run and not edge.statement.tags & LAZY:
        planned.added[edge.importer].add(run_by[0])
    source = f"from {change.module} import {change.name}" if change.name else f"import {change.module}"
    is_safe = (
        _is_same(edge, target) and _is_certain(edge, target, bound) and not _is_used_otherwise(index, edge)
    )
    return Move(Fix(f"write {source}", is_safe, change))


def _change(edge: Edge, symbol: str, target: Target) -> MovedImport | None:
    statement = edge.statement
    if statement.tags & (DYNAMIC | REFERENCE) or target.kind in ("missing", "undecided"):
        return None
    module, colon, name = symbol.partition(":")
    if not colon and (target.kind != "module" or statement.name is not None):
        module, _, name = symbol.rpartition(".")
    where = statement.line, statement.column
    if statement.name is None:
        if name and target.kind != "external":
            return None
        # `import a.b` binds only `a`, by which all its uses go on
        return MovedImport(*where, symbol, None) if _binds_whole(edge) else None
    if statement.name == "*" or "." in name or not name:
        return None
    return MovedImport(*where, module, name) if module else MovedImport(*where, name, None)


def _binds_whole(edge: Edge) -> bool:
    """Whether `import a.b as c` binds what it names, and not the package above."""
    statement = edge.statement
    written = statement.module
    renamed = statement.end_column - statement.column > len(written) or statement.end_line > statement.line
    return renamed or "." not in written


# ---------------------------------------------------------------------------------------------- safety


def _is_same(edge: Edge, target: Target) -> bool:
    """Whether the import brings in the very same thing by the new path."""
    origin = edge.origin
    return target.kind in _CERTAIN and (target.symbol, target.file) == (origin.symbol, origin.file)


def _bound(index: "Index", file: File, name: str | None) -> Sequence[Statement]:
    """The statements by which a module has a name; a star's are in another."""
    return index.statements(file, name) if name is not None else ()


def _is_certain(edge: Edge, target: Target, bound: Sequence[Statement]) -> bool:
    """Whether nothing hangs on when, or whether, the old and the new path are taken."""
    if edge.statement.tags & (GUARDED | FALLBACK):
        return False
    if target.kind == "module":
        return True
    return len(bound) == 1 and not _is_doubtful(bound[0])


def _is_doubtful(statement: Statement) -> bool:
    """Whether a statement may not have run when its module has."""
    tags = statement.tags
    return bool(tags & _DOUBTFUL or (tags & CONDITIONAL and not tags & ALWAYS))


def _is_used_otherwise(index: "Index", edge: Edge) -> bool:
    """Whether something else relies on the old path: a mock that replaces it, an attribute after `import`."""
    old = f"{edge.module}.{edge.statement.name}"
    if any(text == old or text.startswith(f"{old}.") for text in index.references):
        return True
    facts, module = edge.importer.facts, f"{edge.module}."
    imports = any(
        each.name is None and f"{each.module}.".startswith(f"{edge.module.partition('.')[0]}.")
        for each in facts.imports
    )
    return imports and any(text.startswith(module) for text in facts.strings)


# ---------------------------------------------------------------------------------------------- cycles


def closes_cycle(index: "Index", importer: File, module: str, name: str | None, planned: Planned) -> bool:
    """Whether an import that is run with its module would close a cycle; if not, it is planned."""
    run_by = _run_by(index, importer, MovedImport(0, 0, module, name))
    if not run_by:
        return False
    if run_by[0] is importer or _way(index, importer, run_by, planned):
        return True
    planned.added[importer].add(run_by[0])
    return False


def _way_back(index: "Index", edge: Edge, run_by: Sequence[File], planned: Planned) -> tuple[File, ...]:
    """The modules by which what is imported runs the importer, where that import is run with it."""
    if edge.statement.tags & (LAZY | TYPING) or not run_by:
        return ()
    return _way(index, edge.importer, run_by, planned)


def _way(index: "Index", importer: File, run_by: Sequence[File], planned: Planned) -> tuple[File, ...]:
    named, *above = run_by
    # a module that runs the importer has perhaps not bound the name yet when that asks for it
    way = index.reach.way(named, importer, planned.added)
    for package in above:
        if not way and not is_in(importer, package.source) and not index.reach.imports(importer, package):
            way = index.reach.way(package, importer, planned.added)
    return way


def _run_by(index: "Index", importer: File, change: MovedImport) -> list[File]:
    """The modules that an import statement runs: the one that it names, and the packages above."""
    name = f"{change.module}.{change.name}" if change.name else change.module
    found = []
    while name:
        module = index.module(name, importer)
        if module is not None:
            found.append(module)
        name = name.rpartition(".")[0]
    return found

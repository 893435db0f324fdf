"""Whether an import can be rewritten to take its name from elsewhere, and whether that changes nothing."""

from typing import TYPE_CHECKING, NamedTuple

from ssot_lint.index.names import Edge, Target
from ssot_lint.model import DYNAMIC, FALLBACK, GUARDED, LAZY, REFERENCE, TYPING, File, Fix, MovedImport

if TYPE_CHECKING:
    from ssot_lint.index.core import Index

_CERTAIN = ("module", "definition", "binding")


class Move(NamedTuple):
    """The fix, None where there is none, and then perhaps in one line why it is withheld."""

    fix: Fix | None
    withheld: str = ""


def move(index: "Index", edge: Edge, symbol: str) -> Move:
    """How an import is made to take the same name from a symbol, and whether that is safe.

    None for what is no import statement, for `import a.b` that binds `a`, and for a symbol that does
    not exist. Withheld where the import would close a cycle.
    """
    target = index.lookup(symbol)
    change = _change(index, edge, symbol, target)
    if change is None:
        return Move(None)
    way = _way_back(index, edge, change)
    if way:
        chain = " imports ".join(file.module or file.path for file in way)
        return Move(None, f"no fix: the import would close a cycle, for {chain}")
    source = f"from {change.module} import {change.name}" if change.name else f"import {change.module}"
    same = target.kind in _CERTAIN and (target.symbol, target.file) == (edge.origin.symbol, edge.origin.file)
    is_safe = same and not edge.statement.tags & (GUARDED | FALLBACK)
    return Move(Fix(f"write {source}", is_safe, change))


def _change(index: "Index", edge: Edge, symbol: str, target: Target) -> MovedImport | None:
    statement = edge.statement
    if statement.tags & (DYNAMIC | REFERENCE) or target.kind in ("missing", "undecided"):
        return None
    module, colon, name = symbol.partition(":")
    if not colon and (target.kind != "module" or statement.name is not None):
        module, _, name = symbol.rpartition(".")
    if statement.name is None:
        written = statement.module
        if name and target.kind != "external":
            return None
        # `import a.b` binds only `a`, by which all its uses go on
        return MovedImport(*_start(edge), symbol, None) if _binds_whole(edge, written) else None
    if statement.name == "*" or "." in name or not name:
        return None
    return MovedImport(*_start(edge), module, name) if module else MovedImport(*_start(edge), name, None)


def _start(edge: Edge) -> tuple[int, int]:
    return edge.statement.line, edge.statement.column


def _binds_whole(edge: Edge, written: str) -> bool:
    """Whether `import a.b as c` binds what it names, and not the package above."""
    statement = edge.statement
    renamed = statement.end_column - statement.column > len(written) or statement.end_line > statement.line
    return renamed or "." not in written


def _way_back(index: "Index", edge: Edge, change: MovedImport) -> tuple[File, ...]:
    """The modules by which what is imported runs the importer, where that import is run with it."""
    if edge.statement.tags & (LAZY | TYPING):
        return ()
    importer = edge.importer
    named, *above = _run_by(index, importer, change) or (importer,)
    # a module that runs the importer has perhaps not bound the name yet when that asks for it
    way = index.reach.way(named, importer) if named is not importer else ()
    for package in above:
        if not way and not _is_above(package, importer) and not index.reach.imports(importer, package):
            way = index.reach.way(package, importer)
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


def _is_above(package: File, file: File) -> bool:
    """Whether a module is run only after a package that it lies in."""
    return f"{file.module}.".startswith(f"{package.module}.")

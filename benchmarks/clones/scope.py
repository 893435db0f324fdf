"""Which names a source takes from outside, and which are its own to rename."""

import ast
import builtins
import symtable
from collections.abc import Iterator

BUILTINS = frozenset(dir(builtins)) | {"__name__", "__file__", "__doc__", "__debug__", "__package__"}
# Renamed by nobody.
_CUSTOMARY = {"self", "cls", "_", "__", "mcs", "__class__"}


def _tables(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield table
    for child in table.get_children():
        yield from _tables(child)


def wanted(source: str) -> frozenset[str]:
    """The names that a module must bring along for the source: neither bound in it nor built in."""
    top, *others = _tables(symtable.symtable(source, "unit", "exec"))
    bound = {s.get_name() for s in top.get_symbols() if s.is_assigned() or s.is_imported()}
    used = {s.get_name() for s in top.get_symbols() if s.is_referenced()}
    for table in others:
        used |= {s.get_name() for s in table.get_symbols() if s.is_global() and s.is_referenced()}
    return frozenset(used - bound - BUILTINS)


def renamable(source: str) -> list[str]:
    """The locals and parameters of the functions in a source that mean nothing outside of them."""
    top, *others = _tables(symtable.symtable(source, "unit", "exec"))
    own: set[str] = set()
    other = {s.get_name() for s in top.get_symbols()} | _CUSTOMARY | _keywords_of_own(source)
    for table in others:
        for symbol in table.get_symbols():
            plain = symbol.is_local() and not symbol.is_imported() and not symbol.is_namespace()
            if table.get_type() == "function" and plain:
                own.add(symbol.get_name())
            elif not symbol.is_free():
                other.add(symbol.get_name())
    return sorted(name for name in own - other if not name.startswith((".", "__")))


def _keywords_of_own(source: str) -> set[str]:
    """The keywords in calls of functions that the source defines: their parameters' names are used."""
    tree = ast.parse(source)
    own = {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)}
    return {
        keyword.arg
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in own
        for keyword in node.keywords
        if keyword.arg
    }


def names(source: str) -> frozenset[str]:
    """All names that occur in a source, attributes too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        for field in ("id", "arg", "attr", "name", "asname"):
            value = getattr(node, field, None)
            if isinstance(value, str):
                found.add(value)
    return frozenset(found)


def visible(function: ast.AST, line: int) -> list[str]:
    """The parameters of a function, and the names that are bound before a line of it."""
    found: dict[str, None] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) and node is not function:
            continue
        if isinstance(node, ast.arguments) and node is getattr(function, "args", None):
            given = [*node.posonlyargs, *node.args, *node.kwonlyargs]
            found |= dict.fromkeys(argument.arg for argument in given)
        stored = isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        if stored and isinstance(node, ast.Name) and node.lineno < line and node.id != "_":
            found[node.id] = None
    return list(found)

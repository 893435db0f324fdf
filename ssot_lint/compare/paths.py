"""By which paths symbols are imported, before and after."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from ssot_lint.compare.survivors import Survivors
from ssot_lint.comparison import GroupChange, PathChange, SymbolPaths
from ssot_lint.index import Index
from ssot_lint.index.names import Edge, Target
from ssot_lint.model import REFERENCE, File

_Taken = Mapping[str, Mapping[str, set[str]]]
"""What a symbol is -> the paths by which it is imported -> the files that do."""


def symbol_paths(
    before: Index, after: Index, survivors: Survivors, groups: Iterable[GroupChange]
) -> tuple[SymbolPaths, ...]:
    """The symbols of the base that are imported by other paths now, those with the most retired first.

    `groups` tell of copies that are another symbol now.
    """
    merged = {place.symbol: group.stays[0].symbol for group in groups for place in group.went if group.stays}
    old: dict[str, dict[str, set[str]]] = {}
    for origin, paths in _taken(before).items():
        there = old.setdefault(_present(origin, after, survivors, merged), {})
        for path, files in paths.items():
            there[path] = there.get(path, set()) | files
    new = {origin.symbol: paths for origin, paths in _taken(after).items()}
    found = [
        SymbolPaths(symbol, tuple(_changes(old[symbol], new[symbol])))
        for symbol in old.keys() & new.keys()
        if old[symbol].keys() != new[symbol].keys()
    ]
    return tuple(sorted(found, key=lambda each: (-each.retired, each.symbol)))


def _changes(old: Mapping[str, set[str]], new: Mapping[str, set[str]]) -> Iterator[PathChange]:
    for path in sorted(old.keys() | new.keys()):
        yield PathChange(path, len(old.get(path, ())), len(new.get(path, ())))


def _taken(index: Index) -> dict[Target, dict[str, set[str]]]:
    found: defaultdict[tuple[File | None, str], dict[str, set[str]]] = defaultdict(dict)
    origins: dict[tuple[File | None, str], Target] = {}
    for file in index.files:
        for edge in () if file.source.is_stub else index.edges(file):
            if _names_a_symbol(edge):
                key = edge.origin.file, edge.origin.name
                origins[key] = edge.origin
                path = f"{edge.module}:{edge.statement.name}"
                found[key].setdefault(path, set()).add(file.path)
    return {origins[key]: paths for key, paths in found.items()}


def _names_a_symbol(edge: Edge) -> bool:
    """Whether an import brings in a name of a module's own by an absolute path."""
    is_named = edge.statement.name not in (None, "*") and bool(edge.module)
    if not is_named or edge.statement.tags & REFERENCE:
        return False
    return edge.origin.kind in ("definition", "binding") and "." not in edge.origin.name


def _present(origin: Target, after: Index, survivors: Survivors, merged: Mapping[str, str]) -> str:
    """What a symbol of the base is called now; as it was where nothing bears that name."""
    assert origin.file is not None, "it is of the project"
    path, name = origin.file.path, origin.name
    home = survivors.at_place(path, name)
    if home is None:
        target = after.lookup(origin.symbol)
        if target.kind in ("definition", "binding"):
            return target.symbol
        if origin.symbol in merged:
            return merged[origin.symbol]
        home = survivors.moved(path, name)
    if home is not None:
        file, definition = home
        return f"{file.module or file.path}:{definition.qualified_name}"
    there = survivors.file(path)
    return f"{there.module or there.path}:{name}" if there else origin.symbol

"""A definition imported through a path beside its canonical one. The specification is README.md."""

from collections.abc import Iterator, Mapping

from ssot_lint.api import (
    FALLBACK,
    GUARDED,
    RAISES,
    Edge,
    Finding,
    Index,
    Place,
    Planned,
    Related,
    Route,
    Routes,
    check,
    move,
)

from .canonical import Chosen, chosen, is_offered, seen_from
from .section import Paths


@check(code="SST303", severity="warning", scope="project", section=Paths)
def fragmented_import(index: Index, section: Paths) -> Iterator[Finding]:
    """A definition imported through a path that is neither its canonical path nor its defining module."""
    declared = section.declared(index)
    planned = Planned()
    for routes in index.routes:
        canonical = chosen(routes, declared.get(routes.origin.symbol))
        if canonical is not None:
            yield from _findings(index, section, routes, canonical, planned)


def _findings(
    index: Index, section: Paths, routes: Routes, canonical: Chosen, planned: Planned
) -> Iterator[Finding]:
    makers = _makers(routes, canonical)
    for route in routes.others:
        # what is elected binds nobody who asks a module that hands the definition on by intent
        is_free = not canonical.is_declared and is_offered(routes, route)
        if route.symbol != canonical.symbol and not is_free and not section.is_deprecated(route.symbol):
            for edge in index.imports_of(route):
                if _counts(edge, canonical) and not _hands_on(edge, makers):
                    wanted = seen_from(routes, canonical, edge.importer)
                    yield _finding(index, routes, route, edge, wanted, planned)


def _makers(routes: Routes, canonical: Chosen) -> Mapping[str, bool]:
    """The modules that the definition comes by, each with whether it is a package."""
    paths = (routes.home, *routes.others)
    found = {route.file.module or "": route.file.source.is_package for route in paths}
    return {canonical.symbol.partition(":")[0]: True} | found


def _counts(edge: Edge, canonical: Chosen) -> bool:
    """Whether an import is free to take another path: one that may fail has its reasons."""
    return canonical.is_declared or not edge.statement.tags & (GUARDED | FALLBACK | RAISES)


def _hands_on(edge: Edge, makers: Mapping[str, bool]) -> bool:
    """Whether the import is one by which a module hands the definition on, as some package does."""
    importer = edge.importer.module or ""
    return importer in makers or (
        edge.importer.source.is_package and any(maker.startswith(f"{importer}.") for maker in makers)
    )


def _finding(
    index: Index, routes: Routes, route: Route, edge: Edge, canonical: Chosen, planned: Planned
) -> Finding:
    moved = move(index, edge, canonical.symbol, planned)
    module = route.file.module or route.file.path
    name = edge.statement.name
    taken = routes.taken
    files = len(frozenset().union(*(path.importers for path in taken)))
    home = routes.home
    place = Place(home.file.path, symbol=routes.origin.symbol)
    if routes.origin.definition is not None:
        place = index.definition_place(home.file, routes.origin.definition)
    return Finding(
        place=index.place(edge.importer, edge.statement.span, edge.statement.scope),
        message=f"{name} is imported from {module}; its canonical path is {canonical.symbol} "
        f"({canonical.reason})",
        subject=route.symbol,
        hint=moved.withheld
        or f"import it from {canonical.symbol.partition(':')[0]}: "
        f"{files} files import it through {len(taken)} paths",
        related=(Related(place, "defined here"), *_others(taken, route)),
        severity=None if canonical.is_declared else "info",
        fix=moved.fix,
    )


def _others(taken: list[Route], route: Route) -> Iterator[Related]:
    """The other paths that are taken, each with how many files take it."""
    for other in taken:
        if other is not route:
            files = "1 file imports" if len(other.importers) == 1 else f"{len(other.importers)} files import"
            yield Related(Place(other.file.path, symbol=other.symbol), f"{files} it as {other.symbol}")

"""What is imported by a path that a rule reports: every such symbol with all the paths to it."""

from collections.abc import Iterable

from ssot_lint.graph.records import Fragments, PathTaken
from ssot_lint.index import Index
from ssot_lint.index.routes import Route, Routes
from ssot_lint.model import Finding, Place

RULE = "SST303"
"""The rule whose findings say that a path is not the one to take."""


def fragments(index: Index, findings: Iterable[Finding]) -> tuple[Fragments, ...]:
    """The symbols that are imported by a reported path, those with the most such imports first."""
    astray = {finding.subject for finding in findings if finding.code == RULE and finding.suppressed is None}
    found = [
        _fragments(index, routes, astray)
        for routes in index.routes
        if any(route.symbol in astray for route in routes.others)
    ]
    return tuple(sorted(found, key=lambda each: (-_reported(each), each.symbol)))


def _reported(fragments: Fragments) -> int:
    return sum(len(path.imports) for path in fragments.paths if path.is_astray)


def _fragments(index: Index, routes: Routes, astray: set[str]) -> Fragments:
    origin, home = routes.origin, routes.home
    place = Place(home.file.path, symbol=origin.symbol)
    if origin.definition is not None:
        place = index.definition_place(home.file, origin.definition)
    paths = [
        PathTaken(route.symbol, route is home, route.symbol in astray, _imports(index, route))
        for route in (home, *routes.others)
        if route is home or route.importers
    ]
    return Fragments(
        origin.symbol,
        place,
        tuple(sorted(paths, key=lambda path: (path.is_astray, -len(path.imports), path.symbol))),
    )


def _imports(index: Index, route: Route) -> tuple[Place, ...]:
    """Where a path is taken: the first import of each file."""
    places: dict[str, Place] = {}
    for edge in index.imports_of(route):
        if edge.importer in route.importers:
            path = edge.importer.path
            places.setdefault(path, Place(path, edge.statement.span))
    return tuple(places.values())

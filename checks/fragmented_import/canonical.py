"""The canonical path of a definition: the one that is declared, or else the one that is elected."""

from collections.abc import Iterable
from typing import NamedTuple

from ssot_lint.api import File, Route, Routes


class Chosen(NamedTuple):
    """A canonical path, and why it is."""

    symbol: str
    reason: str
    is_declared: bool = False


class _Candidacy(NamedTuple):
    """What speaks for a path, in the order in which it decides; the least one is elected."""

    is_private: bool
    fewer_importers: int
    is_by_the_way: bool
    length: int
    symbol: str


_REASONS = (
    "the others are private",
    "most importers",
    "the others import it for their own use",
    "the shortest",
    "first by name",
)


def chosen(routes: Routes, declared: str | None) -> Chosen | None:
    """The canonical path; None where nothing is declared, and one path alone is taken or none is fit."""
    if declared is not None:
        return Chosen(declared, "declared", True)
    paths = routes.taken
    if len(paths) < 2:
        return None
    voters = _voters(routes, paths)
    ranked = sorted(_candidacy(routes, route, voters) for route in paths)
    # most go by way of a module that has it for its own use: what they agree on is no truth to elect
    return None if ranked[0].is_by_the_way else Chosen(ranked[0].symbol, _reason(ranked[0], ranked[1]))


def _candidacy(routes: Routes, route: Route, voters: set[File]) -> _Candidacy:
    return _Candidacy(
        is_private=_is_private(route.symbol),
        fewer_importers=-len(route.importers & voters),
        is_by_the_way=route is not routes.home and not is_offered(routes, route),
        length=len(route.symbol),
        symbol=route.symbol,
    )


def _is_private(symbol: str) -> bool:
    """Whether a module on the path has a name that says so."""
    return any(part.startswith("_") for part in symbol.partition(":")[0].split("."))


def seen_from(routes: Routes, canonical: Chosen, importer: File) -> Chosen:
    """The canonical path for one importer: inside the package that was elected it is the defining module."""
    package = next((route for route in routes.others if route.symbol == canonical.symbol), None)
    if canonical.is_declared or package is None or not _holds(package, importer):
        return canonical
    return Chosen(routes.home.symbol, f"inside the package {package.file.module}")


def is_offered(routes: Routes, route: Route) -> bool:
    """Whether a module hands on by intent.

    A package does with what lies in it, any module with what its `__all__` lists, and with what it has
    no use for itself.
    """
    exports = route.file.facts.exports
    if _holds(route, routes.home.file) or (exports is not None and route.name in exports):
        return True
    return not _uses(route.file, route.name)


def _uses(file: File, name: str) -> bool:
    """Whether a module reads one of its names."""
    facts, below = file.facts, f"{name}."
    names = {
        *facts.strings,
        *(each.target for each in facts.bindings if each.target),
        *(each for definition in facts.definitions for each in (*definition.bases, *definition.decorators)),
    }
    if any(each == name or each.startswith(below) for each in names):
        return True
    texts = [each.annotation for each in facts.bindings]
    texts += [text for definition in facts.definitions for text in (definition.signature, definition.returns)]
    return any(text is not None and name in text for text in texts)


def _holds(route: Route, file: File) -> bool:
    """Whether a path is that of a package, and a file lies in it."""
    return route.file.source.is_package and f"{file.module}.".startswith(f"{route.file.module}.")


def _voters(routes: Routes, paths: Iterable[Route]) -> set[File]:
    """The importers outside of the package that offers it: those inside cannot ask their own package."""
    importers = {importer for route in paths for importer in route.importers}
    packages = [route for route in paths if _holds(route, routes.home.file)]
    if not packages:
        return importers
    outermost = min(packages, key=lambda route: len(route.symbol))
    return {importer for importer in importers if not _holds(outermost, importer)} or importers


def _reason(elected: _Candidacy, next_best: _Candidacy) -> str:
    """The first quality in which the elected path surpasses the next."""
    pairs = zip(elected, next_best, _REASONS, strict=True)
    return next(why for mine, theirs, why in pairs if mine != theirs)

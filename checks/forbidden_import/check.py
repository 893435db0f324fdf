"""Imports across a declared boundary. The specification is README.md, beside this file."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from ssot_lint.api import (
    Edge,
    File,
    Finding,
    Index,
    Place,
    Related,
    Section,
    Service,
    check,
    key,
    matches_module,
)

from .boundary import USUAL, Boundary, Reached, counts, edges_of, is_part, reached

Brought = tuple[Edge, list[Reached]]
"""An import, and all that it brings in."""


class Boundaries(Section):
    """Who must not import what."""

    boundaries: list[Boundary] = key("imports.boundaries", [], "who must not import what")
    services: dict[str, Service] = key("services", {}, "parts that are independent by design")

    def off(self) -> str | None:
        return None if self.boundaries or self.services else "no boundaries or services declared"


@check(code="SST301", severity="error", scope="project", section=Boundaries)
def forbidden_import(index: Index, section: Boundaries) -> Iterator[Finding]:
    """An import that a boundary forbids, or of a service that is none of the importer's."""
    files = [file for file in index.files if not file.source.is_stub]
    reported: set[tuple[str, int, int]] = set()
    for finding in _all_findings(index, section, files):
        # An imported name is reported once, for the first boundary that it crosses.
        place = (finding.place.path, finding.place.span.line, finding.place.span.column)
        if place not in reported:
            reported.add(place)
            yield finding


def _all_findings(index: Index, section: Boundaries, files: list[File]) -> Iterator[Finding]:
    for file in files:
        boundaries = [boundary for boundary in section.boundaries if boundary.binds(file)]
        service = _declared_service(section.services, file)
        if boundaries or service:
            imports = [(edge, list(reached(index, edge))) for edge in edges_of(index, file, boundaries)]
            for boundary in boundaries:
                yield from _direct(index, boundary, imports)
            if service:
                yield from _foreign_services(index, service, section.services[service], imports)
    for boundary in section.boundaries:
        if boundary.transitive:
            yield from _chains(index, boundary, files)


# ------------------------------------------------------------------------------------------- direct


def _direct(index: Index, boundary: Boundary, imports: list[Brought]) -> Iterator[Finding]:
    for edge, brought in imports:
        crossed = boundary.crossed_by(edge, brought)
        if crossed is not None:
            yield _finding(index, boundary, [edge], crossed)


def _finding(index: Index, boundary: Boundary, chain: list[Edge], crossed: Reached) -> Finding:
    """A finding at the first import of a chain that ends at what is denied."""
    first = chain[0]
    via = [edge.loaded for edge in chain[:-1]] + [crossed.via] * bool(crossed.via)
    importer = _name(first.importer)
    exemption = f"{_name(chain[-1].importer)} -> {crossed.symbol}"
    message = f"{crossed.symbol} is not for {importer}"
    if boundary.of is not None:
        message = f"{crossed.symbol} is only for {' and '.join(boundary.only)}, not for {importer}"
    if via:
        message += f", which reaches it through {', '.join(via)}"
    reason = boundary.why.rstrip(".") or "remove the import"
    steps = [Related(_place(index, e), f"{_name(e.importer)} imports {e.loaded}") for e in chain[1:]]
    return Finding(
        place=_place(index, first),
        message=f"{message}: {reason} (boundary {boundary.name})",
        subject=f"{boundary.name}:{crossed.symbol}",
        hint=f'remove the import, or allow it: except: ["{exemption}"] in {boundary.name}',
        related=(*steps, *_home(index, first, crossed)),
    )


# ------------------------------------------------------------------------------------------- chains


def _chains(index: Index, boundary: Boundary, files: list[File]) -> Iterator[Finding]:
    """For each bound file the shortest chain, over files that are not bound, to what is denied."""
    bound = {file.path for file in files if boundary.binds(file)}
    ends: dict[str, tuple[Edge, Reached]] = {}
    importers: dict[str, list[str]] = defaultdict(list)
    steps: dict[str, list[Edge]] = {}
    for file in files:
        imports = edges_of(index, file, (boundary,))
        steps[file.path] = [edge for edge in imports if _is_step(index, boundary, edge)]
        for edge in steps[file.path]:
            crossed = boundary.crossed_by(edge, list(reached(index, edge)))
            if crossed is None and edge.file is not None:
                importers[edge.file.path].append(file.path)
            elif crossed is not None and file.path not in bound:
                ends.setdefault(file.path, (edge, crossed))
    distance = _distances(ends, importers, bound)
    for path in sorted(bound & distance.keys()):
        chain: list[Edge] = []
        while path not in ends:
            chain.append(next(e for e in steps[path] if _leads_on(e, distance, bound, distance[path])))
            path = _path(chain[-1])
        edge, crossed = ends[path]
        yield _finding(index, boundary, [*chain, edge], crossed)


def _is_step(index: Index, boundary: Boundary, edge: Edge) -> bool:
    if not counts(edge.statement.tags, boundary.tags):
        return False
    return not boundary.exemptions or not boundary.exempts(edge, list(reached(index, edge)))


def _distances(ends: Iterable[str], importers: dict[str, list[str]], bound: set[str]) -> dict[str, int]:
    """How many imports each file is away from one that imports what is denied; bound files end a chain."""
    distance = dict.fromkeys(ends, 0)
    level = list(distance)
    while level:
        further = []
        for path in level:
            for importer in importers[path] if path not in bound else ():
                if importer not in distance:
                    distance[importer] = distance[path] + 1
                    further.append(importer)
        level = further
    return distance


def _leads_on(edge: Edge, distance: dict[str, int], bound: set[str], here: int) -> bool:
    path = _path(edge)
    return path not in bound and distance.get(path) == here - 1


def _path(edge: Edge) -> str:
    return edge.file.path if edge.file is not None else ""


# ----------------------------------------------------------------------------------------- services


def _declared_service(services: dict[str, Service], file: File) -> str | None:
    """The key in the policy of the service that a file is bound by."""
    return next((name for name in services if is_part(name, file.service)), None)


def _foreign_services(index: Index, name: str, service: Service, imports: list[Brought]) -> Iterator[Finding]:
    for edge, brought in imports:
        if counts(edge.statement.tags, USUAL):
            foreign = next(
                (target for target in brought if _is_foreign(service, edge.importer, target)), None
            )
            if foreign is not None:
                yield _service_finding(index, edge, name, foreign)


def _is_foreign(service: Service, importer: File, target: Reached) -> bool:
    other = target.file.service if target.file is not None else None
    if other is None or other == importer.service:
        return False
    return not any(
        is_part(entry, other) or matches_module(entry, target.module) for entry in service.may_import
    )


def _service_finding(index: Index, edge: Edge, name: str, target: Reached) -> Finding:
    own, other = edge.importer.service, target.file.service if target.file is not None else None
    through = f", which it reaches through {target.via}" if target.via else ""
    return Finding(
        place=_place(index, edge),
        message=f"{target.symbol} of service {other} is not for service {own}{through}: "
        f"{_name(edge.importer)} must do without it",
        subject=f"{own}:{target.symbol}",
        hint=f"move what both need into a service that {name} may import, "
        f"or add {other} to services.{name}.may_import",
        related=_home(index, edge, target),
    )


# ------------------------------------------------------------------------------------------- places


def _name(file: File) -> str:
    return file.module or file.path


def _place(index: Index, edge: Edge) -> Place:
    return index.place(edge.importer, edge.statement.span, edge.statement.scope)


def _home(index: Index, edge: Edge, target: Reached) -> tuple[Related, ...]:
    origin = edge.origin
    if origin.definition is not None and origin.file is not None and origin.file is target.file:
        return (Related(index.definition_place(origin.file, origin.definition), "defined here"),)
    if target.file is not None:
        return (Related(Place(target.file.path, symbol=target.module), "the module"),)
    return ()

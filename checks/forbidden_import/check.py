"""Imports across a declared boundary. The specification is README.md, beside this file."""

from collections import defaultdict
from collections.abc import Iterator

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
    is_part,
    key,
    matches_exactly,
    matches_module,
)

from .boundary import USUAL, Boundary, Reached, counts, edges_of, reached
from .chains import Chains, by_way_of, links, name_of, place_of
from .layers import Layers, breaches

Brought = tuple[Edge, list[Reached]]
"""An import, and all that it brings in."""


class Boundaries(Section):
    """Who must not import what."""

    boundaries: list[Boundary] = key("imports.boundaries", [], "who must not import what")
    layers: list[Layers] = key("imports.layers", [], "layers, each of which imports those below it alone")
    services: dict[str, Service] = key("services", {}, "parts that are independent by design")

    def off(self) -> str | None:
        declared = self.boundaries or self.layers or self.services
        return None if declared else "no boundaries, layers or services declared"


@check(code="SST301", severity="error", scope="project", section=Boundaries)
def forbidden_import(index: Index, section: Boundaries) -> Iterator[Finding]:
    """An import that a boundary or layers forbid, or of a service that is none of the importer's."""
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
            edges = edges_of(index, file, boundaries)
            imports = [(edge, list(reached(index, edge))) for edge in edges if boundaries or _leaves(edge)]
            for boundary in boundaries:
                as_bound = imports
                if boundary.exact:
                    as_bound = [(edge, list(reached(index, edge, exact=True))) for edge, _ in imports]
                yield from _direct(index, boundary, as_bound)
            if service:
                yield from _foreign_services(index, service, section.services, imports)
    for boundary in section.boundaries:
        if boundary.transitive:
            yield from _chains(index, boundary, files)
    for layers in section.layers:
        yield from breaches(index, layers, files)


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
    importer = name_of(first.importer)
    exemption = f"{name_of(chain[-1].importer)} -> {crossed.symbol}"
    message = f"{crossed.symbol} is not for {importer}"
    if boundary.of:
        message = f"{crossed.symbol} is only for {' and '.join(boundary.only)}, not for {importer}"
    reason = boundary.why.rstrip(".") or "remove the import"
    return Finding(
        place=place_of(index, first),
        message=f"{message}{by_way_of(via)}: {reason} (boundary {boundary.name})",
        subject=f"{boundary.name}:{crossed.symbol}",
        hint=f'remove the import, or allow it: except: ["{exemption}"] in {boundary.name}',
        related=(*links(index, chain), *_home(index, first, crossed)),
    )


# ------------------------------------------------------------------------------------------- chains


def _chains(index: Index, boundary: Boundary, files: list[File]) -> Iterator[Finding]:
    """For each bound file the shortest chain, over files that are not bound, to what is denied."""
    bound = {file.path: file for file in files if boundary.binds(file)}
    steps: dict[str, list[Edge]] = {}
    ends: defaultdict[tuple[str, str], dict[str, tuple[Edge, Reached]]] = defaultdict(dict)
    for file in files:
        steps[file.path] = []
        for edge in edges_of(index, file, (boundary,)):
            if not counts(edge.statement.tags, boundary.tags):
                continue
            brought = list(reached(index, edge, boundary.exact))
            crossings = boundary.crossings(edge, brought)
            if not crossings and edge.file is not None and not boundary.exempts(edge, brought):
                steps[file.path].append(edge)
            for entry, crossed in crossings if file.path not in bound else ():
                part = (
                    boundary.part(entry, crossed.file) if crossed.file and crossed.file.path in bound else ""
                )
                ends[entry if part else "", part].setdefault(file.path, (edge, crossed))
    chains = Chains(steps, bound)
    shortest: dict[str, tuple[list[Edge], Reached]] = {}
    for (entry, part), last in ends.items():
        for path, chain in chains.to({importer: edge for importer, (edge, _) in last.items()}):
            # A bound file that lies in a denied part may use it, by whatever way.
            if part and boundary.part(entry, bound[path]) == part:
                continue
            if path not in shortest or len(chain) < len(shortest[path][0]):
                shortest[path] = chain, last[chain[-1].importer.path][1]
    for path in sorted(shortest):
        yield _finding(index, boundary, *shortest[path])


# ----------------------------------------------------------------------------------------- services


def _declared_service(services: dict[str, Service], file: File) -> str | None:
    """The key in the policy of the service that a file is bound by."""
    return next((name for name in services if is_part(name, file.service)), None)


def _leaves(edge: Edge) -> bool:
    """Whether an import may bring in something of another service than the importer's."""
    loaded, origin = edge.file, edge.origin.file
    if edge.statement.name == "*":
        return True
    if loaded is origin is None:
        return False
    own = (None, edge.importer.service)
    return (loaded is not None and loaded.service not in own) or (
        origin is not None and origin is not loaded and origin.service not in own
    )


def _foreign_services(
    index: Index, name: str, services: dict[str, Service], imports: list[Brought]
) -> Iterator[Finding]:
    for edge, brought in imports:
        if counts(edge.statement.tags, USUAL):
            foreign = next(
                (target for target in brought if _is_foreign(services[name], edge.importer, target)), None
            )
            if foreign is not None:
                yield _service_finding(index, edge, name, foreign)
            elif _is_private(services, edge):
                yield _private_finding(index, edge, services, brought[0])


def _is_foreign(service: Service, importer: File, target: Reached) -> bool:
    other = target.file.service if target.file is not None else None
    if other is None or other == importer.service:
        return False
    return not any(
        is_part(entry, other) or matches_module(entry, target.module) for entry in service.may_import
    )


def _is_private(services: dict[str, Service], edge: Edge) -> bool:
    """Whether what an import loads is a module of another service that is not among its public ones."""
    if edge.file is None or edge.file.service in (None, edge.importer.service):
        return False
    owner = _declared_service(services, edge.file)
    public = services[owner].public if owner else []
    return bool(public) and not any(matches_exactly(pattern, edge.loaded) for pattern in public)


def _private_finding(index: Index, edge: Edge, services: dict[str, Service], target: Reached) -> Finding:
    assert edge.file is not None, "what is private is a module of the project"
    owner = _declared_service(services, edge.file)
    return Finding(
        place=place_of(index, edge),
        message=f"{edge.loaded} is private to service {edge.file.service}: {name_of(edge.importer)} may "
        f"import from {' and '.join(services[owner or ''].public)}",
        subject=f"{edge.importer.service}:{edge.loaded}",
        hint=f"have a public module of {edge.file.service} hand it out, or add the module to "
        f"services.{owner}.public",
        related=_home(index, edge, target),
    )


def _service_finding(index: Index, edge: Edge, name: str, target: Reached) -> Finding:
    own, other = edge.importer.service, target.file.service if target.file is not None else None
    through = f", which it reaches through {target.via}" if target.via else ""
    return Finding(
        place=place_of(index, edge),
        message=f"{target.symbol} of service {other} is not for service {own}{through}: "
        f"{name_of(edge.importer)} must do without it",
        subject=f"{own}:{target.symbol}",
        hint=f"move what both need into a service that {name} may import, "
        f"or add {other} to services.{name}.may_import",
        related=_home(index, edge, target),
    )


# ------------------------------------------------------------------------------------------- places


def _home(index: Index, edge: Edge, target: Reached) -> tuple[Related, ...]:
    origin = edge.origin
    if origin.definition is not None and origin.file is not None and origin.file is target.file:
        return (Related(index.definition_place(origin.file, origin.definition), "defined here"),)
    if target.file is not None:
        return (Related(Place(target.file.path, symbol=target.module), "the module"),)
    return ()

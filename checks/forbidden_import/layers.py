"""Layers: each may import those below it, and none above it, directly or through other modules."""

from collections.abc import Iterator
from itertools import combinations
from typing import Annotated, NamedTuple

from pydantic import Field, model_validator

from ssot_lint.api import (
    Edge,
    File,
    Finding,
    Index,
    LayerRow,
    Module,
    ModulePattern,
    Place,
    Related,
    Shape,
    matched_part,
    matches_exactly,
)

from .boundary import EXACT, USUAL, Exemption, Reached, Tag, counts, is_exempt
from .chains import Chains, by_way_of, links, name_of, place_of


class Layers(Shape):
    """An order of layers, the highest first."""

    name: Annotated[str, Field(min_length=1, description="what messages call it")]
    order: Annotated[
        list[LayerRow],
        Field(min_length=1, description="a row each: `a`, `a | b`, `a : b`; `(a)` may be missing"),
    ]
    containers: Annotated[
        list[Module], Field(description="packages that the layers lie in; names in `order` begin there")
    ] = []
    closed: Annotated[
        list[ModulePattern], Field(description="layers of `order` that those above must not go around")
    ] = []
    exhaustive: Annotated[
        bool, Field(description="every module beside a layer, or in a container, must be one")
    ] = False
    exhaustive_ignores: Annotated[
        list[ModulePattern], Field(description="modules that need not be, written as in `order`")
    ] = []
    exemptions: Annotated[
        list[Exemption], Field(alias="except", description="`importer -> imported`, wildcards allowed")
    ] = []
    exact: Annotated[bool, Field(description=EXACT)] = False
    tags: Annotated[list[Tag], Field(description="which kinds of import count")] = USUAL
    why: Annotated[str, Field(description="the reason, shown in messages")] = ""

    @model_validator(mode="after")
    def _is_an_order(self) -> "Layers":
        names = [name for row in self.order for name, _ in row.siblings]
        for one, other in combinations(names, 2):
            if one == other:
                raise ValueError(f"{one} is named twice; a module is in one layer")
            if _may_overlap(one, other):
                raise ValueError(f"{one} and {other} may share modules, and a module is in one layer")
        unknown = next((name for name in self.closed if name not in names), None)
        if unknown:
            raise ValueError(f"{unknown} is closed and no layer of `order`")
        if self.exhaustive and not self.containers and not any("." in name for name in names):
            raise ValueError("layers at the top level are exhaustive only in `containers`")
        return self

    @property
    def reason(self) -> str:
        """What a message closes with."""
        return f"; {self.why.rstrip('.')} (layers {self.name})" if self.why else f" (layers {self.name})"


def _may_overlap(one: str, other: str) -> bool:
    """Whether a module may lie in both of two layers."""
    pairs = zip(one.split("."), other.split("."), strict=False)
    return all(a == b or "*" in (a, b) for a, b in pairs)


class _Stack(NamedTuple):
    """The layers of one container as they are in the project: the row of each, and of which kind rows are."""

    rows: dict[str, int]
    independent: list[bool]
    closed: list[bool]

    def layer(self, file: File) -> str | None:
        """The layer that a file lies in."""
        name = file.module or ""
        while name and name not in self.rows:
            name = name.rpartition(".")[0]
        return name or None

    def fault(self, importer: str, imported: str) -> str | None:
        """Why one layer must not import another, None where it may."""
        upper, lower = self.rows[importer], self.rows[imported]
        if upper > lower:
            return f"{imported} is a layer above {importer}"
        if upper == lower and importer != imported and self.independent[upper]:
            return f"{importer} and {imported} are independent layers"
        skipped = next((row for row in range(upper + 1, lower) if self.closed[row]), None)
        if skipped is None:
            return None
        between = next(name for name, row in self.rows.items() if row == skipped)
        return f"{between} is a closed layer between {importer} and {imported}"


def breaches(index: Index, layers: Layers, files: list[File]) -> Iterator[Finding]:
    """Each import against the order, the first of each chain against it, and modules in no layer."""
    steps = {file.path: list(_steps(index, layers, file)) for file in files}
    containers = [name for pattern in layers.containers for name in _matches(index, pattern)]
    for container in containers if layers.containers else [""]:
        yield from _against_the_order(index, layers, _stack(index, layers, container), files, steps)
    if layers.exhaustive:
        yield from _undeclared(index, layers, containers)


def _steps(index: Index, layers: Layers, file: File) -> Iterator[Edge]:
    for edge in index.edges(file):
        if edge.file is None or edge.file is file or not counts(edge.statement.tags, layers.tags):
            continue
        brought = [Reached(edge.loaded, edge.loaded, edge.file)]
        if not layers.exemptions or not is_exempt(layers.exemptions, layers.exact, edge, brought):
            yield edge


def _stack(index: Index, layers: Layers, container: str) -> _Stack:
    prefix = f"{container}." if container else ""
    rows: dict[str, int] = {}
    for number, row in enumerate(layers.order):
        for written, _ in row.siblings:
            rows |= dict.fromkeys(_matches(index, f"{prefix}{written}"), number)
    # A layer that is not there closes nothing.
    there = set(rows.values())
    closed = [
        number in there and any(name in layers.closed for name, _ in row.siblings)
        for number, row in enumerate(layers.order)
    ]
    return _Stack(rows, [row.is_independent for row in layers.order], closed)


def _matches(index: Index, pattern: str) -> list[str]:
    names = index.modules()
    if "*" not in pattern:
        return [pattern] if pattern in names else []
    return [name for name in names if matches_exactly(pattern, name)]


# ---------------------------------------------------------------------------------- against the order


def _against_the_order(
    index: Index, layers: Layers, stack: _Stack, files: list[File], steps: dict[str, list[Edge]]
) -> Iterator[Finding]:
    layer_of = {file.path: layer for file in files if (layer := stack.layer(file))}
    last: dict[str, dict[str, Edge]] = {layer: {} for layer in stack.rows}
    for file in files:
        own = layer_of.get(file.path)
        for edge in steps[file.path]:
            imported = layer_of.get(edge.file.path) if edge.file else None
            if imported is None:
                continue
            if own is None:
                last[imported].setdefault(file.path, edge)
            elif fault := stack.fault(own, imported):
                yield _finding(index, layers, [edge], fault)
    chains = Chains(steps, layer_of)
    for layer, edges in last.items():
        for path, chain in chains.to(edges):
            if fault := stack.fault(layer_of[path], layer):
                yield _finding(index, layers, chain, fault)


def _finding(index: Index, layers: Layers, chain: list[Edge], fault: str) -> Finding:
    """A finding at the first import of a chain that leads into a layer which is out of reach."""
    first, end = chain[0], chain[-1]
    way = by_way_of([edge.loaded for edge in chain[:-1]])
    assert end.file is not None, "a layer is of the project"
    return Finding(
        place=place_of(index, first),
        message=f"{end.loaded} is not for {name_of(first.importer)}{way}: {fault}{layers.reason}",
        subject=f"{layers.name}:{end.loaded}",
        hint="move what both need into a layer below, or allow the import: "
        f'except: ["{name_of(end.importer)} -> {end.loaded}"] in {layers.name}',
        related=(*links(index, chain), Related(Place(end.file.path, symbol=end.loaded), "the module")),
    )


# ----------------------------------------------------------------------------------------- exhaustive


def _undeclared(index: Index, layers: Layers, containers: list[str]) -> Iterator[Finding]:
    """A finding for each module that should be a layer and is none."""
    written = [name for row in layers.order for name, _ in row.siblings]
    named = [*written, *layers.exhaustive_ignores]
    if containers:
        declared = [f"{container}.{name}" for container in containers for name in named]
    else:
        found = (name for pattern in written for name in _matches(index, pattern))
        containers = sorted({name.rpartition(".")[0] for name in found} - {""})
        # What holds layers is looked into itself.
        declared = [*named, *containers]
    for name in index.modules():
        parent = name.rpartition(".")[0]
        if parent in containers and not any(matches_exactly(each, name) for each in declared):
            yield from _outside(index, layers, name)


def _outside(index: Index, layers: Layers, name: str) -> Iterator[Finding]:
    inside = (file for file in index.files if matched_part(name, file.module or ""))
    file = index.module(name) or next(inside, None)
    if file is not None:
        yield Finding(
            place=Place(file.path, symbol=name),
            message=f"{name} is in no layer; give it a place in the order{layers.reason}",
            subject=f"{layers.name}:{name}",
            hint=f"name it in order, or in exhaustive_ignores of {layers.name}",
        )

"""What a boundary of the policy says: whom it binds, what it denies them, which imports count."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from ssot_lint.api import (
    CONDITIONAL,
    DYNAMIC,
    IMPLICIT,
    LAZY,
    REFERENCE,
    RUNTIME,
    TYPING,
    Edge,
    File,
    FileGroup,
    Index,
    Module,
    ModulePattern,
    PathGlob,
    Shape,
    Symbol,
    SymbolPattern,
    Target,
    matches_module,
    matches_path,
    matches_symbol,
)


def _path(glob: PathGlob) -> PathGlob:
    if "/" not in glob:
        raise ValueError(f"{glob!r} is no module; write a dotted name, category:NAME, or a glob with a /")
    return glob


Path = Annotated[PathGlob, AfterValidator(_path)]
Importers = Annotated[FileGroup | Module | Path, Field(union_mode="left_to_right")]
Denied = Annotated[FileGroup | ModulePattern | SymbolPattern, Field(union_mode="left_to_right")]
Owned = Annotated[Symbol | Module, Field(union_mode="left_to_right")]
Exemption = Annotated[str, Field(pattern=r"^[\w.*]+ -> [\w.*:]+$")]
Tag = Literal["runtime", "lazy", "typing", "conditional", "dynamic", "reference", "implicit"]

TAGS: dict[Tag, int] = {
    "runtime": RUNTIME,
    "lazy": LAZY,
    "typing": TYPING,
    "conditional": CONDITIONAL,
    "dynamic": DYNAMIC,
    "reference": REFERENCE,
    "implicit": IMPLICIT,
}
USUAL: list[Tag] = ["runtime", "lazy", "conditional", "dynamic"]
# An import with one of these tags counts only where that tag is listed, whatever else it is.
SPECIAL = LAZY | TYPING | DYNAMIC | REFERENCE | IMPLICIT


def counts(tags: int, listed: list[Tag]) -> bool:
    """Whether an import with these tag bits is one of the listed kinds."""
    allowed = 0
    for tag in listed:
        allowed |= TAGS[tag]
    return bool(tags & allowed) and not tags & SPECIAL & ~allowed


class Boundary(Shape):
    """What some files must not import (`from`, `deny`), or the only ones that may (`of`, `only`)."""

    name: Annotated[str, Field(min_length=1, description="what messages call it")]
    importers: Annotated[
        Importers | list[Importers] | None,
        Field(alias="from", description="module, path glob (with a /), category:NAME or service:NAME"),
    ] = None
    deny: Annotated[list[Denied], Field(description="modules, symbols, category:NAME or service:NAME")] = []
    of: Annotated[Owned | None, Field(description="a module or symbol that has owners")] = None
    only: Annotated[list[Importers], Field(description="its owners, written as in `from`")] = []
    exemptions: Annotated[
        list[Exemption], Field(alias="except", description="`importer -> imported`, wildcards allowed")
    ] = []
    transitive: Annotated[bool, Field(description="follow chains of imports as well")] = False
    tags: Annotated[list[Tag], Field(description="which kinds of import count")] = USUAL
    why: Annotated[str, Field(description="the reason, shown in messages")] = ""

    @model_validator(mode="after")
    def _takes_one_form(self) -> "Boundary":
        denial = self.importers is not None and self.deny and self.of is None and not self.only
        ownership = self.of is not None and self.only and self.importers is None and not self.deny
        if not denial and not ownership:
            raise ValueError("a boundary has either `from` and `deny`, or `of` and `only`")
        return self

    @cached_property
    def entries(self) -> list[str]:
        """What is denied to the files that it binds."""
        return [*self.deny] if self.of is None else [self.of]

    def binds(self, file: File) -> bool:
        """Whether a file has to keep it."""
        if self.of is not None:
            return not any(selects(owner, file) for owner in self.only)
        importers = self.importers if isinstance(self.importers, list) else [self.importers or "**"]
        return any(selects(importer, file) for importer in importers)

    def crossed_by(self, edge: Edge, brought: list["Reached"]) -> "Reached | None":
        """What it denies, out of all that an import brings in; None where the import is allowed."""
        if not counts(edge.statement.tags, self.tags):
            return None
        crossed = next((r for r in brought if self._denies(edge.importer, r)), None)
        return None if crossed is None or self.exempts(edge, brought) else crossed

    def exempts(self, edge: Edge, brought: list["Reached"]) -> bool:
        """Whether one of its exceptions allows an import."""
        for exemption in self.exemptions:
            importer, _, imported = exemption.partition(" -> ")
            allowed = matches_module(importer, edge.importer.module or "")
            if allowed and any(r.matches(imported) for r in brought):
                return True
        return False

    def _denies(self, importer: File, reached: "Reached") -> bool:
        return any(
            reached.matches(entry) and not self._is_inside(entry, importer, reached) for entry in self.entries
        )

    def _is_inside(self, entry: str, importer: File, reached: "Reached") -> bool:
        """Whether both ends lie in a denied part and are bound: it may go on using itself."""
        part = entry if isinstance(entry, FileGroup) else entry.partition(":")[0]
        return selects(part, importer) and reached.file is not None and self.binds(reached.file)


@dataclass(frozen=True)
class Reached:
    """What an import statement brings in: a module of the project, a name in one, or an external name.

    `module` is "" for external ones, whose `symbol` is dotted. `via` is the module through which
    the definition is re-exported, "" where the statement names its home.
    """

    symbol: str
    module: str
    file: File | None
    via: str = ""

    def matches(self, entry: str) -> bool:
        """Whether an entry of the policy stands for it."""
        if isinstance(entry, FileGroup):
            return self.file is not None and selects(entry, self.file)
        if not self.module:
            return matches_symbol(entry.replace(":", "."), self.symbol)
        return matches_symbol(entry, self.symbol) if ":" in entry else matches_module(entry, self.module)


def edges_of(index: Index, file: File, boundaries: Iterable["Boundary"]) -> tuple[Edge, ...]:
    """The imports of a file, and those they imply where one of the boundaries asks for them."""
    implied = any("implicit" in boundary.tags for boundary in boundaries)
    return (*index.edges(file), *(index.implicit_edges(file) if implied else ()))


def reached(index: Index, edge: Edge) -> Iterator[Reached]:
    """The module that a statement loads, each name as written, and the home of what it names."""
    name = edge.statement.name
    if not edge.module:
        return
    if not index.is_first_party(edge.module, edge.importer):
        yield Reached(edge.module if name in (None, "*") else f"{edge.module}.{name}", "", None)
        return
    yield Reached(edge.loaded, edge.loaded, edge.file)
    if name == "*" and edge.file is not None:
        for starred in _starred(index, edge.file):
            yield from _named(edge, starred, index.lookup(f"{edge.loaded}:{starred}"))
    elif name is not None and edge.loaded == edge.module:
        yield from _named(edge, name, edge.origin)


def _named(edge: Edge, name: str, origin: Target) -> Iterator[Reached]:
    yield Reached(f"{edge.module}:{name}", edge.module, edge.file)
    if origin.kind == "external":
        yield Reached(origin.external, "", None, edge.loaded)
    elif origin.module and origin.module != edge.loaded:
        yield Reached(origin.symbol, origin.module, origin.file, edge.loaded)


def _starred(index: Index, module: File) -> Iterable[str]:
    if module.facts.exports is not None:
        return module.facts.exports
    return (name for name in index.names_of(module) if not name.startswith("_"))


def selects(entry: str, file: File) -> bool:
    """Whether a module pattern, path glob or group stands for a file."""
    if isinstance(entry, FileGroup):
        kind, _, name = entry.partition(":")
        return file.category == name if kind == "category" else is_part(name, file.service)
    if entry == "**" or isinstance(entry, PathGlob):
        return matches_path(entry, file.path)
    return file.module is not None and matches_module(entry, file.module)


def is_part(name: str, service: str | None) -> bool:
    """Whether a service is the named one, or one of its parts (`plugins.pay` of `plugins`)."""
    return service is not None and f"{service}.".startswith(f"{name}.")

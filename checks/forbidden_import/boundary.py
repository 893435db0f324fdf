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
    in_group,
    matched_part,
    matches_exactly,
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
Denied = Annotated[FileGroup | ModulePattern | SymbolPattern | Path, Field(union_mode="left_to_right")]
Owned = Annotated[FileGroup | Symbol | Module | Path, Field(union_mode="left_to_right")]
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
EXACT = "take names as written: `a` is not what lies below it, and a name is not where it comes from"
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
    deny: Annotated[
        list[Denied], Field(description="modules, symbols, path globs, category:NAME or service:NAME")
    ] = []
    of: Annotated[Owned | list[Owned] | None, Field(description="what has owners, written as in `deny`")] = (
        None
    )
    only: Annotated[list[Importers], Field(description="its owners, written as in `from`")] = []
    exemptions: Annotated[
        list[Exemption], Field(alias="except", description="`importer -> imported`, wildcards allowed")
    ] = []
    transitive: Annotated[bool, Field(description="follow chains of imports as well")] = False
    exact: Annotated[bool, Field(description=EXACT)] = False
    tags: Annotated[list[Tag], Field(description="which kinds of import count")] = USUAL
    why: Annotated[str, Field(description="the reason, shown in messages")] = ""

    @model_validator(mode="after")
    def _takes_one_form(self) -> "Boundary":
        denial = self.importers is not None and self.deny and not self.of and not self.only
        ownership = self.of and self.only and self.importers is None and not self.deny
        if not denial and not ownership:
            raise ValueError("a boundary has either `from` and `deny`, or `of` and `only`")
        return self

    @cached_property
    def entries(self) -> list[str]:
        """What is denied to the files that it binds."""
        owned = self.of if isinstance(self.of, list) else [self.of or ""]
        return [*owned] if self.of else [*self.deny]

    def binds(self, file: File) -> bool:
        """Whether a file has to keep it."""
        if self.of:
            return not any(selects(owner, file, self.exact) for owner in self.only)
        importers = self.importers if isinstance(self.importers, list) else [self.importers or "**"]
        return any(selects(importer, file, self.exact) for importer in importers)

    def crossed_by(self, edge: Edge, brought: list["Reached"]) -> "Reached | None":
        """What it denies, out of all that an import brings in; None where the import is allowed."""
        return next((reached for _, reached in self.crossings(edge, brought)), None)

    def crossings(self, edge: Edge, brought: list["Reached"]) -> list[tuple[str, "Reached"]]:
        """All that it denies of what an import brings in, each with the entry that says so."""
        if not counts(edge.statement.tags, self.tags):
            return []
        denied = [
            (entry, reached)
            for reached in brought
            for entry in self.entries
            if reached.matches(entry, self.exact) and not self._is_inside(entry, edge.importer, reached)
        ]
        return denied if denied and not self.exempts(edge, brought) else []

    def exempts(self, edge: Edge, brought: list["Reached"]) -> bool:
        """Whether one of its exceptions allows an import."""
        return is_exempt(self.exemptions, self.exact, edge, brought)

    def _is_inside(self, entry: str, importer: File, reached: "Reached") -> bool:
        """Whether both ends lie in one denied part that may go on using itself: both are bound, or owned."""
        if reached.file is None or not (self.of or self.binds(reached.file)):
            return False
        part = self.part(entry, importer)
        return part != "" and part == self.part(entry, reached.file)

    def part(self, entry: str, file: File) -> str:
        """The part of what an entry stands for that a file lies in, "" where it does not.

        Names that are taken as written are each a part of their own.
        """
        if not self.exact or isinstance(entry, FileGroup | PathGlob) or entry.endswith("**"):
            return part_of(entry, file)
        name = file.module or ""
        return name if matches_exactly(entry.partition(":")[0], name) else ""


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

    def matches(self, entry: str, exact: bool = False) -> bool:
        """Whether an entry of the policy stands for it."""
        if isinstance(entry, FileGroup | PathGlob):
            return self.file is not None and selects(entry, self.file)
        if not self.module:
            matches = matches_exactly if exact else matches_symbol
            return matches(entry.replace(":", "."), self.symbol)
        if ":" in entry:
            return matches_symbol(entry, self.symbol)
        return matches_exactly(entry, self.module) if exact else matches_module(entry, self.module)


def is_exempt(exemptions: Iterable[str], exact: bool, edge: Edge, brought: list[Reached]) -> bool:
    """Whether an exception, `importer -> imported`, allows an import."""
    for exemption in exemptions:
        importer, _, imported = exemption.partition(" -> ")
        matches = matches_exactly if exact else matches_module
        allowed = matches(importer, edge.importer.module or "")
        if allowed and any(r.matches(imported, exact) for r in brought):
            return True
    return False


def edges_of(index: Index, file: File, boundaries: Iterable["Boundary"]) -> tuple[Edge, ...]:
    """The imports of a file, and those they imply where one of the boundaries asks for them."""
    implied = any("implicit" in boundary.tags for boundary in boundaries)
    return (*index.edges(file), *(index.implicit_edges(file) if implied else ()))


def reached(index: Index, edge: Edge, exact: bool = False) -> Iterator[Reached]:
    """The module that a statement loads, each name as written, and, unless exact, what that is."""
    name = edge.statement.name
    if not edge.module:
        return
    if not index.is_first_party(edge.module, edge.importer):
        yield Reached(edge.module if name in (None, "*") else f"{edge.module}.{name}", "", None)
        return
    yield Reached(edge.loaded, edge.loaded, edge.file)
    if name == "*" and edge.file is not None:
        for starred in _starred(index, edge.file):
            yield from _named(edge, starred, index.lookup(f"{edge.loaded}:{starred}"), exact)
    elif name is not None and edge.loaded == edge.module:
        yield from _named(edge, name, edge.origin, exact)


def _named(edge: Edge, name: str, origin: Target, exact: bool) -> Iterator[Reached]:
    yield Reached(f"{edge.module}:{name}", edge.module, edge.file)
    if exact:
        return
    if origin.kind == "external":
        yield Reached(origin.external, "", None, edge.loaded)
    elif origin.module and origin.module != edge.loaded:
        yield Reached(origin.symbol, origin.module, origin.file, edge.loaded)


def _starred(index: Index, module: File) -> Iterable[str]:
    if module.facts.exports is not None:
        return module.facts.exports
    return (name for name in index.names_of(module) if not name.startswith("_"))


def part_of(entry: str, file: File) -> str:
    """The part of what an entry stands for that a file lies in, "" where it does not.

    Each module that matches a pattern is a part of its own.
    """
    if isinstance(entry, FileGroup | PathGlob):
        return entry if selects(entry, file) else ""
    return matched_part(entry.partition(":")[0], file.module or "")


def selects(entry: str, file: File, exact: bool = False) -> bool:
    """Whether a module pattern, path glob or group stands for a file."""
    if isinstance(entry, FileGroup):
        return in_group(entry, file)
    if entry == "**" or isinstance(entry, PathGlob):
        return matches_path(entry, file.path)
    matches = matches_exactly if exact else matches_module
    return file.module is not None and matches(entry, file.module)

"""Modules that import each other in a ring. The specification is README.md, beside this file."""

from collections.abc import Callable, Iterator
from typing import Literal

from ssot_lint.api import (
    DYNAMIC,
    LAZY,
    RUNTIME,
    TYPING,
    File,
    Finding,
    Import,
    Index,
    Place,
    Related,
    Section,
    check,
    key,
)

Tag = Literal["runtime", "lazy", "typing", "dynamic", "implicit"]

TAGS: dict[Tag, int] = {"runtime": RUNTIME, "lazy": LAZY, "typing": TYPING, "dynamic": DYNAMIC, "implicit": 0}
Leads = Callable[[File, File], bool]
"""Whether a module still loads another once all that is to be cut is cut."""

LONGEST_CHAIN = 8  # modules that a message names; `related` has them all


class Cycles(Section):
    """Which imports may close a cycle."""

    tags: list[Tag] = key("imports.cycles.tags", ["runtime"], "which kinds of import count")


@check(code="SST305", severity="warning", scope="project", section=Cycles)
def import_cycle(index: Index, section: Cycles) -> Iterator[Finding]:
    """An import that closes a cycle of imports between modules of the project."""
    tags = 0
    for tag in section.tags:
        tags |= TAGS[tag]
    for cycle in index.cycles(tags, implicit="implicit" in section.tags):
        cut = cycle.links[0]
        ring = [link.importer for link in cycle.links]
        first = cut.imports[0]
        repair = _repair(index, ring, cut.imports, cycle.rest.leads)
        others = {s.line: _place(index, cut.importer, s) for s in cut.imports if s.line != first.line}
        yield Finding(
            place=_place(index, cut.importer, first),
            message=f"{_chain(ring)} is an import cycle; {repair}",
            subject=_name(cut.imported),
            hint=_hint(cycle.modules, cycle.cuts),
            related=(
                *(Related(other, f"another import of {_name(cut.imported)}") for other in others.values()),
                *(
                    Related(
                        _place(index, link.importer, link.imports[0]),
                        f"{_name(link.importer)} imports {_name(link.imported)}",
                    )
                    for link in cycle.links[1:]
                ),
            ),
        )


def _chain(ring: list[File]) -> str:
    names = [_name(file) for file in (*ring, ring[0])]
    if len(names) > LONGEST_CHAIN:
        shown = LONGEST_CHAIN - 2
        names[shown:-2] = [f"({len(names) - 2 - shown} more)"]
    return " -> ".join(names)


def _repair(index: Index, ring: list[File], imports: tuple[Import, ...], leads: Leads) -> str:
    if len(ring) == 1:
        return "a module has its own names without importing them"
    homes = _homes(index, ring, imports, leads)
    if homes:
        return f"import the names from where they are defined, {' and '.join(homes)}"
    if any(statement.name == "*" for statement in imports):
        return "import single names in place of the star, in the functions that need them"
    return "move this import into the functions that need it, or what both need into a module of its own"


def _homes(index: Index, ring: list[File], imports: tuple[Import, ...], leads: Leads) -> list[str]:
    """Where all imported names are defined, if to import them from there closes no other cycle."""
    origins = [edge.origin for edge in index.edges(ring[0]) if edge.statement in imports]
    homes = {}
    for origin in origins:
        home = origin.file
        if origin.kind not in ("module", "definition", "binding") or not origin.module or home is None:
            return []
        if home in ring or leads(home, ring[0]):
            return []
        homes[origin.module] = home
    return sorted(homes)


def _hint(modules: int, cuts: int) -> str:
    if cuts == 1:
        return "without this import no cycle is left here"
    return f"one of {cuts} imports to cut, so that none of {modules} modules imports itself through others"


def _place(index: Index, file: File, statement: Import) -> Place:
    return index.place(file, statement.span, statement.scope)


def _name(file: File) -> str:
    return file.module or file.path

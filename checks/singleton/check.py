"""One instance for all of a class that must not be shared. The specification is README.md, beside."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from ssot_lint.api import (
    Factory,
    Finding,
    Index,
    Related,
    Section,
    Shape,
    Symbol,
    SymbolPattern,
    check,
    key,
    matches_symbol,
)

from .classes import borgs, self_keeping, with_metaclasses
from .kept import Kept, Subjects
from .names import cached, named


class Singletons(Shape):
    """Which classes must not have one instance for all."""

    forbid: Annotated[
        list[SymbolPattern],
        Field(description="classes of which no instance may be shared; modules for all in them"),
    ] = []
    allow: Annotated[
        list[SymbolPattern], Field(description="classes, names and functions that may share one all the same")
    ] = []


class SingletonsSection(Section):
    """Which classes must not be shared, and what makes them."""

    singletons: Singletons = key(
        "singletons", Singletons(), "classes that must not have one instance for all"
    )
    factories: dict[Symbol, Factory] = key("factories", {}, "guarded classes and their factories")

    def off(self) -> str | None:
        return None if self.singletons.forbid else "no class declared that must not be shared"


@check(code="SST203", severity="error", scope="project", section=SingletonsSection)
def singleton(index: Index, section: SingletonsSection) -> Iterator[Finding]:
    """One instance for all, of a class that the policy forbids to share."""
    makers = {
        index.lookup(factory.use).symbol: index.lookup(guarded)
        for guarded, factory in section.factories.items()
    }
    subjects = Subjects(index, tuple(section.singletons.forbid), makers)
    allow = section.singletons.allow
    for search in (self_keeping, with_metaclasses, borgs, named, cached):
        for kept in search(index, subjects):
            own = kept.symbol or kept.place.symbol
            if not any(matches_symbol(pattern, name) for pattern in allow for name in (kept.subject, own)):
                yield _finding(index, kept)


def _finding(index: Index, kept: Kept) -> Finding:
    target = kept.target
    home, definition = target.file, target.definition
    return Finding(
        place=kept.place,
        message=f"{kept.says}; make one for whoever needs it, and pass it in",
        subject=kept.subject,
        hint=f'pass the instance in, or allow it: singletons: {{allow: ["{kept.symbol or kept.subject}"]}}',
        related=(Related(index.definition_place(home, definition), "the class"),)
        if home is not None and definition is not None and kept.place.span != definition.name_span
        else (),
    )

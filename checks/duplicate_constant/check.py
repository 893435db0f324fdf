"""A declared constant or set that is stated again. The specification is README.md, beside this file."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from ssot_lint.api import (
    DuplicatesSection,
    File,
    Finding,
    Index,
    Related,
    SetsSection,
    Severity,
    Stretches,
    Symbol,
    SymbolPattern,
    Target,
    check,
    key,
    related_definition,
)

from .constants import Constant, restated
from .sets import Copy, Sets

Declared = Annotated[Symbol | SymbolPattern, Field(union_mode="left_to_right")]


class ConstantsSection(SetsSection, DuplicatesSection):
    """The declared constants and sets."""

    constants: list[Declared] = key("constants", [], "variables whose values are stated nowhere else")

    def off(self) -> str | None:
        return None if self.constants or self.sets else "no constants or sets declared"


@check(code="SST108", severity="warning", scope="project", section=ConstantsSection)
def duplicate_constant(index: Index, section: ConstantsSection) -> Iterator[Finding]:
    """A declared constant or set of values that is stated again outside its home."""
    may_import = section.terms().sees
    told = set()
    for copy, home in restated(index, section.constants):
        if may_import(copy.file, home.file):
            told.add((copy.file, copy.binding.line))
            yield _of_constant(index, copy, home)
    stretches = Stretches(index)
    for name, declared in section.sets.items():
        sets = Sets(index, stretches, declared)
        if sets.home.file is not None:
            for found in sets.copies():
                if (found.file, found.span.line) not in told and may_import(found.file, sets.home.file):
                    yield _of_set(index, name, found, sets.home, len(set(declared.values)))


def _of_constant(index: Index, copy: Constant, home: Constant) -> Finding:
    around = copy.name.rpartition(".")[0]
    home_place = index.place_in(home.file, home.binding.span, home.name.rpartition(".")[0])
    return Finding(
        place=index.place_in(copy.file, copy.binding.span, around),
        message=f"{copy.name} restates {home.symbol}; import it",
        subject=home.symbol,
        related=(Related(home_place, "its home"),),
        severity=_severity(copy.file),
    )


def _of_set(index: Index, name: str, copy: Copy, home: Target, number: int) -> Finding:
    symbol = f"{home.module}:{copy.member}" if copy.member else home.symbol
    return Finding(
        place=index.place_in(copy.file, copy.span, copy.around),
        message=f"{copy.called} {_says(name, copy, symbol, number)}",
        subject=symbol,
        related=tuple(related_definition(index, home, "the home of the set")),
        severity=_severity(copy.file),
    )


def _says(name: str, copy: Copy, symbol: str, number: int) -> str:
    if copy.is_single:
        return f"restates {symbol}; use it" if copy.member else f"restates a value of {symbol}; use that"
    verb = "restate" if " and " in copy.called else "restates"
    part = f"{len(copy.shared)} of {number} values of " if len(copy.shared) < number else ""
    return f"{verb} {part}the set {name}; use {symbol}"


def _severity(file: File) -> Severity | None:
    """Tests state again what they expect, and are right to where it is not to change unnoticed."""
    return "info" if file.category == "test" else None

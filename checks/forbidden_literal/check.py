"""A string literal that must not occur. The specification is README.md, beside this file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from pydantic import Field

from ssot_lint.api import (
    File,
    Files,
    Finding,
    Index,
    Owner,
    PathGlob,
    Regex,
    Section,
    Shape,
    Sought,
    StringLiteral,
    Symbol,
    Target,
    check,
    key,
    owns,
    related_definition,
    selects_file,
)

SHOWN = 60  # characters of a string in a message


class Forbidden(Shape):
    """Strings that must not be written out."""

    pattern: Annotated[Regex, Field(description="a regular expression that is searched for in each string")]
    why: Annotated[str, Field(description="why they must not, told in the message")] = ""
    use: Annotated[Symbol | None, Field(description="what is to be imported instead")] = None
    owner: Annotated[
        list[Owner],
        Field(description="path globs, modules, functions and classes that may hold them"),
    ] = []
    within: Annotated[
        list[Files],
        Field(alias="in", description="where they must not: category:NAME, service:NAME or path globs"),
    ] = []
    docstrings: Annotated[bool, Field(description="look into docstrings as well")] = False


class ForbiddenSection(Section):
    """The forbidden strings."""

    forbidden: list[Forbidden] = key("literals.forbidden", [], "strings that must not be written out")

    def off(self) -> str | None:
        return None if self.forbidden else "no forbidden literals declared"

    def seeks(self) -> Sought:
        return Sought(
            patterns=tuple(str(each.pattern) for each in self.forbidden),
            docstrings=any(each.docstrings for each in self.forbidden),
        )


@dataclass(frozen=True)
class Ban:
    """One entry of the policy, with what its names lead to."""

    declared: Forbidden
    owners: tuple[Target | PathGlob, ...]
    home: Target | None

    @cached_property
    def search(self) -> re.Pattern[str]:
        """The pattern, compiled."""
        return re.compile(self.declared.pattern)

    def binds(self, file: File) -> bool:
        """Whether nothing in a file as a whole is allowed."""
        if self.home is not None and self.home.file is file:
            return False
        if any(owns(owner, file) for owner in self.owners):
            return False
        return not self.declared.within or selects_file(self.declared.within, file)

    def forbids(self, file: File, string: StringLiteral) -> re.Match[str] | None:
        """What is found of it in a string of a file that it binds."""
        if string.role == "docstring" and not self.declared.docstrings:
            return None
        inside = (o for o in self.owners if isinstance(o, Target) and o.file is file and o.name)
        if any(_is_inside(string, owner.name) for owner in inside):
            return None
        return self.search.search(string.value)


@check(code="SST602", severity="warning", scope="project", section=ForbiddenSection)
def forbidden_literal(index: Index, section: ForbiddenSection) -> Iterator[Finding]:
    """A string that must not occur, or must be imported from its home."""
    bans = [_ban(index, declared) for declared in section.forbidden]
    for file in index.files:
        strings = index.literals(file).strings
        binding = [ban for ban in bans if ban.binds(file)] if strings else ()
        for string in strings if binding else ():
            for ban in binding:
                match = ban.forbids(file, string)
                if match:
                    yield _finding(index, ban, file, string, match)
                    break


def _ban(index: Index, declared: Forbidden) -> Ban:
    owners = tuple(owner if isinstance(owner, PathGlob) else index.lookup(owner) for owner in declared.owner)
    return Ban(declared, owners, index.lookup(declared.use) if declared.use else None)


def _is_inside(string: StringLiteral, name: str) -> bool:
    """Whether a string stands in a definition, or is what a name is given."""
    return string.name == name or f"{string.around}.".startswith(f"{name}.")


def _finding(index: Index, ban: Ban, file: File, string: StringLiteral, match: re.Match[str]) -> Finding:
    declared, shown = ban.declared, _shown(string.value, match)
    repair = f"use {declared.use}" if declared.use else "do without it"
    why = f" ({' '.join(declared.why.split())})" if declared.why else ""
    where = " in a docstring" if string.role == "docstring" else ""
    return Finding(
        place=index.place_in(file, string.span, string.around),
        message=f"the string {shown}{where} is forbidden{why}; {repair}",
        subject=shown,
        related=tuple(related_definition(index, ban.home, "what to use")),
    )


def _shown(text: str, match: re.Match[str]) -> str:
    """The string as it is written, of a long one the part with what is found."""
    if len(text) <= SHOWN:
        return repr(text)
    start = max(0, min(match.start() - SHOWN // 4, len(text) - SHOWN))
    end = min(len(text), start + SHOWN)
    return repr("…" * (start > 0) + text[start:end] + "…" * (end < len(text)))

"""What the policy reserves: which names, to whom, in which files."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from ssot_lint.api import (
    File,
    Files,
    Index,
    Owner,
    PathGlob,
    Section,
    Shape,
    Symbol,
    Target,
    key,
    matches_module,
    owns,
    selects_file,
)


class Reserved(Shape):
    """Names that only their owners may use."""

    names: Annotated[
        list[Symbol], Field(min_length=1, description="what is reserved; a module stands for all below it")
    ]
    owner: Annotated[
        list[Owner], Field(description="path globs, modules, functions and classes that may use it")
    ] = []
    use: Annotated[Symbol | None, Field(description="what all others are to use")] = None
    within: Annotated[
        list[Files],
        Field(alias="in", description="where it is reserved: category:NAME, service:NAME or path globs"),
    ] = []


class ReservedSection(Section):
    """The reserved names."""

    reserved: dict[str, Reserved] = key("reserved", {}, "names that only their owners may use, by group")

    def off(self) -> str | None:
        return None if self.reserved else "no reserved names declared"


@dataclass(frozen=True)
class Guard:
    """One reserved name: what it leads to, and who owns it."""

    group: str
    reserved: Reserved
    target: Target
    owners: tuple[Target | PathGlob, ...]

    @property
    def symbol(self) -> str:
        """The symbol that is reserved."""
        return self.target.symbol

    @property
    def is_module(self) -> bool:
        """Whether it is known to be a module, of the project or the top one of a distribution."""
        return self.target.kind == "module" or (self.target.kind == "external" and "." not in self.symbol)

    @property
    def repair(self) -> str:
        """What a message says must be done."""
        if self.reserved.use is not None:
            return f"use {self.reserved.use}"
        if self.reserved.owner:
            return f"leave it to {' and '.join(self.reserved.owner)}"
        return "do without it"

    def binds(self, file: File) -> bool:
        """Whether it is reserved in a file."""
        return not self.reserved.within or selects_file(self.reserved.within, file)

    def is_owner(self, file: File) -> bool:
        """Whether all of a file may use it."""
        return any(owns(owner, file) for owner in self.owners) or (
            self.is_home(file) and not self._narrows(file)
        )

    def is_home(self, file: File) -> bool:
        """Whether it is defined in a file."""
        if self.target.kind == "module":
            return matches_module(self.target.module, file.module or "")
        return self.target.file is file

    def _narrows(self, file: File) -> bool:
        """Whether an owner is only a part of a file."""
        return any(isinstance(owner, Target) and owner.file is file and owner.name for owner in self.owners)

    def may_use(self, file: File, scope: int) -> bool:
        """Whether a scope of a file may use it: it belongs to an owner, or to what is reserved itself."""
        if self.is_owner(file):
            return True
        here = f"{file.facts.scopes[scope].qualified_name}."
        bodies = [owner for owner in (self.target, *self.owners) if isinstance(owner, Target)]
        return any(
            body.file is file and body.name != "" and here.startswith(f"{body.name}.") for body in bodies
        )


class Reservations:
    """All reserved names that exist."""

    def __init__(self, index: Index, section: ReservedSection) -> None:
        self.guards = tuple(_guards(index, section))
        self._by_symbol: dict[str, list[Guard]] = {}
        for guard in self.guards:
            self._by_symbol.setdefault(guard.symbol, []).append(guard)

    def of(self, file: File, target: Target) -> Guard | None:
        """The narrowest reservation of what a name of a file leads to, the first declared of several."""
        symbol = "" if target.kind in ("undecided", "missing") else target.symbol
        while symbol:
            for guard in self._by_symbol.get(symbol, ()):
                if (guard.target.kind == "external") == (target.kind == "external") and guard.binds(file):
                    return guard
            symbol = symbol[: max(symbol.rfind("."), symbol.rfind(":"), 0)]
        return None


def _guards(index: Index, section: ReservedSection) -> Iterator[Guard]:
    for group, reserved in section.reserved.items():
        owners = tuple(
            owner if isinstance(owner, PathGlob) else index.lookup(owner) for owner in reserved.owner
        )
        for name in reserved.names:
            target = index.lookup(name)
            if target.kind not in ("missing", "undecided"):
                yield Guard(group, reserved, target, owners)

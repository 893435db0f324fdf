"""What counts as a copy, and a group of definitions that are copies of each other."""

from collections.abc import Callable, Iterable
from typing import Literal

import msgspec

from ssot_lint.index.election import Member
from ssot_lint.model import File

Kind = Literal["identical", "renamed", "similar"]


def sees_all(_importer: File, _imported: File) -> bool:
    """Any file may import any other."""
    return True


def accepts_none(_symbol: str) -> bool:
    """No symbol may be defined again."""
    return False


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What counts as a copy.

    `min_statements`: smallest body that is compared. `similarity`: least share of common
    statements, 0 to 1. `declared`: symbols that are canonical. `sees`: whether a file may import
    another; one that may not has no copy of it. `accepts`: symbols that may be defined again.
    """

    min_statements: int = 6
    similarity: float = 0.7
    declared: frozenset[str] = frozenset()
    sees: Callable[[File, File], bool] = sees_all
    accepts: Callable[[str], bool] = accepts_none


class Group(msgspec.Struct, frozen=True, gc=False):
    """Definitions of which one suffices.

    `members` are sorted by place; `canonical` is the number of the one to keep, `reason` why it is
    that one. `kind`: the same text; the same but for names of locals and literals; similar.
    """

    kind: Kind
    members: tuple[Member, ...]
    canonical: int
    reason: str

    @property
    def home(self) -> Member:
        """The canonical member."""
        return self.members[self.canonical]

    @property
    def copies(self) -> tuple[Member, ...]:
        """All members but the canonical one."""
        return (*self.members[: self.canonical], *self.members[self.canonical + 1 :])

    def kind_of(self, copy: Member) -> Kind:
        """How like one copy is to the canonical member."""
        return likeness((copy, self.home))


def likeness(members: Iterable[Member]) -> Kind:
    """The strongest likeness that all members share."""
    definitions = [member.definition for member in members]
    if len({definition.exact for definition in definitions}) == 1:
        return "identical"
    return "renamed" if len({definition.renamed for definition in definitions}) == 1 else "similar"

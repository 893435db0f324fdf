"""Which copy is the truth: the election of the canonical member of a group, and why it won."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from ssot_lint.index.clones.members import Member

if TYPE_CHECKING:
    from ssot_lint.index.core import Index

COPY_WORDS = frozenset(
    [
        *("archive", "archived", "backup", "bak", "bkp", "consolidated", "copy", "deprecated", "duplicate"),
        *("legacy", "new", "obsolete", "old", "orig", "original", "temp", "tmp", "unused"),
        *("v2", "v3", "v4", "v5"),
    ]
)
"""Words in a path or module name that tell a copy from the original."""


class Candidacy(NamedTuple):
    """What speaks for a member, in the order in which it decides; the least one is elected."""

    undeclared: bool
    is_test: bool
    seen_by_fewer: int
    looks_copied: bool
    fewer_importers: int
    path_length: int
    place: tuple[str, int, int]


REASONS = Candidacy._make(
    (
        "declared canonical",
        "the others are tests",
        "the others may import it",
        "no word in its path says copy",
        "most importers",
        "shortest path",
        "first by path",
    )
)


def candidacy(index: "Index", member: Member, declared: frozenset[str], seen: int) -> Candidacy:
    """What speaks for a member of a group; `seen` is how many of the group may import it."""
    symbol = member.symbol
    module, colon, name = symbol.partition(":")
    outermost = f"{module}:{name.partition('.')[0]}" if colon else module
    words = set(_words(member.path))
    return Candidacy(
        undeclared=declared.isdisjoint((symbol, outermost)),
        is_test=member.is_test,
        seen_by_fewer=-seen,
        looks_copied=not words.isdisjoint(COPY_WORDS),
        fewer_importers=-index.importers(outermost),
        path_length=len(member.path),
        place=member.position,
    )


def bears_name_of(copy: str, home: str) -> bool:
    """Whether two paths differ in words alone that tell a copy from the original."""
    return copy != home and _own_words(copy) == _own_words(home)


def _own_words(path: str) -> list[str]:
    return [word for word in _words(path) if word not in COPY_WORDS]


def _words(path: str) -> list[str]:
    return re.split(r"[_./]", path.lower())


def reason(elected: Candidacy, others: Iterable[Candidacy]) -> str:
    """The first quality in which the elected member surpasses the best of the others."""
    best = min(others)
    for mine, theirs, why in zip(elected, best, REASONS, strict=True):
        if mine != theirs:
            return str(why)
    return str(REASONS.place)

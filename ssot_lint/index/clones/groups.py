"""What counts as a copy, and a group of members that are copies of each other."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Literal

import msgspec

from ssot_lint.index.clones.members import Member
from ssot_lint.model import DuplicateKind, File

Code = Literal["SST101", "SST102", "SST103", "SST104", "SST105"]


def sees_all(_importer: File, _imported: File) -> bool:
    """Any file may import any other."""
    return True


def accepts_none(_symbol: str) -> bool:
    """No symbol may be defined again."""
    return False


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What counts as a copy.

    `min_statements`: smallest body that is compared, `min_lines` likewise. `similarity`: least share of
    common statements, 0 to 1. `declared`: symbols that are canonical. `sees`: whether a file may import
    another; one that may not has no copy of it. `accepts`: symbols that may be defined again. Groups are
    kept for equal terms, so that these two are to be equal where they do the same.
    """

    min_statements: int = 6
    min_lines: int = 1
    similarity: float = 0.7
    declared: frozenset[str] = frozenset()
    sees: Callable[[File, File], bool] = sees_all
    accepts: Callable[[str], bool] = accepts_none


class Likeness(msgspec.Struct, frozen=True, gc=False):
    """How one member is like the canonical one.

    `similarity` is the share of common statements. `is_clear` says that it is a copy beyond doubt, and no
    mere form that both have.
    """

    kind: DuplicateKind
    similarity: float
    is_clear: bool = True


class Group(msgspec.Struct, frozen=True, gc=False):
    """Members of which one suffices.

    `code` is the rule that a copy breaks. `members` are sorted by place; `canonical` is the number of the
    one to keep, `reason` why it is that one. `likenesses`: of each copy to the canonical member.
    """

    code: Code
    members: tuple[Member, ...]
    canonical: int
    reason: str
    likenesses: dict[Member, Likeness]

    @property
    def home(self) -> Member:
        """The canonical member."""
        return self.members[self.canonical]

    @property
    def copies(self) -> tuple[Member, ...]:
        """All members but the canonical one."""
        return (*self.members[: self.canonical], *self.members[self.canonical + 1 :])

    @property
    def similarity(self) -> float:
        """That of the copy that is least alike to the canonical member."""
        return min(likeness.similarity for likeness in self.likenesses.values())

    @property
    def kind(self) -> DuplicateKind:
        """The weakest likeness of a copy to the canonical member."""
        kinds = {likeness.kind for likeness in self.likenesses.values()}
        return next(kind for kind in _WEAKEST_FIRST if kind in kinds)


_WEAKEST_FIRST: tuple[DuplicateKind, ...] = ("edited", "twin", "renamed", "identical", "test")


def rule(code: Code, members: Iterable[Member]) -> Code:
    """The rule for members: edited copies of a class that all bear its name are duplicate classes."""
    names = {member.definition.name for member in members if member.unit == "class" and member.definition}
    return "SST101" if code == "SST103" and len(names) == 1 else code


def likeness(copy: Member, home: Member) -> Likeness:
    """How like two members are."""
    similarity = share(copy.ordered, home.ordered)
    if copy.is_test and home.is_test:
        return Likeness("test", similarity)
    return Likeness(text_likeness(copy, home), similarity)


def text_likeness(copy: Member, home: Member) -> DuplicateKind:
    """How like two members are by their text alone."""
    one, other = copy.definition, home.definition
    if copy.unit != "block" and copy.is_asynchronous != home.is_asynchronous:
        return "twin"
    if copy.unit != "block" and one and other:
        if one.exact == other.exact:
            return "identical"
        return "renamed" if one.renamed == other.renamed else "edited"
    if copy.exact == home.exact:
        return "identical"
    return "renamed" if copy.semi == home.semi else "edited"


def share(one: tuple[int, ...], other: tuple[int, ...], least: float = 0.0) -> float:
    """The share of statements that two runs have in common, in their order; 0 where less than `least`."""
    if one == other:
        return 1.0
    return _similarity()(one, other, score_cutoff=least)


def common(copy: Member, home: Member) -> list[int]:
    """The numbers of the statements of a copy that another member has too, in their order."""
    from rapidfuzz.distance import LCSseq

    kept = (edit for edit in LCSseq.opcodes(home.ordered, copy.ordered) if edit.tag == "equal")
    return [copy.order[number] for edit in kept for number in range(edit.dest_start, edit.dest_end)]


@cache
def _similarity() -> Callable[..., float]:
    from rapidfuzz.distance import Indel  # late: few projects have something to compare

    return Indel.normalized_similarity

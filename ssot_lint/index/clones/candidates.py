"""Which members may be edited copies of each other, found without comparing all with all.

Two runs of statements that are alike share a rare one: of the rarest statements of a run, more than it may
lack, at least one is in the other run too. So it is enough to look at these, and at those few members
that have them (a prefix filter over an inverted index, as for the join of similar sets).
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ssot_lint.index.clones.members import Member
from ssot_lint.model import File

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_SHARED = 40
"""A statement that more members than this have tells nothing about any two of them."""

MOST_LOOKED_AT = 32
"""The rarest statements of a member that are looked at, however long it is."""

AT_ONCE = 20_000
"""Pairs that are held against each other at once, for the memory that it takes."""

_ROUNDING = 1e-9

Spread = dict[int | tuple[int, int], int]
"""Statement, or one statement right after another -> how many members have it, where several have."""


class Likely(NamedTuple):
    """Pairs of numbers of members that may be alike, the smaller one first, sorted; and what is common."""

    pairs: list[tuple[int, int]]
    spread: Spread


class Statements:
    """The statements of all files, numbered: those of equal fingerprints bear one number."""

    def __init__(self, files: Iterable[File]) -> None:
        import numpy as np

        files = list(files)
        ends = np.cumsum([len(file.facts.semi) // 8 for file in files])
        column = np.frombuffer(b"".join(file.facts.semi for file in files), dtype="<i8")
        self._fingerprints, self._numbers = np.unique(column, return_inverse=True)
        self._begin = {
            file: int(end) - len(file.facts.semi) // 8 for file, end in zip(files, ends, strict=True)
        }

    def likely_pairs(self, members: Sequence[Member], similarity: float) -> Likely:
        """What may be alike among members: no two tests, nor what differs too much in length."""
        import numpy as np

        begins = np.array([self._begin[member.file] + member.statements[0] for member in members])
        sizes = np.array([member.size for member in members])
        rows = np.arange(int(sizes.sum())) + np.repeat(begins - np.cumsum(sizes) + sizes, sizes)
        runs = _Runs(self._numbers[rows], sizes, len(self._fingerprints))
        pairs = _likely(runs, np.array([member.is_test for member in members]), similarity)
        return Likely(list(zip(*(side.tolist() for side in pairs), strict=True)), self._spread(runs, pairs))

    def _spread(self, runs: "_Runs", pairs: "tuple[NDArray[np.int64], NDArray[np.int64]]") -> Spread:
        """How many runs have each statement, and each two in a row, of those that are in pairs."""
        import numpy as np

        is_met = np.zeros(runs.count, dtype=bool)
        for side in pairs:
            is_met[side] = True
        asked = np.zeros(runs.kinds, dtype=bool)
        asked[runs.numbers[is_met[runs.owners]]] = True
        found: Spread = {}
        for number in np.flatnonzero(asked & (runs.shares > 1)).tolist():
            found[int(self._fingerprints[number])] = int(runs.shares[number])
        one, other, owners = runs.numbers[:-1], runs.numbers[1:], runs.owners
        rows = asked[one] & asked[other] & (owners[1:] == owners[:-1])
        for row, count in _counted(one[rows] * runs.kinds + other[rows], owners[1:][rows]):
            first, second = divmod(row, runs.kinds)
            found[int(self._fingerprints[first]), int(self._fingerprints[second])] = count
        return found


class _Runs:
    """The statements of members, one after the other: their numbers, which are below `kinds`."""

    def __init__(self, numbers: "NDArray[np.int64]", sizes: "NDArray[np.int64]", kinds: int) -> None:
        import numpy as np

        self.numbers = numbers
        self.sizes = sizes
        self.kinds = kinds
        self.count = len(sizes)
        self.owners = np.repeat(np.arange(self.count), sizes)
        self.begins = np.cumsum(sizes) - sizes
        self.distinct = _distinct(self.owners * kinds + numbers)  # of each owner, its statements once
        self.shares = np.bincount(self.distinct % kinds, minlength=kinds)  # how many owners have each


def _likely(
    runs: _Runs, is_test: "NDArray[np.bool_]", similarity: float
) -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
    import numpy as np

    owners, statements, ranks = _rare(runs)
    # the fewest statements in common of two runs that are alike, for the shortest partner that there may be
    fewest = np.ceil(runs.sizes * similarity / (2 - similarity) - _ROUNDING)
    shared = ranks <= (runs.sizes - fewest)[owners]
    owners, statements = owners[shared], statements[shared]
    near = _ranks(owners, runs.count) < MOST_LOOKED_AT
    one, other = _meetings(owners[near], statements[near], runs.count)
    least, both = np.minimum(runs.sizes[one], runs.sizes[other]), runs.sizes[one] + runs.sizes[other]
    likely = (2 * least >= similarity * both - _ROUNDING) & ~(is_test[one] & is_test[other])
    one, other, both = one[likely], other[likely], both[likely]
    # the shorter one is looked up in the longer
    shorter = np.where(runs.sizes[one] <= runs.sizes[other], one, other)
    common = np.concatenate([np.empty(0, dtype=np.int64), *_common(runs, shorter, one + other - shorter)])
    likely = 2 * common >= similarity * both - _ROUNDING
    return one[likely], other[likely]


def _common(
    runs: _Runs, one: "NDArray[np.int64]", other: "NDArray[np.int64]"
) -> "Iterator[NDArray[np.int64]]":
    """How many statements of each of `one` stand in its partner of `other` at all, in whatever order."""
    import numpy as np

    for first in range(0, len(one), AT_ONCE):
        mine, theirs = one[first : first + AT_ONCE], other[first : first + AT_ONCE]
        sizes = runs.sizes[mine]
        ends = np.cumsum(sizes)
        rows = np.arange(int(ends[-1])) + np.repeat(runs.begins[mine] - ends + sizes, sizes)
        keys = np.repeat(theirs, sizes) * runs.kinds + runs.numbers[rows]
        places = np.minimum(np.searchsorted(runs.distinct, keys), len(runs.distinct) - 1)
        yield np.add.reduceat((runs.distinct[places] == keys).astype(np.int64), ends - sizes)


def _rare(runs: _Runs) -> "tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]":
    """The statements that several owners share, and not too many, of each owner the rarest first.

    Owner, statement, and its rank among all that the owner has: those that nobody shares come before.
    """
    import numpy as np

    owners, statements = np.divmod(runs.distinct, runs.kinds)
    shares = runs.shares[statements]
    own = np.bincount(owners[shares == 1], minlength=runs.count)
    kept = (shares > 1) & (shares <= MOST_SHARED)
    owners, statements, shares = owners[kept], statements[kept], shares[kept]
    order = np.argsort(owners * (MOST_SHARED + 1) + shares, kind="stable")
    owners, statements = owners[order], statements[order]
    return owners, statements, own[owners] + _ranks(owners, runs.count)


def _ranks(owners: "NDArray[np.int64]", count: int) -> "NDArray[np.int64]":
    """The number of each row among those of its owner; the rows of each lie together."""
    import numpy as np

    counts = np.bincount(owners, minlength=count)
    return np.arange(len(owners)) - np.repeat(np.cumsum(counts) - counts, counts)


def _meetings(
    owners: "NDArray[np.int64]", statements: "NDArray[np.int64]", count: int
) -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
    """Owners that share a statement, the smaller number first."""
    import numpy as np

    owners = owners[np.lexsort((owners, statements))]
    _, first, sharing = np.unique(np.sort(statements), return_index=True, return_counts=True)
    pairs = [np.empty(0, dtype=np.int64)]
    for size in np.unique(sharing[sharing > 1]).tolist():
        members = owners[first[sharing == size][:, None] + np.arange(size)]
        one, other = np.triu_indices(size, 1)
        pairs.append((members[:, one] * count + members[:, other]).ravel())
    one, other = np.divmod(_distinct(np.concatenate(pairs)), count)
    return one, other


def _counted(values: "NDArray[np.int64]", owners: "NDArray[np.int64]") -> Iterator[tuple[int, int]]:
    """Each value that several owners have, and how many."""
    import numpy as np

    if not len(values):
        return
    kinds, numbers = np.unique(values, return_inverse=True)
    count = int(owners[-1]) + 1
    shares = np.bincount(_distinct(numbers * count + owners) // count)
    several = shares > 1
    yield from zip(kinds[several].tolist(), shares[several].tolist(), strict=True)


def _distinct(values: "NDArray[np.int64]") -> "NDArray[np.int64]":
    """The values, sorted, each once; `np.unique` takes longer."""
    import numpy as np

    ordered = np.sort(values)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered

"""Which members may be edited copies of each other, found without comparing all with all.

Two runs of statements that are alike share a rare one: of the rarest statements of a run, more than it may
lack, at least one is in the other run too. So it is enough to look at these, and at those few members
that have them (a prefix filter over an inverted index, as for the join of similar sets).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_SHARED = 40
"""A statement that more members than this have tells nothing about any two of them."""

MOST_LOOKED_AT = 32
"""The rarest statements of a member that are looked at, however long it is."""


Spread = dict[int | tuple[int, int], int]


class Likely(NamedTuple):
    """Pairs of numbers of texts that may be alike, the smaller one first, sorted.

    `spread`: how many texts have a statement, and one statement right after another, for those that more
    than one has.
    """

    pairs: list[tuple[int, int]]
    spread: Spread


def likely_pairs(texts: Sequence[bytes], is_test: Sequence[bool], similarity: float) -> Likely:
    """What may be alike among texts, each the fingerprints of its statements in 8 bytes each.

    Not: two tests, and texts whose lengths differ too much.
    """
    if len(texts) < 2:
        return Likely([], {})
    import numpy as np

    sizes = np.array([len(text) // 8 for text in texts])
    runs = range(len(texts))
    fingerprints, numbers = np.unique(np.frombuffer(b"".join(texts), dtype="<i8"), return_inverse=True)
    owners, statements, shares = _rarest(np.repeat(np.arange(len(runs)), sizes), numbers)
    ranks = _ranks(owners, len(runs))
    # the fewest statements in common of two runs that are alike, for the shortest partner that there may be
    fewest = np.ceil(sizes * similarity / (2 - similarity) - 1e-9)
    shared = (shares > 1) & (shares <= MOST_SHARED) & (ranks <= (sizes - fewest)[owners])
    owners, statements = owners[shared], statements[shared]
    near = _ranks(owners, len(runs)) < MOST_LOOKED_AT
    one, other, common = _meetings(owners[near], statements[near], len(runs))
    least, most = np.minimum(sizes[one], sizes[other]), np.maximum(sizes[one], sizes[other])
    tests = np.array(is_test)
    looked_at = np.minimum(np.bincount(owners[near], minlength=len(runs)), MOST_LOOKED_AT)
    few = np.minimum(looked_at[one], looked_at[other])
    likely = (
        (2 * least >= similarity * (least + most) - 1e-9) & ~(tests[one] & tests[other]) & (common * 6 >= few)
    )
    pairs = list(zip(one[likely].tolist(), other[likely].tolist(), strict=True))
    return Likely(pairs, _spread(fingerprints, numbers, np.repeat(np.arange(len(texts)), sizes)))


def _spread(
    fingerprints: "NDArray[np.int64]", numbers: "NDArray[np.int64]", owners: "NDArray[np.int64]"
) -> Spread:
    """How many owners have each statement, and each two in a row, where more than one has."""
    import numpy as np

    kinds, count = len(fingerprints), int(owners[-1]) + 1
    statements = _distinct(numbers * count + owners) // count
    widely = np.bincount(statements)
    several = np.flatnonzero(widely > 1)
    spread: Spread = dict(zip(fingerprints[several].tolist(), widely[several].tolist(), strict=True))
    inside = owners[1:] == owners[:-1]
    # pairs are numbered first: with their owners they would not fit into 64 bits
    rows, numbered = np.unique((numbers[:-1] * kinds + numbers[1:])[inside], return_inverse=True)
    widely = np.bincount(_distinct(numbered * count + owners[1:][inside]) // count, minlength=len(rows))
    several = np.flatnonzero(widely > 1)
    first, second = fingerprints[rows[several] // kinds], fingerprints[rows[several] % kinds]
    pairs = zip(first.tolist(), second.tolist(), strict=True)
    spread.update(zip(pairs, widely[several].tolist(), strict=True))
    return spread


def _distinct(values: "NDArray[np.int64]") -> "NDArray[np.int64]":
    """The values, sorted, each once: `np.unique` takes ten times as long."""
    import numpy as np

    ordered = np.sort(values)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered


def _rarest(
    owners: "NDArray[np.int64]", statements: "NDArray[np.int64]"
) -> "tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]":
    """The distinct statements of each owner, the rarest first: owner, statement, how many owners have it."""
    import numpy as np

    kinds = int(statements.max()) + 1
    distinct = _distinct(owners * kinds + statements)
    owners, statements = distinct // kinds, distinct % kinds
    spread = np.bincount(statements, minlength=kinds)[statements]
    order = np.lexsort((statements, spread, owners))
    return owners[order], statements[order], spread[order]


def _ranks(owners: "NDArray[np.int64]", count: int) -> "NDArray[np.int64]":
    """The number of each row among those of its owner; the rows of each lie together."""
    import numpy as np

    counts = np.bincount(owners, minlength=count)
    return np.arange(len(owners)) - np.repeat(np.cumsum(counts) - counts, counts)


def _meetings(
    owners: "NDArray[np.int64]", statements: "NDArray[np.int64]", count: int
) -> "tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]":
    """Owners that share a statement, the smaller number first, and how many they share."""
    import numpy as np

    owners = owners[np.lexsort((owners, statements))]
    _, first, sharing = np.unique(np.sort(statements), return_index=True, return_counts=True)
    pairs = [np.empty(0, dtype=np.int64)]
    for size in np.unique(sharing[sharing > 1]).tolist():
        members = owners[first[sharing == size][:, None] + np.arange(size)]
        one, other = np.triu_indices(size, 1)
        pairs.append((members[:, one] * count + members[:, other]).ravel())
    met, common = np.unique(np.concatenate(pairs), return_counts=True)
    return met // count, met % count, common

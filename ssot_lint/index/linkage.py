"""Which sequences of fingerprints are alike: complete linkage over their longest common subsequence."""

from collections.abc import Sequence


def linked(sequences: Sequence[Sequence[int]], similarity: float) -> list[tuple[int, ...]]:
    """Partition sequences, given by their numbers, so that all within a part are alike each other.

    The most alike come together first; never does a chain of likenesses join what is unlike.
    """
    if len(sequences) < 2:
        return [(number,) for number in range(len(sequences))]
    likeness = _likeness(sequences, similarity)
    part = {number: [number] for number in range(len(sequences))}
    for one, other in sorted(likeness, key=lambda pair: (-likeness[pair], pair)):
        mine, theirs = part[one], part[other]
        if mine is not theirs and all((min(a, b), max(a, b)) in likeness for a in mine for b in theirs):
            mine.extend(theirs)
            for number in theirs:
                part[number] = mine
    return [tuple(sorted(numbers)) for first, numbers in part.items() if first == min(numbers)]


def _likeness(sequences: Sequence[Sequence[int]], similarity: float) -> dict[tuple[int, int], float]:
    """The share of common statements of each pair that has enough of them."""
    from rapidfuzz.distance import LCSseq
    from rapidfuzz.process import extract

    # not `cdist`: it returns a matrix, for which all of numpy is loaded
    return {
        (one, one + 1 + further): share
        for one, sequence in enumerate(sequences)
        for _, share, further in extract(
            sequence,
            sequences[one + 1 :],
            scorer=LCSseq.normalized_similarity,
            score_cutoff=similarity,
            limit=None,
        )
    }

"""Which members go together: complete linkage, since chains of likenesses make groups of what is unlike."""

from collections.abc import Callable, Mapping

Pair = tuple[int, int]


def linked(alike: Mapping[Pair, float], similarity: Callable[[int, int], float]) -> list[tuple[int, ...]]:
    """Parts of two numbers or more, such that all within a part are alike each other.

    `alike` has the likeness of pairs of numbers, the smaller one first; for a pair that is not in it
    `similarity` is asked, 0 where they are not alike. The most alike come together first.
    """
    known = dict(alike)

    def are_alike(one: int, other: int) -> bool:
        pair = (min(one, other), max(one, other))
        if pair not in known:
            known[pair] = similarity(*pair)
        return known[pair] > 0

    part: dict[int, list[int]] = {}
    for pair in sorted(alike, key=lambda pair: (-alike[pair], pair)):
        mine, theirs = (part.setdefault(number, [number]) for number in pair)
        if mine is not theirs and all(are_alike(a, b) for a in mine for b in theirs):
            mine.extend(theirs)
            for number in theirs:
                part[number] = mine
    return sorted({tuple(sorted(numbers)) for numbers in part.values() if len(numbers) > 1})

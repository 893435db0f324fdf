"""Runs of statements that several functions share: equal windows, joined to runs as long as they go."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ssot_lint.index.clones.members import Member

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FACTOR = 0x9E3779B97F4A7C15  # odd, so that it has an inverse modulo 2**64


def block_clusters(functions: Sequence[Member], size: int) -> Iterator[list[Member]]:
    """Runs of `size` statements or more that stand in several places of the functions, the longest first.

    Functions that lie in others are left to these. A run is as long as all its places agree.
    """
    outer = _outermost([function for function in functions if function.size >= size])
    if not outer:
        return
    import numpy as np

    sizes = [function.size for function in outer]
    statements = np.frombuffer(b"".join(function.text for function in outer), dtype="<i8").view("<u8")
    windows = _windows(statements, size)
    owners = np.repeat(np.arange(len(outer)), sizes)
    places = np.flatnonzero(owners[: len(windows)] == owners[size - 1 :])
    _, numbers, counts = np.unique(windows[places], return_inverse=True, return_counts=True)
    shared = counts[numbers] > 1
    places, numbers = places[shared], numbers[shared]
    first = np.cumsum([0, *sizes])
    runs = []
    for positions, further in _runs(places, numbers, len(statements)):
        length = size + further
        within = [(outer[owner], p - int(first[owner])) for p in positions for owner in [int(owners[p])]]
        runs.append(_apart(within, length))
    yield from sorted(runs, key=lambda run: -len(run) * run[0].size)


def _windows(statements: "NDArray[np.uint64]", size: int) -> "NDArray[np.uint64]":
    """A fingerprint of each run of `size` statements."""
    import numpy as np

    count = len(statements) - size + 1
    windows = np.zeros(count, dtype=np.uint64)
    for offset in range(size):
        windows *= _FACTOR
        windows += statements[offset : offset + count]
    return windows


def _runs(
    places: "NDArray[np.int64]", numbers: "NDArray[np.int64]", count: int
) -> Iterator[tuple[list[int], int]]:
    """The places of each run, and how many windows further it goes in all of them.

    `numbers` are those of the windows at the places; what is shared by other places as well ends a run.
    """
    import numpy as np

    if not len(places):
        return
    at = np.full(count + 1, -1)
    at[places] = numbers
    order = np.argsort(numbers, kind="stable")
    kinds, first, sharing = np.unique(numbers[order], return_index=True, return_counts=True)
    following = at[places[order] + 1]
    least, most = (ends.reduceat(following, first) for ends in (np.minimum, np.maximum))
    rank = dict(zip(kinds.tolist(), range(len(kinds)), strict=True))
    successor = {
        kind: after
        for kind, after, same in zip(kinds.tolist(), least.tolist(), (least == most).tolist(), strict=True)
        if same and after >= 0 and sharing[rank[after]] == sharing[rank[kind]]
    }
    for kind in kinds[~np.isin(kinds, list(successor.values()))].tolist():
        begin, further, last = int(first[rank[kind]]), 0, kind
        while last in successor:
            last, further = successor[last], further + 1
        yield places[order[begin : begin + int(sharing[rank[kind]])]].tolist(), further


def _apart(places: Sequence[tuple[Member, int]], length: int) -> list[Member]:
    """The blocks at the places, without those that overlap an earlier one."""
    blocks: list[Member] = []
    for function, offset in places:
        begin = function.statements[0] + offset
        last = blocks[-1] if blocks else None
        if last is None or last.file is not function.file or last.statements[1] <= begin:
            blocks.append(Member(function.file, function.definition, (begin, begin + length), "block"))
    return blocks


def _outermost(functions: Sequence[Member]) -> list[Member]:
    found: list[Member] = []
    for function in functions:  # in source order, so that what lies in a function comes after it
        if not (found and found[-1].contains(function)):
            found.append(function)
    return found

"""Two stretches of source beside each other: which line answers to which, and what differs in it."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby, zip_longest
from typing import Literal, NamedTuple

CONTEXT = 3
"""Equal lines that are shown before and after what differs."""

_ALIKE = 0.5  # from which share of common characters on two lines are one that was changed
MOST_LINES = 1000
"""So many of each side are held against the other: the time grows with the square."""

_LONGEST = 500  # code points of a line
_MOST_PAIRS = 2500  # of lines that are held against each other; longer stretches are paired in order

Ranges = tuple[tuple[int, int], ...]

_WORD = re.compile(r"\w+|\s+|[^\w\s]")

RowKind = Literal["equal", "changed", "removed", "added", "gap"]


class Row(NamedTuple):
    """A line of the left (by its number, from 0) beside one of the right; `removed` is on the left alone.

    A `gap` stands for equal lines that are not shown, `size` of them.
    """

    kind: RowKind
    left: int | None = None
    right: int | None = None
    size: int = 1


def dedented(lines: Sequence[str]) -> list[str]:
    """The lines without the blanks that the first begins with, and without those that they end with.

    Of very long lines the beginning is taken, and of very many the first.
    """
    taken = [line[:_LONGEST].expandtabs(4).rstrip() for line in lines[:MOST_LINES]]
    indent = len(taken[0]) - len(taken[0].lstrip()) if taken else 0
    # what a string of several lines holds may stand further to the left
    return [line.lstrip() if line[:indent].strip() else line[indent:] for line in taken]


def aligned(left: Sequence[str], right: Sequence[str]) -> list[Row]:
    """Every line of both, those that answer to each other in one row."""
    # an edit may have moved lines in or out: they still answer to each other
    mine, theirs = [line.strip() for line in left], [line.strip() for line in right]
    rows: list[Row] = []
    matcher = SequenceMatcher(a=mine, b=theirs, autojunk=False)
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        if tag == "equal":
            for one, other in zip(range(start, end), range(other_start, other_end), strict=True):
                rows.append(Row("equal" if left[one] == right[other] else "changed", one, other))
        else:
            rows += _replaced(mine, theirs, range(start, end), range(other_start, other_end))
    return rows


def folded(rows: Sequence[Row]) -> list[Row]:
    """The rows with long runs of equal ones cut to their ends; all of them where nothing differs."""
    if all(row.kind == "equal" for row in rows):
        return list(rows)
    shown: list[Row] = []
    for is_equal, run in groupby(rows, key=lambda row: row.kind == "equal"):
        together = list(run)
        hidden = len(together) - 2 * CONTEXT
        # a gap of one line would take the place of that line
        if is_equal and hidden > 1:
            shown += [*together[:CONTEXT], Row("gap", size=hidden), *together[-CONTEXT:]]
        else:
            shown += together
    return shown


def differences(left: str, right: str) -> tuple[Ranges, Ranges]:
    """What differs in two lines, in words: half-open ranges of columns in each."""
    words, others = _WORD.findall(left), _WORD.findall(right)
    codes = SequenceMatcher(a=words, b=others, autojunk=False).get_opcodes()
    changed = [code for code in codes if code[0] != "equal"]
    return (
        _columns(words, [(start, end) for _, start, end, _, _ in changed]),
        _columns(others, [(start, end) for _, _, _, start, end in changed]),
    )


def _columns(words: Sequence[str], parts: Sequence[tuple[int, int]]) -> Ranges:
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word))
    return tuple((starts[start], starts[end]) for start, end in parts if start < end)


def _replaced(mine: Sequence[str], theirs: Sequence[str], left: range, right: range) -> Iterator[Row]:
    """Lines in place of others: those that are alike beside each other, the order kept."""
    if len(left) * len(right) > _MOST_PAIRS:
        pairs: list[tuple[int | None, int | None]] = list(zip_longest(left, right))
    else:
        pairs = _paired(mine, theirs, left, right)
    for one, other in pairs:
        yield Row("removed" if other is None else "added" if one is None else "changed", one, other)


def _paired(
    mine: Sequence[str], theirs: Sequence[str], left: range, right: range
) -> list[tuple[int | None, int | None]]:
    """The pairing, in order, whose pairs have the most in common."""
    from rapidfuzz.distance.Indel import normalized_similarity

    # best[i][j]: what the first i and the first j lines have in common at most
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    gain = [[normalized_similarity(mine[one], theirs[other]) for other in right] for one in left]
    for i in range(1, len(left) + 1):
        for j in range(1, len(right) + 1):
            together = best[i - 1][j - 1] + _worth(gain[i - 1][j - 1])
            best[i][j] = max(best[i - 1][j], best[i][j - 1], together)
    pairs: list[tuple[int | None, int | None]] = []
    i, j = len(left), len(right)
    while i and j:
        if best[i][j] == best[i][j - 1]:
            j -= 1
            pairs.append((None, right[j]))
        elif best[i][j] == best[i - 1][j]:
            i -= 1
            pairs.append((left[i], None))
        else:
            i, j = i - 1, j - 1
            pairs.append((left[i], right[j]))
    pairs += [(None, right[number]) for number in reversed(range(j))]
    pairs += [(left[number], None) for number in reversed(range(i))]
    return pairs[::-1]


def _worth(share: float) -> float:
    return share if share >= _ALIKE else 0.0

"""When a copy counts as found, and what else a tool has told of."""

import pytest

from benchmarks.clones.inject import Pair, Truth
from benchmarks.clones.negatives import Negative
from benchmarks.clones.score import score
from benchmarks.clones.tools import CloneGroup, Stretch

LINES = 100
PAIR = Pair(
    "verbatim",
    50,
    Stretch("a.py", 1, LINES),
    Stretch("b.py", 1, LINES),
    frozenset(range(1, LINES + 1)),
    frozenset(range(1, LINES + 1)),
)
TRUTH = Truth(1, (PAIR,), (Negative("migrations", (Stretch("n.py", 1, 9), Stretch("m.py", 1, 9))),), 4, 0, {})


def group(*members: tuple[str, int, int]) -> CloneGroup:
    return CloneGroup("clone", tuple(Stretch(*member) for member in members))


def found(*groups: CloneGroup) -> tuple[int, int]:
    """Copies found in one group, and in all groups taken together."""
    recall = score(TRUTH, groups).operators["verbatim"]
    return recall.found, recall.together


@pytest.mark.parametrize(("lines", "hits"), [(69, 0), (70, 1)])
@pytest.mark.parametrize("side", ["original", "copy"])
def test_seventy_percent_of_both_is_a_hit_and_less_is_a_miss(lines: int, hits: int, side: str) -> None:
    original, copy = (lines, LINES) if side == "original" else (LINES, lines)
    assert found(group(("a.py", 1, original), ("b.py", 1, copy))) == (hits, hits)


def test_members_of_one_group_in_a_unit_count_together() -> None:
    assert found(group(("a.py", 1, 40), ("a.py", 51, 80), ("b.py", 1, 70))) == (1, 1)


def test_lines_that_two_groups_cover_are_a_hit_only_taken_together() -> None:
    halves = [group(("a.py", a, b), ("b.py", a, b)) for a, b in ((1, 40), (50, 90))]
    assert found(*halves) == (0, 1)


def test_a_group_of_one_side_finds_nothing() -> None:
    assert found(group(("a.py", 1, 100), ("c.py", 1, 100)), group(("b.py", 1, 100), ("c.py", 1, 100))) == (
        0,
        0,
    )


@pytest.mark.parametrize(("end", "hits"), [(3 * LINES, 1), (3 * LINES + 1, 0)])
def test_a_stretch_more_than_three_times_as_long_as_the_unit_says_nothing_of_it(end: int, hits: int) -> None:
    assert found(group(("a.py", 1, end), ("b.py", 1, LINES))) == (hits, hits)


def test_lines_that_hold_no_code_are_not_asked_for() -> None:
    half = Pair("verbatim", 50, PAIR.original, PAIR.copy, frozenset(range(1, 51)), frozenset(range(1, 51)))
    truth = Truth(1, (half,), (), 2, 0, {})
    recall = score(truth, [group(("a.py", 1, 35), ("b.py", 1, 35))]).operators["verbatim"]
    assert recall.found == 1


def test_a_group_is_extra_where_it_touches_nothing_that_was_planted() -> None:
    groups = [
        group(("a.py", 1, 9), ("c.py", 1, 9)),
        group(("a.py", 101, 110), ("c.py", 1, 9)),
        group(("n.py", 5, 9), ("c.py", 1, 9)),
        group(("c.py", 1, 9), ("d.py", 1, 9)),
    ]
    told = score(TRUTH, groups)
    assert (told.groups, told.extra) == (4, 2)


def test_a_negative_is_hit_once_however_many_groups_touch_it() -> None:
    groups = [group(("n.py", 1, 3), ("m.py", 1, 3)), group(("n.py", 5, 9), ("m.py", 5, 9))]
    assert score(TRUTH, groups).negatives == {"migrations": (1, 1)}

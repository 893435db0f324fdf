"""Pairs that may be alike: none is missed that is, and few others are named."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from ssot_lint.index.clones.candidates import MOST_SHARED, Likely, Statements
from ssot_lint.index.clones.groups import share
from tests.unit.index.clones.made import functions, index_of_bodies

SIMILARITY = 0.7
bodies = st.lists(st.lists(st.integers(0, 12), min_size=1, max_size=14), min_size=2, max_size=12)


def likely(*found: list[int]) -> Likely:
    index = index_of_bodies([found])
    return Statements(index.files).likely_pairs(functions(index), SIMILARITY)


@given(bodies)
def test_every_pair_that_is_alike_is_likely(found: list[list[int]]) -> None:
    index = index_of_bodies([found])
    members = functions(index)
    alike = {
        (one, other)
        for one, other in combinations(range(len(members)), 2)
        if share(members[one].semi, members[other].semi) >= SIMILARITY
    }
    assert alike <= set(Statements(index.files).likely_pairs(members, SIMILARITY).pairs)


def test_what_has_nothing_in_common_is_not_likely() -> None:
    assert likely([1, 2, 3, 4], [5, 6, 7, 8]).pairs == []


def test_what_has_too_little_in_common_is_not_likely() -> None:
    assert likely([1, 2, 3, 4, 5, 6], [1, 7, 8, 9, 10, 11]).pairs == []


def test_what_differs_much_in_length_is_not_likely() -> None:
    assert likely([1, 2], [1, 2, 3, 4, 5, 6]).pairs == []


def test_what_very_many_have_leads_to_no_pair() -> None:
    assert len(likely(*([1, 2, 3, 4, 5] for _ in range(MOST_SHARED))).pairs) > 0
    assert likely(*([1, 2, 3, 4, 5] for _ in range(MOST_SHARED + 1))).pairs == []


def test_it_is_told_how_many_have_a_statement_and_two_in_a_row() -> None:
    index = index_of_bodies([[[1, 2, 3, 4], [1, 2, 3, 5], [2, 1, 6, 7]]])
    members = functions(index)
    one, two, three, _ = members[0].semi
    spread = Statements(index.files).likely_pairs(members, SIMILARITY).spread
    assert (spread[one], spread[two], spread[three]) == (3, 3, 2)
    assert (spread[one, two], spread[two, three]) == (2, 2)


def test_one_member_makes_no_pair() -> None:
    assert likely([1, 2, 3]).pairs == []

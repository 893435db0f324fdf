"""Runs of statements that several functions share."""

from hypothesis import given
from hypothesis import strategies as st

from ssot_lint.index.clones import Member
from ssot_lint.index.clones.blocks import block_clusters
from tests.unit.index.clones.made import functions, index_of_bodies

SIZE = 3
projects = st.lists(
    st.lists(st.lists(st.integers(0, 5), min_size=1, max_size=12), min_size=1, max_size=4),
    min_size=1,
    max_size=4,
)


def clusters(*bodies: list[int]) -> list[list[tuple[int, int]]]:
    """The statements of each block."""
    found = block_clusters(functions(index_of_bodies([bodies])), SIZE)
    return [[member.statements for member in cluster] for cluster in found]


def windows(member: Member) -> list[tuple[int, ...]]:
    return [member.semi[start : start + SIZE] for start in range(member.size - SIZE + 1)]


def test_a_run_in_two_functions_is_found_as_long_as_it_goes() -> None:
    # A function is a statement itself: the bodies are 1 to 6 and 8 to 13.
    assert clusters([9, 1, 2, 3, 4, 8], [1, 2, 3, 4, 7, 6]) == [[(2, 6), (8, 12)]]


def test_a_longer_run_of_fewer_places_is_a_block_of_its_own() -> None:
    found = clusters([1, 2, 3, 4, 5], [1, 2, 3, 4, 5], [1, 2, 3, 9, 9])
    assert [len(cluster) for cluster in found] == [3, 2]


def test_a_run_does_not_cross_from_one_function_into_the_next() -> None:
    assert clusters([1, 2], [3, 1, 2], [3, 4]) == []


def test_places_that_overlap_are_one() -> None:
    assert clusters([1, 1, 1, 1], [1, 1, 1, 2]) == [[(1, 4), (6, 9)]]


def test_what_lies_in_another_function_is_left_to_that() -> None:
    assert clusters([1, 2]) == []


@given(projects)
def test_the_places_of_a_block_say_the_same_and_are_several(project: list[list[list[int]]]) -> None:
    for cluster in block_clusters(functions(index_of_bodies(project)), SIZE):
        assert len({member.semi for member in cluster}) == 1
        assert cluster[0].size >= SIZE


@given(projects)
def test_every_run_that_stands_in_two_functions_is_in_a_block(project: list[list[list[int]]]) -> None:
    members = functions(index_of_bodies(project))
    told = {
        window
        for cluster in block_clusters(members, SIZE)
        for member in cluster
        for window in windows(member)
    }
    for one in members:
        for other in members:
            if one is not other:
                assert set(windows(one)) & set(windows(other)) <= told

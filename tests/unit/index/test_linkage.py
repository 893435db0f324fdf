"""Groups of sequences by complete linkage."""

from ssot_lint.index.linkage import linked


def test_sequences_that_are_alike_are_linked() -> None:
    assert linked([[1, 2, 3, 4], [1, 2, 3, 5], [6, 7, 8, 9]], 0.7) == [(0, 1), (2,)]


def test_a_chain_of_likenesses_links_nothing_unlike() -> None:
    chain = [[1, 2, 3, 4], [2, 3, 4, 5], [3, 4, 5, 6]]
    assert linked(chain, 0.7) == [(0, 1), (2,)]


def test_the_most_alike_are_linked_first() -> None:
    sequences = [[1, 2, 3, 4, 5], [2, 3, 4, 5, 6], [2, 3, 4, 5, 6]]
    assert linked(sequences, 0.9) == [(0,), (1, 2)]


def test_order_counts_for_likeness() -> None:
    assert linked([[1, 2, 3, 4], [4, 3, 2, 1]], 0.7) == [(0,), (1,)]


def test_nothing_to_compare_is_linked_with_nothing() -> None:
    assert (linked([], 0.7), linked([[1, 2]], 0.7)) == ([], [(0,)])

"""Groups by complete linkage."""

from ssot_lint.index.clones.linkage import linked


def unlike(_one: int, _other: int) -> float:
    return 0.0


def test_what_is_alike_is_linked() -> None:
    assert linked({(0, 1): 0.8}, unlike) == [(0, 1)]


def test_a_chain_of_likenesses_links_nothing_unlike() -> None:
    assert linked({(0, 1): 0.8, (1, 2): 0.8}, unlike) == [(0, 1)]


def test_the_most_alike_are_linked_first() -> None:
    assert linked({(0, 1): 0.8, (1, 2): 0.9}, unlike) == [(1, 2)]


def test_a_pair_of_unknown_likeness_is_asked_for() -> None:
    assert linked({(0, 1): 0.8, (1, 2): 0.8}, lambda one, other: 0.7) == [(0, 1, 2)]


def test_nothing_alike_is_linked_with_nothing() -> None:
    assert linked({}, unlike) == []

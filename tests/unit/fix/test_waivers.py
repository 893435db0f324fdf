"""Waivers that are taken away: the codes that are named, the comment with the last, and nothing else."""

import pytest

from ssot_lint.fix.waivers import comments, without_waivers
from ssot_lint.model import RemovedWaiver


def without(source: str, *codes: str) -> str:
    """The source without codes of each of its waivers."""
    found = [RemovedWaiver(each.line, each.start + 1, codes) for each in comments(source)]
    done = without_waivers(source.encode(), source.encode(), found)
    assert not isinstance(done, str), done
    assert done.made == frozenset(found)
    return done.source.decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = 1  # ssot: ignore[A1] -- why\n", "x = 1\n"),
        ("x = 1  # ssot: ignore[A1] -- why\r\ny = 2\r\n", "x = 1\r\ny = 2\r\n"),
        ("x = 1 # ssot:ignore [A1]--why", "x = 1"),
        ("x = 1  # ssot: ignore[A1, A2] -- why\n", "x = 1\n"),
        ("x = 1  # ssot: ignore[A1, B1] -- why\n", "x = 1  # ssot: ignore[B1] -- why\n"),
        ("x = 1  # ssot: ignore[B2,A1 ,B1] -- why\n", "x = 1  # ssot: ignore[B2, B1] -- why\n"),
        ("x = 1  # noqa: E1  # ssot: ignore[A1] -- why\n", "x = 1  # noqa: E1\n"),
        ("x = 1  # ssot: ignore[A1] -- why  # noqa: E1\n", "x = 1  # noqa: E1\n"),
        ("x = 1  # ssot: ignore[A1] -- why #1 is it\n", "x = 1\n"),
        ("# ssot: ignore-file[A1] -- why\nx = 1\n", "x = 1\n"),
        ("if x:\n    # ssot: ignore[A1] -- why\n    y = 1\n", "if x:\n    y = 1\n"),
        ("s = '# ssot: ignore[A1] -- why'\n", "s = '# ssot: ignore[A1] -- why'\n"),
        ("a = 1  # ssot: ignore[A1] -- é\nb = 2  # ssot: ignore[A2] -- é\n", "a = 1\nb = 2\n"),
    ],
)
def test_what_is_named_goes_and_all_else_stays(before: str, after: str) -> None:
    assert without(before, "A1", "A2") == after


def test_a_waiver_is_found_again_where_lines_came_above() -> None:
    before, now = b"x = 1  # ssot: ignore[A1] -- why\n", b"import os\nx = 1  # ssot: ignore[A1] -- why\n"
    done = without_waivers(before, now, [RemovedWaiver(1, 8, ("A1",))])
    assert not isinstance(done, str)
    assert done.source == b"import os\nx = 1\n"


def test_a_waiver_that_is_no_longer_there_is_not_looked_for() -> None:
    told = without_waivers(b"x = 1  # ssot: ignore[A1]\n", b"x = 1\n", [RemovedWaiver(1, 8, ("A1",))])
    assert told == "its waivers have moved; run again"

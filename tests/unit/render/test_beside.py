"""Two stretches of source beside each other: every line is there, and stands beside what it answers to."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from ssot_lint.render.beside import CONTEXT, MOST_LINES, Row, aligned, dedented, differences, folded

LINES = st.lists(st.sampled_from(["", "x = 1", "  x = 1", "y = f(x)", "return x", "pass"]), max_size=30)


def test_equal_lines_stand_beside_each_other() -> None:
    assert aligned(["a", "b"], ["a", "b"]) == [Row("equal", 0, 0), Row("equal", 1, 1)]


def test_a_line_that_one_side_has_alone_stands_beside_nothing() -> None:
    assert aligned(["a", "c"], ["a", "b", "c"]) == [
        Row("equal", 0, 0), Row("added", None, 1), Row("equal", 1, 2),
    ]  # fmt: skip


def test_a_changed_line_stands_beside_what_it_was() -> None:
    left = ["total = price * number", "return total"]
    right = ["log(price)", "total = price * count", "return total"]
    assert aligned(left, right) == [
        Row("added", None, 0), Row("changed", 0, 1), Row("equal", 1, 2),
    ]  # fmt: skip


def test_lines_without_anything_in_common_are_no_pair() -> None:
    assert aligned(["aaaa"], ["zzzz"]) == [Row("removed", 0, None), Row("added", None, 0)]


def test_a_line_that_was_moved_in_answers_to_itself() -> None:
    assert aligned(["x = 1"], ["try:", "    x = 1"]) == [Row("added", None, 0), Row("changed", 0, 1)]


@given(LINES, LINES)
def test_every_line_is_in_one_row_and_in_order(left: list[str], right: list[str]) -> None:
    rows = aligned(left, right)
    assert [row.left for row in rows if row.left is not None] == list(range(len(left)))
    assert [row.right for row in rows if row.right is not None] == list(range(len(right)))


@given(LINES, LINES)
def test_a_row_says_equal_exactly_where_its_lines_are(left: list[str], right: list[str]) -> None:
    pairs = [row for row in aligned(left, right) if row.left is not None and row.right is not None]
    assert all((row.kind == "equal") == (left[row.left or 0] == right[row.right or 0]) for row in pairs)


@given(LINES, LINES)
def test_folding_loses_no_line_and_no_difference(left: list[str], right: list[str]) -> None:
    rows = aligned(left, right)
    short = folded(rows)
    assert sum(row.size for row in short) == len(rows)
    assert differing(short) == differing(rows)


def differing(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row.kind not in ("equal", "gap")]


def test_a_long_run_of_equal_lines_is_a_gap_between_its_ends() -> None:
    left = [f"x{number}" for number in range(20)]
    assert folded(aligned(left, [*left, "y"])) == [
        *(Row("equal", n, n) for n in range(CONTEXT)),
        Row("gap", size=20 - 2 * CONTEXT),
        *(Row("equal", n, n) for n in range(20 - CONTEXT, 20)),
        Row("added", None, 20),
    ]


def test_where_nothing_differs_nothing_is_folded() -> None:
    rows = aligned(["x"] * 50, ["x"] * 50)
    assert folded(rows) == rows


def test_one_line_makes_no_gap() -> None:
    left = [f"x{number}" for number in range(2 * CONTEXT + 1)]
    assert all(row.kind != "gap" for row in folded(aligned(left, [*left, "y"])))


def test_differences_are_of_whole_words() -> None:
    assert differences("self.total = old_price", "self.total = new_price") == (((13, 22),), ((13, 22),))


def test_what_one_line_has_more_is_marked_there_alone() -> None:
    assert differences("f(x)", "f(x, y)") == ((), ((3, 6),))


def test_the_indent_of_the_first_line_is_no_difference() -> None:
    assert dedented(["    def f():", "\t\treturn 1  ", ""]) == ["def f():", "    return 1", ""]


def test_what_stands_left_of_the_first_line_stays() -> None:
    assert dedented(["    x = '''", "text", "    '''"]) == ["x = '''", "text", "'''"]


def test_of_very_long_sources_the_beginning_is_taken() -> None:
    assert [len(line) for line in dedented(["x" * 10_000] * (MOST_LINES + 1))] == [500] * MOST_LINES

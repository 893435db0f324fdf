"""Groups of duplicates: new is what comes to one, whichever member the report is about."""

from tests.unit.baseline.found import gone, group, held, known, new

A, B, C, Z = "a.py:f", "b.py:f", "c.py:f", "z.py:f"


def test_another_choice_of_the_home_makes_nothing_new() -> None:
    found = held(group(A, B, C), group(C, A, B))
    assert (known(found), new(found), gone(found)) == ([A, B], [], [])


def test_a_new_copy_is_new() -> None:
    found = held(group(A, B), group(A, B, Z))
    assert (new(found), gone(found)) == ([Z], [])


def test_a_new_copy_that_is_held_for_the_original_makes_the_finding_about_the_old_one_new() -> None:
    found = held(group(A, B), group(Z, A, B))
    assert (known(found), new(found), gone(found)) == ([B], [A], [])


def test_an_original_whose_file_is_gone_is_found_by_its_name() -> None:
    found = held(group(A, B), group(Z, B))
    assert (new(found), gone(found)) == ([], [])


def test_a_copy_of_another_than_before_is_new() -> None:
    found = held(group(A, B), group(Z, B), paths=["a.py"])
    assert (new(found), gone(found)) == ([B], [B])


def test_a_home_that_is_exchanged_is_one_remedied_and_one_new() -> None:
    found = held(group(A, B, C), group(Z, B, C), paths=["a.py"])
    assert (len(known(found)), len(new(found)), len(gone(found))) == (1, 1, 1)


def test_a_whole_new_group_is_new() -> None:
    assert new(held(group(A, B), [*group(A, B), *group("x.py:g", "y.py:g", "z.py:g")])) == [
        "y.py:g",
        "z.py:g",
    ]


def test_a_remedied_home_is_one_finding_less() -> None:
    found = held(group(A, B, C), group(B, C))
    assert (new(found), len(gone(found))) == ([], 1)


def test_a_group_that_is_merged_is_gone_with_its_copies() -> None:
    assert gone(held(group(A, B, C), [], paths=["a.py", "b.py", "c.py"])) == [B, C]


def test_members_of_two_groups_that_become_one_are_not_new() -> None:
    found = held([*group(A, B), *group(C, Z)], group(A, B, C, Z))
    assert (new(found), gone(found)) == ([], [])


def test_a_group_that_falls_apart_brings_nothing_new() -> None:
    found = held(group(A, B, C, Z), [*group(A, B), *group(C, Z)])
    assert (new(found), gone(found)) == ([], [C])


def test_a_member_of_a_group_of_another_rule_is_new() -> None:
    found = held(group(A, B, code="SST102"), group(A, B, code="SST103"))
    assert (new(found), gone(found)) == ([B], [B])


def test_a_waived_member_is_one_of_the_group() -> None:
    found = held(group(A, B, C, waived=[B]), group(B, A, C))
    assert (known(found), new(found)) == ([A, C], [])


def test_a_waived_member_may_be_elected_and_its_home_copied_no_more() -> None:
    found = held(group(A, B, C, waived=[B]), group(B, C))
    assert (new(found), gone(found)) == ([], [])


def test_a_renamed_file_takes_its_members_along() -> None:
    found = held(group("a.py:f", "b.py:f", "c.py:f"), group("new/z.py:f", "b.py:f", "c.py:f"))
    assert (new(found), gone(found)) == ([], [])


def test_a_rename_that_changes_the_choice_makes_nothing_new() -> None:
    found = held(group(A, B, C), group(B, C, Z), renamed={"a.py": "z.py"})
    assert (new(found), gone(found)) == ([], [])


def test_a_member_that_moved_and_left_a_shim_is_the_one_that_it_was() -> None:
    found = held(group(A, B, C), group(Z, B, C), shims=["a.py"])
    assert (new(found), gone(found)) == ([], [])


def test_a_move_that_leaves_a_shim_and_changes_the_choice_makes_nothing_new() -> None:
    found = held(group(A, B, C), group(B, C, Z), shims=["a.py"])
    assert (new(found), gone(found)) == ([], [])


def test_one_more_member_is_new_where_another_moved_and_left_a_shim() -> None:
    found = held(group(A, B, C), group(B, C, "y.py:f", Z), shims=["a.py"])
    assert (new(found), gone(found)) == ([Z], [])


def test_one_more_copied_block_in_the_same_functions_is_new() -> None:
    before = [*group(A, B, code="SST104", line=1), *group(A, B, code="SST104", line=5)]
    found = held(before, [*before, *group(A, B, code="SST104", line=9)])
    assert [finding.place.span.line for finding in found.new] == [9]


def test_one_more_copied_block_is_new_whichever_function_is_held_for_the_original() -> None:
    before = [*group(A, B, code="SST104", line=1), *group(A, B, code="SST104", line=5)]
    found = held(before, [*before, *group(B, A, code="SST104", line=9)])
    assert [finding.place.span.line for finding in found.new] == [9]


def test_a_block_may_be_held_for_the_copy_where_it_was_the_original() -> None:
    before = [*group(A, B, code="SST104", line=1), *group(A, B, code="SST104", line=5)]
    now = [*group(B, A, code="SST104", line=1), *group(A, B, code="SST104", line=5)]
    found = held(before, now)
    assert (new(found), gone(found)) == ([], [])

"""Which findings are known: those that were there, whatever lines they are on."""

from msgspec.structs import replace

from ssot_lint.baseline import entries_of, match
from tests.unit.baseline.found import count, fault, gone, held, known, new


def test_what_was_there_is_known_on_whatever_line() -> None:
    found = held([fault("a.py", "f", line=1)], [fault("a.py", "f", line=9)])
    assert (known(found), new(found), gone(found)) == (["a.py:f"], [], [])


def test_equals_are_one_entry_that_counts_them() -> None:
    (entry,) = entries_of([fault("a.py", "f", line=1), fault("a.py", "f", line=2)])
    assert entry.count == 2


def test_one_more_of_equals_is_one_new_finding() -> None:
    twice = [fault("a.py", "f", line=1), fault("a.py", "f", line=2)]
    found = held(twice, [*twice, fault("a.py", "f", line=3)])
    assert [finding.place.span.line for finding in found.new] == [3]


def test_a_count_beyond_all_bounds_costs_nothing() -> None:
    (entry,) = entries_of([fault("a.py", "f")])
    found = match([replace(entry, count=10**12)], [fault("a.py", "f")], ["a.py"])
    assert (known(found), count(found.gone)) == (["a.py:f"], 10**12 - 1)


def test_the_first_of_equals_may_go() -> None:
    found = held(
        [fault("a.py", "f", line=1), fault("a.py", "f", line=2)], [fault("a.py", "f", line=2)], paths=["a.py"]
    )
    assert (new(found), count(found.gone)) == ([], 1)


def test_an_equal_one_elsewhere_does_not_make_up_for_one_that_is_gone() -> None:
    found = held([fault("a.py", "f")], [fault("b.py", "f")], paths=["a.py"])
    assert (new(found), gone(found)) == (["b.py:f"], ["a.py:f"])


def test_another_subject_is_another_finding() -> None:
    found = held([fault("a.py", "f", "x")], [fault("a.py", "f", "y")])
    assert (new(found), gone(found)) == (["a.py:f"], ["a.py:f"])


def test_another_rule_is_another_finding() -> None:
    found = held([fault("a.py", "f", code="SST301")], [fault("a.py", "f", code="SST302")])
    assert (new(found), gone(found)) == (["a.py:f"], ["a.py:f"])


def test_what_is_waived_is_neither_known_nor_new() -> None:
    found = held([fault("a.py", "f")], [fault("a.py", "f", suppressed="")], paths=["a.py"])
    assert (known(found), new(found), gone(found)) == ([], [], ["a.py:f"])


def test_a_waiver_that_is_taken_away_uncovers_a_new_finding() -> None:
    assert new(held([fault("a.py", "f", suppressed="")], [fault("a.py", "f")])) == ["a.py:f"]


# --------------------------------------------------------------------------------------------- renamed files


def test_a_file_that_is_known_to_be_renamed_brings_its_findings_along() -> None:
    before = [fault("app/a.py", "f"), fault("app/a.py", "", "app.a:X"), fault("app/b.py", "g", "app.a:X")]
    now = [fault("app/z.py", "f"), fault("app/z.py", "", "app.z:X"), fault("app/b.py", "g", "app.z:X")]
    found = held(before, now, renamed={"app/a.py": "app/z.py"})
    assert (new(found), gone(found)) == ([], [])


def test_a_renamed_file_below_an_import_root_is_named_from_there() -> None:
    before = [fault("b.py", "f", "shop.a:X")]
    now = [fault("b.py", "f", "shop.z:X")]
    found = held(before, now, renamed={"src/shop/a.py": "src/shop/z.py"})
    assert (new(found), gone(found)) == ([], [])


def test_a_known_rename_goes_before_a_namesake() -> None:
    before = [fault("app/a.py", "f")]
    now = [fault("app/b.py", "f"), fault("app/z.py", "f")]
    assert new(held(before, now, renamed={"app/a.py": "app/z.py"})) == ["app/b.py:f"]


def test_a_file_that_is_gone_is_found_again_by_what_stands_in_a_new_one() -> None:
    before = [fault("app/a.py", "f"), fault("app/a.py", "", "app.a:X"), fault("app/a.py", "", "os.environ")]
    now = [fault("lib/z.py", "f"), fault("lib/z.py", "", "lib.z:X"), fault("lib/z.py", "", "os.environ")]
    found = held(before, now)
    assert (new(found), gone(found)) == ([], [])


def test_a_file_is_the_one_with_which_it_has_most_in_common() -> None:
    before = [fault("a.py", "f"), fault("a.py", "g"), fault("a.py")]
    now = [fault("b.py", "f"), fault("b.py"), fault("c.py", "f"), fault("c.py", "g"), fault("c.py")]
    assert new(held(before, now)) == ["b.py:", "b.py:f"]


def test_of_two_files_alike_the_one_of_the_same_name_is_it() -> None:
    assert new(held([fault("x/a.py")], [fault("b.py"), fault("y/a.py")])) == ["b.py:"]


def test_a_symbol_whose_file_is_gone_is_found_by_its_name_in_a_file_that_was_there() -> None:
    before = [fault("a.py", "f"), fault("b.py", "g")]
    found = held(before, [fault("b.py", "f"), fault("b.py", "g")])
    assert (new(found), gone(found)) == ([], [])


def test_a_function_that_moved_into_a_class_is_found_by_its_simple_name() -> None:
    before = [fault("a.py", "f", ""), fault("b.py", "g")]
    found = held(before, [fault("b.py", "Tools.f", ""), fault("b.py", "g")])
    assert (new(found), gone(found)) == ([], [])


def test_what_is_in_no_definition_has_no_name_to_be_found_by_in_a_file_that_was_there() -> None:
    before = [fault("a.py"), fault("b.py", "g")]
    found = held(before, [fault("b.py"), fault("b.py", "g")])
    assert (new(found), gone(found)) == (["b.py:"], ["a.py:"])


def test_a_namesake_is_no_other_while_the_file_is_there() -> None:
    found = held([fault("a.py", "f")], [fault("b.py", "f")], paths=["a.py"])
    assert new(found) == ["b.py:f"]


def test_a_namesake_does_not_hide_behind_one_that_is_still_there() -> None:
    before = [fault("a.py", "f"), fault("old.py", "f")]
    found = held(before, [fault("a.py", "f"), fault("b.py", "f"), fault("c.py", "f")])
    assert (new(found), gone(found)) == (["c.py:f"], [])


def test_a_subject_whose_module_is_gone_may_be_elsewhere() -> None:
    before = [fault("a.py", "f", "app.old:X")]
    found = held(before, [fault("a.py", "f", "app.new:X")], paths=["app/new.py"])
    assert (new(found), gone(found)) == ([], [])


def test_a_subject_whose_module_is_there_is_no_other() -> None:
    before = [fault("a.py", "f", "app.old:X")]
    found = held(before, [fault("a.py", "f", "app.new:X")], paths=["app/old.py", "app/new.py"])
    assert new(found) == ["a.py:f"]


# ----------------------------------------------------------------------------------------- moved definitions


def test_what_moved_out_of_a_file_that_is_a_shim_now_is_known() -> None:
    before = [fault("big.py", "f"), fault("big.py", "g", "big:X"), fault("big.py", "A.h", "")]
    now = [fault("one.py", "f"), fault("two.py", "A.h", ""), fault("two.py", "g", "two:X")]
    found = held(before, now, shims=["big.py"])
    assert (new(found), gone(found)) == ([], [])


def test_a_definition_that_is_gone_is_found_once() -> None:
    found = held([fault("big.py", "f")], [fault("one.py", "f"), fault("two.py", "f")], shims=["big.py"])
    assert (new(found), gone(found)) == (["two.py:f"], [])


def test_a_definition_did_not_move_to_where_its_namesake_was_at_fault_already() -> None:
    before = [fault("big.py", "f"), fault("one.py", "f", "other")]
    found = held(before, [fault("one.py", "f"), fault("one.py", "f", "other")], shims=["big.py"])
    assert (new(found), gone(found)) == (["one.py:f"], ["big.py:f"])


def test_a_method_is_no_other_of_the_same_simple_name_while_its_file_is_there() -> None:
    found = held([fault("a.py", "A.run")], [fault("b.py", "B.run")], shims=["a.py"])
    assert (new(found), gone(found)) == (["b.py:B.run"], ["a.py:A.run"])


def test_what_stands_in_no_definition_does_not_move_out_of_a_file_that_is_there() -> None:
    found = held([fault("app/a.py")], [fault("lib/a.py")], shims=["app/a.py"])
    assert (new(found), gone(found)) == (["lib/a.py:"], ["app/a.py:"])


def test_a_subject_that_moved_and_left_a_shim_is_the_one_that_it_was() -> None:
    before = [fault("a.py", "f", "app.old:X")]
    now = [fault("a.py", "f", "app.new:X")]
    found = held(before, now, paths=["app/new.py"], shims=["app/old.py"])
    assert (new(found), gone(found)) == ([], [])


def test_a_subject_did_not_move_to_where_it_is_not_defined() -> None:
    before = [fault("a.py", "f", "app.old:X")]
    found = held(before, [fault("a.py", "f", "app.new:X")], shims=["app/old.py", "app/new.py"])
    assert new(found) == ["a.py:f"]

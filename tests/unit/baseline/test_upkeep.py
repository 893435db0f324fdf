"""The upkeep of a baseline: it only ever accepts less."""

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from ssot_lint.baseline import Entry, Match, Scope, accepted, hold, pruned, updated, written
from ssot_lint.model import Finding
from tests.unit.baseline.found import count, fault, group
from tests.unit.baseline.test_properties import PATHS, findings

CODES = frozenset(("SST102", "SST201"))
SCOPE = Scope(codes=CODES, paths=frozenset(PATHS))


def of_files(found: list[Finding]) -> list[Finding]:
    return [replace(finding, category="real") for finding in found]


def upkeep(
    before: list[Finding], now: list[Finding]
) -> tuple[tuple[Entry, ...], Match, list[tuple[Entry, ...]]]:
    """The baseline that was, what it has of now, and that after each kind of upkeep."""
    entries = written(of_files(before), SCOPE)
    match = hold(entries, of_files(now), SCOPE)
    after = [pruned(entries, of_files(now), match, match.gone), updated(entries, of_files(now), match, SCOPE)]
    return entries, match, after


@settings(deadline=None)
@given(findings, findings)
def test_after_its_upkeep_it_has_what_it_had_and_nothing_is_gone(
    before: list[Finding], now: list[Finding]
) -> None:
    _, match, after = upkeep(before, now)
    for entries in after:
        again = hold(entries, of_files(now), SCOPE)
        assert len(again.known) == len(match.known)
        assert again.gone == ()


@settings(deadline=None)
@given(findings, findings)
def test_pruning_only_drops(before: list[Finding], now: list[Finding]) -> None:
    entries, match, (left, _) = upkeep(before, now)
    counts = {(entry.identity, entry.home): entry.count for entry in entries}
    assert all(entry.count <= counts[entry.identity, entry.home] for entry in left)
    assert count(left) == count(entries) - count(match.gone)


@settings(deadline=None)
@given(findings)
def test_upkeep_of_what_holds_changes_nothing(found: list[Finding]) -> None:
    entries, _, after = upkeep(found, found)
    assert after == [entries, entries]


@settings(deadline=None)
@given(findings, st.data())
def test_nothing_is_known_of_rules_that_did_not_run(found: list[Finding], data: st.DataObject) -> None:
    entries = written(of_files(found), SCOPE)
    scope = Scope(codes=frozenset(), paths=frozenset(PATHS))
    match = hold(entries, [], scope)
    assert match.gone == ()
    assert updated(entries, [], match, scope) == pruned(entries, [], match, match.gone) == entries


def test_what_belongs_to_no_file_is_not_accepted() -> None:
    assert written([fault("compliance.yaml")], SCOPE) == ()


def test_what_a_file_that_does_not_parse_had_is_not_gone() -> None:
    entries = written(
        of_files([fault("a.py", "f"), *group("b.py:f", "a.py:f"), *group("a.py:g", "c.py:g")]), SCOPE
    )
    unread = Scope(codes=CODES, paths=frozenset(PATHS), unread=frozenset(["a.py"]))
    match = hold(entries, [], unread)
    assert match.gone == ()
    assert updated(entries, [], match, unread) == entries


def test_what_moved_and_left_a_shim_is_told_under_its_present_path() -> None:
    entries = written(of_files([fault("a.py", "f")]), SCOPE)
    shim = Scope(codes=CODES, paths=frozenset(PATHS), defines=lambda path, _: path != "a.py")
    now = of_files([fault("z.py", "f")])
    match = hold(entries, now, shim)
    assert updated(entries, now, match, shim) == written(now, SCOPE)


def test_a_waived_member_is_kept_with_its_group() -> None:
    found = of_files(group("a.py:f", "b.py:f", "c.py:f", waived=["b.py:f"]))
    entries = written(found, SCOPE)
    match = hold(entries, found, SCOPE)
    assert pruned(entries, found, match, match.gone) == updated(entries, found, match, SCOPE) == entries


def test_a_waived_member_is_dropped_with_its_group() -> None:
    entries = written(of_files(group("a.py:f", "b.py:f", "c.py:f", waived=["b.py:f"])), SCOPE)
    match = hold(entries, [], SCOPE)
    assert pruned(entries, [], match, match.gone) == ()


def test_of_equals_so_many_are_marked_as_are_accepted() -> None:
    once, twice = (
        of_files([replace(fault("a.py", "f", line=n), fingerprint=str(n)) for n in range(number)])
        for number in (1, 2)
    )
    marked = accepted(twice, hold(written(once, SCOPE), twice, SCOPE))
    assert [finding.baselined for finding in marked] == [True, False]

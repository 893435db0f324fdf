"""What holds of all findings, however many and wherever."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from ssot_lint.baseline import entries_of, match
from ssot_lint.model import Finding
from tests.unit.baseline.found import count, fault, group

PATHS = ("a.py", "b.py", "pkg/a.py", "pkg/c.py")
NAMES = ("", "f", "C.f", "g")
MEMBERS = [f"{path}:{name}" for path in PATHS for name in NAMES[1:]]

quietly = settings(deadline=None)


@st.composite
def alone(draw: st.DrawFn) -> list[Finding]:
    """Findings among which there are equals, on lines of their own."""
    drawn = st.tuples(st.sampled_from(PATHS), st.sampled_from(NAMES), st.sampled_from(("", "x", "m:x")))
    return [fault(*each, line=line) for line, each in enumerate(draw(st.lists(drawn, max_size=12)), 1)]


@st.composite
def groups(draw: st.DrawFn) -> list[Finding]:
    """Findings about groups that have no member in common."""
    rest = draw(st.permutations(MEMBERS))
    found = []
    for size in draw(st.lists(st.integers(2, 4), max_size=3)):
        found += group(*rest[:size])
        rest = rest[size:]
    return found


findings = st.builds(lambda some, others: [*some, *others], alone(), groups())


@quietly
@given(findings)
def test_against_itself_nothing_is_new_or_gone(found: list[Finding]) -> None:
    result = match(entries_of(found), found, PATHS)
    assert (result.new, result.gone) == ((), ())
    assert len(result.known) == len(found)


@quietly
@given(findings, findings, st.randoms(use_true_random=False), st.sets(st.sampled_from(PATHS)))
def test_the_order_of_neither_side_matters(
    before: list[Finding], now: list[Finding], random: Random, paths: set[str]
) -> None:
    expected = match(entries_of(before), now, paths)
    entries = list(entries_of(before))
    random.shuffle(entries)
    shuffled = random.sample(now, len(now))
    assert match(entries, shuffled, paths) == expected


@quietly
@given(findings, findings, st.sets(st.sampled_from(PATHS)))
def test_each_finding_is_known_or_new_and_each_entry_is_used_once(
    before: list[Finding], now: list[Finding], paths: set[str]
) -> None:
    result = match(entries_of(before), now, paths)
    assert len(result.known) + len(result.new) == len(now)
    alone = [finding for finding, _ in result.known if finding.home is None]
    gone = count(entry for entry in result.gone if entry.home is None)
    assert len(alone) + gone == sum(finding.home is None for finding in before)


@quietly
@given(findings, st.data())
def test_one_more_finding_is_one_new_finding(found: list[Finding], data: st.DataObject) -> None:
    subject = data.draw(st.sampled_from(("", "x", "m:x")))
    extra = fault(data.draw(st.sampled_from(PATHS)), data.draw(st.sampled_from(NAMES)), subject, line=99)
    result = match(entries_of(found), [*found, extra], PATHS)
    assert (result.new, result.gone) == ((extra,), ())


@quietly
@given(findings.filter(bool), st.data())
def test_one_finding_less_is_one_gone(found: list[Finding], data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(found) - 1))
    result = match(entries_of(found), [*found[:number], *found[number + 1 :]], PATHS)
    assert (result.new, count(result.gone)) == ((), 1)


@quietly
@given(st.permutations(MEMBERS), st.integers(2, 5), st.data())
def test_one_more_member_of_a_group_is_one_new_finding(
    members: list[str], size: int, data: st.DataObject
) -> None:
    before, grown = members[:size], data.draw(st.permutations(members[: size + 1]))
    result = match(entries_of(group(*before)), group(*grown), PATHS)
    assert (len(result.new), result.gone) == (1, ())


@quietly
@given(st.permutations(MEMBERS), st.integers(2, 5), st.data())
def test_one_member_less_of_a_group_is_one_gone(members: list[str], size: int, data: st.DataObject) -> None:
    before, shrunk = members[: size + 1], data.draw(st.permutations(members[:size]))
    result = match(entries_of(group(*before)), group(*shrunk), PATHS)
    assert (result.new, count(result.gone)) == ((), 1)


@quietly
@given(findings)
def test_files_that_are_known_to_be_renamed_make_nothing_new(found: list[Finding]) -> None:
    renamed = {path: f"new/{path}" for path in PATHS}
    now = [moved(finding) for finding in found]
    result = match(entries_of(found), now, renamed.values(), renamed)
    assert (result.new, result.gone) == ((), ())


def moved(finding: Finding) -> Finding:
    """A finding as it is after all files went to a folder."""
    if finding.home is not None:
        home = f"new/{finding.home.path}:{finding.home.symbol.partition(':')[2]}"
        (made,) = group(home, f"new/{finding.place.path}:{finding.place.symbol.partition(':')[2]}")
        return made
    path, name = finding.place.path, finding.place.symbol.partition(":")[2]
    is_own = finding.subject == finding.place.symbol
    return fault(f"new/{path}", name, "" if is_own else finding.subject, line=finding.place.span.line)

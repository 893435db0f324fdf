"""Running checks: what is stamped on, what is told when one crashes, and which do not run."""

from collections.abc import Iterator
from pathlib import Path

from ssot_lint.api import (
    Accepted,
    Check,
    DuplicatesSection,
    File,
    Finding,
    Index,
    Place,
    Section,
    Span,
    Undecided,
    check,
    key,
)
from ssot_lint.index import build_index
from ssot_lint.judge import Judgement, judge, judge_files, judge_waivers, judging, settle, split_off
from ssot_lint.model import Facts, Problem, RuleOff, Source
from ssot_lint.policy import Policy, load_policy
from ssot_lint.registry import make_registry


@check(code="SST901", severity="warning", scope="file")
def every_file(file: File, index: Index) -> Iterator[Finding]:
    """Every file."""
    yield Finding(place=Place(file.path), message="is a file")


@check(code="SST902", severity="error", scope="project")
def elsewhere(index: Index) -> Iterator[Finding]:
    """A place in the policy, one in a stub, and one with a severity of its own."""
    yield Finding(place=Place("compliance.yaml"), message="is no file")
    yield Finding(place=Place("a.pyi"), message="is a stub")
    yield Finding(place=Place("a.py"), message="is mild", severity="info")


@check(code="SST903", severity="error", scope="file")
def crash(file: File, index: Index) -> Iterator[Finding]:
    """A crash on one file, after a finding."""
    yield Finding(place=Place(file.path), message="is seen")
    if file.path == "a.py":
        raise ValueError("two\nlines")


@check(code="SST904", severity="error", scope="file")
def doubt(file: File, index: Index) -> Iterator[Undecided]:
    """What cannot be decided."""
    yield Undecided(Place(file.path))


@check(code="SST905", severity="error", scope="waivers")
def every_waiver(accepted: Accepted) -> Iterator[Finding]:
    """Every waiver."""
    yield Finding(place=Place("a.py"), message=f"one of {len(accepted.uses)}")


class Words(Section):
    """What SST906 reads."""

    words: list[str] = key("words", [])

    def off(self) -> str | None:
        return None if self.words else "no words declared"


@check(code="SST906", severity="error", scope="project", section=Words)
def wording(index: Index, section: Words) -> Iterator[Finding]:
    """The words of the policy."""
    yield Finding(place=Place("a.py"), message=" ".join(section.words))


@check(code="SST907", severity="error", scope="project", locked=True)
def locked(index: Index) -> Iterator[Finding]:
    """Nothing, but always."""
    yield from ()


CHECKS = (every_file, elsewhere, crash, doubt, every_waiver, wording, locked)
CODES = frozenset(rule.code for rule in CHECKS)


def policy(tmp_path: Path, text: str = "version: 1") -> Policy:
    path = tmp_path / "compliance.yaml"
    path.write_text(text)
    return load_policy(path, make_registry(CHECKS))


def index() -> Index:
    sources = [
        Source("a.py", "real", "a", service="shop"),
        Source("b.py", "test", "b"),
        Source("a.pyi", "real", "a"),
    ]
    return build_index([File(source, Facts(lines=1)) for source in sources])


def judged(tmp_path: Path, *checks: Check, text: str = "version: 1") -> Judgement:
    return judge(checks, index(), policy(tmp_path, text))


@check(code="SST101", severity="error", scope="project", section=DuplicatesSection)
def copies(index: Index, section: DuplicatesSection) -> Iterator[Finding]:
    """What takes longest."""
    yield Finding(place=Place("a.py"), message="is a copy")


def _alone(file: File, index: Index) -> Iterator[Finding]:
    yield Finding(place=Place(file.path), message="alone")


@check(code="SST001", severity="error", scope="project", in_file=_alone)
def of_each(index: Index) -> Iterator[Finding]:
    """Each file, which can be looked at alone."""
    for file in index.files:
        yield Finding(place=Place(file.path), message="among others")


def test_copies_come_after_the_rest_and_what_a_file_tells_alone_comes_last(tmp_path: Path) -> None:
    checks = (of_each, copies, every_file)
    rules = load_policy(None, make_registry(checks))
    steps = [step for step in judging(checks, index(), rules) if step is not None]
    assert [sorted(step.judged) for step in steps] == [["SST901"], ["SST101", "SST901"]]


def test_a_file_is_looked_at_alone_by_the_checks_that_can(tmp_path: Path) -> None:
    checks = (of_each, copies, every_file)
    rules, whole = load_policy(None, make_registry(checks)), index()
    found = judge_files(checks, whole.files[:1], whole, rules).findings
    assert [(each.code, each.message) for each in found] == [("SST001", "alone"), ("SST901", "is a file")]


def test_a_check_of_files_sees_each_file_but_no_stub(tmp_path: Path) -> None:
    assert [f.place.path for f in judged(tmp_path, every_file).findings] == ["a.py", "b.py"]


def test_a_finding_gets_the_code_name_severity_category_and_service(tmp_path: Path) -> None:
    first = judged(tmp_path, every_file).findings[0]
    assert (first.code, first.name, first.severity, first.category, first.service) == (
        "SST901", "every-file", "warning", "real", "shop",
    )  # fmt: skip


def test_a_finding_in_the_policy_has_no_category_and_one_in_a_stub_is_none(tmp_path: Path) -> None:
    found = judged(tmp_path, elsewhere).findings
    assert [(f.place.path, f.category) for f in found] == [("compliance.yaml", None), ("a.py", "real")]


def test_a_check_may_give_a_severity_of_its_own(tmp_path: Path) -> None:
    assert [f.severity for f in judged(tmp_path, elsewhere).findings] == ["error", "info"]


def test_where_the_policy_turns_a_rule_off_nothing_is_found(tmp_path: Path) -> None:
    found = judged(tmp_path, every_file, text="rules: {SST901: {test: 'off'}}").findings
    assert [f.place.path for f in found] == ["a.py"]


def test_a_crash_names_the_rule_the_file_and_the_error(tmp_path: Path) -> None:
    assert judged(tmp_path, crash).incomplete == ("SST903 crashed on a.py: ValueError: two lines",)


def test_a_crash_stops_neither_the_rule_on_other_files_nor_other_rules(tmp_path: Path) -> None:
    found = judged(tmp_path, crash, every_file).findings
    assert [(f.code, f.place.path) for f in found] == [
        ("SST903", "a.py"), ("SST903", "b.py"), ("SST901", "a.py"), ("SST901", "b.py"),
    ]  # fmt: skip


def test_a_rule_that_crashed_did_not_run_to_the_end(tmp_path: Path) -> None:
    assert judged(tmp_path, crash, every_file, every_waiver).judged == {"SST901"}


def test_what_is_undecided_is_kept_by_rule_and_accuses_nobody(tmp_path: Path) -> None:
    result = judged(tmp_path, doubt)
    places = (Undecided(Place("a.py")), Undecided(Place("b.py")))
    assert (result.undecided, result.findings) == ({"SST904": places}, ())


def test_checks_of_waivers_run_by_themselves(tmp_path: Path) -> None:
    found = judge_waivers(CHECKS, Accepted(), index(), policy(tmp_path)).findings
    assert [(f.code, f.message) for f in found] == [("SST905", "one of 0")]


def test_a_check_gets_its_section(tmp_path: Path) -> None:
    assert [f.message for f in judged(tmp_path, wording, text="words: [a, b]").findings] == ["a b"]


def test_a_rule_without_its_data_is_off_with_the_reason(tmp_path: Path) -> None:
    assert split_off([wording], policy(tmp_path), CODES) == ([], [RuleOff("SST906", "no words declared")])


def test_a_rule_that_the_policy_turns_off_is_off_with_the_reason(tmp_path: Path) -> None:
    off = split_off([every_file], policy(tmp_path, "rules: {SST901: 'off'}"), CODES)[1]
    assert off == [RuleOff("SST901", "turned off in compliance.yaml")]


def test_a_rule_that_was_not_selected_is_off_with_the_reason(tmp_path: Path) -> None:
    off = split_off([every_file], policy(tmp_path), frozenset())[1]
    assert off == [RuleOff("SST901", "not selected")]


def test_a_locked_rule_runs_even_where_it_is_not_selected(tmp_path: Path) -> None:
    assert split_off([locked], policy(tmp_path), frozenset()) == ([locked], [])


def test_a_file_that_could_not_be_analysed_is_passed_to_checks_too(tmp_path: Path) -> None:
    broken = File(Source("a.py", "real"), Facts(lines=1, problem=Problem("syntax", "unclosed")))
    assert len(judge([every_file], build_index([broken]), policy(tmp_path)).findings) == 1


def at(
    line: int, path: str = "a.py", code: str = "SST101", symbol: str = "a:f", subject: str = "b:C"
) -> Finding:
    place = Place(path, Span(line, 1, line, 9), symbol)
    return Finding(place=place, message="is built here", code=code, subject=subject)


def test_findings_are_sorted_by_path_line_and_code() -> None:
    found = [at(2), at(1, "b.py"), at(1, code="SST201"), at(1)]
    assert [(f.place.path, f.place.span.line, f.code) for f in settle(found)] == [
        ("a.py", 1, "SST101"), ("a.py", 1, "SST201"), ("a.py", 2, "SST101"), ("b.py", 1, "SST101"),
    ]  # fmt: skip


def test_a_finding_that_is_found_twice_is_reported_once() -> None:
    assert len(settle([at(1), at(1)])) == 1


def test_a_fingerprint_does_not_change_with_the_line() -> None:
    assert settle([at(1)])[0].fingerprint == settle([at(99)])[0].fingerprint


def test_fingerprints_are_16_hexadecimal_digits() -> None:
    assert len(bytes.fromhex(settle([at(1)])[0].fingerprint)) == 8


def test_fingerprints_tell_code_path_symbol_subject_and_equals_apart() -> None:
    found = [at(1), at(2), at(1, code="SST201"), at(1, "b.py"), at(1, symbol="a:g"), at(1, subject="b:D")]
    assert len({f.fingerprint for f in settle(found)}) == len(found)

"""Waivers: what they waive, and what is known of those that waive nothing."""

from collections.abc import Iterator
from datetime import date

import pytest

from ssot_lint import suppress
from ssot_lint.api import Check, WaiverUse, check
from ssot_lint.model import Facts, File, Finding, Place, Source, Span, Waiver

TODAY = date(2026, 6, 15)


@check(code="SST101", severity="error", scope="project")
def duplicate_class(index: object) -> Iterator[Finding]:
    yield from ()


@check(code="SST201", severity="error", scope="file")
def factory_bypass(file: object, index: object) -> Iterator[Finding]:
    yield from ()


@check(code="SST001", severity="error", scope="file", locked=True)
def unparsable_source(file: object, index: object) -> Iterator[Finding]:
    yield from ()


@check(code="SST004", severity="warning", scope="waivers")
def unused_suppression(uses: object) -> Iterator[Finding]:
    yield from ()


CHECKS: tuple[Check, ...] = (unparsable_source, unused_suppression, duplicate_class, factory_bypass)
ALL = frozenset(rule.code for rule in CHECKS)


def waiver(
    *codes: str,
    lines: tuple[int, int] = (5, 5),
    until: str | None = None,
    whole: bool = False,
    error: str = "",
) -> Waiver:
    return Waiver(codes, "it is known", until, whole, *lines, lines[0], 10, 40, error)


def finding(line: int = 5, code: str = "SST201", path: str = "a.py") -> Finding:
    name = next(rule.name for rule in CHECKS if rule.code == code)
    return Finding(place=Place(path, Span(line, 1, line, 9)), message="built here", code=code, name=name)


def outcome(
    waivers: tuple[Waiver, ...], *findings: Finding, judged: frozenset[str] = ALL, path: str = "a.py"
) -> tuple[list[str | None], list[WaiverUse]]:
    """The waiver's reason for each finding, and the uses."""
    file = File(Source(path, "real"), Facts(lines=20, waivers=waivers))
    stamped, uses = suppress.apply(findings, [file], CHECKS, judged, TODAY)
    return [f.suppressed for f in stamped], list(uses)


def reasons(*waivers: Waiver, of: Finding) -> str | None:
    return outcome(waivers, of)[0][0]


def test_a_finding_on_the_line_is_waived_with_the_reason() -> None:
    assert reasons(waiver("SST201"), of=finding()) == "it is known"


def test_a_rule_is_waived_by_its_name() -> None:
    assert reasons(waiver("factory-bypass"), of=finding()) == "it is known"


@pytest.mark.parametrize("line", [3, 7])
def test_both_ends_of_a_body_are_covered(line: int) -> None:
    assert reasons(waiver("SST201", lines=(3, 7)), of=finding(line)) == "it is known"


@pytest.mark.parametrize("line", [2, 8])
def test_lines_around_a_body_are_not_covered(line: int) -> None:
    assert reasons(waiver("SST201", lines=(3, 7)), of=finding(line)) is None


def test_a_waiver_of_the_file_covers_every_line() -> None:
    assert reasons(waiver("SST201", whole=True), of=finding(19)) == "it is known"


def test_another_rule_is_not_waived() -> None:
    assert reasons(waiver("SST101"), of=finding()) is None


def test_the_beginning_of_a_code_waives_nothing() -> None:
    assert reasons(waiver("SST2"), of=finding()) is None


def test_a_finding_in_another_file_is_not_waived() -> None:
    assert reasons(waiver("SST201", whole=True), of=finding(path="b.py")) is None


def test_a_locked_rule_is_not_waived() -> None:
    assert reasons(waiver("SST001", whole=True), of=finding(code="SST001")) is None


def test_a_waiver_without_a_reason_waives() -> None:
    bare = Waiver(("SST201",), "", None, False, 5, 5, 5, 10, 40)
    assert reasons(bare, of=finding()) == ""


def test_a_malformed_waiver_waives_nothing() -> None:
    assert reasons(waiver("SST201", error="what is this"), of=finding()) is None


@pytest.mark.parametrize(
    ("until", "reason", "expired"),
    [
        ("2026-06-14", None, True),
        ("2026-06-15", "it is known", False),
        ("2026-06-16", "it is known", False),
        ("2026-06-31", None, None),
        ("20260616", None, None),
        ("soon", None, None),
    ],
)
def test_a_waiver_is_good_until_the_end_of_its_last_day(
    until: str, reason: str | None, expired: bool | None
) -> None:
    waived, uses = outcome((waiver("SST201", until=until),), finding())
    assert (waived, [use.expired for use in uses]) == ([reason], [expired])


def test_a_waiver_that_waives_is_used() -> None:
    uses = outcome((waiver("SST201"),), finding())[1]
    assert [(use.used, use.unused, use.unknown) for use in uses] == [(True, (), ())]


def test_a_waiver_that_waives_nothing_is_unused() -> None:
    uses = outcome((waiver("SST201"),))[1]
    assert [(use.used, use.unused) for use in uses] == [(False, ("SST201",))]


def test_of_several_codes_the_idle_ones_are_unused_as_written() -> None:
    uses = outcome((waiver("SST201", "duplicate-class"),), finding())[1]
    assert [(use.used, use.unused) for use in uses] == [(True, ("duplicate-class",))]


def test_a_rule_that_did_not_run_to_the_end_leaves_no_waiver_unused() -> None:
    uses = outcome((waiver("SST201"),), judged=ALL - {"SST201"})[1]
    assert [use.unused for use in uses] == [()]


def test_an_expired_waiver_is_not_called_unused() -> None:
    uses = outcome((waiver("SST201", until="2020-01-01"),))[1]
    assert [use.unused for use in uses] == [()]


def test_the_narrowest_waiver_is_the_one_that_is_used() -> None:
    waivers = waiver("SST201", whole=True), waiver("SST201", lines=(3, 7)), waiver("SST201")
    uses = outcome(waivers, finding())[1]
    assert [use.used for use in uses] == [False, False, True]


@pytest.mark.parametrize("word", ["SST999", "no-such-rule", "SST001", "unused-suppression"])
def test_a_name_that_no_rule_has_that_can_be_waived_is_unknown(word: str) -> None:
    uses = outcome((waiver("SST201", word),), finding())[1]
    assert [use.unknown for use in uses] == [(word,)]


def test_waivers_in_a_stub_are_left_alone() -> None:
    assert outcome((waiver("SST201"),), path="a.pyi")[1] == []

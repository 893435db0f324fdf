"""The score and the gate: figures that can be recounted by hand."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssot_lint.model import Facts, File, Finding, Gate, Place, Problem, RuleCount, Severity, Source
from ssot_lint.policy import Policy, load_policy
from ssot_lint.registry import make_registry
from ssot_lint.score import gate, score

DEFAULT = load_policy(None, make_registry(()))


def policy(tmp_path: Path, text: str) -> Policy:
    path = tmp_path / "compliance.yaml"
    path.write_text(text)
    return load_policy(path, make_registry(()), display="compliance.yaml")


def files(**counts: int) -> list[File]:
    """So many files of each category, named `real0.py`, `real1.py`, …"""
    return [file(f"{name}{n}.py", name) for name, count in counts.items() for n in range(count)]


def file(
    path: str, category: str = "real", service: str | None = None, problem: Problem | None = None
) -> File:
    return File(Source(path, category, service=service), Facts(lines=1, problem=problem))


def finding(
    path: str, severity: Severity = "error", code: str = "SST101", suppressed: str | None = None
) -> Finding:
    category = None if path == "compliance.yaml" else "real"
    return Finding(
        place=Place(path), message="is built here", code=code, severity=severity, category=category,
        suppressed=suppressed,
    )  # fmt: skip


def test_a_category_is_the_share_of_its_files_without_a_finding() -> None:
    result = score([finding("real0.py")], files(real=4, test=1), DEFAULT)
    assert [(c.score, c.files, c.compliant, c.findings) for c in result.categories.values()] == [
        (75.0, 4, 3, 1),
        (100.0, 1, 1, 0),
    ]


def test_overall_is_the_share_over_the_files_of_all_scored_categories() -> None:
    result = score([finding("real0.py")], files(real=4, test=1), DEFAULT)
    assert (result.overall, result.files, result.compliant) == (80.0, 5, 4)


def test_a_second_finding_costs_a_file_nothing_more() -> None:
    result = score([finding("real0.py"), finding("real0.py", code="SST201")], files(real=2), DEFAULT)
    assert (result.overall, result.categories["real"].findings) == (50.0, 2)


def test_a_warning_counts() -> None:
    assert score([finding("real0.py", "warning")], files(real=2), DEFAULT).overall == 50.0


def test_an_info_does_not_count() -> None:
    assert score([finding("real0.py", "info")], files(real=2), DEFAULT).overall == 100.0


def test_the_policy_says_what_counts(tmp_path: Path) -> None:
    only_errors = policy(tmp_path, "score: {counted: [error]}")
    assert score([finding("real0.py", "warning")], files(real=2), only_errors).overall == 100.0


def test_a_category_that_is_not_scored_is_in_no_figure(tmp_path: Path) -> None:
    tools = policy(tmp_path, "categories: {tool: ['tool*'], real: ['**']}\nscore: {categories: [real]}")
    result = score([finding("tool0.py")], files(real=1, tool=1), tools)
    assert (result.overall, result.files, list(result.categories), result.rules) == (100.0, 1, ["real"], {})


def test_an_empty_category_has_no_score() -> None:
    assert score([], files(real=1), DEFAULT).categories["test"].score is None


def test_no_scored_file_gives_no_score() -> None:
    assert score([], files(other=1), DEFAULT).overall is None


def test_a_waived_finding_counts_in_the_unsuppressed_figure_only() -> None:
    result = score([finding("real0.py", suppressed="known")], files(real=2), DEFAULT)
    assert (result.overall, result.unsuppressed) == (100.0, 50.0)


def test_a_file_that_could_not_be_analysed_is_not_compliant() -> None:
    broken = file("b.py", problem=Problem("syntax", "unclosed"))
    assert score([], [file("a.py"), broken], DEFAULT).overall == 50.0


def test_a_stub_is_no_file() -> None:
    assert score([], [file("a.py"), file("a.pyi")], DEFAULT).files == 1


def test_a_finding_in_the_policy_belongs_to_no_file() -> None:
    result = score([finding("compliance.yaml")], files(real=1), DEFAULT)
    assert (result.overall, result.rules) == (100.0, {})


def test_a_service_is_scored_like_a_category() -> None:
    shop = [file("a.py", service="shop"), file("b.py", service="shop"), file("c.py")]
    result = score([finding("a.py")], shop, DEFAULT)
    assert {name: (s.score, s.files) for name, s in result.services.items()} == {"shop": (50.0, 2)}


def test_rules_are_counted_by_finding_and_by_file() -> None:
    found = [
        finding("real0.py"),
        finding("real0.py"),
        finding("real1.py"),
        finding("real1.py", code="SST201"),
    ]
    rules = score(found, files(real=3), DEFAULT).rules
    assert rules == {"SST101": RuleCount(3, 2), "SST201": RuleCount(1, 1)}


PATHS = [f"{category}{n}.py" for category in ("real", "test", "other") for n in range(3)]
FINDINGS = st.lists(
    st.builds(
        finding,
        st.sampled_from([*PATHS, "compliance.yaml"]),
        st.sampled_from(["error", "warning", "info"]),
        st.sampled_from(["SST101", "SST201"]),
        st.sampled_from([None, "known"]),
    ),
    max_size=12,
)
FILES = files(real=3, test=3, other=3)


@given(FINDINGS)
def test_a_score_lies_between_0_and_100(found: list[Finding]) -> None:
    result = score(found, FILES, DEFAULT)
    parts = [result.overall, result.unsuppressed, *(c.score for c in result.categories.values())]
    assert all(part is not None and 0 <= part <= 100 for part in parts)


@given(FINDINGS, st.builds(finding, st.sampled_from(PATHS)))
def test_a_finding_more_never_raises_the_score(found: list[Finding], more: Finding) -> None:
    assert (score([*found, more], FILES, DEFAULT).overall or 0) <= (score(found, FILES, DEFAULT).overall or 0)


@given(FINDINGS)
def test_waivers_never_lower_the_score(found: list[Finding]) -> None:
    result = score(found, FILES, DEFAULT)
    assert (result.unsuppressed or 0) <= (result.overall or 0)


@given(st.data(), FINDINGS)
def test_the_order_of_findings_and_files_does_not_matter(data: st.DataObject, found: list[Finding]) -> None:
    shuffled = data.draw(st.permutations(found)), data.draw(st.permutations(FILES))
    assert score(*shuffled, DEFAULT) == score(found, FILES, DEFAULT)


@given(FINDINGS)
def test_the_parts_add_up_to_the_whole(found: list[Finding]) -> None:
    result = score(found, FILES, DEFAULT)
    parts: Sequence[tuple[int, int]] = [(c.files, c.compliant) for c in result.categories.values()]
    assert tuple(map(sum, zip(*parts, strict=True))) == (result.files, result.compliant)


def judged(tmp_path: Path, text: str, found: Sequence[Finding] = (), **counts: int) -> Gate:
    rules = policy(tmp_path, text)
    return gate(score(found, files(**counts), rules), found, rules)


def test_without_thresholds_the_gate_is_open(tmp_path: Path) -> None:
    assert judged(tmp_path, "version: 1", [finding("real0.py")], real=1) == Gate(True)


def test_a_threshold_that_is_reached_exactly_is_met(tmp_path: Path) -> None:
    text = "score: {fail_under: {overall: 66.6}}"
    assert judged(tmp_path, text, [finding(f"real{n}.py") for n in range(167)], real=500).passed


def test_a_score_below_the_threshold_is_told_rounded_down(tmp_path: Path) -> None:
    text = "score: {fail_under: {real: 100}}"
    result = judged(tmp_path, text, [finding("real0.py")], real=30000)
    assert result == Gate(False, ("real: 99.99, 100 required",))


def test_a_threshold_on_an_empty_category_fails(tmp_path: Path) -> None:
    text = "score: {fail_under: {test: 90}}"
    assert judged(tmp_path, text, real=1) == Gate(False, ("test: n/a, 90 required",))


def test_a_partial_run_is_not_held_against_thresholds(tmp_path: Path) -> None:
    rules = policy(tmp_path, "score: {fail_under: {overall: 100}}")
    assert gate(None, [], rules) == Gate(True)


def test_new_findings_past_the_limit_fail(tmp_path: Path) -> None:
    text = "score: {max_new: {error: 1}}"
    found = [finding("real0.py"), finding("real0.py"), finding("real0.py", "warning")]
    assert judged(tmp_path, text, found, real=1) == Gate(False, ("error: 2 new, at most 1 allowed",))


def test_a_waived_finding_is_not_new(tmp_path: Path) -> None:
    text = "score: {max_new: {error: 0}}"
    assert judged(tmp_path, text, [finding("real0.py", suppressed="known")], real=1).passed


def test_a_finding_in_the_policy_fails_the_gate(tmp_path: Path) -> None:
    assert judged(tmp_path, "version: 1", [finding("compliance.yaml")], real=1) == Gate(
        False, ("compliance.yaml: 1 finding in the policy or the baseline",)
    )


@pytest.mark.parametrize(("fail_on", "passed"), [("error", True), ("warning", False)])
def test_a_mild_finding_in_the_policy_fails_where_the_policy_says_so(
    tmp_path: Path, fail_on: str, passed: bool
) -> None:
    found = [finding("compliance.yaml", "warning")]
    assert judged(tmp_path, f"fail_on: {fail_on}", found, real=1).passed is passed

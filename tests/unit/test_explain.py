"""What a score is explained by."""

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from ssot_lint.explain import explain
from ssot_lint.model import CategoryScore, Explanation, Finding, Place, Report, Score
from tests.golden.reports import bypass, made_report, unused


def found(code: str, path: str, **more: Any) -> Finding:
    return bypass(path, 1, 1, 1, 2, code=code, name=code.lower(), **more)


def report_on(*findings: Finding, compliant: int = 6, **more: Any) -> Report:
    """Ten files: eight real and two tests."""
    categories = {"real": CategoryScore(0.0, 8, 0, 0), "test": CategoryScore(0.0, 2, 0, 0)}
    score = Score(10.0 * compliant, 10, compliant, 0.0, categories, {}, {})
    return replace(made_report(Path(), *findings, score=score), **more)


def explained(*findings: Finding, compliant: int = 6, **more: Any) -> Explanation:
    explanation = explain(report_on(*findings, compliant=compliant, **more))
    assert explanation is not None
    return explanation


def test_a_rule_frees_the_files_that_have_no_other() -> None:
    alone, twice = found("SST101", "a.py"), (found("SST101", "b.py"), found("SST102", "b.py"))
    rules = {rule.code: (rule.files, rule.freed) for rule in explained(alone, *twice).rules}
    assert rules == {"SST101": (2, 1), "SST102": (1, 0)}


def test_the_gain_is_told_overall_and_by_category() -> None:
    (rule,) = explained(found("SST101", "a.py"), found("SST101", "t.py", category="test")).rules
    assert rule.gain == {"overall": 20.0, "real": 12.5, "test": 50.0}


def test_what_would_raise_it_most_comes_first() -> None:
    one, two = found("SST101", "a.py"), (found("SST102", "b.py"), found("SST102", "c.py"))
    assert [rule.code for rule in explained(one, *two).rules] == ["SST102", "SST101"]


def test_files_come_by_what_is_to_repair() -> None:
    many = [found("SST101", "a.py"), found("SST102", "a.py")]
    files = explained(*many, found("SST101", "t.py", category="test"), found("SST101", "z.py")).files
    assert [(file.path, file.rules) for file in files] == [
        ("z.py", {"SST101": 1}), ("t.py", {"SST101": 1}), ("a.py", {"SST101": 1, "SST102": 1}),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "finding",
    [
        found("SST101", "a.py", severity="info"),
        found("SST101", "a.py", suppressed="on purpose"),
        found("SST101", "tool.py", category="tool"),
        found("SST003", "compliance.yaml", category=None),
    ],
    ids=["mild", "waived", "not scored", "in the policy"],
)
def test_what_does_not_count_costs_nothing(finding: Finding) -> None:
    explanation = explained(finding, compliant=10)
    assert (explanation.rules, explanation.files) == ((), ())


def test_what_is_in_the_baseline_costs() -> None:
    assert explained(found("SST101", "a.py", baselined=True)).files


def test_the_policy_says_which_severities_cost() -> None:
    findings = [found("SST101", "a.py"), unused(1, place=Place("b.py"))]
    assert [file.path for file in explained(*findings, counted=("warning",)).files] == ["b.py"]


def test_files_that_no_finding_explains_are_counted() -> None:
    assert explained(found("SST101", "a.py"), compliant=7).unread == 2


def test_a_partial_run_has_no_explanation() -> None:
    assert explain(report_on(score=None)) is None

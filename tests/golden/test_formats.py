"""The formats of CI systems on hand-made reports: what they write is read in the files of `expected/`."""

import json
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
from msgspec.structs import replace

from ssot_lint.model import Explanation, FileCost, Place, Report, RuleCost, Span, Undecided
from ssot_lint.render import RenderOptions, render
from tests.golden.conftest import Golden
from tests.golden.reports import bypass, made_report, rule_pages, unused

PLAIN = RenderOptions()
ALL = RenderOptions(show=frozenset(("info", "suppressed", "baselined")))


@dataclass(frozen=True)
class Format:
    name: str
    suffix: str


FORMATS = [
    Format("sarif", "sarif"), Format("github", "txt"), Format("gitlab", "json"), Format("junit", "xml"),
    Format("rdjson", "json"), Format("markdown", "md"), Format("pylint", "txt"),
]  # fmt: skip
RULES = RenderOptions(rules=rule_pages)


@pytest.mark.parametrize("kind", ["report", "hostile", "clean"])
@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_what_is_written_is_the_golden_file(
    form: Format, kind: str, request: pytest.FixtureRequest, golden: Golden
) -> None:
    text = render(request.getfixturevalue(kind), form.name, RULES)
    golden(f"{form.name}-{kind}.{form.suffix}", text)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_what_is_waived_is_written_on_request(form: Format, report: Report, golden: Golden) -> None:
    text = render(report, form.name, replace(ALL, rules=rule_pages))
    golden(f"{form.name}-all.{form.suffix}", text)


EXPLANATION = Explanation(
    rules=(
        RuleCost("SST503", "fake-test", 31, 12, 11, {"overall": 1100 / 1144, "test": 1100 / 279}),
        RuleCost("SST201", "factory-bypass", 2, 1, 0, {"overall": 0.0}),
    ),
    files=(
        FileCost("tests/a_b.py", "test", {"SST503": 1}),
        FileCost("tests/|`c`.py", "test", {"SST201": 1, "SST503": 2}),
        *(FileCost(f"tests/test_{n:02}.py", "test", {"SST503": 3}) for n in range(19)),
    ),
    points={"overall": 100 / 1144, "real": 100 / 865, "test": 100 / 279},
    unread=2,
)


@pytest.mark.parametrize(("form", "suffix"), [("score", "txt"), ("score-markdown", "md"), ("json", "json")])
def test_a_score_is_explained_on_request(form: str, suffix: str, report: Report, golden: Golden) -> None:
    text = render(replace(report, findings=()), form, RenderOptions(explanation=EXPLANATION))
    golden(f"explained-{form}.{suffix}", text)


@pytest.mark.parametrize("form", ["score", "score-markdown"])
def test_a_score_of_100_needs_no_explanation(form: str, clean: Report) -> None:
    nothing = Explanation((), (), {"overall": 100.0}, 0)
    assert "Every file is compliant" in render(clean, form, RenderOptions(explanation=nothing))


@pytest.mark.parametrize(("form", "suffix"), [("badge", "svg"), ("shields", "json")])
@pytest.mark.parametrize("kind", ["report", "clean"])
def test_a_badge_says_the_score(
    form: str, suffix: str, kind: str, request: pytest.FixtureRequest, golden: Golden
) -> None:
    golden(f"{form}-{kind}.{suffix}", render(request.getfixturevalue(kind), form, PLAIN))


@pytest.mark.parametrize(
    ("score", "passed", "colour"),
    [(100.0, False, "red"), (95.0, True, "green"), (94.9, True, "yellowgreen"), (0.0, True, "orange")],
)
def test_a_badge_is_red_where_the_gate_failed_and_else_by_the_score(
    clean: Report, score: float, passed: bool, colour: str
) -> None:
    assert clean.score is not None
    report = replace(
        clean, score=replace(clean.score, overall=score), gate=replace(clean.gate, passed=passed)
    )
    assert json.loads(render(report, "shields", PLAIN))["color"] == colour


def test_without_a_score_a_badge_is_grey(clean: Report) -> None:
    document = json.loads(render(replace(clean, score=None), "shields", PLAIN))
    assert (document["message"], document["color"]) == ("n/a", "lightgrey")


# ------------------------------------------------------------------------------------------ GitHub


def test_github_gets_ten_annotations_of_a_kind_and_the_others_as_lines(root: Path) -> None:
    lines = render(made_report(root, *map(unused, range(1, 14))), "github", PLAIN).splitlines()
    assert [line.partition(" ")[0] for line in lines] == ["::warning"] * 10 + ["Without"] + ["warning:"] * 3


def test_github_annotates_the_real_system_first(root: Path) -> None:
    of_tests = (unused(line, category="test") for line in range(1, 11))
    text = render(made_report(root, *of_tests, unused(99)), "github", PLAIN)
    assert "line=99" in text.splitlines()[0]


def test_github_gets_no_columns_of_several_lines(root: Path) -> None:
    text = render(made_report(root, bypass("app/multi.py", 1, 5, 3, 2)), "github", PLAIN)
    assert "line=1,endLine=3::" in text


def test_github_takes_no_line_of_the_log_for_a_command(root: Path) -> None:
    many = [unused(n, place=Place("::error ##[error]x.py", Span(n, 1, n, 2))) for n in range(12)]
    log = render(made_report(root, *many), "github", PLAIN).splitlines()[10:]
    assert not any(line.startswith("::") or "##[" in line for line in log)


@pytest.mark.parametrize("path", ["::stop-commands::x.py", " ::stop-commands::x.py"])
@pytest.mark.parametrize("form", ["text", "concise", "pylint", "%(path)s:%(row)d: %(text)s"])
def test_a_path_makes_no_line_a_command_of_github(root: Path, form: str, path: str) -> None:
    text = render(made_report(root, unused(1, place=Place(path))), form, PLAIN)
    assert not any(line.lstrip().startswith("::") for line in text.splitlines())


def test_a_path_that_is_undecided_makes_no_line_a_command_of_github(root: Path) -> None:
    undecided = {"SST103": (Undecided(Place("::stop-commands::x.py"), reason="why"),)}
    report = replace(made_report(root), undecided=undecided)
    text = render(report, "text", RenderOptions(show=frozenset({"undecided"})))
    assert "\n  ./::stop-commands::x.py:1:1: SST103 why\n" in text


# -------------------------------------------------------------------------------- GitLab and JUnit

CODE_QUALITY = {
    # the fields that GitLab's page on Code Quality documents, and no others but `type` and `categories`
    "type": "array",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "type": {"const": "issue"},
            "categories": {
                "type": "array",
                "items": {"enum": ["Bug Risk", "Clarity", "Compatibility", "Complexity", "Duplication",
                                   "Performance", "Security", "Style"]},
            },
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "additionalProperties": False,
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^(?!\\./|/)"},
                    "lines": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["begin"],
                        "properties": {
                            "begin": {"type": "integer", "minimum": 1},
                            "end": {"type": "integer", "minimum": 1},
                        },
                    },
                },
            },
        },
    },
}  # fmt: skip


@pytest.mark.parametrize("kind", ["report", "hostile", "clean"])
def test_gitlab_gets_the_fields_that_it_documents(kind: str, request: pytest.FixtureRequest) -> None:
    document = json.loads(render(request.getfixturevalue(kind), "gitlab", ALL))
    jsonschema.validate(document, CODE_QUALITY, jsonschema.Draft202012Validator)


def junit(report: Report) -> ElementTree.Element:
    return ElementTree.fromstring(render(report, "junit", ALL))


def test_junit_has_a_suite_for_each_file(report: Report) -> None:
    suites = [suite.get("name") for suite in junit(report)]
    assert suites == [
        "ssot-lint", "app/core/manager.py", "app/gone.py", "app/multi.py", "app/wide.py", "app/x.py",
    ]  # fmt: skip


def test_junit_counts_what_it_holds(report: Report) -> None:
    document = junit(report)
    found = [len(document.findall(f".//{tag}")) for tag in ("testcase", "failure", "error")]
    assert [document.get(name) for name in ("tests", "failures", "errors")] == list(map(str, found))


def test_junit_fails_where_the_check_does(report: Report) -> None:
    standing = {"app/x.py", "app/wide.py"}  # errors that are neither waived nor in the baseline
    assert {suite.get("name") for suite in junit(report) if suite.findall(".//failure")} == standing


def test_junit_fails_on_a_warning_where_the_policy_does(root: Path) -> None:
    report = made_report(root, unused(1), fail_on="warning")
    assert len(junit(report).findall(".//failure")) == 1


def test_junit_errs_where_the_analysis_is_incomplete(hostile: Report) -> None:
    assert junit(hostile).findall("testsuite[@name='ssot-lint']/testcase/error")


# -------------------------------------------------------------------------- reviewdog and Markdown


def test_columns_for_reviewdog_are_bytes(root: Path) -> None:
    report = made_report(root, bypass("app/wide.py", 1, 14, 1, 27))
    (diagnostic,) = json.loads(render(report, "rdjson", PLAIN))["diagnostics"]
    # 名 = '値'; x = Manager('漢字')
    assert diagnostic["location"]["range"] == {
        "start": {"line": 1, "column": 18}, "end": {"line": 1, "column": 35},
    }  # fmt: skip


def test_a_source_that_is_gone_has_no_columns_for_reviewdog(root: Path) -> None:
    (diagnostic,) = json.loads(render(made_report(root, unused(3)), "rdjson", PLAIN))["diagnostics"]
    assert diagnostic["location"]["range"] == {"start": {"line": 3, "column": 1}, "end": {"line": 3}}


def test_the_first_line_of_markdown_says_score_and_gate(report: Report) -> None:
    first = render(report, "markdown", PLAIN).splitlines()[0]
    assert first == "**Compliance score: 98.9%, gate failed** · 3 errors, 13 warnings in 3 files"


def test_markdown_fits_into_a_comment_and_counts_the_rest(root: Path) -> None:
    long = [unused(n, message=f"{n} " + "long " * 100) for n in range(1, 201)]
    text = render(made_report(root, *long), "markdown", PLAIN)
    listed = text.count("- `app/gone.py")
    assert len(text) < 65_536
    assert text.endswith(f"\n… and {200 - listed} more findings\n")


def test_nobody_is_mentioned_in_markdown(root: Path) -> None:
    text = render(made_report(root, unused(1, message="@overload by @octocat")), "markdown", PLAIN)
    assert "@o" not in text

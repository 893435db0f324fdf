"""The renderers on hand-made reports: what they write is read in the files of `expected/`."""

import json
import os
import re
from copy import deepcopy
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from msgspec.structs import replace

from ssot_lint.model import CategoryScore, Place, Related, Report, RuleOff, Score
from ssot_lint.render import RenderOptions, Show, render
from tests.golden.conftest import Golden
from tests.golden.reports import bypass, doubt, made_report, unused

PLAIN, COLOUR = RenderOptions(), RenderOptions(colour=True)


def showing(*words: Show) -> RenderOptions:
    return RenderOptions(show=frozenset(words))


def test_text_groups_by_rule_with_source_lines_and_score(report: Report, golden: Golden) -> None:
    golden("text.txt", render(report, "text", PLAIN))


def test_text_is_coloured_on_request(report: Report, golden: Golden) -> None:
    golden("text-colour.txt", render(report, "text", COLOUR))


def test_text_shows_on_request_what_it_leaves_out(report: Report, golden: Golden) -> None:
    options = showing("all", "info", "undecided", "suppressed", "baselined")
    golden("text-all.txt", render(report, "text", options))


def test_of_what_is_undecided_ten_places_a_rule_are_listed(clean: Report) -> None:
    doubts = tuple(doubt("app/x.py", line) for line in range(1, 13))
    text = render(replace(clean, undecided={"SST201": doubts}), "text", showing("undecided"))
    assert (text.count("app/x.py:"), "  … and 2 more SST201 (--show all)\n" in text) == (10, True)


def test_text_of_a_clean_project_is_short(clean: Report, golden: Golden) -> None:
    golden("text-clean.txt", render(clean, "text", PLAIN))


def test_text_escapes_what_a_terminal_would_obey(hostile: Report, golden: Golden) -> None:
    golden("text-hostile.txt", render(hostile, "text", PLAIN))


def test_concise_is_one_line_a_finding(report: Report, golden: Golden) -> None:
    golden("concise.txt", render(report, "concise", PLAIN))


def test_concise_keeps_a_hostile_path_on_one_line(hostile: Report, golden: Golden) -> None:
    golden("concise-hostile.txt", render(hostile, "concise", PLAIN))


def test_json_is_the_contract(report: Report, golden: Golden) -> None:
    golden("report.json", render(report, "json", PLAIN))


def test_json_of_a_hostile_path_is_utf_8(hostile: Report, golden: Golden) -> None:
    golden("report-hostile.json", render(hostile, "json", PLAIN))


def test_score_tells_services_and_unmet_thresholds(report: Report, golden: Golden) -> None:
    golden("score.txt", render(report, "score", PLAIN))


def test_colour_changes_no_text(report: Report) -> None:
    coloured = render(report, "text", COLOUR)
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render(report, "text", PLAIN)


def test_concise_of_no_finding_is_empty(clean: Report) -> None:
    assert render(clean, "concise", PLAIN) == ""


def test_info_is_shown_where_it_fails_the_check(root: Path) -> None:
    report = made_report(root, unused(3, "info"), fail_on="info")
    assert "SST004 the waiver" in render(report, "concise", PLAIN)


def test_what_is_in_tests_only_comes_after_the_real_system(root: Path) -> None:
    of_tests = unused(1, "error", code="SST001", name="unparsable-source", category="test")
    report = made_report(root, of_tests, bypass("app/x.py", 5, 12, 5, 25), unused(2, "error"))
    text = render(report, "text", PLAIN)
    assert re.findall(r"^(SST\d+)", text, re.M) == ["SST004", "SST201", "SST001"]


def test_within_a_rule_the_real_system_comes_first(root: Path) -> None:
    in_tests = unused(1, category="test", place=Place("a_test.py"))
    text = render(made_report(root, in_tests, unused(2)), "text", PLAIN)
    assert text.index("app/gone.py:2:1") < text.index("a_test.py:1:1")


def test_a_hint_that_all_findings_of_a_rule_share_is_told_once(root: Path) -> None:
    text = render(
        made_report(root, bypass("app/x.py", 5, 12, 5, 25), bypass("app/wide.py", 1, 14, 1, 27)),
        "text",
        PLAIN,
    )
    assert re.findall(r"^.*help: .*$", text, re.M) == ["help: call app.core.factory:make instead"]


def test_a_related_file_is_named_without_a_line(root: Path) -> None:
    finding = unused(3, related=(Related(Place("app/core.py"), "the module without it"),))
    assert "= the module without it: app/core.py\n" in render(made_report(root, finding), "text", PLAIN)


def test_what_is_suppressed_is_shown_and_counted_as_no_error(root: Path) -> None:
    finding = bypass("app/x.py", 5, 12, 5, 25, suppressed="measured")
    text = render(made_report(root, finding, unused(1)), "text", showing("suppressed"))
    assert "Found 1 warning and 1 suppressed in 2 files." in text


def test_silence_on_a_part_of_the_project_praises_that_part_only(clean: Report) -> None:
    assert render(clean, "text", RenderOptions(limit="app/core")).startswith("No findings in app/core.\n")


@pytest.mark.parametrize(
    ("policy", "codes", "line"),
    [
        (None, ("SST201", "SST301"), "No compliance.yaml: 2 rules that need one are off"),
        (None, ("SST201",), "No compliance.yaml: 1 rule that needs one is off"),
        ("compliance.yaml", ("SST201",), "1 rule is off (`ssot-lint rules` says why)"),
    ],
)
def test_rules_that_are_off_are_one_line(
    clean: Report, policy: str | None, codes: tuple[str, ...], line: str
) -> None:
    off = tuple(RuleOff(code, "no data") for code in codes)
    text = render(replace(clean, policy=policy, rules_off=off), "text", PLAIN)
    assert f"\n{line}" in text


def test_a_partial_run_says_how_many_rules_did_not_run(clean: Report) -> None:
    report = replace(clean, score=None, rules_off=(RuleOff("SST201", "not selected"),))
    assert "1 rule did not run: not selected, or off\n" in render(report, "text", PLAIN)


def test_a_partial_run_says_that_it_has_no_score(clean: Report) -> None:
    text = render(replace(clean, score=None), "text", PLAIN)
    assert text.endswith("No score: a partial run (--select, --ignore or --category) has none\n")


def test_an_empty_category_has_no_figure(clean: Report) -> None:
    empty = {"tool": CategoryScore(None, 0, 0, 0)}
    text = render(replace(clean, score=Score(None, 0, 0, None, empty, {}, {})), "text", PLAIN)
    assert text.endswith("Compliance Score: n/a\nTool Files: n/a (0 files)\n")


@pytest.mark.parametrize(
    ("value", "shown", "carried"),
    [(99.96, "99.9%", 99.96), (99.999, "99.9%", 99.99), (0.57 * 100, "57.0%", 57.0), (95.69, "95.6%", 95.69)],
)
def test_figures_are_rounded_down(clean: Report, value: float, shown: str, carried: float) -> None:
    report = replace(clean, score=Score(value, 1, 1, value, {}, {}, {}))
    assert f"Compliance Score: {shown}\n" in render(report, "text", PLAIN)
    assert json.loads(render(report, "json", PLAIN))["score"]["overall"] == carried


def test_a_source_that_is_gone_leaves_out_its_line(root: Path) -> None:
    report = made_report(root, bypass("app/x.py", 5, 12, 5, 25))
    (root / "app/x.py").unlink()
    assert "5 |" not in render(report, "text", PLAIN)


def test_a_fifo_in_place_of_a_source_does_not_block(root: Path) -> None:
    report = made_report(root, bypass("app/x.py", 5, 12, 5, 25))
    (root / "app/x.py").unlink()
    os.mkfifo(root / "app/x.py")
    assert "5 |" not in render(report, "text", PLAIN)


def schema() -> Any:
    return json.loads((files("ssot_lint.render") / "report.schema.json").read_text(encoding="utf-8"))


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("kind", ["report", "hostile", "clean"])
def test_json_is_valid_by_the_schema(kind: str, request: pytest.FixtureRequest) -> None:
    document = json.loads(render(request.getfixturevalue(kind), "json", PLAIN))
    jsonschema.validate(document, schema(), jsonschema.Draft202012Validator)


def test_json_of_a_partial_run_is_valid_by_the_schema(clean: Report) -> None:
    document = json.loads(render(replace(clean, score=None), "json", PLAIN))
    jsonschema.validate(document, schema(), jsonschema.Draft202012Validator)


OBJECTS = [
    (), ("tool",), ("files",), ("rules_off", 0), ("findings", 0), ("findings", 0, "related", 0), ("score",),
    ("score", "categories", "real"), ("score", "services", "shop"), ("score", "rules", "SST503"), ("gate",),
]  # fmt: skip


@pytest.mark.parametrize("where", OBJECTS, ids=str)
def test_the_schema_knows_every_field(report: Report, where: tuple[str | int, ...]) -> None:
    document = json.loads(render(report, "json", PLAIN))
    extended = deepcopy(document)
    place = extended
    for step in where:
        place = place[step]
    place["unheard_of"] = 1
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(extended, schema(), jsonschema.Draft202012Validator)

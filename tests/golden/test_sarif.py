"""What SARIF says, beyond what its golden files and its schema show."""

import json
from pathlib import Path
from typing import Any

from ssot_lint.model import Report
from ssot_lint.render import RenderOptions, render
from tests.golden.reports import bypass, made_report, rule_pages

PLAIN = RenderOptions()
RULES = RenderOptions(rules=rule_pages)
ALL = RenderOptions(show=frozenset(("info", "suppressed", "baselined")))


def sarif(report: Report, options: RenderOptions = RULES) -> Any:
    (run,) = json.loads(render(report, "sarif", options))["runs"]
    return run


def test_sarif_tells_of_every_rule_that_ran(report: Report) -> None:
    rules = sarif(report)["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["SST004", "SST201"]  # SST202 is off


def test_sarif_names_the_rule_of_each_result_twice_alike(report: Report) -> None:
    run = sarif(report)
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])


def test_sarif_has_a_rule_for_a_finding_of_a_check_without_a_page(report: Report) -> None:
    rules = sarif(report, PLAIN)["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["SST004", "SST201"]


def test_sarif_leaves_out_what_is_waived(report: Report) -> None:
    assert all(result["suppressions"] == [] for result in sarif(report)["results"])


def test_sarif_gives_the_reason_of_a_waiver(report: Report) -> None:
    results = sarif(report, ALL)["results"]
    given = [result["suppressions"] for result in results if result["suppressions"]]
    assert given == [
        [{"kind": "external", "justification": "in the baseline"}],
        [{"kind": "inSource", "justification": "measured: the factory costs a second"}],
    ]


def test_sarif_of_an_incomplete_analysis_says_that_it_failed(hostile: Report) -> None:
    (invocation,) = sarif(hostile)["invocations"]
    assert invocation["executionSuccessful"] is False


def test_sarif_says_which_rules_are_off(report: Report) -> None:
    (invocation,) = sarif(report)["invocations"]
    off = invocation["toolConfigurationNotifications"]
    assert off[0]["message"]["text"] == "SST202 is off: no factory is async"


def test_sarif_escapes_what_would_read_as_a_link(root: Path) -> None:
    report = made_report(root, bypass("app/x.py", 1, 1, 1, 2, message="[evil](https://evil) [x]", hint=""))
    text = sarif(report)["results"][0]["message"]["text"]
    assert text.splitlines()[0] == r"\[evil\](https://evil) \[x\]"


def test_sarif_links_to_related_places_so_that_they_are_shown(root: Path) -> None:
    text = sarif(made_report(root, bypass("app/x.py", 1, 1, 1, 2)))["results"][0]["message"]["text"]
    assert text.splitlines()[-1] == "see: [defined here](1)"


def test_sarif_holds_the_path_as_a_uri_from_the_root(root: Path) -> None:
    report = made_report(root, bypass("a b/50%/ä:\udcff.py", 1, 1, 1, 2))
    location = sarif(report)["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": "a%20b/50%25/%C3%A4%3A%FF.py", "uriBaseId": "%SRCROOT%"}

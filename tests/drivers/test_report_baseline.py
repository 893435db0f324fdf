"""`ssot-lint report` where findings are accepted: what the page marks, and which baseline is refused."""

import json
import re
from pathlib import Path

import html5lib
import pytest

from tests.drivers.cli import TWICE, Lint, lint_in, refused, write
from tests.drivers.written import SOURCES, data, said, written

pytestmark = pytest.mark.slow

STRICT = {"compliance.yaml": "version: 1\nscore: {max_new: {error: 0, warning: 0, info: 0}}\n"}
BASELINE = ".ssot-baseline.json"


@pytest.fixture
def accepted(tmp_path: Path) -> Lint:
    """The command in a project of which all findings are accepted; no new one may come."""
    lint = lint_in(write(tmp_path, SOURCES | STRICT))
    assert lint("baseline", "write").returncode == 0
    return lint


def standing(page: str) -> list[str]:
    """Where the findings lie that are not accepted."""
    found = data(page)
    return [found["files"][finding[2]][0] for finding in found["findings"] if not finding[11]]


def failures(page: str) -> list[str]:
    """What the page says of the gate, a line each."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    lists = [each for each in tree.iter("ul") if each.get("class") == "failures"]
    return ["".join(item.itertext()) for each in lists for item in each.iter("li")]


def gate(lint: Lint, *arguments: str) -> list[str]:
    """What `score` says of the gate, a line each."""
    report = json.loads(lint("score", "--format", "json", *arguments).stdout)
    return list(report["gate"]["failures"])


def test_what_the_baseline_accepts_is_marked_as_accepted(accepted: Lint, tmp_path: Path) -> None:
    accepted("report")
    marks = [finding[11] for finding in data(written(tmp_path))["findings"]]
    assert marks == ["baselined"] * 3
    assert re.search(r"no findings\s*3 accepted", said(written(tmp_path)))


def test_what_the_baseline_does_not_accept_stands(accepted: Lint, tmp_path: Path) -> None:
    write(tmp_path, {"shop/twice.py": TWICE})
    accepted("report")
    assert standing(written(tmp_path)) == ["shop/twice.py"]


def test_what_the_baseline_accepts_and_is_gone_is_told(accepted: Lint, tmp_path: Path) -> None:
    write(tmp_path, {"tests/test_a.py": ""})
    accepted("report")
    assert standing(written(tmp_path)) == [BASELINE]


@pytest.mark.parametrize("options", [(), ("--no-baseline",)])
def test_its_gate_is_that_of_the_score(accepted: Lint, tmp_path: Path, options: tuple[str, ...]) -> None:
    accepted("report", *options)
    assert failures(written(tmp_path)) == gate(accepted, *options)
    assert bool(gate(accepted, *options)) == bool(options)


def test_no_baseline_accepts_nothing(accepted: Lint, tmp_path: Path) -> None:
    accepted("report", "--no-baseline")
    assert len(standing(written(tmp_path))) == 3


def test_another_baseline_may_be_named(accepted: Lint, tmp_path: Path) -> None:
    (tmp_path / BASELINE).rename(tmp_path / "other.json")
    accepted("report")
    assert standing(written(tmp_path))
    accepted("report", "--baseline", "other.json")
    assert standing(written(tmp_path)) == []


@pytest.mark.parametrize(
    "content",
    [
        '{"schema": "ssot-lint/baseline/1", "findings": [',
        '{"schema": "ssot-lint/baseline/2", "findings": []}',
        '{"schema": "ssot-lint/baseline/1", "findings": [\n<<<<<<< HEAD\n',
    ],
    ids=["truncated", "newer", "conflict"],
)
def test_a_baseline_that_cannot_be_read_is_refused_as_by_check(
    accepted: Lint, tmp_path: Path, content: str
) -> None:
    write(tmp_path, {BASELINE: content})
    told = refused(accepted("report"))
    assert told.startswith(f"{BASELINE}:")
    assert told == refused(accepted("check"))


def test_to_name_a_baseline_and_to_have_none_is_refused(accepted: Lint) -> None:
    assert refused(accepted("report", "--no-baseline", "--baseline", BASELINE)) == (
        "--no-baseline goes with no other option for the baseline"
    )

"""`ssot-lint report` from end to end: which page it writes, and what it refuses."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.drivers.cli import Lint, lint_in, refused, without, write
from tests.drivers.written import SOURCES, data, said, written

pytestmark = pytest.mark.slow


@pytest.fixture
def lint(tmp_path: Path) -> Lint:
    return lint_in(write(tmp_path, SOURCES))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with its page."""
    root = write(tmp_path_factory.mktemp("project"), SOURCES)
    done = lint_in(root)("report")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return root


@pytest.fixture(scope="module")
def page(project: Path) -> str:
    return written(project)


def codes(page: str) -> set[str]:
    found = data(page)
    return {found["rules"][finding[0]][0] for finding in found["findings"]}


def figures(page: str) -> list[str]:
    """The scores: of all, of the real system, of the tests."""
    return re.findall(r"[\d.]+%", said(page))[:3]


# ------------------------------------------------------------------------------------- what is written


def test_the_page_lies_in_the_working_directory(page: str) -> None:
    assert page.startswith("<!DOCTYPE html>\n")


def test_another_file_is_named_with_output(lint: Lint, tmp_path: Path) -> None:
    lint("report", "--output", "page.html")
    assert [path.name for path in tmp_path.glob("*.html")] == ["page.html"]


def test_its_findings_are_those_of_check(project: Path, page: str) -> None:
    found = data(page)
    listed = [(found["rules"][f[0]][0], found["files"][f[2]][0], *f[3:6], f[10]) for f in found["findings"]]
    report = json.loads(lint_in(project)("check", "--format", "json").stdout)
    keys = ("code", "path", "line", "column", "message", "fingerprint")
    assert listed
    assert listed == [tuple(finding[key] for key in keys) for finding in report["findings"]]


def test_its_score_is_that_of_check(project: Path, page: str) -> None:
    score = lint_in(project)("score").stdout.splitlines()[-3:]
    assert figures(page) == [re.findall(r"[\d.]+%", line)[0] for line in score]


def test_its_groups_are_those_of_duplicates(project: Path, page: str) -> None:
    (group,) = json.loads(lint_in(project)("duplicates", "--format", "json").stdout)["groups"]
    (shown,) = data(page)["duplicates"]
    assert (shown[0], shown[4]) == (group["code"], group["saved"])
    assert shown[6][0] == group["members"][group["canonical"]]["path"]


def test_its_import_paths_are_those_that_are_reported(page: str) -> None:
    (symbol,) = data(page)["imports"]
    assert symbol[0] == "shop.prices:total"
    assert [(path[0], path[1], path[2]) for path in symbol[3]] == [
        ("shop.prices:total", True, False), ("shop.basket:total", False, True),
    ]  # fmt: skip


def test_every_file_has_its_lines(page: str) -> None:
    lines = {file[0]: file[4] for file in data(page)["files"]}
    assert lines == {path: len(text.splitlines()) for path, text in SOURCES.items()}


def test_rules_that_are_off_are_told_with_the_reason(page: str) -> None:
    assert re.search(r"SST201\s*no factories declared", said(page))


def test_without_a_trend_there_is_none(page: str) -> None:
    assert data(page)["trend"] is None
    assert "Trend" not in said(page)


@pytest.mark.parametrize("options", [("--no-cache",), ("--jobs", "2")])
def test_the_same_tree_gives_the_same_bytes_wherever_it_lies(
    options: tuple[str, ...], lint: Lint, tmp_path: Path, project: Path, page: str
) -> None:
    lint("report", *options)
    assert written(tmp_path) == page
    assert str(project) not in page


def test_no_line_is_a_command_to_a_ci_log(lint: Lint, tmp_path: Path) -> None:
    write(tmp_path, {"::error::x.py": "def test():\n    pass\n\n\ndef test():\n    '::error::y'\n"})
    lint("report")
    assert "::error::x.py" in written(tmp_path)
    assert not [line for line in written(tmp_path).splitlines() if line.lstrip().startswith("::")]


# -------------------------------------------------------------------------------------- what is asked


def test_rules_that_are_selected_have_no_score(lint: Lint, tmp_path: Path) -> None:
    lint("report", "--select", "SST503")
    page = written(tmp_path)
    assert codes(page) == {"SST503"}
    assert "a partial run has no score" in said(page)
    assert data(page)["duplicates"] == []


def test_rules_are_left_out(lint: Lint, tmp_path: Path) -> None:
    lint("report", "--ignore", "SST1")
    assert "SST102" not in codes(written(tmp_path))
    assert data(written(tmp_path))["duplicates"] == []


def test_a_category_is_reported_alone(lint: Lint, tmp_path: Path) -> None:
    lint("report", "--category", "test")
    page = written(tmp_path)
    assert codes(page) == {"SST503"}
    assert data(page)["duplicates"] == []


def test_a_path_limits_what_is_reported_and_never_the_score(lint: Lint, tmp_path: Path, page: str) -> None:
    lint("report", "tests")
    limited = written(tmp_path)
    assert codes(limited) == {"SST503"}
    assert figures(limited) == figures(page)
    assert "limited to tests" in said(limited)


def test_a_template_of_links_is_handed_to_the_page(lint: Lint, tmp_path: Path) -> None:
    lint("report", "--link-template", "vscode://file/src/{path}:{line}:{column}")
    assert data(written(tmp_path))["link"] == "vscode://file/src/{path}:{line}:{column}"


TREND = {
    "schema": "ssot-lint/trend/1",
    "points": [
        {"revision": "v2", "date": "2026-02-01", "score": {"real": None}, "findings": {"SST102": 1}},
        {"revision": "v1", "date": "2026-01-01", "score": {"overall": 80, "real": 70}, "more": [1]},
    ],
}  # fmt: skip


def test_a_trend_is_drawn_from_its_file_the_oldest_first(lint: Lint, tmp_path: Path) -> None:
    write(tmp_path, {"trend.json": json.dumps(TREND)})
    lint("report", "--trend", "trend.json")
    page = written(tmp_path)
    assert [point["revision"] for point in data(page)["trend"]] == ["v1", "v2"]
    assert "Trend" in said(page)


# ---------------------------------------------------------------------------------------- what is refused


def test_a_template_that_leads_to_no_source_is_refused(lint: Lint) -> None:
    assert refused(lint("report", "--link-template", "javascript:alert('{path}')")) == (
        "--link-template \"javascript:alert('{path}')\": javascript: leads to no source"
    )


def test_a_file_that_is_no_trend_is_refused(lint: Lint, tmp_path: Path) -> None:
    write(tmp_path, {"trend.json": "{"})
    assert refused(lint("report", "--trend", "trend.json")).startswith("trend.json: no trend of version ")


def test_without_the_extra_it_is_told_how_to_install_it(tmp_path: Path) -> None:
    done = lint_in(write(tmp_path, SOURCES), without("jinja2"))("report")
    assert refused(done) == "HTML needs jinja2: pip install 'ssot-lint[html]'"


def test_a_refusal_leaves_the_page_as_it_was(lint: Lint, tmp_path: Path) -> None:
    write(tmp_path, {"compliance.yaml": "version: 1\nduplicate: {}\n", "ssot-report.html": "old"})
    assert lint("report").returncode == 2
    assert written(tmp_path) == "old"


def test_an_incomplete_analysis_is_told_in_the_page_and_exits_with_three(tmp_path: Path) -> None:
    crash = (
        "import ssot_checks.duplicate_class.check as check\n"
        "def broken(*_, **__): raise ValueError('broken')\n"
        "check.copy_finding = broken\n"
        "from ssot_lint.drivers.cli import main; main()\n"
    )
    methods = "".join(f"    def run_{n}(self, jobs):\n        return start(jobs, {n})\n\n" for n in range(6))
    sources = {
        "shop/a.py": f"from shop.b import start\n\n\nclass A:\n{methods}",
        "shop/b.py": f"def start(jobs, n):\n    return jobs\n\n\nclass A:\n{methods}",
    }
    done = lint_in(write(tmp_path, sources), (sys.executable, "-c", crash))("report")
    assert (done.returncode, "incomplete: SST101 crashed" in done.stderr) == (3, True)
    assert "incomplete: SST101 crashed: ValueError: broken" in said(written(tmp_path))


@pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")
def test_the_script_is_of_one_piece(page: str) -> None:
    """Its files are read one after the other, so that no two may give a name twice."""
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.S)
    done = subprocess.run(["node", "--check", "-"], input=script, text=True, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")

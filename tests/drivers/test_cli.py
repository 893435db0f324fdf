"""The command line from end to end, on small projects."""

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from tests.drivers.cli import Lint, document, lint_in, write

BROKEN_IMPORT = "from app.core import missing\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one finding: app/x.py imports a name that app/core.py does not have."""
    sources = {
        "pyproject.toml": "",
        "app/__init__.py": "",
        "app/core.py": "VALUE = 1\n",
        "app/x.py": BROKEN_IMPORT,
        "tests/test_x.py": "import app.core\n",
    }
    return write(tmp_path, sources)


@pytest.fixture
def lint(project: Path) -> Lint:
    """Runs the command in the project."""
    return lint_in(project)


# ---------------------------------------------------------------------------------------------- check


def test_check_reports_and_exits_with_one(lint: Lint) -> None:
    done = lint("check")
    assert done.returncode == 1
    assert "app/x.py:1:22: " in done.stdout
    assert "Compliance Score: 75.0%\nReal System: 66.6% compliant (3 files)\n" in done.stdout


def test_check_of_a_clean_project_exits_with_zero(project: Path, lint: Lint) -> None:
    (project / "app/x.py").write_text("from app.core import VALUE\n")
    assert lint("check").returncode == 0


def test_exit_zero_forgives_findings(lint: Lint) -> None:
    assert lint("check", "--exit-zero").returncode == 0


def test_concise_puts_only_findings_on_stdout(lint: Lint) -> None:
    (line,) = lint("check", "--format", "concise").stdout.splitlines()
    assert line.startswith("app/x.py:1:22: SST307 ")


def test_json_is_valid_by_the_published_schema(lint: Lint) -> None:
    findings = document(lint("check", "--format", "json"))["findings"]
    assert [finding["code"] for finding in findings] == ["SST307"]


def test_the_number_of_jobs_changes_no_byte(lint: Lint) -> None:
    one, two = (lint("check", "--format", "json", "--jobs", jobs).stdout for jobs in "12")
    assert one == two


def test_output_goes_to_the_file_and_not_to_stdout(project: Path, lint: Lint) -> None:
    done = lint("check", "--format", "concise", "--output", "report.txt")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
    assert (project / "report.txt").read_text().startswith("app/x.py:1:22: SST307 ")


def test_an_unwritable_output_is_one_line(lint: Lint) -> None:
    done = lint("check", "--output", "none/report.txt")
    line = "ssot-lint: none/report.txt: cannot write the report: No such file or directory\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", line)


def test_what_is_selected_is_shown_however_mild(project: Path, lint: Lint) -> None:
    twins = {
        "app/a.py": "class A:\n    def f(self): return 1\n",
        "app/b.py": "class A:\n    def g(self): return 2\n",
    }
    write(project, twins)
    assert "SST110" not in lint("check", "--format", "concise").stdout
    assert "SST110" in lint("check", "--format", "concise", "--select", "SST110").stdout


def test_a_selected_rule_that_is_off_is_told(lint: Lint) -> None:
    assert (
        lint("check", "--select", "SST201").stderr
        == "ssot-lint: note: SST201 is off: no factories declared\n"
    )


def test_select_takes_commas_and_may_be_repeated(lint: Lint) -> None:
    done = lint("check", "--select", "SST306,SST304", "--select", "SST30")
    assert "SST307 " in done.stdout


def test_ignored_rules_do_not_report(lint: Lint) -> None:
    done = lint("check", "--ignore", "SST307")
    assert done.returncode == 0
    assert done.stdout.endswith("No score: a partial run (--select, --ignore or --category) has none\n")


def test_category_limits_the_report(lint: Lint) -> None:
    assert lint("check", "--category", "test", "--format", "concise").stdout == ""


def test_silence_of_a_part_is_told_of_that_part(lint: Lint) -> None:
    assert lint("check", "tests", "--category", "test").stdout.startswith(
        "No findings in tests, category test.\n"
    )


def test_paths_limit_the_report_and_not_the_score(lint: Lint) -> None:
    done = lint("check", "tests")
    assert done.returncode == 0
    assert "Compliance Score: 75.0%\n" in done.stdout


def test_an_empty_scan_is_an_error_in_spite_of_exit_zero(project: Path, lint: Lint) -> None:
    for path in project.rglob("*.py"):
        path.unlink()
    done = lint("check", "--exit-zero")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("ssot-lint: ")


def test_every_fault_of_the_policy_is_a_line(project: Path, lint: Lint) -> None:
    (project / "compliance.yaml").write_text("version: 1\nnonsense: 1\nmore_nonsense: 2\n")
    done = lint("check", "--exit-zero")
    first, second = done.stderr.splitlines()
    assert done.returncode == 2
    assert first.startswith("ssot-lint: compliance.yaml:2:1: ")
    assert second.startswith("ssot-lint: compliance.yaml:3:1: ")


def test_an_unknown_code_is_a_usage_mistake(lint: Lint) -> None:
    assert lint("check", "--select", "SST999").returncode == 2


def test_fail_on_decides_what_fails(project: Path, lint: Lint) -> None:
    (project / "compliance.yaml").write_text("version: 1\nrules: {SST307: info}\nfail_on: info\n")
    assert lint("check").returncode == 1


def test_a_finding_milder_than_fail_on_stops_nobody(project: Path, lint: Lint) -> None:
    (project / "compliance.yaml").write_text("version: 1\nrules: {SST307: warning}\n")
    assert lint("check").returncode == 0


def test_a_pipe_gets_no_colour(lint: Lint) -> None:
    assert "\x1b" not in lint("check").stdout


def test_output_is_utf_8_in_the_c_locale(lint: Lint) -> None:
    done = lint("check", LC_ALL="C", PYTHONIOENCODING="ascii:strict")
    assert done.returncode == 1
    assert "SST307 missing-name · error · 1 finding in 1 file\n" in done.stdout


def on_terminal(project: Path, *arguments: str, **more: str) -> str:
    """What the command writes to a terminal."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "ssot_lint", *arguments]
    environment = {**os.environ, "TERM": "xterm", **more}
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, cwd=project, env=environment) as process:
        os.close(theirs)
        written = b""
        # Linux ends the reading with an error when the last writer has closed the terminal.
        try:
            while block := os.read(ours, 4096):
                written += block
        except OSError:
            process.wait()
    os.close(ours)
    return written.decode().replace("\r\n", "\n")


def test_a_terminal_gets_colours(project: Path) -> None:
    assert "\x1b[1;31mSST307 missing-name\x1b[0m · error" in on_terminal(project, "check")


def test_no_color_is_obeyed_on_a_terminal(project: Path) -> None:
    # the bar that a slow run draws moves the cursor, which is no colour
    assert not re.search(r"\x1b\[[0-9;]*m", on_terminal(project, "check", NO_COLOR="1"))


# ---------------------------------------------------------------------------------------------- score


def test_score_without_thresholds_passes(lint: Lint) -> None:
    done = lint("score")
    score = (
        "Compliance Score: 75.0%\n"
        "Real System: 66.6% compliant (3 files)\n"
        "Test Files: 100.0% compliant (1 file)\n"
    )
    assert (done.returncode, score in done.stdout) == (0, True)


@pytest.mark.parametrize(("arguments", "code"), [((), 1), (("--exit-zero",), 0)])
def test_an_unmet_threshold_exits_with_one(
    project: Path, lint: Lint, arguments: tuple[str, ...], code: int
) -> None:
    (project / "compliance.yaml").write_text("version: 1\nscore: {fail_under: {real: 90}}\n")
    done = lint("score", *arguments)
    assert done.returncode == code
    assert "Gate failed:\n  real: 66.66, 90 required\n" in done.stdout


def test_score_as_json_is_the_same_contract(lint: Lint) -> None:
    assert lint("score", "--format", "json").stdout == lint("check", "--format", "json").stdout


# ------------------------------------------------------------------------------------ rules and policy


def test_rules_are_listed_with_the_reason_of_those_that_are_off(project: Path, lint: Lint) -> None:
    (project / "compliance.yaml").write_text("version: 1\nrules: {SST307: off}\n")
    lines = {line.split()[0]: line for line in lint("rules").stdout.splitlines()}
    assert lines["SST307"].split()[1:4] == ["missing-name", "error", "off"]
    assert lines["SST306"].split()[1:4] == ["missing-module", "error", "on"]


@pytest.mark.parametrize("rule", ["SST307", "sst307", "Missing-Name"])
def test_a_rule_is_explained_by_code_or_name_in_any_case(lint: Lint, rule: str) -> None:
    done = lint("rules", rule)
    assert done.stdout.startswith("SST307 missing-name · error\n\n# ")


def test_a_rule_is_explained_with_its_first_example_and_its_limits(lint: Lint) -> None:
    text = lint("rules", "SST307").stdout
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert headings[1:] == ["## More examples (`ssot-lint rules SST307 --examples`)", "## Limits"]


def test_a_rule_is_explained_with_every_example_on_request(lint: Lint) -> None:
    brief, whole = lint("rules", "SST307").stdout, lint("rules", "SST307", "--examples").stdout
    listed = [line[2:] for line in brief.splitlines() if line.startswith("- ")]
    assert listed
    assert all(f"\n## {heading}\n" in whole for heading in listed)


def test_an_unknown_rule_is_answered_with_the_nearest(lint: Lint) -> None:
    done = lint("rules", "mising-name")
    line = "ssot-lint: no rule has the code or name 'mising-name'; did you mean SST307 (missing-name)?\n"
    assert (done.returncode, done.stderr) == (2, line)


def test_a_broken_policy_does_not_keep_a_rule_from_being_explained(project: Path, lint: Lint) -> None:
    (project / "compliance.yaml").write_text("nonsense: 1\n")
    assert lint("rules", "SST307").returncode == 0


def test_a_rule_is_rendered_on_a_terminal(project: Path) -> None:
    assert "```" not in on_terminal(project, "rules", "SST307")


def test_the_effective_policy_means_the_same_when_read_again(project: Path, lint: Lint) -> None:
    (project / "compliance.yaml").write_text("version: 1\nfail_on: warning\n")
    first = lint("policy").stdout
    assert "fail_on: warning\n" in first
    (project / "compliance.yaml").write_text(first)
    assert lint("policy").stdout == first


def test_the_policy_schema_is_one(lint: Lint) -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(lint("policy", "--schema").stdout))

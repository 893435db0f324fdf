"""One run writes several reports; GitHub gets the rest in the summary of the step."""

import json
from pathlib import Path

import pytest

from tests.drivers.cli import TWICE, Lint, lint_in, write

pytestmark = pytest.mark.slow


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write(tmp_path / "project", {"app.py": TWICE})


@pytest.fixture
def lint(project: Path) -> Lint:
    return lint_in(project)


def test_one_run_writes_several_reports(project: Path, lint: Lint) -> None:
    arguments = ("--format", "sarif", "--output", "a.sarif", "--format", "json", "--output", "a.json")
    done = lint("check", *arguments, "--format", "concise")
    (run,) = json.loads((project / "a.sarif").read_text())["runs"]
    (finding,) = json.loads((project / "a.json").read_text())["findings"]
    assert done.stdout == f"app.py:5:5: SST106 {finding['message']}\n"
    assert run["results"][0]["message"]["text"].startswith(finding["message"])


@pytest.mark.parametrize("form", ["sarif", "github", "gitlab", "junit", "rdjson", "markdown", "pylint"])
def test_each_format_is_that_of_the_option(lint: Lint, form: str) -> None:
    done = lint("check", "--format", form)
    assert (done.returncode, "f" in done.stdout, done.stderr) == (1, True, "")


def test_sarif_explains_the_rules_that_are_installed(lint: Lint) -> None:
    (run,) = json.loads(lint("check", "--format", "sarif").stdout)["runs"]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert rules["SST106"]["help"]["markdown"].startswith("# ")
    assert "SST201" not in rules  # nothing declares a factory


def test_a_recalled_report_gives_the_same_bytes_in_every_format(lint: Lint) -> None:
    arguments = ("check", "--format", "sarif")
    assert lint(*arguments).stdout == lint(*arguments).stdout


def test_two_formats_for_stdout_are_a_mistake(lint: Lint) -> None:
    done = lint("check", "--format", "json", "--format", "text")
    told = "ssot-lint: json and text would both go to stdout; put an --output behind one --format\n"
    assert (done.returncode, done.stderr) == (2, told)


@pytest.mark.parametrize("other", ["a.json", "./a.json"])
def test_two_formats_for_one_file_are_a_mistake(lint: Lint, other: str) -> None:
    done = lint("check", "--format", "json", "--output", "a.json", "--format", "sarif", "--output", other)
    told = "ssot-lint: two formats would go to one file; give each an --output of its own\n"
    assert (done.returncode, done.stderr) == (2, told)


def test_a_device_may_take_several_reports(lint: Lint) -> None:
    done = lint(
        "check", "--format", "json", "--output", "/dev/null", "--format", "sarif", "--output", "/dev/null"
    )
    assert (done.returncode, done.stderr) == (1, "")


def test_where_one_file_cannot_be_written_none_is(project: Path, lint: Lint) -> None:
    done = lint(
        "check", "--format", "json", "--output", "a.json", "--format", "sarif", "--output", "none/a.sarif"
    )
    assert (done.returncode, (project / "a.json").exists()) == (2, False)


def test_a_patch_is_one_text(lint: Lint) -> None:
    done = lint("check", "--diff", "--format", "json", "--output", "a", "--format", "sarif", "--output", "b")
    told = "ssot-lint: --diff writes one patch; leave out --format\n"
    assert (done.returncode, done.stderr) == (2, told)


# --------------------------------------------------------------------------- the summary of a step


@pytest.fixture
def summary(tmp_path: Path) -> Path:
    path = tmp_path / "summary.md"
    path.write_text("# before\n")
    return path


def test_annotations_come_with_a_summary_behind_what_is_there(lint: Lint, summary: Path) -> None:
    lint("check", "--format", "github", GITHUB_STEP_SUMMARY=str(summary))
    markdown = lint("check", "--format", "markdown").stdout
    assert summary.read_text() == f"# before\n{markdown}"


def test_more_findings_than_annotations_are_all_in_the_summary(project: Path, summary: Path) -> None:
    write(project, {f"m{number}.py": TWICE for number in range(14)})
    done = lint_in(project)("check", "--format", "github", GITHUB_STEP_SUMMARY=str(summary))
    assert done.stdout.count("::error ") == 10
    assert summary.read_text().count(":5:5` ") == 15


def test_other_formats_write_no_summary(lint: Lint, summary: Path) -> None:
    lint("check", "--format", "markdown", GITHUB_STEP_SUMMARY=str(summary))
    assert summary.read_text() == "# before\n"


def test_a_summary_that_cannot_be_written_is_a_note(lint: Lint, tmp_path: Path) -> None:
    done = lint("check", "--format", "github", GITHUB_STEP_SUMMARY=str(tmp_path))
    told = f"ssot-lint: note: {tmp_path}: cannot write the summary of the step: Is a directory\n"
    assert (done.returncode, done.stderr) == (1, told)

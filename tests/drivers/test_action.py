"""The action for GitHub: its steps, run as a runner does, with what it sets."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.drivers.cli import TWICE, Done, write
from tests.drivers.clone import IN_ALL, ROOT, copied, demand_installed
from tests.test_readme import SECTIONS
from tests.unit.trees import git

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = ACTION["runs"]["steps"]
RUN = {step["name"]: step for step in STEPS if "run" in step}
USED = {step["uses"].partition("@")[0]: step for step in STEPS if "uses" in step}

POLICY = "version: 1\n"


class Runner:
    """A runner with the action on it."""

    def __init__(self, temp: Path, action: Path) -> None:
        self.temp = temp
        self._known = {
            "runner.temp": str(temp),
            "github.action_path": str(action),
            "steps.python.outputs.python-path": sys.executable,
        }

    def meant(self, text: str, inputs: dict[str, str]) -> str:
        """A text with its expressions filled in; `inputs` are those that are given."""
        known = self._known | {
            f"inputs.{name}": inputs.get(name, declared["default"])
            for name, declared in ACTION["inputs"].items()
        }
        return re.sub(r"\$\{\{ (.+?) \}\}", lambda match: known[match[1]], text)

    def run(self, name: str, workspace: Path, **inputs: str) -> Done:
        """Run a step there; `_` stands for the dash in the name of an input."""
        step = RUN[name]
        given = {name.replace("_", "-"): value for name, value in inputs.items()}
        environment = {name: text for name, text in os.environ.items() if not name.startswith("GITHUB_")}
        environment |= {name: self.meant(text, given) for name, text in step["env"].items()}
        environment |= {
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(workspace),
            "GITHUB_OUTPUT": str(workspace.parent / "output"),
            "GITHUB_STEP_SUMMARY": str(workspace.parent / "summary.md"),
            "RUNNER_TEMP": str(self.temp),
        }
        script = write(self.temp, {"step.sh": step["run"]}) / "step.sh"
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=workspace,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            timeout=IN_ALL,
            check=False,
        )


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """A runner on which the step that installs has run."""
    temp = tmp_path_factory.mktemp("runner temp")
    runner = Runner(temp, copied(temp / "action"))
    demand_installed(runner.run("Install ssot-lint", temp))
    return runner


def workspace(tmp_path: Path, source: str = TWICE, policy: str = POLICY) -> Path:
    return write(tmp_path / "workspace", {"compliance.yaml": policy, "app/use.py": source})


def outputs(tmp_path: Path) -> dict[str, str]:
    """What a step has set, by name."""
    path = tmp_path / "output"
    lines = path.read_text().splitlines() if path.exists() else []
    return dict(line.split("=", 1) for line in lines)


def results(path: str) -> Any:
    """What stands in a SARIF file."""
    return json.loads(Path(path).read_text(encoding="utf-8"))["runs"][0]["results"]


# ---------------------------------------------------------------------------------------- as it stands


def test_it_is_an_action_by_the_schema() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions"]
    done = subprocess.run([*command, ROOT / "action.yml"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "ok -- validation done\n")


def test_nothing_that_is_given_is_part_of_a_script() -> None:
    assert [name for name, step in RUN.items() if "${{" in step["run"]] == []


def test_the_python_of_other_steps_stays() -> None:
    assert USED["actions/setup-python"]["with"]["update-environment"] is False


def test_the_findings_are_uploaded_though_the_check_fails() -> None:
    upload = USED["github/codeql-action/upload-sarif"]
    assert upload["if"].startswith("always() && inputs.upload-sarif == 'true' && ")
    assert upload["with"]["sarif_file"] == "${{ steps.check.outputs.sarif }}"


def test_the_readme_names_inputs_that_there_are() -> None:
    workflow = yaml.safe_load(SECTIONS["In CI"].files[".github/workflows/ssot-lint.yml"])
    steps = workflow["jobs"]["ssot-lint"]["steps"]
    assert {name for step in steps for name in step.get("with", ())} <= set(ACTION["inputs"])


# ---------------------------------------------------------------------------------------------- its run


@pytest.mark.slow
def test_findings_are_annotated_and_fail_the_step(runner: Runner, tmp_path: Path) -> None:
    done = runner.run("Check", workspace(tmp_path))
    assert done.stdout.startswith("::error title=SST106 redefinition,file=app/use.py,")
    assert done.returncode == 1


@pytest.mark.slow
def test_findings_are_in_the_sarif_file(runner: Runner, tmp_path: Path) -> None:
    runner.run("Check", workspace(tmp_path))
    assert [result["ruleId"] for result in results(outputs(tmp_path)["sarif"])] == ["SST106"]


@pytest.mark.slow
def test_the_summary_has_score_and_findings(runner: Runner, tmp_path: Path) -> None:
    runner.run("Check", workspace(tmp_path))
    summary = (tmp_path / "summary.md").read_text()
    assert ("SST106" in summary, "0.0" in summary) == (True, True)


@pytest.mark.slow
def test_the_score_is_in_the_log(runner: Runner, tmp_path: Path) -> None:
    done = runner.run("Check", workspace(tmp_path, "x = 1\n"))
    assert ("Compliance Score: 100.0%" in done.stdout, done.returncode) == (True, 0)


@pytest.mark.slow
def test_what_is_kept_lies_where_the_cache_takes_it_from(runner: Runner, tmp_path: Path) -> None:
    runner.run("Check", workspace(tmp_path))
    kept = Path(runner.meant(USED["actions/cache"]["with"]["path"], {}))
    assert list(kept.glob("facts.db")) != []
    assert not (tmp_path / "workspace/.ssot_cache").exists()


@pytest.mark.slow
def test_a_threshold_that_is_not_met_fails_the_step(runner: Runner, tmp_path: Path) -> None:
    root = write(workspace(tmp_path, "x = 1\n"), {"test_x.py": "def test_x():\n    pass\n"})
    assert runner.run("Check", root).returncode == 0
    done = runner.run("Check", root, fail_under="real=10 test=50.5")
    assert "Gate failed:\n  test: 0.00, 50.5" in done.stdout
    assert done.returncode == 1


@pytest.mark.slow
@pytest.mark.parametrize("arguments", ["--ignore SST106 --show info", "--ignore SST106\n--show info\n"])
def test_further_arguments_reach_the_check(runner: Runner, tmp_path: Path, arguments: str) -> None:
    assert runner.run("Check", workspace(tmp_path), arguments=arguments).returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("base", ["HEAD~1", "auto"])
def test_only_what_is_new_is_annotated_where_that_is_asked_for(
    runner: Runner, tmp_path: Path, base: str
) -> None:
    root = workspace(tmp_path)
    git(root, "init", "-b", "main")
    for name in ("one", "two"):
        git(root, "add", "-A")
        git(root, "commit", "-m", name)
        git(root, "checkout", "-B", "topic")
        write(root, {"app/more.py": TWICE})
    done = runner.run("Check", root, diff_base=base)
    assert [line.partition("file=")[2].partition(",")[0] for line in done.stdout.splitlines()[:1]] == [
        "app/more.py"
    ]
    assert "app/use.py" not in done.stdout
    assert done.returncode == 1


@pytest.mark.slow
@pytest.mark.parametrize("hostile", ["--output=sprung", "$(touch sprung)", "; touch sprung"])
def test_a_revision_is_no_script_and_no_option(runner: Runner, tmp_path: Path, hostile: str) -> None:
    root = workspace(tmp_path)
    git(root, "init")
    done = runner.run("Check", root, diff_base=hostile)
    assert ((root / "sprung").exists(), done.returncode) == (False, 2)


@pytest.mark.slow
@pytest.mark.parametrize("hostile", ["$(touch sprung)", "; touch sprung", "`touch sprung`", "*"])
def test_arguments_are_no_script(runner: Runner, tmp_path: Path, hostile: str) -> None:
    root = workspace(tmp_path)
    done = runner.run("Check", root, arguments=hostile, fail_under=hostile)
    assert ((root / "sprung").exists(), done.returncode) == (False, 2)


@pytest.mark.slow
def test_a_broken_policy_leaves_no_findings_of_an_earlier_step(runner: Runner, tmp_path: Path) -> None:
    runner.run("Check", workspace(tmp_path))
    (tmp_path / "output").unlink()
    done = runner.run("Check", workspace(tmp_path, policy="versoin: 1\n"))
    assert (done.returncode, outputs(tmp_path)) == (2, {})

"""The job for GitLab CI: its lines, run in one shell as a runner does, with what it sets."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.drivers.cli import TWICE, Done, write
from tests.drivers.clone import IN_ALL, ROOT, copied, demand_installed

FILE = ROOT / "docs" / "gitlab-ci.yml"
(JOB,) = yaml.safe_load(FILE.read_text(encoding="utf-8")).values()
REPORTS = JOB["artifacts"]["reports"]


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a runner builds, with a clone of this project."""
    builds = tmp_path_factory.mktemp("builds")
    copied(builds / "clone")
    demand_installed(run(builds, builds, "sh", JOB["before_script"]))
    return builds


def run(builds: Path, project: Path, shell: str, lines: list[str]) -> Done:
    """Run the lines in the project."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    given = {"CI_BUILDS_DIR": str(builds), "CI_PROJECT_DIR": str(project), "GITLAB_CI": "true", "PATH": path}
    return subprocess.run(
        [shell, "-e", "-c", "\n".join(lines)],
        cwd=project,
        env={**os.environ, **JOB["variables"], **given, "SSOT_LINT": str(builds / "clone")},
        capture_output=True,
        encoding="utf-8",
        timeout=IN_ALL,
        check=False,
    )


def script(
    builds: Path, tmp_path: Path, source: str, shell: str = "sh", policy: str = "version: 1\n"
) -> Done:
    """What the script does in a project with one source, once all is installed."""
    project = write(tmp_path / "project", {"compliance.yaml": policy, "app/use.py": source})
    known = [line for line in JOB["before_script"] if line.startswith("export ")]
    return run(builds, project, shell, [*known, *JOB["script"]])


def test_it_is_a_job_by_the_schema() -> None:
    options = ["--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci"]
    command = [sys.executable, "-m", "check_jsonschema", *options, str(FILE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "ok -- validation done\n")


@pytest.mark.slow
@pytest.mark.parametrize("shell", ["sh", "bash"])
def test_findings_fail_the_job_and_are_in_both_reports(builds: Path, tmp_path: Path, shell: str) -> None:
    done = script(builds, tmp_path, TWICE, shell)
    assert ("SST106" in done.stdout, done.returncode) == (True, 1)
    (entry,) = json.loads((tmp_path / "project" / REPORTS["codequality"]).read_text(encoding="utf-8"))
    assert (entry["check_name"], entry["location"]["path"]) == ("SST106", "app/use.py")
    assert 'failures="1"' in (tmp_path / "project" / REPORTS["junit"]).read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_job_without_findings_passes(builds: Path, tmp_path: Path) -> None:
    done = script(builds, tmp_path, "x = 1\n")
    assert ("Compliance Score: 100.0%" in done.stdout, done.returncode) == (True, 0)
    assert json.loads((tmp_path / "project" / REPORTS["codequality"]).read_text(encoding="utf-8")) == []


@pytest.mark.slow
def test_a_threshold_that_is_not_met_fails_the_job(builds: Path, tmp_path: Path) -> None:
    policy = "version: 1\nfail_on: error\nrules: {SST106: warning}\nscore: {fail_under: {real: 50}}\n"
    done = script(builds, tmp_path, TWICE, policy=policy)
    assert ("  real: 0.00, 50 required" in done.stdout, done.returncode) == (True, 1)


@pytest.mark.slow
def test_a_broken_policy_has_its_own_exit_code(builds: Path, tmp_path: Path) -> None:
    assert script(builds, tmp_path, TWICE, policy="versoin: 1\n").returncode == 2


@pytest.mark.slow
def test_what_is_kept_lies_where_the_cache_takes_it_from(builds: Path, tmp_path: Path) -> None:
    script(builds, tmp_path, TWICE)
    (kept,) = JOB["cache"]["paths"]
    assert list((tmp_path / "project" / kept).glob("facts.db")) != []

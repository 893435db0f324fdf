"""The hook for pre-commit, by the real pre-commit, installed from a clone of this project."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.drivers.cli import TWICE, Done, write
from tests.drivers.clone import IN_ALL, copied, demand_installed
from tests.test_readme import SECTIONS
from tests.unit.trees import git

HOOKS = SECTIONS["In CI"].files[".pre-commit-config.yaml"]

AT_ONCE = 60.0  # seconds, of a hook that is installed already

pytestmark = pytest.mark.slow


class Project:
    """A checkout with a source at fault, and pre-commit that runs the hook on each commit and push."""

    def __init__(self, root: Path, home: Path) -> None:
        self.root = root
        self._environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        self._environment |= {
            "PRE_COMMIT_HOME": str(home),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            **{f"GIT_{who}_NAME": "a" for who in ("AUTHOR", "COMMITTER")},
            **{f"GIT_{who}_EMAIL": "a@example.org" for who in ("AUTHOR", "COMMITTER")},
        }

    def run(self, *command: str, patience: float = AT_ONCE) -> Done:
        """What a command prints, both streams as one."""
        return subprocess.run(
            command,
            cwd=self.root,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=patience,
            check=False,
        )

    def change(self, name: str, text: str) -> None:
        write(self.root, {name: text})
        self.run("git", "add", name)

    def found_in(self, done: Done) -> list[str]:
        """The sources that a hook shows something of."""
        return [name for name in ("app/old.py", "app/use.py") if f"{name}:" in done.stdout]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with what there is of this project."""
    root = copied(tmp_path_factory.mktemp("clone") / "ssot-lint")
    git(root, "init")
    git(root, "add", "-A")
    git(root, "commit", "-m", "one")
    return root


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps the environments of hooks."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def project(tmp_path: Path, clone: Path, home: Path) -> Project:
    project = Project(tmp_path, home)
    project.run("git", "init", "-b", "main")
    (revision,) = Project(clone, home).run("git", "rev-parse", "HEAD").stdout.split()
    hooks = HOOKS.replace("ADDRESS", str(clone)).replace("REVISION", revision)
    sources = {".pre-commit-config.yaml": hooks, "compliance.yaml": "version: 1\n", ".gitignore": ""}
    write(tmp_path, {**sources, "app/old.py": TWICE, "app/use.py": "x = 1\n"})
    project.run("git", "add", "-A")
    project.run("git", "commit", "-m", "one")
    done = project.run("pre-commit", "install", "--install-hooks", patience=IN_ALL)
    demand_installed(done)
    return project


def test_a_commit_at_fault_is_refused_and_old_faults_are_not_told(project: Project) -> None:
    project.change("app/use.py", TWICE)
    done = project.run("git", "commit", "-m", "two")
    assert (project.found_in(done), done.returncode) == (["app/use.py"], 1)


def test_a_commit_passes_in_spite_of_old_faults(project: Project) -> None:
    project.change("app/use.py", "x = 2\n")
    done = project.run("git", "commit", "-m", "two")
    assert ("ssot-lint" in done.stdout, "Passed" in done.stdout, done.returncode) == (True, True, 0)


def test_a_fault_across_files_is_found(project: Project) -> None:
    project.change("app/use.py", "from app.old import gone\n")
    assert "app/use.py:1:21: app.old has no gone" in project.run("git", "commit", "-m", "two").stdout


def test_what_is_not_staged_takes_no_part(project: Project) -> None:
    project.change("app/use.py", "x = 2\n")
    write(project.root, {"app/use.py": TWICE})
    assert project.run("git", "commit", "-m", "two").returncode == 0


def test_a_commit_of_all_is_about_its_own_changes(project: Project) -> None:
    write(project.root, {"app/use.py": TWICE})
    done = project.run("git", "commit", "-a", "-m", "two")
    assert (project.found_in(done), done.returncode) == (["app/use.py"], 1)


def test_a_commit_of_a_path_is_about_that_path(project: Project) -> None:
    write(project.root, {"app/use.py": "x = 2\n"})
    project.change("app/old.py", f"{TWICE}\n")
    done = project.run("git", "commit", "-m", "two", "--", "app/use.py")
    assert (project.found_in(done), done.returncode) == ([], 0)


def test_a_commit_of_nothing_that_is_analysed_skips_the_hook(project: Project) -> None:
    project.change("notes.txt", "x")
    assert "Skipped" in project.run("git", "commit", "-m", "two").stdout


def test_two_refs_say_what_is_reported(project: Project) -> None:
    project.change("app/use.py", TWICE)
    project.run("git", "commit", "--no-verify", "-m", "two")
    done = project.run("pre-commit", "run", "--from-ref", "HEAD~1", "--to-ref", "HEAD")
    assert (project.found_in(done), done.returncode) == (["app/use.py"], 1)


def test_all_files_are_reported_where_nothing_is_staged(project: Project) -> None:
    done = project.run("pre-commit", "run", "--all-files")
    assert (project.found_in(done), done.returncode) == (["app/old.py"], 1)

"""`check --changed`: the whole project is analysed, and what is about to be committed is reported."""

from pathlib import Path

import pytest

from tests.drivers.cli import TWICE, document, lint_in, write
from tests.unit.trees import git

pytestmark = pytest.mark.slow

AGAIN = "SST106 f is defined again; the definition on line 1 is lost"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A checkout with two sources at fault, both committed."""
    sources = {"compliance.yaml": "version: 1\n", "app/old.py": TWICE, "app/use.py": TWICE, "app/core.py": ""}
    root = write(tmp_path / "project", sources)
    git(root, "init")
    git(root, "add", "-A")
    git(root, "commit", "-m", "one")
    return root


def stage(project: Path, sources: dict[str, str]) -> None:
    write(project, sources)
    git(project, "add", *sources)


def test_only_what_is_staged_is_reported(project: Path) -> None:
    stage(project, {"app/use.py": f"{TWICE}\n"})
    done = lint_in(project)("check", "--changed", "--format=concise")
    assert (done.stdout, done.returncode) == (f"app/use.py:5:5: {AGAIN}\n", 1)


def test_findings_across_files_are_seen(project: Path) -> None:
    stage(project, {"app/core.py": "from app.old import g\n"})
    done = lint_in(project)("check", "--changed", "--format=concise")
    assert done.stdout == "app/core.py:1:21: SST307 app.old has no g\n"


def test_the_score_is_that_of_the_whole_project(project: Path) -> None:
    stage(project, {"app/core.py": "x = 1\n"})
    done = lint_in(project)("check", "--changed", "--format=json")
    report = document(done)
    assert (report["findings"], report["score"]["compliant"], done.returncode) == ([], 1, 0)


def test_the_text_says_how_many_files_it_is_about(project: Path) -> None:
    stage(project, {"app/core.py": "x = 1\n"})
    assert "No findings in 1 changed file." in lint_in(project)("check", "--changed").stdout


def test_nothing_is_reported_where_no_source_is_staged(project: Path) -> None:
    stage(project, {"notes.txt": "x"})
    done = lint_in(project)("check", "--changed")
    assert ("No findings in 0 changed files." in done.stdout, done.returncode) == (True, 0)


def test_all_is_reported_where_nothing_is_staged(project: Path) -> None:
    done = lint_in(project)("check", "--changed", "--format=%(path)s")
    assert (done.stdout, done.returncode) == ("app/old.py\napp/use.py\n", 1)


def test_a_report_is_not_recalled_for_other_changes(project: Path) -> None:
    stage(project, {"app/old.py": f"{TWICE}\n", "app/use.py": f"{TWICE}\n"})
    assert lint_in(project)("check", "--changed", "--format=%(path)s").stdout == "app/old.py\napp/use.py\n"
    git(project, "reset", "app/old.py")
    assert lint_in(project)("check", "--changed", "--format=%(path)s").stdout == "app/use.py\n"


def test_a_mistake_in_the_policy_is_reported_with_no_source(project: Path) -> None:
    policy = 'version: 1\nfactories:\n  app.core:Gone: {use: "app.core:make"}\n'
    stage(project, {"compliance.yaml": policy})
    done = lint_in(project)("check", "--changed", "--format=concise")
    assert ("SST003" in done.stdout, "SST106" in done.stdout, done.returncode) == (True, False, 1)


def test_a_changed_file_that_is_not_analysed_is_told(project: Path) -> None:
    stage(project, {"compliance.yaml": "version: 1\nexclude: [app/core.py]\n", "app/core.py": "x = 1\n"})
    assert "note: app/core.py: nothing is analysed there" in lint_in(project)("check", "--changed").stdout


def test_it_works_from_a_folder_of_the_project(project: Path) -> None:
    stage(project, {"app/use.py": f"{TWICE}\n"})
    assert lint_in(project / "app")("check", "--changed", "--format=%(path)s").stdout == "use.py\n"


def test_only_what_is_changed_is_repaired(project: Path) -> None:
    relative = "from .core import x\n"
    policy = "version: 1\nimports: {relative: forbid}\n"
    core = {"app/__init__.py": "", "app/core.py": "x = 1\n", "compliance.yaml": policy}
    stage(project, {**core, "app/old.py": relative})
    write(project, {"app/use.py": relative})
    lint_in(project)("check", "--changed", "--fix")
    assert (project / "app/old.py").read_text() == "from app.core import x\n"
    assert (project / "app/use.py").read_text() == relative


def test_paths_beside_it_are_refused(project: Path) -> None:
    done = lint_in(project)("check", "--changed", "app")
    assert (done.returncode, done.stderr) == (
        2,
        "ssot-lint: --changed finds the paths itself; leave out the others\n",
    )


def test_a_directory_in_no_checkout_is_refused(tmp_path: Path) -> None:
    done = lint_in(write(tmp_path / "plain", {"a.py": ""}))("check", "--changed")
    assert (done.returncode, done.stderr) == (2, "ssot-lint: --changed: this is no checkout of git\n")

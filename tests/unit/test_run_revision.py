"""The analysis of a commit: as that of its clean work tree, from git's objects and what is kept of others."""

import dataclasses
import os
from datetime import date
from pathlib import Path

import msgspec
import pytest

from ssot_lint import parallel
from ssot_lint.errors import EmptyScanError, PolicyError, UsageError
from ssot_lint.model import Report
from ssot_lint.options import Options
from ssot_lint.run import run, run_linked
from tests.unit.trees import git, head_of

SOURCES = {
    "a.py": "def f():\n    return 1\n\n\ndef f():\n    return 2\n",
    "broken.py": "x = (\n",
    "compliance.yaml": "version: 1\nliterals: {forbidden: [{pattern: secret, why: no}]}\n",
    "pkg/__init__.py": "from pkg.b import make\n",
    "pkg/b.py": "import pkg.made\nimport pkg.gone\n\n\ndef make():\n    return 'a secret'\n",
    "pkg/c.py": "from pkg import make, lost\n",
    ".gitignore": "made.py\n.ssot_cache/\n",
}
DAY = date(2026, 6, 15)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A checkout with one commit of sources that have findings, a generated module beside them."""
    root = tmp_path / "project"
    for name, text in SOURCES.items():
        write(root / name, text)
    (root / "gone.py").symlink_to("nowhere.py")
    git(tmp_path, "init", "-b", "main", str(root))
    write(root / "pkg/made.py", "")
    commit(root)
    return root


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def commit(root: Path) -> str:
    git(root, "add", "-A")
    git(root, "commit", "-m", "one")
    return head_of(root)


def options(root: Path, **more: object) -> Options:
    return dataclasses.replace(Options(start=root, today=DAY, jobs=1), **more)  # type: ignore[arg-type] # by name


def at(root: Path, revision: str = "HEAD", **more: object) -> Report:
    return run(options(root, revision=git(root, "rev-parse", revision), **more))


def codes(report: Report) -> list[tuple[str, str]]:
    return [(finding.code, finding.place.path) for finding in report.findings]


@pytest.mark.parametrize("folder", [".", "pkg"])
@pytest.mark.parametrize("caching", [False, True])
def test_a_commit_has_the_report_of_its_clean_work_tree(project: Path, caching: bool, folder: str) -> None:
    if folder != ".":
        write(project / folder / "compliance.yaml", SOURCES["compliance.yaml"])
        commit(project)
    of_commit, of_work_tree = at(project / folder, caching=caching), run(options(project / folder))
    assert of_commit.findings
    assert msgspec.json.encode(of_commit) == msgspec.json.encode(of_work_tree)


def test_findings_of_the_project_are_found_in_the_commit(project: Path) -> None:
    assert codes(at(project)) == [
        ("SST106", "a.py"),
        ("SST001", "broken.py"),
        ("SST002", "gone.py"),
        ("SST306", "pkg/b.py"),
        ("SST602", "pkg/b.py"),
        ("SST307", "pkg/c.py"),
    ]


def test_what_was_there_is_judged_not_what_is(project: Path) -> None:
    before = at(project)
    write(project / "a.py", "")
    (project / "broken.py").unlink()
    write(project / "fresh.py", SOURCES["a.py"])
    commit(project)
    assert at(project, "HEAD~1").findings == before.findings
    assert at(project).findings == run(options(project)).findings != before.findings


def test_many_files_are_extracted_by_workers(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "WORTH_FILES", 1)
    monkeypatch.setattr(parallel, "BATCH_BYTES", (1, 1))
    assert at(project, jobs=2) == at(project)


def test_a_caller_has_the_index_of_the_commit(project: Path) -> None:
    head = head_of(project)
    write(project / "a.py", "def g(): pass\n")
    linked = run_linked(options(project, revision=head))
    assert [d.name for file in linked.index.files for d in file.facts.definitions if file.path == "a.py"] == [
        "f",
        "f",
    ]


def test_a_commit_without_a_source_is_an_empty_scan(project: Path) -> None:
    git(project, "rm", "-r", "*.py")
    commit(project)
    with pytest.raises(EmptyScanError):
        at(project)


def test_what_an_editor_has_is_no_part_of_a_commit(project: Path) -> None:
    assert at(project, overlays={project / "a.py": b""}) == at(project)


# --------------------------------------------------------------------------------------------- what is kept


def test_facts_of_the_work_tree_are_those_of_the_commit(project: Path, extracted: list[str]) -> None:
    run(options(project, caching=True))
    assert extracted
    del extracted[:]
    at(project, caching=True)
    assert extracted == []


def test_facts_of_the_commit_are_those_of_the_work_tree(project: Path, extracted: list[str]) -> None:
    at(project, caching=True)
    assert extracted
    del extracted[:]
    run(options(project, caching=True))
    assert extracted == ["gone.py"]  # which has no content to be known by


def test_of_another_commit_only_what_changed_is_extracted(project: Path, extracted: list[str]) -> None:
    at(project, caching=True)
    write(project / "pkg/c.py", "new = 1\n")
    commit(project)
    del extracted[:]
    at(project, caching=True)
    assert extracted == ["new = 1\n"]


def test_the_facts_of_sha256_contents_are_kept(tmp_path: Path, extracted: list[str]) -> None:
    write(tmp_path / "a.py", "x = 1\n")
    git(tmp_path, "init", "--object-format=sha256")
    commit(tmp_path)
    first = at(tmp_path, caching=True)
    write(tmp_path / "b.py", "y = 1\n")
    commit(tmp_path)
    del extracted[:]
    assert at(tmp_path, caching=True) != first
    assert extracted == ["y = 1\n"]


def test_the_report_of_a_commit_is_recalled(project: Path, analysed: list[bool]) -> None:
    first = at(project, caching=True)
    write(project / "a.py", "")
    assert at(project, caching=True) == first
    assert len(analysed) == 1


@pytest.mark.parametrize("changed", ["compliance.yaml", "pkg/gone.py", "pkg/sub/gone.py"])
def test_a_report_is_not_recalled_where_more_than_the_commit_changed(
    project: Path, analysed: list[bool], changed: str
) -> None:
    at(project, caching=True)
    (project / ".git/info/exclude").write_text("gone.py\n")
    write(project / changed, "version: 1\n")
    assert at(project, caching=True) == at(project)
    assert len(analysed) == 3


def test_a_report_that_depends_on_what_is_outside_is_not_recalled(
    project: Path, tmp_path: Path, analysed: list[bool]
) -> None:
    write(tmp_path / "outside.py", "")
    (project / "out.py").symlink_to("../outside.py")
    commit(project)
    first = at(project, caching=True)
    (tmp_path / "outside.py").unlink()
    assert at(project, caching=True) == at(project) != first


# ------------------------------------------------------------------------------------------------- the policy


def test_a_commit_is_judged_by_the_policy_of_now(project: Path) -> None:
    write(project / "compliance.yaml", "version: 1\nrules: {SST106: off}\n")
    assert ("SST106", "a.py") not in codes(at(project))


def test_a_commit_is_judged_by_its_own_policy_where_that_is_asked_for(project: Path) -> None:
    before = at(project)
    write(project / "compliance.yaml", "version: 1\nrules: {SST106: off}\n")
    head = head_of(project)
    assert at(project, policy_revision=head, caching=True) == before
    assert at(project, policy_revision=head, caching=True) == before


def test_the_work_tree_may_be_judged_by_the_policy_of_a_commit(project: Path) -> None:
    before = run(options(project))
    head = head_of(project)
    write(project / "compliance.yaml", "version: 1\nrules: {SST106: off}\n")
    assert run(options(project, policy_revision=head)) == before


def test_a_commit_without_a_policy_is_judged_by_all_defaults(project: Path) -> None:
    git(project, "rm", "compliance.yaml")
    without = commit(project)
    write(project / "compliance.yaml", "version: 1\nrules: {SST106: off}\n")
    report = at(project, policy_revision=without)
    assert (report.policy, ("SST106", "a.py") in codes(report)) == (None, True)


def test_a_policy_of_a_commit_that_does_not_load_is_told(project: Path) -> None:
    write(project / "compliance.yaml", "version: 1\nrulez: {}\n")
    wrong = commit(project)
    write(project / "compliance.yaml", "version: 1\n")
    with pytest.raises(PolicyError, match=r"^compliance\.yaml:2:1: "):
        at(project, policy_revision=wrong)


def test_a_policy_outside_of_the_project_has_no_revision(project: Path, tmp_path: Path) -> None:
    write(tmp_path / "strict.yaml", "version: 1\n")
    with pytest.raises(UsageError, match="lies outside of the project, so that no revision has it"):
        at(project, config=tmp_path / "strict.yaml", policy_revision=head_of(project))


# ------------------------------------------------------------------------------------------ bad repositories


def test_line_ends_and_encodings_of_the_work_tree_change_nothing(project: Path) -> None:
    before = at(project)
    git(project, "config", "core.autocrlf", "true")
    for name in (name for name in SOURCES if name.endswith(".py")):
        (project / name).write_bytes(SOURCES[name].replace("\n", "\r\n").encode())
    assert run(options(project)).findings == before.findings == at(project).findings


def test_what_a_partial_clone_lacks_is_named(project: Path, tmp_path: Path) -> None:
    git(project, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--no-checkout", "--filter=blob:none", project.as_uri(), "partial")
    with pytest.raises(UsageError, match="this clone is partial: fetch the rest"):
        at(tmp_path / "partial")


def test_a_missing_content_is_named(project: Path) -> None:
    blob = git(project, "rev-parse", "HEAD:pkg/b.py")
    (project / ".git/objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(UsageError, match=r"^git lacks the content of files of a commit: pkg/b\.py$"):
        at(project, jobs=2)


def test_what_is_kept_need_not_be_fetched(project: Path, extracted: list[str]) -> None:
    run(options(project, caching=True))
    blob = git(project, "rev-parse", "HEAD:pkg/b.py")
    (project / ".git/objects" / blob[:2] / blob[2:]).unlink()
    assert at(project, caching=True) == run(options(project))


def test_a_shallow_clone_is_enough_for_its_commits(project: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--depth=1", project.as_uri(), "shallow")
    write(tmp_path / "shallow/pkg/made.py", "")
    assert at(tmp_path / "shallow").findings == at(project).findings


def test_a_pipe_among_the_objects_holds_nothing_for_ever(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blob = git(project, "rev-parse", "HEAD:pkg/b.py")
    place = project / ".git/objects" / blob[:2] / blob[2:]
    place.unlink()
    os.mkfifo(place)
    head = head_of(project)
    monkeypatch.setattr("ssot_lint.discover.git.PATIENCE", 0.5)
    with pytest.raises(UsageError, match=r"git did not answer within 0\.5 seconds$"):
        run(options(project, revision=head))

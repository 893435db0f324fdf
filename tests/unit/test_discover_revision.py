"""What lies under a root at a commit: the kinds of entries that a clean work tree of it has."""

import os
import subprocess
from pathlib import Path

import pytest

from ssot_lint.discover import survey
from ssot_lint.discover.revision import CommitSurvey, survey_commit
from tests.unit.trees import git, grow, head_of

FILES = (
    "a.py",
    "compiled/b.abi3.so",
    "compiled/stub.pyi",
    "data/rows.txt",
    "dist/tracked.py",
    "env/bin/tool.py",
    "env/pyvenv.cfg",
    "nested/deep/deeper/c.py",
    "notes.ipynb",
    "pkg/__init__.py",
    "pkg/build/made.py",
    "pyproject.toml",
    "sub/pyproject.toml",
    "sub/src/x/y.py",
    "tests/test_a.py",
    "odd name ü.py",
    "x.py/inside.txt",
)


def checkout(root: Path, *more: str) -> Path:
    """A checkout in which all files are committed."""
    grow(root, *FILES, *more)
    git(root, "init", "-b", "main")
    return commit(root)


def commit(root: Path) -> Path:
    git(root, "add", "-A", "-f")
    git(root, "commit", "-m", "one")
    return root


def at(root: Path, commit: str = "HEAD") -> CommitSurvey:
    return survey_commit(root, git(root, "rev-parse", commit), survey(root))


def assert_same(root: Path) -> None:
    """The commit that is checked out has what the work tree has."""
    assert at(root).survey == survey(root)


def test_a_commit_has_what_its_clean_work_tree_has(tmp_path: Path) -> None:
    assert_same(checkout(tmp_path))


def test_every_kind_of_entry_is_told_apart(tmp_path: Path) -> None:
    entries = at(checkout(tmp_path)).survey.entries
    assert {kind: paths for kind, paths in entries.items() if kind != "file" and paths} == {
        "special": ["x.py"],
        "excluded": ["dist/tracked.py", "env/bin/tool.py", "pkg/build/made.py"],
        "hidden": ["data/"],
    }


@pytest.mark.parametrize("folder", ["sub", "nested/deep", "pkg"])
def test_the_root_may_be_a_part_of_the_checkout(tmp_path: Path, folder: str) -> None:
    assert_same(checkout(tmp_path) / folder)


def test_blob_ids_are_those_of_git(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    (root / "sub/src/x/y.py").write_text("y = 1\n")
    commit(root)
    assert at(root / "sub").blobs["src/x/y.py"].hex() == git(root, "rev-parse", "HEAD:sub/src/x/y.py")


def test_what_was_there_is_told_not_what_is(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    git(root, "rm", "-r", "nested", "a.py")
    commit(grow(root, "new.py"))
    files = at(root, "HEAD~1").survey.entries["file"]
    assert ("a.py" in files, "nested/deep/deeper/c.py" in files, "new.py" in files) == (True, True, False)


def test_a_root_that_was_not_there_had_nothing(tmp_path: Path) -> None:
    root = commit(grow(checkout(tmp_path), "later/b.py")) / "later"
    assert at(root, "HEAD~1").survey.candidates() == []


def test_a_root_that_was_a_file_had_nothing(tmp_path: Path) -> None:
    root = checkout(tmp_path, "later")
    (root / "later").unlink()
    commit(grow(root, "later/b.py"))
    assert at(root / "later", "HEAD~1").survey.candidates() == []


# ---------------------------------------------------------------------------- what git has nothing of


def test_what_is_ignored_now_is_there_at_every_commit(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    (root / ".gitignore").write_text("generated/\n_version.py\n*.pyc\n")
    commit(root)
    grow(
        root,
        "generated/out.py",
        "pkg/_version.py",
        "venv/lib/z.py",
        "venv/pyvenv.cfg",
        "pkg/__pycache__/a.pyc",
    )
    assert "pkg/_version.py" in at(root, "HEAD~1").survey.entries["hidden"]
    assert_same(root)


def test_what_is_ignored_now_but_was_tracked_counts_as_tracked(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    git(root, "rm", "--cached", "a.py", "-r", "nested")
    (root / ".gitignore").write_text("a.py\nnested/\n")
    git(root, "add", ".gitignore")
    git(root, "commit", "-m", "two")
    before = at(root, "HEAD~1").survey.entries
    assert "a.py" in before["file"]
    assert {"a.py", "nested/"}.isdisjoint(before["hidden"])


def test_a_new_file_that_is_not_tracked_yet_was_not_there(tmp_path: Path) -> None:
    root = grow(checkout(tmp_path), "fresh.py")
    assert "fresh.py" not in at(root).survey.entries["file"]


def test_a_folder_of_data_with_an_ignored_module_in_it_is_none(tmp_path: Path) -> None:
    root = grow(checkout(tmp_path), "data/made.py")
    (root / ".git/info/exclude").write_text("made.py\n")
    assert_same(root)


def test_what_a_sparse_checkout_leaves_out_is_left_out(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    git(root, "sparse-checkout", "set", "--cone", "pkg", "compiled")
    assert_same(root)
    assert at(root).survey.absent


# ------------------------------------------------------------------------------------ links and submodules


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("link.py", "a.py"),
        ("link.py", "gone.py"),
        ("link.py", "nested"),
        ("link.py", "pkg/../a.py"),
        ("pkg/link.py", "../a.py"),
        ("linked", "nested/deep"),
        ("linked", "."),
        ("linked", ".."),
        ("link.py", "../outside.py"),
        ("linked", "../outside"),
        ("link.py", "../nowhere.py"),
        ("link.py", "/dev/null"),
        ("link.py", "/dev/nowhere.py"),
        ("link.py", "link.py"),
        ("link.py", "x.py"),
        ("link.py", "a.py/b.py"),
        ("other.txt", "a.py"),
    ],
)
def test_links_lead_where_those_of_a_work_tree_do(tmp_path: Path, link: str, target: str) -> None:
    grow(tmp_path, "outside/z.py", "outside.py")
    root = checkout(tmp_path / "root")
    (root / link).symlink_to(target)
    assert_same(commit(root))


def test_links_through_links_are_followed(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    (root / "one").symlink_to("nested/deep")
    (root / "pkg/two").symlink_to("../one/deeper")
    (root / "three.py").symlink_to("pkg/two/c.py")
    (root / "four.py").symlink_to(root / "pkg/two/../deeper/c.py")
    (root / "round.py").symlink_to("trip.py")
    (root / "trip.py").symlink_to("round.py")
    commit(root)
    assert at(root).survey.links["three.py"].target == "nested/deep/deeper/c.py"
    assert at(root).survey.links["four.py"].target == "nested/deep/deeper/c.py"
    same = {path: link for path, link in survey(root).links.items() if path not in ("round.py", "trip.py")}
    assert {path: at(root).survey.links[path] for path in same} == same
    assert at(root).survey.links["round.py"].is_broken


def test_a_link_out_of_the_root_may_stay_in_the_checkout(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    (root / "sub/link.py").symlink_to("../a.py")
    (root / "sub/back.py").symlink_to("../sub/src/x/y.py")
    (root / "sub/gone.py").symlink_to("../b.py")
    assert_same(commit(root) / "sub")


def test_a_commit_whose_links_lead_out_of_the_checkout_does_not_tell_all(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    (root / "link.py").symlink_to("a.py")
    assert at(commit(root)).is_whole
    (root / "out.py").symlink_to("/dev/null")
    assert not at(commit(root)).is_whole


@pytest.mark.parametrize("fetched", [True, False])
def test_a_submodule_is_counted_and_not_entered(tmp_path: Path, fetched: bool) -> None:
    inner = checkout(tmp_path / "inner")
    root = checkout(tmp_path / "root")
    git(root, "submodule", "add", str(inner), "lib")
    (root / "link.py").symlink_to("lib/a.py")
    (root / "linked").symlink_to("lib")
    commit(root)
    if not fetched:
        git(root, "submodule", "deinit", "lib")
    assert_same(root)
    assert at(root).survey.entries["checkout"] == ["lib"]


def test_a_commit_of_sha256_ids_is_surveyed(tmp_path: Path) -> None:
    root = grow(tmp_path, "a.py")
    git(root, "init", "--object-format=sha256")
    commit(root)
    assert len(at(root).blobs["a.py"]) == 32
    assert_same(root)


@pytest.mark.parametrize("name", ["a\nb.py", 'q"\t.py', os.fsdecode(b"\xff.py")])
def test_odd_names_are_listed(tmp_path: Path, name: str) -> None:
    assert_same(checkout(tmp_path, name))


def test_a_linked_worktree_is_surveyed(tmp_path: Path) -> None:
    root = checkout(tmp_path / "root")
    git(root, "worktree", "add", str(tmp_path / "linked"))
    assert_same(tmp_path / "linked")


def test_nothing_is_checked_out(tmp_path: Path) -> None:
    root = checkout(tmp_path / "root")
    git(root, "commit", "--allow-empty", "-m", "two")
    before = subprocess.run(["ls", "-lAR"], cwd=root, capture_output=True, check=True).stdout
    at(root, "HEAD~1")
    assert subprocess.run(["ls", "-lAR"], cwd=root, capture_output=True, check=True).stdout == before
    assert git(root, "status", "--short") == ""
    assert head_of(root) == git(root, "rev-parse", "main")

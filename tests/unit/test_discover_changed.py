"""Git's list of what is changed: the sources that a commit or a push is about."""

import os
from pathlib import Path

import pytest

from ssot_lint.discover import GitProblem, changed_sources
from tests.unit.trees import git, grow


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with a commit of three sources."""
    root = grow(tmp_path / "a checkout", "a.py", "b.py", "sub/c.py")
    git(root, "init", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-m", "one")
    return root


def change(root: Path, *names: str) -> None:
    """Change the files, and stage that."""
    for name in names:
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(f"name = {name!r}\n", encoding="utf-8")
    git(root, "add", "--", *names)


def refs(start: str, end: str) -> dict[str, str]:
    """The environment of a hook of pre-commit that is about two commits."""
    return {"PRE_COMMIT_FROM_REF": start, "PRE_COMMIT_TO_REF": end}


def test_staged_sources_are_changed(checkout: Path) -> None:
    change(checkout, "b.py", "new.py", "README.md")
    assert changed_sources(checkout, {}) == ("b.py", "new.py")


def test_what_is_not_staged_is_not_changed(checkout: Path) -> None:
    change(checkout, "b.py")
    (checkout / "a.py").write_text("x = 1\n")
    grow(checkout, "untracked.py")
    assert changed_sources(checkout, {}) == ("b.py",)


def test_where_nothing_is_staged_there_is_no_limit(checkout: Path) -> None:
    assert changed_sources(checkout, {}) is None


def test_where_no_source_is_staged_none_is_changed(checkout: Path) -> None:
    change(checkout, "README.md")
    assert changed_sources(checkout, {}) == ()


def test_a_staged_source_that_is_gone_is_left_out(checkout: Path) -> None:
    change(checkout, "b.py")
    git(checkout, "rm", "a.py")
    assert changed_sources(checkout, {}) == ("b.py",)


def test_a_renamed_source_is_changed_under_its_new_name(checkout: Path) -> None:
    git(checkout, "mv", "a.py", "d.py")
    assert changed_sources(checkout, {}) == ("d.py",)


def test_the_first_commit_has_changed_sources_too(tmp_path: Path) -> None:
    git(grow(tmp_path, "a.py"), "init")
    git(tmp_path, "add", "-A")
    assert changed_sources(tmp_path, {}) == ("a.py",)


def test_paths_are_as_from_the_root_of_the_project(checkout: Path) -> None:
    change(checkout, "a.py", "sub/c.py")
    assert changed_sources(checkout / "sub", {}) == ("c.py",)


def test_a_change_elsewhere_in_the_checkout_is_none_of_the_project(checkout: Path) -> None:
    change(checkout, "a.py")
    assert changed_sources(checkout / "sub", {}) == ()


def test_settings_of_git_do_not_alter_paths(checkout: Path) -> None:
    git(checkout, "config", "diff.relative", "true")
    git(checkout, "config", "diff.noprefix", "true")
    change(checkout, "sub/c.py")
    assert changed_sources(checkout / "sub", {}) == ("c.py",)


@pytest.mark.parametrize("name", ["ä b%.py", "a\nb.py", 'q"\t.py', "-x.py"])
def test_odd_names_are_kept(checkout: Path, name: str) -> None:
    change(checkout, name)
    assert changed_sources(checkout, {}) == (name,)


def test_two_refs_take_the_place_of_what_is_staged(checkout: Path) -> None:
    change(checkout, "a.py")
    git(checkout, "commit", "-m", "two")
    change(checkout, "b.py")
    assert changed_sources(checkout, refs("HEAD~1", "HEAD")) == ("a.py",)


def test_what_the_other_side_changed_meanwhile_is_not_changed(checkout: Path) -> None:
    git(checkout, "checkout", "-b", "topic")
    change(checkout, "a.py")
    git(checkout, "commit", "-m", "ours")
    git(checkout, "checkout", "main")
    change(checkout, "b.py")
    git(checkout, "commit", "-m", "theirs")
    assert changed_sources(checkout, refs("main", "topic")) == ("a.py",)


def test_refs_without_a_common_commit_are_compared_as_they_are(checkout: Path) -> None:
    git(checkout, "checkout", "--orphan", "other")
    change(checkout, "b.py")
    git(checkout, "commit", "-m", "other")
    assert changed_sources(checkout, refs("main", "other")) == ("b.py",)


def test_equal_refs_change_nothing(checkout: Path) -> None:
    assert changed_sources(checkout, refs("HEAD", "HEAD")) == ()


def test_an_unknown_ref_is_told(checkout: Path) -> None:
    with pytest.raises(GitProblem, match="git fails here"):
        changed_sources(checkout, refs("gone", "HEAD"))


def test_a_ref_is_never_an_option(checkout: Path, tmp_path: Path) -> None:
    with pytest.raises(GitProblem):
        changed_sources(checkout, refs(f"--output={tmp_path}/written", "HEAD"))
    assert not list(tmp_path.glob("written*"))


def test_the_index_of_a_commit_of_all_counts(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(checkout, "b.py")
    (checkout / ".git/index").rename(checkout / ".git/other")
    git(checkout, "reset")
    monkeypatch.chdir(checkout)
    assert changed_sources(checkout / "sub", {"GIT_INDEX_FILE": ".git/other"}) == ()
    assert changed_sources(checkout, {"GIT_INDEX_FILE": ".git/other"}) == ("b.py",)


def test_a_linked_worktree_has_changes_of_its_own(checkout: Path, tmp_path: Path) -> None:
    git(checkout, "worktree", "add", str(tmp_path / "linked"))
    change(checkout, "a.py")
    change(tmp_path / "linked", "b.py")
    assert changed_sources(tmp_path / "linked", {}) == ("b.py",)


def test_a_directory_in_no_checkout_is_told(tmp_path: Path) -> None:
    with pytest.raises(GitProblem, match=r"^this is no checkout of git$"):
        changed_sources(tmp_path, {})


@pytest.mark.parametrize(
    "setting", ["core.fsmonitor", "diff.external", "core.pager", "pager.diff", "diff.trap.textconv"]
)
def test_no_program_of_the_repository_is_run(checkout: Path, tmp_path: Path, setting: str) -> None:
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch '{tmp_path}/sprung'\n")
    trap.chmod(0o755)
    (checkout / ".git/info/attributes").write_text("* diff=trap\n")
    change(checkout, "a.py")
    git(checkout, "commit", "-m", "two")
    change(checkout, "b.py")
    git(checkout, "config", setting, str(trap))
    assert changed_sources(checkout, {}) == ("b.py",)
    assert changed_sources(checkout, refs("HEAD~1", "HEAD")) == ("a.py",)
    assert "sprung" not in os.listdir(tmp_path)

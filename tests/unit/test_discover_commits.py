"""Which commits there are: names that are none are told, and no program of the repository is run."""

import os
from pathlib import Path

import pytest

from ssot_lint.discover.commits import history, merge_base, renamed_paths, resolve
from ssot_lint.discover.objects import contents_of, file_at, tree_files, tree_of_commit
from ssot_lint.errors import UsageError
from tests.unit.trees import git, grow, head_of

TEXT = "".join(f"name_{number} = {number}\n" for number in range(20))


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with two commits; the second renames `a.py` to `b.py` and edits it."""
    root = grow(tmp_path / "checkout", "a.py", "sub/c.py")
    (root / "a.py").write_text(TEXT)
    git(root, "init", "-b", "main")
    commit(root, "one")
    git(root, "mv", "a.py", "b.py")
    (root / "b.py").write_text(TEXT + "more = 1\n")
    commit(root, "two")
    return root


def commit(root: Path, message: str) -> str:
    git(root, "add", "-A")
    git(root, "commit", "-m", message, "--allow-empty")
    return head_of(root)


# ---------------------------------------------------------------------------------------- names of commits


@pytest.mark.parametrize("name", ["HEAD", "main", "refs/heads/main", "v1", "HEAD~0", "@"])
def test_a_name_is_resolved_to_its_commit(checkout: Path, name: str) -> None:
    git(checkout, "tag", "-a", "-m", "annotated", "v1")
    assert resolve(checkout, name) == head_of(checkout)


def test_a_short_id_is_resolved(checkout: Path) -> None:
    assert resolve(checkout, head_of(checkout)[:10]) == head_of(checkout)


def test_a_detached_head_is_resolved(checkout: Path) -> None:
    first = resolve(checkout, "HEAD~1")
    git(checkout, "checkout", "--detach", first)
    assert resolve(checkout, "HEAD") == first


@pytest.mark.parametrize(
    "name",
    [
        "gone",
        "",
        " ",
        "^HEAD",
        "HEAD..main",
        "HEAD:b.py",
        "HEAD^{tree}",
        "a\0b",
        "--all",
        "-h",
        "\n",
        "ä" * 999,
    ],
)
def test_what_is_no_name_of_a_commit_is_told(checkout: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r": no commit is called so in this repository$"):
        resolve(checkout, name)


def test_a_name_is_never_an_option(checkout: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"^--output=.*written: no commit is called so in this repository$"):
        resolve(checkout, f"--output={tmp_path}/written")
    assert not (tmp_path / "written").exists()


def test_a_name_of_a_branch_and_of_a_tag_is_ambiguous(checkout: Path) -> None:
    git(checkout, "branch", "both", "HEAD~1")
    git(checkout, "tag", "both")
    git(checkout, "config", "core.warnAmbiguousRefs", "false")
    with pytest.raises(
        UsageError, match=r"^both: means several things in this repository; write more of the id"
    ):
        resolve(checkout, "both")


@pytest.mark.slow
def test_a_short_id_of_several_commits_is_ambiguous(checkout: Path) -> None:
    ids = {commit(checkout, f"{number}")[:4] for number in range(3)}
    number = 0
    while len(ids) == number + 3:  # until two begin alike
        number += 1
        start = commit(checkout, f"more {number}")[:4]
        if start in ids:
            with pytest.raises(UsageError, match="means several things"):
                resolve(checkout, start)
        ids.add(start)


def test_a_repository_without_a_commit_is_told(tmp_path: Path) -> None:
    git(tmp_path, "init")
    with pytest.raises(UsageError, match=r"^HEAD: there is no commit yet$"):
        resolve(tmp_path, "HEAD")
    with pytest.raises(UsageError, match=r"^main: no commit is called so; there is none yet$"):
        resolve(tmp_path, "main")


def test_a_shallow_clone_is_told(checkout: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--depth=1", checkout.as_uri(), "shallow")
    with pytest.raises(
        UsageError, match=r"^HEAD~1: no commit is called so here; this clone is shallow: fetch"
    ):
        resolve(tmp_path / "shallow", "HEAD~1")


def test_a_directory_in_no_checkout_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="this is no checkout of git"):
        resolve(tmp_path, "HEAD")


def test_that_git_is_missing_is_told(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(checkout))
    with pytest.raises(UsageError, match=r"^HEAD: git is not installed$"):
        resolve(checkout, "HEAD")


def test_a_linked_worktree_has_a_head_of_its_own(checkout: Path, tmp_path: Path) -> None:
    git(checkout, "worktree", "add", str(tmp_path / "linked"), "HEAD~1")
    assert resolve(tmp_path / "linked", "HEAD") == resolve(checkout, "HEAD~1")


# ------------------------------------------------------------------------------------------- two commits


def test_where_two_branches_parted_is_found(checkout: Path) -> None:
    base = head_of(checkout)
    git(checkout, "checkout", "-b", "topic")
    topic = commit(checkout, "ours")
    git(checkout, "checkout", "main")
    assert merge_base(checkout, commit(checkout, "theirs"), topic) == base


def test_branches_without_a_common_commit_are_told(checkout: Path) -> None:
    main = head_of(checkout)
    git(checkout, "checkout", "--orphan", "other")
    with pytest.raises(UsageError, match=r"have no commit in common$"):
        merge_base(checkout, main, commit(checkout, "other"))


def test_a_renamed_and_edited_source_is_known(checkout: Path) -> None:
    assert renamed_paths(checkout, resolve(checkout, "HEAD~1"), head_of(checkout)) == {"a.py": "b.py"}


def test_what_is_staged_is_the_other_end_by_default(checkout: Path) -> None:
    git(checkout, "mv", "b.py", "sub/d.py")
    assert renamed_paths(checkout, resolve(checkout, "HEAD~1")) == {"a.py": "sub/d.py"}


def test_renames_are_as_from_the_root_of_the_project(checkout: Path) -> None:
    (checkout / "sub/c.py").write_text(TEXT)
    base = commit(checkout, "three")
    git(checkout, "mv", "sub/c.py", "sub/d.py")
    git(checkout, "mv", "b.py", "e.py")
    assert renamed_paths(checkout / "sub", base) == {"c.py": "d.py"}


def test_a_source_that_came_from_elsewhere_is_not_renamed(checkout: Path) -> None:
    git(checkout, "mv", "b.py", "sub/d.py")
    assert renamed_paths(checkout / "sub", head_of(checkout)) == {}


@pytest.mark.parametrize(
    ("setting", "value"), [("diff.renames", "false"), ("diff.renameLimit", "1"), ("diff.relative", "true")]
)
def test_settings_of_git_do_not_hide_a_rename(checkout: Path, setting: str, value: str) -> None:
    git(checkout, "config", setting, value)
    assert renamed_paths(checkout, resolve(checkout, "HEAD~1"), head_of(checkout)) == {"a.py": "b.py"}


@pytest.mark.parametrize("name", ["ä b%.py", "a\nb.py", 'q"\t.py', "-x.py", os.fsdecode(b"\xff.py")])
def test_odd_names_are_kept(checkout: Path, name: str) -> None:
    git(checkout, "mv", "--", "b.py", name)
    assert renamed_paths(checkout, head_of(checkout)) == {"b.py": name}


def test_the_history_is_told_from_the_last_commit(checkout: Path) -> None:
    ids = [each.id for each in history(checkout, head_of(checkout))]
    assert ids == [head_of(checkout), resolve(checkout, "HEAD~1")]


def test_what_was_merged_is_no_part_of_the_first_line(checkout: Path) -> None:
    git(checkout, "checkout", "-b", "topic")
    topic = commit(checkout, "ours")
    git(checkout, "checkout", "main")
    git(checkout, "merge", "--no-ff", "topic")
    head = head_of(checkout)
    assert topic in [each.id for each in history(checkout, head)]
    assert topic not in [each.id for each in history(checkout, head, first_parent=True)]


# ------------------------------------------------------------------------------------------------ objects


def test_a_file_of_a_commit_is_read(checkout: Path) -> None:
    assert file_at(checkout, resolve(checkout, "HEAD~1"), "a.py") == TEXT.encode()


@pytest.mark.parametrize("name", ["a.py", "sub", "gone/c.py"])
def test_what_is_no_file_of_a_commit_has_no_content(checkout: Path, name: str) -> None:
    assert file_at(checkout, head_of(checkout), name) is None


def test_content_is_what_is_stored(checkout: Path) -> None:
    git(checkout, "config", "core.autocrlf", "true")
    (checkout / ".gitattributes").write_text("*.py ident eol=crlf working-tree-encoding=UTF-16\n")
    files = tree_files(checkout, tree_of_commit(checkout, head_of(checkout)).hex())
    assert contents_of(checkout, [files["b.py"].blob]) == [f"{TEXT}more = 1\n".encode()]


def test_an_object_is_not_taken_for_another(checkout: Path) -> None:
    """A replacement would be kept as what the id of the first one stands for."""
    git(checkout, "replace", "HEAD:sub/c.py", "HEAD:b.py")
    assert file_at(checkout, head_of(checkout), "sub/c.py") == b""


@pytest.mark.parametrize(
    "setting",
    [
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "diff.external",
        "diff.trap.command",
        "diff.trap.textconv",
        "filter.trap.clean",
        "filter.trap.process",
        "filter.trap.smudge",
        "gpg.program",
        "pager.diff",
    ],
)
def test_no_program_of_the_repository_is_run(checkout: Path, tmp_path: Path, setting: str) -> None:
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch '{tmp_path}/sprung'\n")
    trap.chmod(0o755)
    for hook in ("post-index-change", "reference-transaction", "post-checkout"):
        (checkout / ".git/hooks" / hook).write_text(trap.read_text())
        (checkout / ".git/hooks" / hook).chmod(0o755)
    (checkout / ".gitattributes").write_text("* diff=trap filter=trap\n")
    (checkout / ".git/info/attributes").write_text("* diff=trap filter=trap\n")
    (checkout / "b.py").write_text("changed\n")
    git(checkout, "config", "log.showSignature", "true")
    git(checkout, "config", setting, str(trap))
    base, head = resolve(checkout, "HEAD~1"), resolve(checkout, "HEAD")
    assert renamed_paths(checkout, base) == renamed_paths(checkout, base, head) == {"a.py": "b.py"}
    assert merge_base(checkout, base, head) == base
    assert len(history(checkout, head)) == 2
    assert file_at(checkout, base, "a.py") == TEXT.encode()
    assert "sprung" not in os.listdir(tmp_path)


def test_what_a_partial_clone_lacks_is_told_and_not_fetched(checkout: Path, tmp_path: Path) -> None:
    git(checkout, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--no-checkout", "--filter=blob:none", checkout.as_uri(), "partial")
    partial = tmp_path / "partial"
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch '{tmp_path}/sprung'\n")
    trap.chmod(0o755)
    git(partial, "config", "remote.origin.uploadpack", str(trap))
    with pytest.raises(
        UsageError, match=r"this clone is partial: fetch the rest \(git fetch --refetch --no-filter\)$"
    ):
        file_at(partial, head_of(checkout), "b.py")
    assert "sprung" not in os.listdir(tmp_path)

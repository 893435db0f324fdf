"""Git's list of files: taken where it can be had, and no door for the repository's programs."""

import os
import socket
from pathlib import Path

import pytest

from ssot_lint.discover.git import GitProblem, git_list
from tests.unit.trees import found, git, grow, paths

WALKED = "the directory was walked instead of taking git's list of files"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with one tracked source."""
    root = grow(tmp_path, "checkout/a.py") / "checkout"
    git(root, "init")
    git(root, "add", "-A")
    return root


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """A program that leaves `sprung` beside it."""
    program = tmp_path / "trap"
    program.write_text(f"#!/bin/sh\ntouch '{tmp_path}/sprung'\nexit 1\n")
    program.chmod(0o755)
    return program


def is_sprung(trap: Path) -> bool:
    return (trap.parent / "sprung").exists()


def test_tracked_and_untracked_sources_are_listed(checkout: Path) -> None:
    discovery = found(grow(checkout, "b.py"))
    assert (paths(discovery), discovery.notes) == (["a.py", "b.py"], ())


def test_ignored_sources_are_not_listed(checkout: Path) -> None:
    grow(checkout, "gen.py")
    (checkout / ".git/info/exclude").write_text("gen.py\n")
    assert paths(found(checkout)) == ["a.py"]


def test_tracked_sources_are_listed_though_ignored(checkout: Path) -> None:
    (checkout / ".gitignore").write_text("*.py\n")
    assert paths(found(checkout)) == ["a.py"]


def test_only_what_is_under_the_root_is_listed(checkout: Path) -> None:
    assert paths(found(grow(checkout, "sub/b.py") / "sub")) == ["b.py"]


def test_files_that_are_gone_are_no_error(checkout: Path) -> None:
    grow(checkout, "b.py")
    (checkout / "a.py").unlink()
    assert paths(found(checkout)) == ["b.py"]


@pytest.mark.parametrize("name", ["a b.py", "a\nb.py", 'q"\t.py', os.fsdecode(b"\xff.py")])
@pytest.mark.parametrize("tracked", [True, False])
def test_odd_file_names_are_listed(checkout: Path, name: str, tracked: bool) -> None:
    grow(checkout, name)
    if tracked:
        git(checkout, "add", "-A")
    assert name in paths(found(checkout))


def test_a_conflicting_file_is_listed_once(checkout: Path) -> None:
    for version in ("base", "ours", "theirs"):
        (checkout / "a.py").write_text(version)
        git(checkout, "commit", "-am", version)
    git(checkout, "read-tree", "-m", "HEAD~2", "HEAD", "HEAD~1")
    assert paths(found(checkout)) == ["a.py"]


def test_a_linked_worktree_is_listed(checkout: Path) -> None:
    git(checkout, "commit", "-m", "base")
    git(checkout, "worktree", "add", "../other")
    other = grow(checkout.parent / "other", "b.py", "c.py")
    (other / ".gitignore").write_text("c.py")
    discovery = found(other)
    assert (paths(discovery), discovery.notes) == (["a.py", "b.py"], ())


# ------------------------------------------------------------------------ nothing of it is executed


def test_the_file_system_monitor_is_not_run(checkout: Path, trap: Path) -> None:
    git(checkout, "config", "core.fsmonitor", str(trap))
    assert (paths(found(checkout)), is_sprung(trap)) == (["a.py"], False)


def test_the_pager_is_not_run(checkout: Path, trap: Path) -> None:
    git(checkout, "config", "pager.ls-files", str(trap))
    git(checkout, "config", "core.pager", str(trap))
    assert (paths(found(checkout)), is_sprung(trap)) == (["a.py"], False)


def test_a_missing_tree_is_not_fetched(checkout: Path, trap: Path) -> None:
    """A sparse index needs the trees of the folders it leaves out: git would ask a remote for them."""
    git(grow(checkout, "left_out/b.py", "kept/c.py"), "add", "-A")
    git(checkout, "commit", "-m", "base")
    git(checkout, "sparse-checkout", "init", "--cone", "--sparse-index")
    git(checkout, "sparse-checkout", "set", "kept")
    for loose in (checkout / ".git/objects").glob("??/*"):
        loose.unlink()
    for setting, value in {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "protocol.allow": "always",
        "remote.origin.promisor": "true",
        "remote.origin.url": str(checkout.parent),
        "remote.origin.uploadpack": str(trap),
    }.items():
        git(checkout, "config", setting, value)
    assert (paths(found(checkout)), is_sprung(trap)) == (["a.py", "kept/c.py"], False)


def test_git_is_not_taken_from_the_tree(checkout: Path, trap: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trap.rename(checkout / "git")
    monkeypatch.chdir(checkout)
    monkeypatch.setenv("PATH", ".")
    assert (found(checkout).notes, is_sprung(trap)) == ((f"git is not installed: {WALKED}",), False)


def test_the_repository_of_a_calling_hook_is_not_asked(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (checkout / ".gitignore").write_text("a.py\n")  # so that only the right index knows it
    for variable in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX", "GIT_CEILING_DIRECTORIES"):
        monkeypatch.setenv(variable, str(tmp_path / "elsewhere"))
    discovery = found(checkout)
    assert (paths(discovery), discovery.notes) == (["a.py"], ())


def test_the_repository_cannot_move_its_work_tree(checkout: Path, tmp_path: Path) -> None:
    grow(checkout, "b.py")
    git(checkout, "config", "core.worktree", str(grow(tmp_path, "elsewhere/c.py") / "elsewhere"))
    discovery = found(checkout)
    assert (paths(discovery), discovery.notes) == (["a.py", "b.py"], ())


# ------------------------------------------------------------------------------ where git cannot be had


def test_a_checkout_of_dubious_ownership_is_walked(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    discovery = found(checkout)
    assert (paths(discovery), discovery.notes) == (
        ["a.py"],
        (f"git refuses a checkout of dubious ownership (see safe.directory): {WALKED}",),
    )


def test_a_broken_checkout_is_walked(tmp_path: Path) -> None:
    discovery = found(grow(tmp_path, "a.py", ".git/"))
    assert (paths(discovery), discovery.notes) == (
        ["a.py"],
        (f"git fails here with exit code 128 (see git status): {WALKED}",),
    )


def test_a_broken_checkout_is_not_taken_for_a_part_of_the_one_around_it(checkout: Path) -> None:
    discovery = found(grow(checkout, "inner/.git/", "inner/b.py") / "inner")
    assert (paths(discovery), len(discovery.notes)) == (["b.py"], 1)


def test_a_bare_repository_among_the_files_is_not_asked(checkout: Path) -> None:
    git(checkout, "init", "--bare", "bare")
    (checkout / "bare/info/exclude").write_text("b.py\n")
    discovery = found(grow(checkout, "bare/b.py") / "bare")
    assert (paths(discovery), len(discovery.notes)) == (["b.py"], 1)


def test_a_checkout_is_walked_where_there_is_no_git(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(checkout))
    discovery = found(checkout)
    assert (paths(discovery), discovery.notes) == (["a.py"], (f"git is not installed: {WALKED}",))


def test_git_is_not_waited_for_without_end(checkout: Path) -> None:
    listed = git_list(checkout)
    assert listed is not None
    os.mkfifo(checkout / ".gitignore")
    with pytest.raises(GitProblem, match=r"^git did not answer within 0\.2 seconds$"):
        listed.settled([".gitignore"], patience=0.2)


def test_an_ignored_root_is_walked(checkout: Path) -> None:
    (checkout / ".gitignore").write_text("corpora/\n")
    discovery = found(grow(checkout, "corpora/b.py") / "corpora")
    assert (paths(discovery), discovery.notes) == (
        ["b.py"],
        (f"git lists no file here (is the directory ignored?): {WALKED}",),
    )


# ------------------------------------------------------------------------------------ what is not analysed


def test_a_submodule_is_counted_and_not_entered(checkout: Path, tmp_path: Path) -> None:
    git(checkout, "commit", "-m", "base")
    outer = grow(tmp_path, "outer/b.py") / "outer"
    git(outer, "init")
    git(outer, "submodule", "add", str(checkout), "lib")
    discovery = found(outer)
    assert (paths(discovery), discovery.not_analysed) == (["b.py"], {"submodules": 1})


def test_a_submodule_that_was_not_fetched_is_counted(checkout: Path, tmp_path: Path) -> None:
    git(checkout, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},lib")
    grow(checkout, "lib/")
    discovery = found(checkout)
    assert (discovery.not_analysed, discovery.unanalysed_modules) == ({"submodules": 1}, frozenset({"lib"}))


def test_a_nested_repository_is_counted_and_not_entered(checkout: Path) -> None:
    nested = grow(checkout, "lib/b.py") / "lib"
    git(nested, "init")
    git(nested, "add", "-A")
    git(nested, "commit", "-m", "base")
    discovery = found(checkout)
    assert (paths(discovery), discovery.not_analysed) == (["a.py"], {"submodules": 1})


def test_sources_tracked_in_an_excluded_folder_are_counted(checkout: Path) -> None:
    git(grow(checkout, "pkg/build/b.py", "env/pyvenv.cfg", "env/c.py"), "add", "-A")
    discovery = found(grow(checkout, "dist/d.py", "venv/e.py"))
    assert (paths(discovery), discovery.not_analysed) == (["a.py"], {"excluded": 2})


def test_a_source_tracked_in_an_excluded_folder_is_a_known_module(checkout: Path) -> None:
    git(grow(checkout, "pkg/build/b.py"), "add", "-A")
    assert found(checkout).unanalysed_modules == {"pkg.build.b"}


def test_ignored_modules_are_known(checkout: Path) -> None:
    grow(checkout, "pkg/b.py", "pkg/_version.py", "pkg/fast.abi3.so", "pkg/gen/c.py", "pkg/__pycache__/b.pyc")
    (checkout / ".gitignore").write_text("_version.py\n*.so\ngen/\n__pycache__/\n")
    assert found(checkout).unanalysed_modules == {"pkg._version", "pkg.fast", "pkg.gen"}


def test_what_a_sparse_checkout_leaves_out_is_known(checkout: Path) -> None:
    git(grow(checkout, "kept/b.py", "left_out/c.py"), "add", "-A")
    git(checkout, "commit", "-m", "base")
    git(checkout, "sparse-checkout", "set", "--cone", "kept")
    discovery = found(checkout)
    assert (paths(discovery), discovery.unanalysed_modules) == (
        ["a.py", "kept/b.py"],
        frozenset({"left_out.c"}),
    )


def test_a_tracked_folder_that_became_a_link_is_not_followed(checkout: Path, tmp_path: Path) -> None:
    git(grow(checkout, "pkg/b.py"), "add", "-A")
    (checkout / "pkg").rename(tmp_path / "outside")
    (checkout / "pkg").symlink_to("../outside")
    assert paths(found(checkout)) == ["a.py"]


def test_a_tracked_source_that_became_a_pipe_is_listed(checkout: Path) -> None:
    (checkout / "a.py").unlink()
    os.mkfifo(checkout / "a.py")
    assert paths(found(checkout)) == ["a.py"]


@pytest.mark.parametrize("path", ["x.py/", "x.py/y.txt"])
def test_a_directory_named_like_a_source_is_listed_though_git_lists_none(checkout: Path, path: str) -> None:
    assert paths(found(grow(checkout, path))) == ["a.py", "x.py"]


@pytest.mark.parametrize("name", ["x.py", ":(top)x.py", "a\nb.py", os.fsdecode(b"\xff.py")])
def test_what_git_ignores_is_not_listed_though_it_is_no_regular_file(checkout: Path, name: str) -> None:
    os.mkfifo(checkout / name)
    grow(checkout, "kept.py/", "sub/gen.py/")
    (checkout / ".git/info/exclude").write_text("*x.py\n*b.py\n*.py\n!kept.py\n")
    assert paths(found(checkout)) == ["a.py", "kept.py"]


def test_a_submodule_named_like_a_source_is_no_source(checkout: Path, tmp_path: Path) -> None:
    git(checkout, "commit", "-m", "base")
    outer = grow(tmp_path, "outer/b.py") / "outer"
    git(outer, "init")
    git(outer, "submodule", "add", str(checkout), "discord.py")
    discovery = found(outer)
    assert (paths(discovery), discovery.not_analysed) == (["b.py"], {"submodules": 1})


def test_a_socket_is_listed_though_git_does_not_list_it(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(checkout)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s.py")
        discovery = found(checkout)
    assert paths(discovery) == ["a.py", "s.py"]


def test_tracked_links_are_counted(checkout: Path) -> None:
    (checkout / "link.py").symlink_to("a.py")
    git(checkout, "add", "-A")
    assert found(checkout).not_analysed == {"symlinks": 1}


def test_git_and_the_walk_find_the_same(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    grow(checkout, "pkg/__init__.py", "pkg/gen/b.py", "src/c.py", "tests/test_c.py", "n.ipynb", "pkg/d.so")
    (checkout / ".gitignore").write_text("gen/\n")
    (checkout / "pkg/.gitignore").write_text("*.so\n")
    listed = found(checkout)
    monkeypatch.setenv("PATH", str(checkout))
    walked = found(checkout)
    assert (listed.sources, listed.not_analysed, listed.unanalysed_modules) == (
        walked.sources,
        walked.not_analysed,
        walked.unanalysed_modules,
    )

"""What git does not track: it is asked only of the places that it does not know, and of all of these."""

import os
import shutil
from pathlib import Path

import pytest

from tests.unit.trees import found, git, grow, paths


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with one tracked source."""
    root = grow(tmp_path, "checkout/a.py") / "checkout"
    git(root, "init")
    git(root, "add", "-A")
    return root


def test_untracked_folders_are_entered_at_any_depth(checkout: Path) -> None:
    assert paths(found(grow(checkout, "new/deep/b.py", "new/c.py"))) == ["a.py", "new/c.py", "new/deep/b.py"]


def test_what_is_ignored_in_an_untracked_folder_is_not_listed(checkout: Path) -> None:
    grow(checkout, "new/b.py", "new/gen/c.py", "new/d.so")
    (checkout / "new/.gitignore").write_text("gen/\n*.so\n")
    discovery = found(checkout)
    assert (paths(discovery), discovery.unanalysed_modules) == (
        ["a.py", "new/b.py"],
        frozenset({"new.gen", "new.d"}),
    )


@pytest.mark.parametrize("name", [":(top)new", "*", "[ab]", "-n", "a\nb", os.fsdecode(b"\xff")])
def test_untracked_folders_are_asked_for_by_their_very_names(checkout: Path, name: str) -> None:
    assert paths(found(grow(checkout, f"{name}/b.py"))) == sorted(["a.py", f"{name}/b.py"])


def test_more_untracked_files_than_a_command_takes_are_listed(checkout: Path) -> None:
    names = [f"{'long' * 40}{number}.py" for number in range(300)]
    assert paths(found(grow(checkout, *names))) == sorted(["a.py", *names])


def test_a_nested_repository_in_an_untracked_folder_is_counted_and_not_entered(checkout: Path) -> None:
    nested = grow(checkout, "new/lib/b.py", "new/c.py") / "new/lib"
    git(nested, "init")
    git(nested, "add", "-A")
    git(nested, "commit", "-m", "base")
    discovery = found(checkout)
    assert (paths(discovery), discovery.not_analysed) == (["a.py", "new/c.py"], {"submodules": 1})


def test_an_untracked_link_to_a_directory_is_counted(checkout: Path) -> None:
    (grow(checkout, "new/b.py") / "alias").symlink_to("new")
    assert found(checkout).not_analysed == {"symlinks": 1}


def test_an_ignored_link_to_a_directory_is_not_counted(checkout: Path) -> None:
    (grow(checkout, "new/b.py") / "alias").symlink_to("new")
    (checkout / ".gitignore").write_text("alias\n")
    assert found(checkout).not_analysed == {}


def test_an_untracked_folder_of_data_can_be_imported(checkout: Path) -> None:
    assert found(grow(checkout, "data/x.txt")).unanalysed_modules == {"data"}


def test_a_folder_that_git_tracks_no_source_in_is_no_end_of_its_list(checkout: Path) -> None:
    git(grow(checkout, "docs/x.txt", "docs/deep/y.txt"), "add", "-A")
    (checkout / "a.py").unlink()
    git(checkout, "add", "-A")
    assert (found(checkout).sources, found(checkout).notes) == ((), ())


def test_a_checkout_without_anything_tracked_is_listed(tmp_path: Path) -> None:
    git(tmp_path, "init")
    grow(tmp_path, "a.py", "gen/b.py")
    (tmp_path / ".gitignore").write_text("gen/\n")
    discovery = found(tmp_path)
    assert (paths(discovery), discovery.notes) == (["a.py"], ())


def test_git_that_fails_when_it_is_asked_again_is_done_without(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    grow(checkout, "b.py", "gen/c.py")
    (checkout / ".gitignore").write_text("gen/\n")
    program = grow(tmp_path, "bin/git") / "bin/git"
    program.write_text(
        f'#!/bin/sh\ncase "$*" in *--others*) exit 3;; esac\nexec \'{shutil.which("git")}\' "$@"\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))
    discovery = found(checkout)
    note = "git fails here with exit code 3 (see git status): the directory was walked instead of taking"
    assert (paths(discovery), [told.startswith(note) for told in discovery.notes]) == (
        ["a.py", "b.py"],
        [True],
    )

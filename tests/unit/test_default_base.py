"""The revision that is taken where none is named: where HEAD parted from the main branch."""

from itertools import count
from pathlib import Path

import pytest

from ssot_lint.discover.base import Base, default_base, is_ci
from ssot_lint.errors import UsageError
from tests.unit.trees import git, grow, head_of

NUMBERS = count()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone on a branch that has left `main` one commit ago; `main` has gone on, and so has `stable`."""
    origin = grow(tmp_path / "origin", "a.py")
    git(origin, "init", "-b", "main")
    git(origin, "add", "-A")
    commit(origin)
    git(origin, "branch", "stable")
    commit(origin)
    git(tmp_path, "clone", str(origin), "clone")
    clone = tmp_path / "clone"
    git(clone, "checkout", "-b", "topic")
    commit(clone)
    commit(origin)
    git(clone, "fetch")
    return clone


def commit(root: Path) -> str:
    """A commit whose id is like no other's."""
    git(root, "commit", "--allow-empty", "-m", f"{root}: {next(NUMBERS)}")
    return head_of(root)


def id_of(root: Path, ref: str) -> str:
    return git(root, "rev-parse", ref)


def test_it_is_the_merge_base_with_the_main_branch_of_the_origin(clone: Path) -> None:
    assert default_base(clone, {}) == Base(id_of(clone, "HEAD~1"), "the merge base with origin/HEAD")


def test_without_an_origin_it_is_that_with_the_local_one(clone: Path) -> None:
    git(clone, "remote", "remove", "origin")
    assert default_base(clone, {}) == Base(id_of(clone, "HEAD~1"), "the merge base with main")


def test_the_main_branch_may_be_master(clone: Path) -> None:
    git(clone, "remote", "remove", "origin")
    git(clone, "branch", "-m", "main", "master")
    assert default_base(clone, {}).name == "the merge base with master"


@pytest.mark.parametrize(
    "variable", ["GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "CHANGE_TARGET"]
)
@pytest.mark.parametrize("name", ["stable", "refs/heads/stable"])
def test_the_target_of_a_merge_request_takes_its_place(clone: Path, variable: str, name: str) -> None:
    assert default_base(clone, {variable: name}) == Base(
        id_of(clone, "origin/stable"), "the merge base with origin/stable"
    )


def test_a_merge_request_may_tell_its_base(clone: Path) -> None:
    told = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": id_of(clone, "HEAD~2"), "GITHUB_BASE_REF": "main"}
    assert default_base(clone, told) == Base(id_of(clone, "HEAD~2"), "the base of the merge request")


def test_of_a_merged_result_it_is_the_target_that_is_merged(clone: Path) -> None:
    assert default_base(clone, merged_result(clone)) == Base(
        id_of(clone, "origin/main"), "the target of the merge request"
    )


def test_a_target_that_is_not_merged_is_not_the_base(clone: Path) -> None:
    told = {
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": id_of(clone, "HEAD~1"),
        "CI_MERGE_REQUEST_TARGET_BRANCH_SHA": id_of(clone, "origin/main"),
    }
    assert default_base(clone, told) == Base(id_of(clone, "HEAD~1"), "the base of the merge request")


@pytest.mark.parametrize("told", ["", "f" * 40, "--output=written"])
def test_a_target_of_which_nothing_is_known_is_not_the_base(clone: Path, told: str) -> None:
    environment = merged_result(clone) | {"CI_MERGE_REQUEST_TARGET_BRANCH_SHA": told}
    assert default_base(clone, environment).name == "the base of the merge request"
    assert not (clone / "written").exists()


def merged_result(clone: Path) -> dict[str, str]:
    """Make HEAD the merge of the branch with its target, as GitLab does; what CI tells then."""
    base = id_of(clone, "HEAD~1")
    git(clone, "checkout", "--detach", "origin/main")
    git(clone, "merge", "--no-ff", "-m", "merged", "topic")
    return {
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": base,
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        "CI_MERGE_REQUEST_TARGET_BRANCH_SHA": id_of(clone, "origin/main"),
    }


def test_ci_may_tell_the_main_branch(clone: Path) -> None:
    assert default_base(clone, {"CI_DEFAULT_BRANCH": "stable"}) == Base(
        id_of(clone, "origin/stable"), "the merge base with origin/stable"
    )


def test_the_target_of_a_merge_request_goes_before_the_main_branch(clone: Path) -> None:
    told = {"CI_DEFAULT_BRANCH": "main", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "stable"}
    assert default_base(clone, told).name == "the merge base with origin/stable"


def test_a_target_that_was_not_fetched_is_told(clone: Path) -> None:
    with pytest.raises(
        UsageError, match=r"^there is neither origin/gone nor gone in this clone .*--diff-base=REF$"
    ):
        default_base(clone, {"GITHUB_BASE_REF": "gone"})


def test_a_target_is_never_an_option(clone: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is neither"):
        default_base(clone, {"GITHUB_BASE_REF": f"--output={tmp_path}/written"})
    assert not (tmp_path / "written").exists()


def test_a_shallow_clone_is_told(clone: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--depth=1", "--branch=topic", clone.as_uri(), "shallow")
    with pytest.raises(
        UsageError, match=r"this clone is shallow: fetch more of the history .* fetch-depth: 0"
    ):
        default_base(tmp_path / "shallow", {"CI": "true", "GITHUB_BASE_REF": "main"})


def test_branches_whose_common_history_is_cut_off_are_told(clone: Path, tmp_path: Path) -> None:
    git(clone, "branch", "-f", "main", "origin/main")
    git(tmp_path, "clone", "--depth=1", "--no-single-branch", "--branch=topic", clone.as_uri(), "shallow")
    with pytest.raises(UsageError, match="have no commit in common; this clone is shallow"):
        default_base(tmp_path / "shallow", {"GITHUB_BASE_REF": "main"})


def test_a_tag_of_the_same_name_is_not_taken_for_the_branch(clone: Path) -> None:
    git(clone, "remote", "remove", "origin")
    git(clone, "tag", "main", "HEAD")
    assert default_base(clone, {}).commit == id_of(clone, "HEAD~1")


def test_a_detached_head_has_a_base(clone: Path) -> None:
    git(clone, "checkout", "--detach")
    assert default_base(clone, {}).commit == id_of(clone, "HEAD~1")


# ----------------------------------------------------------------------------------------- on the main branch


def test_on_the_main_branch_it_is_what_is_committed(clone: Path) -> None:
    git(clone, "checkout", "main")
    assert default_base(clone, {}) == Base(head_of(clone), "HEAD, which is on origin/HEAD")


def test_in_ci_on_the_main_branch_it_is_the_first_parent(clone: Path) -> None:
    git(clone, "checkout", "main")
    assert default_base(clone, {"CI": "true"}) == Base(
        id_of(clone, "HEAD~1"), "HEAD~1, as HEAD is on origin/HEAD"
    )


def test_in_ci_on_the_main_branch_it_is_the_state_before_the_push_where_that_is_told(clone: Path) -> None:
    git(clone, "checkout", "origin/main")
    before = id_of(clone, "HEAD~2")
    assert default_base(clone, {"CI": "true", "CI_COMMIT_BEFORE_SHA": before}) == Base(
        before, "the state before the push"
    )


def test_a_new_branch_has_no_state_before_the_push(clone: Path) -> None:
    git(clone, "checkout", "main")
    told = {"CI": "true", "CI_COMMIT_BEFORE_SHA": "0" * 40}
    assert default_base(clone, told).commit == id_of(clone, "HEAD~1")


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"CI": "true"}, True),
        ({"CI": "1"}, True),
        ({"TF_BUILD": "True"}, True),
        ({"JENKINS_URL": "https://ci.example"}, True),
        ({"CI": "false"}, False),
        ({"CI": ""}, False),
        ({}, False),
    ],
)
def test_a_job_of_ci_is_known_by_its_environment(environment: dict[str, str], expected: bool) -> None:
    assert is_ci(environment) == expected

"""Which revision new findings are told by, where the user names none."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from ssot_lint.discover.commits import SHALLOW, is_shallow, merge_base, resolve
from ssot_lint.errors import UsageError

# What CI systems call the branch that a change is to be merged into: GitHub, GitLab, Bitbucket, Azure,
# Buildkite, Jenkins; last, what GitLab calls the main branch where there is no merge request.
_TARGETS = (
    "GITHUB_BASE_REF",
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
    "BITBUCKET_PR_DESTINATION_BRANCH",
    "SYSTEM_PULLREQUEST_TARGETBRANCH",
    "BUILDKITE_PULL_REQUEST_BASE_BRANCH",
    "CHANGE_TARGET",
    "CI_DEFAULT_BRANCH",
)
# Set by GitLab where HEAD is to be the merge with the target: what is new there is then in HEAD as well.
_MERGED_TARGET = "CI_MERGE_REQUEST_TARGET_BRANCH_SHA"
_MERGE_REQUEST = "CI_MERGE_REQUEST_DIFF_BASE_SHA"
_BEFORE = "CI_COMMIT_BEFORE_SHA"
_CI = ("CI", "TF_BUILD", "JENKINS_URL")
_MAIN = ("origin/HEAD", "origin/main", "origin/master", "main", "master")


class Base(NamedTuple):
    """A commit by its full id, and what it is called."""

    commit: str
    name: str


def is_ci(environment: Mapping[str, str]) -> bool:
    """Whether the environment is that of a CI job."""
    return any(environment.get(name, "").lower() not in ("", "0", "false") for name in _CI)


def default_base(root: Path, environment: Mapping[str, str]) -> Base:
    """Where HEAD parted from the main branch.

    That is the target of the merge request which CI is about, else the branch that CI has for the main one,
    or `origin`, else `main` or `master`. Of a merge with the target it is the target as it is merged. Where
    HEAD is on the main branch itself, it is HEAD, so that what is not committed is new; in CI, where nothing
    is, the state before the push if it is told, else the first parent. Raises UsageError.
    """
    head = resolve(root, "HEAD")
    merged = _merged_target(root, head, environment)
    if merged:
        return Base(merged, "the target of the merge request")
    given = environment.get(_MERGE_REQUEST)
    if given:
        return Base(resolve(root, given), "the base of the merge request")
    main, commit = _main(root, environment)
    base = merge_base(root, head, commit)
    if base != head:
        return Base(base, f"the merge base with {main}")
    if not is_ci(environment):
        return Base(head, f"HEAD, which is on {main}")
    before = environment.get(_BEFORE, "")
    if before.strip("0"):
        return Base(resolve(root, before), "the state before the push")
    return Base(resolve(root, "HEAD~1"), f"HEAD~1, as HEAD is on {main}")


def _merged_target(root: Path, head: str, environment: Mapping[str, str]) -> str | None:
    """The state of the target that is merged into HEAD, None where CI tells none that is."""
    told = environment.get(_MERGED_TARGET)
    if not told:
        return None
    try:
        target = resolve(root, told)
        return target if merge_base(root, head, target) == target else None
    except UsageError:
        return None


def _main(root: Path, environment: Mapping[str, str]) -> tuple[str, str]:
    """The main branch as this repository knows it, and its commit."""
    target = next((environment[name] for name in _TARGETS if environment.get(name)), None)
    if target is None:
        names: tuple[str, ...] = _MAIN
    else:
        target = target.removeprefix("refs/heads/")
        names = (f"origin/{target}", target)
    for name in names:
        # so that a tag of the same name does not make it ambiguous
        kind = "remotes" if name.startswith("origin/") else "heads"
        try:
            return name, resolve(root, f"refs/{kind}/{name}")
        except UsageError:
            continue
    missing = " nor ".join((f"neither {names[0]}", *names[1:]))
    more = f"; {SHALLOW}" if is_shallow(root) else "; name the revision: --diff-base=REF"
    raise UsageError(f"there is {missing} in this clone to find the merge base with{more}")

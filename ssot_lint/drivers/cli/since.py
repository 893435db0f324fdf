"""`--diff-base`: the revision that findings are compared with, so that only new ones count."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ssot_lint.drivers.cli.stderr import complain
from ssot_lint.errors import SsotLintError, UsageError

if TYPE_CHECKING:
    from ssot_lint.discover import Project
    from ssot_lint.discover.base import Base

DEFAULT = "\0default"
"""The option without a value, which nobody can write as one."""

diff_base_option = click.option(
    "--diff-base",
    is_flag=False,
    flag_value=DEFAULT,
    metavar="[REF]",
    help="Only what was not found at this revision is new and fails; without REF, where HEAD parted from the "
    "main branch. That is the default in CI where the policy has score.max_new.",
)


def refuse_options(arguments: Sequence[str]) -> None:
    """Raises UsageError for a value that looks like an option: click would take it for one."""
    for argument in arguments:
        if argument == "--":
            return
        if argument.startswith("--diff-base=-"):
            name = argument.partition("=")[2]
            raise UsageError(f"--diff-base: {name}: no commit is called so, as no name begins with a dash")


def base_of(
    given: str | None, config: Path | None, environment: Mapping[str, str] = os.environ
) -> "Base | None":
    """What findings are compared with, None for nothing. Raises UsageError."""
    from ssot_lint.discover.base import Base, default_base, is_ci

    if given is None and not is_ci(environment):
        return None
    from ssot_lint.discover import find_project
    from ssot_lint.discover.commits import resolve

    project = find_project(Path.cwd(), config)
    if given is None:
        return _of_ci(project, environment)
    try:
        if given == DEFAULT:
            return default_base(project.root, environment)
        return Base(resolve(project.root, given), given)
    except UsageError as error:
        raise UsageError(f"--diff-base: {error}") from None


def _of_ci(project: "Project", environment: Mapping[str, str]) -> "Base | None":
    """What a job of CI compares with where the policy limits what is new."""
    from ssot_lint.discover.base import default_base
    from ssot_lint.discover.git import top_of

    if top_of(project.root) is None or not _limits_new(project):
        return None
    try:
        base = default_base(project.root, environment)
    except UsageError as error:
        complain(f"note: score.max_new is held against all findings, as there is no base: {error}")
        return None
    complain(f"note: this is CI and the policy has score.max_new, so that findings since {base.name} count")
    return base


def _limits_new(project: "Project") -> bool:
    """Whether the policy has `score.max_new`; one that does not load is told by the analysis."""
    try:
        if project.policy is None or b"max_new" not in project.policy.read_bytes():
            return False
        from ssot_lint.policy import load_policy
        from ssot_lint.registry import load_registry

        return bool(load_policy(project.policy, load_registry()).max_new)
    except (OSError, SsotLintError):
        return False

"""`check --changed`: the paths that a commit or a push is about."""

import os
from pathlib import Path

from ssot_lint.discover import GitProblem, changed_sources, find_project
from ssot_lint.errors import UsageError


def changed_paths(config: Path | None) -> tuple[str, ...] | None:
    """What is changed in the project around the working directory, as from there; None: all is asked for.

    Raises UsageError where git cannot say.
    """
    root = find_project(Path.cwd(), config).root
    try:
        changed = changed_sources(root, os.environ)
    except GitProblem as problem:
        raise UsageError(f"--changed: {problem}") from None
    return None if changed is None else tuple(os.path.relpath(root / path) for path in changed)

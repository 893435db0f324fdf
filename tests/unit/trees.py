"""Trees of files, and what is discovered in them."""

import os
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

from ssot_lint.discover import Discovery, discover, survey
from ssot_lint.policy import load_policy
from ssot_lint.registry import Registry


def grow(root: Path, *paths: str) -> Path:
    """Make each file, and each folder whose path ends in `/`."""
    for path in paths:
        place = root / path
        if path.endswith("/"):
            place.mkdir(parents=True)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.touch()
    return root


def found(root: Path, **values: Any) -> Discovery:
    """What is discovered under a policy that declares these values and nothing else."""
    return discover(survey(root), replace(load_policy(None, Registry(())), **values))


def paths(discovery: Discovery) -> list[str]:
    """The paths of the sources."""
    return [source.path for source in discovery.sources]


def git(root: Path, *arguments: str) -> str:
    """What git says there, whatever the settings of the user and of a hook that the tests run in."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    settings = ("user.name=a", "user.email=a@example.org", "protocol.file.allow=always")
    options = (word for setting in settings for word in ("-c", setting))
    command = ["git", *options, *arguments]
    done = subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True)
    return os.fsdecode(done.stdout).strip()


def head_of(root: Path) -> str:
    """The id of the commit that is checked out."""
    return git(root, "rev-parse", "HEAD")

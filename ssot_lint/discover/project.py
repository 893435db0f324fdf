"""Where the project is, and which policy is its own."""

import os
from pathlib import Path

import msgspec

POLICY_NAMES = ("compliance.yaml", "compliance.yml")
BASELINE = ".ssot-baseline.json"


class Project(msgspec.Struct, frozen=True):
    """The directory that is analysed (absolute), and its policy file, None where it has none.

    `text` is what stands for the content of that file, None for what is in it.
    """

    root: Path
    policy: Path | None
    text: bytes | None = None


def find_project(start: Path, config: Path | None) -> Project:
    """The project around the working directory `start`; `config` is a policy named by the user.

    The nearest policy upward counts, up to and with the directory of the checkout: a repository
    never takes the policy of one that it lies in.
    """
    start = start.resolve()
    if config is not None:
        return Project(start, config)
    around = (start, *start.parents)
    for directory in around:
        for name in POLICY_NAMES:
            # A dangling link is a policy too: that it cannot be read must be told.
            if os.path.lexists(directory / name):
                return Project(directory, directory / name)
        if os.path.lexists(directory / ".git"):
            break
    marked = (d for d in around if any(os.path.lexists(d / mark) for mark in ("pyproject.toml", ".git")))
    return Project(next(marked, start), None)

"""A source on standard input: what `check -` is given by an editor."""

import os
import sys
from pathlib import Path

import msgspec

from ssot_lint.errors import UsageError

STDIN = "-"


class Buffer(msgspec.Struct, frozen=True):
    """What is not saved yet of a file, and the name that its editor has for it."""

    name: str
    content: bytes

    def inside(self, root: str) -> str:
        """The path from the root, with `/`, links followed as a save does."""
        return Path(os.path.relpath(os.path.realpath(self.name), root)).as_posix()


def buffer(paths: tuple[str, ...], name: str | None) -> Buffer | None:
    """What is on standard input, where the paths say that it is to be read."""
    if STDIN not in paths:
        return None
    if name is None:
        raise UsageError("-: which file is it? Say so with --stdin-display-name")
    return Buffer(name, sys.stdin.buffer.read())


def named(paths: tuple[str, ...], given: Buffer | None) -> tuple[str, ...]:
    """The paths with the name of what is on standard input in its place."""
    return tuple(given.name if path == STDIN and given else path for path in paths)

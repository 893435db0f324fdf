"""What `.gitignore` files select, where there is no git to ask."""

import os
import re
import stat
from collections.abc import Container, Iterable
from pathlib import Path

import msgspec
from pathspec import GitIgnoreSpec


class IgnoreFiles(msgspec.Struct, frozen=True):
    """The ignore rules that hold in a directory: its own and those of the directories above it.

    `rules`: for each `.gitignore` upward, the nearest first, its directory (with a closing `/`,
    "" for the root) and its patterns.
    """

    root: Path
    rules: tuple[tuple[str, GitIgnoreSpec], ...] = ()

    def inside(self, directory: str) -> "IgnoreFiles":
        """What selects the entries of a directory."""
        spec = _read(self.root / directory / ".gitignore")
        if spec is None:
            return self
        return IgnoreFiles(self.root, ((f"{directory}/" if directory else "", spec), *self.rules))

    def takes(self, path: str, *, is_directory: bool) -> bool:
        """Whether no rule ignores the path: the nearest file that speaks of it decides."""
        asked = matchable(f"{path}/" if is_directory else path)
        for directory, spec in self.rules:
            ignored = spec.check_file(asked[len(directory) :]).include
            if ignored is not None:
                return not ignored
        return True

    def ignores(self, path: str, *, is_directory: bool) -> bool:
        """Whether a rule ignores the path."""
        return not self.takes(path, is_directory=is_directory)

    def is_checkout(self, directory: str, names: Container[str]) -> bool:
        """Whether the directory is a repository of its own."""
        return bool(directory) and ".git" in names

    def tracks_under(self, directory: str) -> bool:
        """Without git nothing is known to have been added to the repository."""
        return False


def globs(patterns: Iterable[str]) -> GitIgnoreSpec:
    """The gitignore-style globs of a policy, compiled."""
    return GitIgnoreSpec.from_lines(patterns, backend="simple")


def matchable(path: str) -> str:
    """A path as globs take it: to them a newline, which a name may hold, would be an end."""
    return path.replace("\n", "\0") if "\n" in path else path


def _read(path: Path) -> GitIgnoreSpec | None:
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return None
        text = path.read_bytes().decode("utf-8-sig", "surrogateescape")
    except OSError:
        return None
    # `a/**` ignores all in `a` but not `a` itself, so that `!a/b` can take back.
    lines = (line + "/*" if line.endswith("/**") else line for line in map(str.rstrip, text.split("\n")))
    return globs(line for line in lines if _is_pattern(line))


def _is_pattern(line: str) -> bool:
    try:
        globs([line])
    except (ValueError, re.error):  # the latter for a range such as `[z-a]`
        return False
    return True

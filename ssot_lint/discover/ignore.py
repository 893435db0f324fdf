"""What `.gitignore` files select, where there is no git to ask."""

import os
import re
import stat
from collections.abc import Collection, Container, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

# A name, or part of one, is all that most globs are. What they mean is known without pathspec, which
# takes longer to load than to sort thousands of paths.
_NAME = re.compile(r"(?!.*\*\*)[\w.*-]*\w[\w.*-]*/?")


class IgnoreFiles(msgspec.Struct, frozen=True):
    """The ignore rules that hold in a directory: its own and those of the directories above it.

    `rules`: for each `.gitignore` upward, the nearest first, its directory (with a closing `/`,
    "" for the root) and its patterns.
    """

    root: Path
    rules: "tuple[tuple[str, GitIgnoreSpec], ...]" = ()

    def inside(self, directory: str) -> "IgnoreFiles":
        """What selects the entries of a directory."""
        spec = _read(self.root / directory / ".gitignore")
        if spec is None:
            return self
        return IgnoreFiles(self.root, ((f"{directory}/" if directory else "", spec), *self.rules))

    def takes(self, path: str, *, is_directory: bool) -> bool:
        """Whether no rule ignores the path: the nearest file that speaks of it decides."""
        asked = _matchable(f"{path}/" if is_directory else path)
        for directory, spec in self.rules:
            ignored = spec.check_file(asked[len(directory) :]).include
            if ignored is not None:
                return not ignored
        return True

    def settled(self, paths: Collection[str]) -> "IgnoreFiles":
        """What can tell of the paths: the rules tell of every one."""
        return self

    def ignores(self, path: str, *, is_directory: bool) -> bool:
        """Whether a rule ignores the path."""
        return not self.takes(path, is_directory=is_directory)

    def is_checkout(self, directory: str, names: Container[str]) -> bool:
        """Whether the directory is a repository of its own."""
        return bool(directory) and ".git" in names

    def tracks_under(self, directory: str) -> bool:
        """Without git nothing is known to have been added to the repository."""
        return False


class Globs:
    """The gitignore-style globs of a policy, compiled; none of them takes anything back."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._names: _Names | None = None
        self._patterns: list[re.Pattern[str]] = []
        if not all(map(_NAME.fullmatch, patterns)):
            compiled = _compiled(patterns).patterns
            self._patterns = [pattern.regex for pattern in compiled if pattern.include and pattern.regex]
        elif patterns:
            self._names = _Names(patterns)

    def match(self, path: str) -> bool:
        """Whether one of the globs matches the path, or a directory that it lies in."""
        if self._names is not None:
            return self._names.match(path)
        asked = _matchable(path)
        return any(pattern.search(asked) for pattern in self._patterns)


class _Names:
    """Globs of mere names, which match wherever a path has them; with a closing slash, directories."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._folder = _any_name(pattern.removesuffix("/") for pattern in patterns)
        self._file = _any_name(pattern for pattern in patterns if not pattern.endswith("/"))
        self._inside = {"": False}

    def match(self, path: str) -> bool:
        directory, _, name = path.rpartition("/")
        return self._is_inside(directory) or self._file.fullmatch(name) is not None

    def _is_inside(self, directory: str) -> bool:
        known = self._inside.get(directory)
        if known is None:
            above, _, name = directory.rpartition("/")
            known = self._folder.fullmatch(name) is not None or self._is_inside(above)
            self._inside[directory] = known
        return known


def _any_name(patterns: Iterable[str]) -> re.Pattern[str]:
    parts = (".*".join(map(re.escape, pattern.split("*"))) for pattern in patterns)
    return re.compile("|".join(parts) or "(?!)", re.DOTALL)


def _compiled(patterns: Iterable[str]) -> "GitIgnoreSpec":
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(patterns, backend="simple")


def _matchable(path: str) -> str:
    """A path as patterns take it: to them a newline, which a name may hold, would be an end."""
    return path.replace("\n", "\0") if "\n" in path else path


def _read(path: Path) -> "GitIgnoreSpec | None":
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return None
        text = path.read_bytes().decode("utf-8-sig", "surrogateescape")
    except OSError:
        return None
    # `a/**` ignores all in `a` but not `a` itself, so that `!a/b` can take back.
    lines = (line + "/*" if line.endswith("/**") else line for line in map(str.rstrip, text.split("\n")))
    return _compiled(line for line in lines if _is_pattern(line))


def _is_pattern(line: str) -> bool:
    try:
        _compiled([line])
    except (ValueError, re.error):  # the latter for a range such as `[z-a]`
        return False
    return True

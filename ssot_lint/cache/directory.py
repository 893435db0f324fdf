"""The directory of the cache: made, recognised, and emptied of what is ours."""

import os
import stat
from contextlib import suppress
from pathlib import Path

from ssot_lint.cache.faults import Refused, Unusable
from ssot_lint.cache.stamps import CLOCK
from ssot_lint.errors import UsageError
from ssot_lint.model import CAREFULLY

DATABASE = "facts.db"

_SIDE_FILES = ("-journal", "-wal", "-shm")  # which SQLite makes

_TAG = "CACHEDIR.TAG"
_TAG_TEXT = (
    b"Signature: 8a477f597d28d172789f06886806bc55\n"
    b"# This directory was made by ssot-lint to keep what it has read. It may be removed at any time.\n"
    b"# For information about cache directory tags see https://bford.info/cachedir/\n"
)
_IGNORE = ".gitignore"

# The tag is written last and removed last, so that no directory of ours is ever without protection.
_OURS = (*(DATABASE + suffix for suffix in ("", *_SIDE_FILES)), CLOCK, _IGNORE, _TAG)


def prepare(directory: Path) -> None:
    """Make the directory where there is none. Raises Refused; never writes into one that is not ours."""
    try:
        if is_ours(directory):
            return
        os.makedirs(directory, exist_ok=True)
        if not set(os.listdir(directory)).issubset(_OURS) or not _is_free(directory):
            raise Refused("holds files that are not of ssot-lint")
        if not _size(directory / _IGNORE):
            _write(directory / _IGNORE, b"*\n")
        _write(directory / _TAG, _TAG_TEXT)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Refused(f"cannot be made ({reason})") from None


def is_ours(directory: Path) -> bool:
    """Whether the directory bears our tag."""
    return _tag(directory) == _TAG_TEXT


def require_ours(directory: Path) -> None:
    """Raises UsageError for a directory that is not ours."""
    try:
        if is_ours(directory):
            return
        reason = f"it has no {_TAG} of ours"
    except OSError as error:
        reason = error.strerror or str(error)
    raise UsageError(f"{directory}: is no cache of ssot-lint: {reason}")


def _is_free(directory: Path) -> bool:
    """Whether no other tool has put its tag there: there is none, or a part of ours."""
    tag = _tag(directory)
    return tag is None or _TAG_TEXT.startswith(tag)


def _tag(directory: Path) -> bytes | None:
    path = directory / _TAG
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return b"not a file"
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | CAREFULLY, 0o666)
    with open(handle, "wb") as stream:
        stream.write(content)


def size(directory: Path) -> int:
    """The bytes of all files of ours."""
    return sum(_size(directory / name) for name in _OURS)


def _size(path: Path) -> int:
    try:
        return os.lstat(path).st_size
    except OSError:
        return 0


def inode(path: Path) -> int:
    """Which file lies at the path, 0 where none does."""
    try:
        return os.lstat(path).st_ino
    except OSError:
        return 0


def discard(directory: Path, expected: int) -> None:
    """Remove the database, and what SQLite keeps beside it, if its inode is the expected one.

    Where another file lies there, another process has built the cache anew already. Raises Unusable.
    """
    if inode(directory / DATABASE) != expected:
        return
    try:
        for suffix in ("", *_SIDE_FILES):
            with suppress(FileNotFoundError):
                os.unlink(directory / (DATABASE + suffix))
    except OSError as error:
        raise Unusable(error.strerror or str(error)) from None


def clear(directory: Path) -> int:
    """Remove the cache, and say how many bytes it had; 0 where there is none.

    Only what is ours is removed, and the directory itself if that leaves it empty. Raises
    UsageError for a directory that is not ours, and where something cannot be removed.
    """
    if not os.path.lexists(directory):
        return 0
    require_ours(directory)
    total = size(directory)
    try:
        for name in _OURS:
            with suppress(FileNotFoundError):
                os.unlink(directory / name)
        with suppress(OSError):  # it holds something else, or is a link
            os.rmdir(directory)
    except OSError as error:
        raise UsageError(f"{directory}: cannot be cleared: {error.strerror or error}") from None
    return total

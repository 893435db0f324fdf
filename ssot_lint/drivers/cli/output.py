"""Where a report goes: to the terminal, a pipe or a file, whole or not at all."""

import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO

from ssot_lint.atomic import replacing
from ssot_lint.errors import UsageError

Write = Callable[[str], None]


@contextmanager
def opened(path: Path | None) -> Iterator[Write]:
    """A function that writes the report, as UTF-8, to `path` or to stdout.

    A file is replaced in one step when the block ends well, and left as it was when it does not.
    UsageError where it cannot be written.
    """
    if path is None:
        yield write_stdout
        return
    target = Path(os.path.realpath(path))
    try:
        # A device or a pipe has a reader already: it is written to, never replaced.
        if target.exists() and not stat.S_ISREG(target.stat().st_mode):
            with target.open("wb") as stream:
                yield partial(_write, stream)
        else:
            with replacing(target) as stream:
                yield partial(_write, stream)
    except OSError as error:
        raise UsageError(f"{path}: cannot write the report: {error.strerror}") from None


def _write(stream: BinaryIO, text: str) -> None:
    stream.write(text.encode("utf-8", "backslashreplace"))


def write_stdout(text: str) -> None:
    """Write to stdout whatever its encoding; a reader who has gone (`| head`) is no error."""
    try:
        _write(sys.stdout.buffer, text)
        sys.stdout.buffer.flush()
    except OSError as error:
        # What is left in the buffer must not fail a second time when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise UsageError(f"stdout: cannot write the report: {error.strerror}") from None

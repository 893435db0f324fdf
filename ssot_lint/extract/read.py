"""A file to facts: opens regular files only, and turns every failure into a problem of that file."""

import os
import stat
from pathlib import Path

from ssot_lint.extract import extract
from ssot_lint.model import Facts, Problem


def read_facts(path: str | Path) -> Facts:
    """The facts of the file at `path`. Never raises for what the file is or holds, never blocks."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        return _problem("unreadable", f"the file cannot be opened: {error.strerror or error}")
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            return _problem("not-regular", "not a regular file; it was not opened for reading")
        with os.fdopen(handle, "rb") as stream:
            source = stream.read()
    except OSError as error:
        return _problem("unreadable", f"the file cannot be read: {error.strerror or error}")
    return extract(source)


def _problem(kind: str, message: str) -> Facts:
    return Facts(lines=0, problem=Problem(kind, message))  # type: ignore[arg-type] # one of the kinds, above

"""A file to a reading: opens regular files only, and turns every failure into a problem of that file."""

import errno
import os
import stat
from pathlib import Path

from ssot_lint.extract import extract, extract_with_literals
from ssot_lint.extract.parse import decode
from ssot_lint.model import (
    Facts,
    Problem,
    Reading,
    Sought,
    Stamp,
    blob_id,
    encode_facts,
    encode_literals,
    open_carefully,
)

_KINDS = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}

_LINK = "it is a symbolic link"
CIRCLING_LINK = Problem("unreadable", f"{_LINK} that leads in a circle")
DANGLING_LINK = Problem("unreadable", f"{_LINK} that leads nowhere")
A_DIRECTORY = Problem("not-regular", "it is a directory, not a regular file")


def read(path: str | Path, sought: Sought | None = None) -> Reading:
    """The file at `path` with its facts and, of what is sought, its literals.

    Never raises for what the file is or holds, never blocks.
    """
    try:
        problem = _problem(path, os.lstat(path).st_mode)
        if problem is None:
            with open(path, "rb", buffering=0, opener=open_carefully) as stream:
                info = os.fstat(stream.fileno())
                problem = _problem(path, info.st_mode)
                if problem is None:
                    return reading_of(stream.readall(), Stamp.of(info), sought)
    except OSError as error:
        problem = Problem("unreadable", error.strerror or str(error))
    return unread(problem)


def reading_of(source: bytes, stamp: Stamp | None = None, sought: Sought | None = None) -> Reading:
    """The reading of a file with this content; with `sought`, its literals too."""
    if sought is None:
        return Reading(encode_facts(extract(source)), blob_id(source), stamp)
    facts, literals = extract_with_literals(source, sought)
    return Reading(encode_facts(facts), blob_id(source), stamp, encode_literals(literals))


def reread(path: str | Path, blob: bytes) -> str | None:
    """The text of a file once more, None where its content is no longer that with the git blob id."""
    try:
        with open(path, "rb", buffering=0, opener=open_carefully) as stream:
            is_regular = stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
            source = stream.readall() if is_regular else b""
    except OSError:
        return None
    return text_of(source) if is_regular and blob_id(source) == blob else None


def text_of(source: bytes) -> str | None:
    """The text of a content, None where it cannot be decoded."""
    text = decode(source)
    return text if isinstance(text, str) else None


def unread(problem: Problem) -> Reading:
    """The reading of a file that could not be read."""
    return Reading(encode_facts(Facts(lines=0, problem=problem)))


def _problem(path: str | Path, mode: int) -> Problem | None:
    """Why what lies at the path is not read, None for a regular file."""
    if stat.S_ISREG(mode):
        return None
    if stat.S_ISLNK(mode):
        return _of_link(path)
    if stat.S_ISDIR(mode):
        return A_DIRECTORY
    return Problem("not-regular", f"it is {_KINDS.get(stat.S_IFMT(mode), 'special')}, not a regular file")


def _of_link(link: str | Path) -> Problem:
    try:
        os.stat(link)
    except OSError as error:
        return CIRCLING_LINK if error.errno == errno.ELOOP else DANGLING_LINK
    return Problem("unreadable", f"{_LINK}, which is not followed")

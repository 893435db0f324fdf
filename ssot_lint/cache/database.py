"""The SQLite file itself: opened, checked, emptied; whatever fails there is of two kinds.

Nothing is synchronised to the disk, so a loss of power may leave pages of different ages behind:
what SQLite does not notice of that, the checksums of the entries must.
"""

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ssot_lint.cache.faults import Damaged, Unusable
from ssot_lint.cache.spaces import FORMAT

PATIENCE = 2.0
"""Seconds to wait for another process that has locked the file."""

_APPLICATION = 0x53534F54
_TABLE = (
    "CREATE TABLE entries(id INTEGER PRIMARY KEY, used INTEGER NOT NULL, checksum INTEGER NOT NULL, "
    "key BLOB NOT NULL, data BLOB NOT NULL)"
)
_PRAGMAS = (
    "page_size=65536",  # most entries lie in one page: to read them all costs little more than their bytes
    "synchronous=OFF",
    "secure_delete=OFF",
    "cell_size_check=ON",
    "trusted_schema=OFF",
)
# What fails for another reason than what the file holds; 0 is no answer of SQLite at all.
_PASSING = (
    0, sqlite3.SQLITE_PERM, sqlite3.SQLITE_ABORT, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_NOLFS,
)  # fmt: skip
_WORTH_SHRINKING = 64  # pages


@contextmanager
def translated() -> Iterator[None]:
    """Turns what SQLite and the file system raise in the block into Unusable or Damaged."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        raise (Unusable(str(error)) if code in _PASSING else Damaged("was damaged")) from None
    except UnicodeDecodeError:  # the message of an error about a damaged text
        raise Damaged("was damaged") from None
    except OSError as error:
        raise Unusable(error.strerror or str(error)) from None


def open_database(path: Path, *, writable: bool = True) -> sqlite3.Connection:
    """The file with its one table, `entries`; made where there is none and `writable` is asked for.

    Raises Unusable or Damaged. Where the file may only be read, so may what is returned.
    """
    with translated():
        with suppress(FileNotFoundError):
            if not stat.S_ISREG(os.lstat(path).st_mode):
                raise Damaged("was no regular file")
        name = f"{path.absolute().as_uri()}?mode={'rwc' if writable else 'ro'}"
        connection = sqlite3.connect(name, uri=True, timeout=PATIENCE, isolation_level=None)
        try:
            _prepare(connection)
        except BaseException:
            close(connection)
            raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    connection.text_factory = bytes  # that a damaged text is no UTF-8 must not raise
    for setting in _PRAGMAS:
        connection.execute(f"PRAGMA {setting}")
    if not pragma(connection, "page_count"):
        with transaction(connection):
            if not pragma(connection, "application_id"):  # no other process was faster
                connection.execute(f"PRAGMA application_id={_APPLICATION}")
                connection.execute(f"PRAGMA user_version={FORMAT}")
                connection.execute(_TABLE)
    if pragma(connection, "application_id") != _APPLICATION:
        raise Damaged("was no file of ssot-lint")
    if pragma(connection, "user_version") != FORMAT:
        raise Damaged("was written by another version of ssot-lint")
    # A trigger or a view in a planted file would run with every statement.
    if connection.execute("SELECT sql FROM sqlite_master").fetchall() != [(_TABLE.encode(),)]:
        raise Damaged("was damaged")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All that is written in the block, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):  # SQLite has rolled back already where the disk is full
            connection.execute("ROLLBACK")
        raise


def pragma(connection: sqlite3.Connection, name: str) -> int:
    """The value of a setting that is a number."""
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def used_bytes(connection: sqlite3.Connection) -> int:
    """The size of the file without its free pages."""
    pages = pragma(connection, "page_count") - pragma(connection, "freelist_count")
    return pages * pragma(connection, "page_size")


def shrink(connection: sqlite3.Connection) -> None:
    """Give the disk back what is free, where that is more than half of the file."""
    pages = pragma(connection, "page_count")
    if pages > _WORTH_SHRINKING and pragma(connection, "freelist_count") * 2 > pages:
        connection.execute("VACUUM")


def close(connection: sqlite3.Connection) -> None:
    """Let go of the file, whatever state it is in."""
    with suppress(sqlite3.Error):
        connection.close()

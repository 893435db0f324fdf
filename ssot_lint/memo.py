"""A whole report kept for the next run, under a key of all that it depends on.

Nothing else is kept of findings: what a check says of one file may depend on every other.
"""

import os
import sys
from collections.abc import Collection
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

import msgspec
from msgspec.structs import replace

from ssot_lint.cache import Cache
from ssot_lint.installed import check_packages
from ssot_lint.model import Report


class Memo(msgspec.Struct, frozen=True, array_like=True):
    """A report, and the day on which it holds where it depends on that: an ISO date, or None."""

    report: Report
    day: str | None


def conditions(*inputs: object) -> bytes | None:
    """A digest of all that a report depends on beside the day and the sources; None where it has none.

    The code that makes it is added: ours and that of the checks. It is made before the policy is
    understood, so that recalling a report takes no more than that.
    """
    try:
        known = msgspec.msgpack.encode((*inputs, sys.version, _code()), order="deterministic")
    except UnicodeEncodeError:  # the name of a file that is no text
        return None
    return blake2b(known).digest()


def memo_key(conditions: bytes | None, blobs: Collection[bytes]) -> bytes | None:
    """The key of a report on sources with these blob ids; None where one of them is not known."""
    if conditions is None or not all(blobs):
        return None
    return blake2b(conditions + b"".join(blobs), digest_size=20).digest()


def recall(
    cache: Cache, key: bytes | None, root: Path, today: str, *, lasting: bool = False
) -> Report | None:
    """The report that was kept under a key, if it still holds; `lasting` is for one to be kept longer."""
    data = cache.report(key, lasting=lasting) if key else None
    try:
        memo = msgspec.msgpack.decode(data, type=Memo) if data else None
    except msgspec.MsgspecError:
        return None
    if memo is None or memo.day not in (None, today):
        return None
    return replace(memo.report, root=str(root))


def keep(cache: Cache, key: bytes | None, report: Report, day: str | None) -> None:
    """Keep a report that is complete."""
    if key and not report.incomplete:
        # What a check takes from the policy is a `str` of a kind of its own, which is kept as a plain one.
        # The root is where the project lies just now; a checkout elsewhere has the same report.
        cache.save_report(key, msgspec.msgpack.encode(Memo(replace(report, root=""), day), enc_hook=str))


def _code() -> list[tuple[str, int, int]]:
    """The files of our package and of those with checks, by name, size and time, and where others are."""
    packages = {"ssot_lint", *(name.partition(".")[0] for name in check_packages())}
    specs = (find_spec(package) for package in packages)
    folders = sorted({folder for spec in specs if spec for folder in spec.submodule_search_locations or ()})
    # The folder of installed libraries changes with each that is installed or upgraded.
    library = os.stat(os.path.dirname(os.path.dirname(msgspec.__file__)))
    found = [("", 0, library.st_mtime_ns)]
    while folders:
        for entry in os.scandir(folders.pop()):
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    folders.append(entry.path)
            elif entry.name.endswith(".py"):
                info = entry.stat()
                found.append((entry.path, info.st_size, info.st_mtime_ns))
    return sorted(found)

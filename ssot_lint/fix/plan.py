"""Which fixes are made in which files, and how the result is written."""

import os
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import groupby
from pathlib import Path

import msgspec

from ssot_lint.atomic import replacing
from ssot_lint.errors import UsageError
from ssot_lint.fix.callees import import_names, rename_callees
from ssot_lint.fix.sources import Rewritten
from ssot_lint.fix.waivers import without_waivers
from ssot_lint.model import (
    Change,
    Finding,
    MovedImport,
    RemovedWaiver,
    RenamedCallee,
    Report,
    blob_id,
    open_carefully,
)

_CHANGED = "it has changed since it was analysed; run again"


class FixedFile(msgspec.Struct, frozen=True):
    """A file as it was analysed and as it is with its fixes; `findings` are those that are repaired."""

    path: str
    before: bytes
    after: bytes
    findings: tuple[Finding, ...]


class Outcome(msgspec.Struct, frozen=True):
    """The files that change, by path, and a line for each whose fixes are not made."""

    files: tuple[FixedFile, ...]
    refused: tuple[str, ...]


def fixed_files(report: Report, *, unsafe: bool) -> Outcome:
    """What the fixes of a report make of the files; nothing is written.

    Raises UsageError where the library that rewrites is not installed.
    """
    files: list[FixedFile] = []
    refused: list[str] = []
    for path, findings in groupby(report.fixable(unsafe=unsafe), key=lambda finding: finding.place.path):
        file, why = _fixed(report, path, list(findings))
        files += [file] if file is not None else []
        refused += [f"{path}{line}" for line in why]
    return Outcome(tuple(files), tuple(refused))


def _fixed(report: Report, path: str, findings: Sequence[Finding]) -> tuple[FixedFile | None, list[str]]:
    """The file with what can be fixed, and why not what cannot."""
    try:
        before = _content(report.root, path)
    except OSError as error:
        return None, [f": not fixed, it cannot be read: {error.strerror}"]
    if blob_id(before) != report.blobs.get(path):
        return None, [f": not fixed, {_CHANGED}"]
    chosen = [(finding.fix.change, finding) for finding in findings if finding.fix is not None]
    done = rewritten(before, [change for change, _ in chosen])
    if isinstance(done, str):
        return None, [f": not fixed, {done}"]
    made = tuple(finding for change, finding in chosen if change in done.made)
    left = sorted({(change.line, _why_left(change)) for change, _ in chosen if change not in done.made})
    why = [f":{line}: not fixed, {reason}" for line, reason in left]
    return (FixedFile(path, before, done.source, made) if made else None), why


def _why_left(change: Change) -> str:
    if isinstance(change, RenamedCallee) and change.name:
        return f"{change.name} is another name there"
    return "the line has no place for what would stand on it"


def rewritten(source: bytes, changes: Collection[Change]) -> Rewritten | str:
    """The source after the changes, or why it cannot be changed."""
    waivers = [change for change in changes if isinstance(change, RemovedWaiver)]
    done = _renamed(source, changes)
    if isinstance(done, str) or not waivers:
        return done
    last = without_waivers(source, done.source, waivers)
    return last if isinstance(last, str) else Rewritten(last.source, done.made | last.made)


def _renamed(source: bytes, changes: Collection[Change]) -> Rewritten | str:
    """The source with its names changed: each step leaves the lines of the next."""
    moves = [change for change in changes if isinstance(change, MovedImport)]
    callees = [change for change in changes if isinstance(change, RenamedCallee)]
    renamed = rename_callees(source, callees) if callees else Rewritten(source, frozenset())
    if isinstance(renamed, str):
        return renamed
    moved = _rewriter()(renamed.source, moves) if moves else Rewritten(renamed.source, frozenset())
    if isinstance(moved, str) or not renamed.made:
        return moved
    done = import_names(moved.source, [c for c in renamed.made if isinstance(c, RenamedCallee)])
    return done if isinstance(done, str) else Rewritten(done.source, moved.made | renamed.made)


def _rewriter() -> "Callable[[bytes, Collection[MovedImport]], Rewritten | str]":
    try:
        from ssot_lint.fix.imports import rewrite
    except ModuleNotFoundError as error:
        if error.name != "libcst":
            raise
        raise UsageError("fixes need libcst; install it with: pip install 'ssot-lint[fix]'") from None
    return rewrite


def _content(root: str, path: str) -> bytes:
    with open(os.path.join(root, path), "rb", opener=open_carefully) as stream:
        return stream.read()


def write(root: str, files: Iterable[FixedFile]) -> Outcome:
    """Write the files, each replaced in one step; one that is no longer what was analysed is left alone."""
    written, refused = [], []
    for file in files:
        try:
            if _content(root, file.path) == file.before:
                with replacing(Path(root, file.path)) as stream:
                    stream.write(file.after)
                written.append(file)
            else:
                refused.append(f"{file.path}: not fixed, {_CHANGED}")
        except OSError as error:
            refused.append(f"{file.path}: not fixed, it cannot be written: {error.strerror}")
    return Outcome(tuple(written), tuple(refused))

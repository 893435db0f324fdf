"""Which fixes are made in which files, and how the result is written."""

import os
import stat
import tempfile
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ssot_lint.errors import UsageError
from ssot_lint.model import CAREFULLY, Finding, MovedImport, Report, blob_id

if TYPE_CHECKING:
    from ssot_lint.fix.imports import Rewritten


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


def fixable(findings: Iterable[Finding], *, unsafe: bool) -> list[Finding]:
    """The findings that have a fix, without those that are waived; unsafe fixes only where asked for."""
    return [
        finding
        for finding in findings
        if finding.fix is not None and finding.suppressed is None and (unsafe or finding.fix.is_safe)
    ]


def fixed_files(report: Report, *, unsafe: bool) -> Outcome:
    """What the fixes of a report make of the files; nothing is written.

    Of several fixes for one imported name that of the first rule by code is made. Raises UsageError
    where the library that rewrites is not installed.
    """
    by_path: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in fixable(report.findings, unsafe=unsafe):
        by_path[finding.place.path].append(finding)
    files: list[FixedFile] = []
    refused: list[str] = []
    for path in sorted(by_path):
        file, why = _fixed(report, path, by_path[path])
        files += [file] if file is not None else []
        refused += [f"{path}{line}" for line in why]
    return Outcome(tuple(files), tuple(refused))


def _fixed(report: Report, path: str, findings: Sequence[Finding]) -> tuple[FixedFile | None, list[str]]:
    """The file with what can be fixed, and why not what cannot."""
    rewrite = _rewriter()
    try:
        before = _content(report.root, path)
    except OSError as error:
        return None, [f": not fixed, it cannot be read: {error.strerror}"]
    if blob_id(before) != report.blobs.get(path):
        return None, [f": not fixed, {_CHANGED}"]
    chosen = _chosen(findings)
    done = rewrite(before, [change for change, _ in chosen])
    if isinstance(done, str):
        return None, [f": not fixed, {done}"]
    made = tuple(finding for change, finding in chosen if change in done.made)
    left = sorted({change.line for change, _ in chosen if change not in done.made})
    why = [f":{line}: not fixed, the line has no place for what would stand on it" for line in left]
    return (FixedFile(path, before, done.source, made) if made else None), why


def _rewriter() -> "Callable[[bytes, Collection[MovedImport]], Rewritten | str]":
    try:
        from ssot_lint.fix.imports import rewrite
    except ModuleNotFoundError as error:
        if error.name != "libcst":
            raise
        raise UsageError("fixes need libcst; install it with: pip install 'ssot-lint[fix]'") from None
    return rewrite


def _chosen(findings: Sequence[Finding]) -> list[tuple[MovedImport, Finding]]:
    """One change for each place, in source order."""
    chosen: dict[tuple[int, int], tuple[MovedImport, Finding]] = {}
    for finding in sorted(findings, key=lambda each: each.code):
        assert finding.fix is not None, "only fixable findings are given"
        change = finding.fix.change
        chosen.setdefault((change.line, change.column), (change, finding))
    return [chosen[place] for place in sorted(chosen)]


def _content(root: str, path: str) -> bytes:
    with open(os.path.join(root, path), "rb", opener=_open) as stream:
        return stream.read()


def _open(path: str, flags: int) -> int:
    return os.open(path, flags | CAREFULLY)


def write(root: str, files: Iterable[FixedFile]) -> Outcome:
    """Write the files, each replaced in one step; one that is no longer what was analysed is left alone."""
    written, refused = [], []
    for file in files:
        try:
            if _content(root, file.path) == file.before:
                _replace(Path(root, file.path), file.after)
                written.append(file)
            else:
                refused.append(f"{file.path}: not fixed, {_CHANGED}")
        except OSError as error:
            refused.append(f"{file.path}: not fixed, it cannot be written: {error.strerror}")
    return Outcome(tuple(written), tuple(refused))


def _replace(path: Path, content: bytes) -> None:
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with open(descriptor, "wb") as stream:
            stream.write(content)
        os.chmod(name, stat.S_IMODE(path.lstat().st_mode))
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise

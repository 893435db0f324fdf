"""What has changed since another revision: which findings were there, which are new, which are remedied."""

from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from ssot_lint.baseline import Entry, defining, entries_of, match
from ssot_lint.model import File, Finding, Report, Since
from ssot_lint.plan import within

_SHOWN = 5
_UNREAD = ("SST001", "SST002")


class Past(msgspec.Struct, frozen=True):
    """What was found at a revision, by the name that it is told under and the id of its commit.

    `categories` are those of the files that findings were in, `unread` those that could not be parsed or
    read then, `renamed` the sources that have another path now.
    """

    name: str
    commit: str
    entries: tuple[Entry, ...]
    categories: dict[str, str | None]
    unread: frozenset[str]
    renamed: Mapping[str, str]
    notes: tuple[str, ...] = ()
    incomplete: tuple[str, ...] = ()


class Compared(msgspec.Struct, frozen=True):
    """The findings, those marked that were there; and what was there and is not any more."""

    findings: tuple[Finding, ...]
    gone: tuple[Entry, ...]


def past_of(
    name: str, commit: str, report: Report | None, renamed: Mapping[str, str], notes: tuple[str, ...] = ()
) -> Past:
    """What a report of the whole project at a revision says; None where there was no source then.

    `notes` are what a reader must know of the comparison.
    """
    findings = report.findings if report else ()
    return Past(
        name=name,
        commit=commit,
        entries=entries_of(finding for finding in findings if finding.category is not None),
        categories={finding.place.path: finding.category for finding in findings},
        unread=frozenset(finding.place.path for finding in findings if finding.code in _UNREAD),
        renamed=renamed,
        notes=notes,
        incomplete=tuple(f"at {name}: {line}" for line in (report.incomplete if report else ())),
    )


def compared(findings: Sequence[Finding], past: Past, files: Sequence[File]) -> Compared:
    """The findings of a whole project held against those of the past.

    What is found in no file is never old: the policy is that of now. What was found in a file that cannot
    be read now is not remedied, nor what was found to be alike to something there.
    """
    of_files = [finding for finding in findings if finding.category is not None]
    paths = {file.path for file in files}
    found = match(past.entries, of_files, paths, past.renamed, defining(files))
    old = {id(finding) for finding, _ in found.known}
    unread = {file.path for file in files if file.facts.problem}
    return Compared(
        findings=tuple(replace(f, old=True) if id(f) in old else f for f in findings),
        gone=tuple(entry for entry in found.gone if unread.isdisjoint(_files_now(entry, past))),
    )


def _files_now(entry: Entry, past: Past) -> list[str]:
    """The files that an entry is about, by their present paths."""
    paths = [entry.path, *([entry.home.path] if entry.home else [])]
    return [past.renamed.get(path, path) for path in paths]


def since(
    past: Past,
    shown: Iterable[Finding],
    gone: Iterable[Entry],
    limits: Collection[str] | None,
    categories: Collection[str],
    allowed: Mapping[str, int],
) -> Since:
    """What a report says of the time since; all that it is limited to. `shown` are its findings."""
    standing = [f for f in shown if f.suppressed is None and not f.baselined]
    remedied = [
        entry
        for entry in gone
        if within(past.renamed.get(entry.path, entry.path), limits)
        and (not categories or past.categories.get(entry.path) in categories)
    ]
    return Since(
        name=past.name,
        commit=past.commit,
        new=sum(not finding.old for finding in standing),
        old=sum(finding.old for finding in standing),
        remedied=sum(entry.count for entry in remedied),
        allowed=dict(allowed),
    )


def notes(past: Past, files: Iterable[File]) -> list[str]:
    """What a reader must know of the comparison."""
    now = {file.path for file in files if not file.facts.problem}
    surfaced = sorted(path for path in past.unread if past.renamed.get(path, path) in now)
    if not surfaced:
        return list(past.notes)
    more = f" and {len(surfaced) - _SHOWN} more" if len(surfaced) > _SHOWN else ""
    told = ", ".join(surfaced[:_SHOWN])
    line = f"could not be parsed or read at {past.name}, so that all that is found there is new: {told}{more}"
    return [*past.notes, line]

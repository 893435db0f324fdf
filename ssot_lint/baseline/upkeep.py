"""What of a baseline holds, and what it is after its upkeep: it never accepts what is new."""

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from ssot_lint.baseline.defined import Defines, anything
from ssot_lint.baseline.entries import Entry, Identity, Site, entries_of, identity_of, make_entries
from ssot_lint.baseline.matching import Match, match
from ssot_lint.model import Finding, Place


class Scope(msgspec.Struct, frozen=True):
    """What an analysis can tell of.

    `codes` are the rules that ran to the end and whose findings may be accepted; `paths` all files that
    were analysed, `unread` those of them that nothing is known of, as they do not parse; `defines` says
    what the files define. `obscured` says why what is not found may be there all the same: then nothing is
    gone.
    """

    codes: frozenset[str]
    paths: frozenset[str]
    unread: frozenset[str] = frozenset()
    defines: Defines = anything
    obscured: str = ""

    def accepts(self, finding: Finding) -> bool:
        """Whether a baseline may have it: what is wrong with the policy itself belongs to no file."""
        return finding.category is not None and finding.code in self.codes

    def decides(self, entry: Entry) -> bool:
        """Whether it is known that what is not found of an entry is gone."""
        return (
            not self.obscured
            and entry.code in self.codes
            and entry.path not in self.unread
            and (entry.home is None or entry.home.path not in self.unread)
        )


def hold(entries: Iterable[Entry], findings: Iterable[Finding], scope: Scope) -> Match:
    """Which findings a baseline has; entries that the analysis cannot tell of are not gone."""
    judged = [entry for entry in entries if entry.code in scope.codes]
    told = [finding for finding in findings if scope.accepts(finding)]
    found = match(judged, told, scope.paths, defines=scope.defines)
    return msgspec.structs.replace(found, gone=tuple(filter(scope.decides, found.gone)))


def written(findings: Iterable[Finding], scope: Scope) -> tuple[Entry, ...]:
    """The baseline that accepts all there is."""
    return entries_of(finding for finding in findings if scope.accepts(finding))


def pruned(
    entries: Sequence[Entry], findings: Iterable[Finding], found: Match, gone: Iterable[Entry]
) -> tuple[Entry, ...]:
    """A baseline without what is gone; what stays is as it was.

    An entry without findings stays where it alone tells of a member of a group that is still there.
    """
    less = {_key(entry): entry.count for entry in gone}
    left = [msgspec.structs.replace(entry, count=entry.count - less.get(_key(entry), 0)) for entry in entries]
    told = {member for entry in left if entry.count for member in _members(entry)}
    groups = _groups(found)
    wanted = {m for finding in findings if (finding.code, finding.home) in groups for m in _members(finding)}
    kept: list[Entry] = []
    for entry in left:
        members = _members(entry)
        if entry.count or (members & wanted) - told:
            kept.append(entry)
            told |= members
    return tuple(kept)


def updated(
    entries: Sequence[Entry], findings: Iterable[Finding], found: Match, scope: Scope
) -> tuple[Entry, ...]:
    """A baseline without what is gone; what stays is told as it is now, under its present path and name."""
    counts: Counter[tuple[Identity, Site | None]] = Counter()
    for entry in (*entries_of(_kept(findings, found)), *_undecided(entries, found, scope)):
        counts[_key(entry)] += entry.count
    return make_entries(counts)


def _undecided(entries: Iterable[Entry], found: Match, scope: Scope) -> Iterable[Entry]:
    """What is left of entries that the analysis cannot tell of."""
    used = Counter(_key(entry) for _, entry in found.known)
    for entry in entries:
        left = entry.count - used[_key(entry)]
        if left > 0 and not scope.decides(entry):
            yield msgspec.structs.replace(entry, count=left)


def accepted(findings: Iterable[Finding], found: Match) -> list[Finding]:
    """The findings, those that the baseline has marked so."""
    known = {_mark(finding) for finding, _ in found.known}
    return [
        msgspec.structs.replace(finding, baselined=True) if _mark(finding) in known else finding
        for finding in findings
    ]


def _kept(findings: Iterable[Finding], found: Match) -> list[Finding]:
    """What is known, and what is waived of the same groups."""
    groups = _groups(found)
    waived = (f for f in findings if f.suppressed is not None and (f.code, f.home) in groups)
    return [*(finding for finding, _ in found.known), *waived]


def _groups(found: Match) -> set[tuple[str, Place | None]]:
    """The groups that something known is about, by code and home."""
    return {(finding.code, finding.home) for finding, _ in found.known if finding.home is not None}


def _members(told: Entry | Finding) -> set[tuple[str, Site]]:
    """The members of a group that something tells of."""
    if told.home is None:
        return set()
    place = told.place if isinstance(told, Finding) else told
    return {(told.code, Site(each.path, each.symbol)) for each in (place, told.home)}


def _mark(finding: Finding) -> tuple[object, ...]:
    return identity_of(finding), finding.fingerprint


def _key(entry: Entry) -> tuple[Identity, Site | None]:
    return entry.identity, entry.home

"""Which findings are known, which are new, and what is no longer found."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

import msgspec

from ssot_lint.baseline.defined import Defines, anything
from ssot_lint.baseline.entries import Entry, identity_of
from ssot_lint.baseline.groups import match_members
from ssot_lint.baseline.pairs import pairs
from ssot_lint.baseline.renames import Known
from ssot_lint.model import Finding

_NONE: Mapping[str, str] = MappingProxyType({})


class Match(msgspec.Struct, frozen=True):
    """Findings held against entries, all sorted.

    `known` are the findings that were there, each with the entry that says so; `new` are the others.
    `gone` are the entries that more findings were of: each counts those that are not there.
    """

    known: tuple[tuple[Finding, Entry], ...]
    new: tuple[Finding, ...]
    gone: tuple[Entry, ...]


def match(
    entries: Iterable[Entry],
    findings: Iterable[Finding],
    paths: Collection[str],
    renamed: Mapping[str, str] = _NONE,
    defines: Defines = anything,
) -> Match:
    """Which of the findings the entries have.

    `paths` are all files that are analysed now, `renamed` old path -> new one of files that are known to
    have been, `defines` says what stands in a file now. Waived findings are neither known nor new; they
    tell of the groups that they are about. An entry has as many findings as it counts, and none that
    another has: what is there as it was comes first, then what is renamed, then what bears the name of
    something whose file, or whose definition in it, or whose subject's module, is gone. Of a group, a
    finding is new for each member that was in no group of that code.
    """
    known_files = Known(paths, defines)
    entries = sorted(entries, key=lambda entry: entry.order)
    found = sorted(findings, key=order)
    alone = _match_alone(
        [entry for entry in entries if entry.home is None],
        [finding for finding in found if finding.home is None and finding.suppressed is None],
        renamed,
        known_files,
    )
    in_groups = match_members(
        [entry for entry in entries if entry.home is not None],
        [finding for finding in found if finding.home is not None],
        renamed,
        known_files,
    )
    known = [*alone, *in_groups]
    sure = {id(finding) for finding, _ in known}
    return Match(
        known=tuple(sorted(known, key=lambda pair: order(pair[0]))),
        new=tuple(f for f in found if f.suppressed is None and id(f) not in sure),
        gone=_gone(entries, known),
    )


def order(finding: Finding) -> tuple[object, ...]:
    """What findings are sorted by: of equals the first in the source comes first."""
    place, home = finding.place, finding.home
    group = (home.path, home.symbol, home.span) if home else ()
    return (
        place.path, place.span, finding.code, place.symbol, finding.subject, finding.message, group,
        finding.suppressed or "",
    )  # fmt: skip


def _match_alone(
    entries: Sequence[Entry], findings: Sequence[Finding], renamed: Mapping[str, str], known: Known
) -> list[tuple[Finding, Entry]]:
    # whatever a file says, no more of one can be found than there are findings
    units = [entry for entry in entries for _ in range(min(entry.count, len(findings)))]
    found = pairs(
        [entry.identity for entry in units], [identity_of(each) for each in findings], renamed, known
    )
    return [(findings[new], units[old]) for old, new in found.items()]


def _gone(entries: Sequence[Entry], known: Iterable[tuple[Finding, Entry]]) -> tuple[Entry, ...]:
    used = Counter(id(entry) for _, entry in known)
    left = [(entry, entry.count - used[id(entry)]) for entry in entries]
    return tuple(msgspec.structs.replace(entry, count=count) for entry, count in left if count > 0)

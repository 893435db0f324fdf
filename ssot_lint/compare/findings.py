"""Which findings are gone, which remain, which are new: as `baseline.match` has it, and in no other way."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from ssot_lint.baseline import Entry, Site, defining, entries_of, match
from ssot_lint.baseline.entries import Identity, home_of, identity_of
from ssot_lint.baseline.matching import order
from ssot_lint.compare.side import Side
from ssot_lint.comparison import RuleChange
from ssot_lint.model import Finding


def rule_changes(before: Side, after: Side, renamed: Mapping[str, str]) -> tuple[RuleChange, ...]:
    """What became of the findings of each rule, by code; `renamed` are files, old path -> new one."""
    paths = [file.path for file in after.index.files]
    defines = defining(after.index.files)
    found = match(entries_of(before.findings), after.findings, paths, renamed, defines)
    # What is waived now is there still.
    there = [replace(f, suppressed=None) for f in after.findings if f.suppressed is not None]
    gone = _findings(match(found.gone, there, paths, renamed, defines).gone, before.findings)
    certain = set(map(id, gone))
    waived = [f for f in _findings(found.gone, before.findings) if id(f) not in certain]
    waived += _waived_from_birth(before, after, paths, renamed)
    blind_now = {*after.unread, *(old for old, new in renamed.items() if new in after.unread)}
    blind_then = {renamed.get(path, path) for path in before.unread}
    unclear = [f for f in gone if _touches(f, blind_now)] + [f for f in found.new if _touches(f, blind_then)]
    doubtful = set(map(id, unclear))
    return tuple(
        _by_rule(
            {
                "remedied": [f for f in gone if id(f) not in doubtful],
                "remaining": [f for f, _ in found.known],
                "new": [f for f in found.new if id(f) not in doubtful],
                "unclear": unclear,
                "waived": waived,
            }
        )
    )


def _waived_from_birth(
    before: Side, after: Side, paths: Collection[str], renamed: Mapping[str, str]
) -> list[Finding]:
    """What is waived, and was not there before: neither waived nor standing."""
    was = entries_of(replace(f, suppressed=None) for f in before.findings)
    now = [(replace(f, suppressed=None), f) for f in after.findings]
    new = set(map(id, match(was, [bare for bare, _ in now], paths, renamed).new))
    return [f for bare, f in now if id(bare) in new and f.suppressed is not None]


def _findings(entries: Iterable[Entry], findings: Iterable[Finding]) -> list[Finding]:
    """The findings that entries are of; of equals the last, for the first are held against the first."""
    equals: defaultdict[tuple[Identity, Site | None], list[Finding]] = defaultdict(list)
    for finding in sorted(findings, key=order):
        if finding.suppressed is None:
            equals[identity_of(finding), home_of(finding)].append(finding)
    return [f for e in entries if e.count for f in equals[e.identity, e.home][-e.count :]]


def _touches(finding: Finding, paths: Collection[str]) -> bool:
    """Whether a finding is about one of some files, or about a second place in one of them."""
    places = [finding.place, *(related.place for related in finding.related)]
    places += [finding.home] if finding.home else []
    return any(place.path in paths for place in places)


def _by_rule(lists: Mapping[str, Sequence[Finding]]) -> Iterator[RuleChange]:
    names = {finding.code: finding.name for findings in lists.values() for finding in findings}
    for code in sorted(names):
        parts = {
            word: tuple(sorted((f for f in findings if f.code == code), key=order))
            for word, findings in lists.items()
        }
        yield RuleChange(code, names[code], **parts)

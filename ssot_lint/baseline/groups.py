"""Groups of what is alike: a finding is new for each member that was in no group of that code.

Which member is the home may change with every edit, and with it which members the findings are about. So
findings are not held against entries one by one: a group has as many as it has members but the home, and
those of its members that were in a group before bring nothing new along.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from ssot_lint.baseline.entries import Entry, Identity, Site
from ssot_lint.baseline.pairs import pairs
from ssot_lint.baseline.renames import Known
from ssot_lint.model import Finding

Recognised = tuple[Finding, Entry]


def match_members(
    entries: Sequence[Entry], findings: Sequence[Finding], renamed: Mapping[str, str], known: Known
) -> list[Recognised]:
    """The findings about members of groups that were there, each with the entry that says so.

    All are sorted; waived findings tell of members alone.
    """
    if not entries or not findings:
        return []
    past = _Past(entries, findings, renamed, known)
    found: list[Recognised] = []
    waiting: list[Finding] = []
    for group in _groups(findings):
        for finding in _not_new(group, past):
            entry = past.take(finding)
            if entry is None:
                waiting.append(finding)
            else:
                found.append((finding, entry))
    homes = {home_site(finding) for finding in findings}
    for finding in waiting:
        entry = past.take_for_elected(finding)
        if entry is None and accused(finding) not in homes:
            # it was the home of a group that is part of a larger one now
            entry = past.led_by(finding)
        if entry is not None:
            found.append((finding, entry))
    return found


def accused(finding: Finding) -> Identity:
    """The member that a finding is about."""
    return Identity(finding.code, finding.place.path, finding.place.symbol, "")


def home_site(finding: Finding) -> Identity:
    """The home of the group that a finding is about."""
    assert finding.home is not None, "it is about a group"
    return Identity(finding.code, finding.home.path, finding.home.symbol, "")


def _groups(findings: Iterable[Finding]) -> Iterable[list[Finding]]:
    groups: defaultdict[object, list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.code, finding.home].append(finding)
    return groups.values()


def _not_new(group: Sequence[Finding], past: "_Past") -> Iterator[Finding]:
    """The findings of a group that may have been there: one less where its home was in none before."""
    candidates = [f for f in group if f.suppressed is None and past.has_member(accused(f))]
    if candidates and not past.has_member(home_site(candidates[0])):
        new = next((f for f in candidates if not past.has_finding(f)), candidates[-1])
        candidates.remove(new)
    yield from candidates


class _Past:
    """The entries under the names that their members bear now, and how much is left of each."""

    def __init__(
        self,
        entries: Sequence[Entry],
        findings: Sequence[Finding],
        renamed: Mapping[str, str],
        known: Known,
    ) -> None:
        before = sorted({m for entry in entries for m in (_member(entry), _home(entry))})
        now = sorted({m for finding in findings for m in (accused(finding), home_site(finding))})
        found = pairs(before, now, renamed, known)
        self._now = {before[old]: now[new] for old, new in found.items()}
        self._members = set(self._now.values())
        self._entries: defaultdict[Identity, list[Entry]] = defaultdict(list)
        self._of_home: defaultdict[Identity, list[Entry]] = defaultdict(list)
        self._left = Counter({id(entry): entry.count for entry in entries})
        for entry in entries:
            member, home = self._now.get(_member(entry)), self._now.get(_home(entry))
            if member:
                self._entries[member].append(entry)
            if home:
                self._of_home[home].append(entry)

    def has_member(self, member: Identity) -> bool:
        """Whether it was in a group."""
        return member in self._members

    def has_finding(self, finding: Finding) -> bool:
        """Whether there was one about this member that is not taken yet."""
        return any(self._left[id(entry)] for entry in self._entries[accused(finding)])

    def take(self, finding: Finding) -> Entry | None:
        """The entry of a finding about the same member, preferably of the same home."""
        home = home_site(finding)
        return self._taken(self._entries[accused(finding)], lambda entry: self._now.get(_home(entry)) == home)

    def take_for_elected(self, finding: Finding) -> Entry | None:
        """The entry that a finding takes the place of where another home was elected."""
        member, home = accused(finding), home_site(finding)
        led = self._of_home[member]
        return self._taken(led, lambda entry: self._now.get(_member(entry)) == home) or self._taken(
            self._entries[home], lambda entry: True
        )

    def led_by(self, finding: Finding) -> Entry | None:
        """An entry of the group whose home the member was."""
        return next(iter(self._of_home[accused(finding)]), None)

    def _taken(self, entries: Iterable[Entry], prefers: Callable[[Entry], bool]) -> Entry | None:
        left = [entry for entry in entries if self._left[id(entry)]]
        chosen = min(left, key=lambda entry: not prefers(entry), default=None)
        if chosen is not None:
            self._left[id(chosen)] -= 1
        return chosen


def _member(entry: Entry) -> Identity:
    return Identity(entry.code, entry.path, entry.symbol, "")


def _home(entry: Entry) -> Identity:
    home = entry.home or Site("", "")
    return Identity(entry.code, home.path, home.symbol, "")

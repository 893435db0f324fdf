"""What is remembered of findings: all that tells them from others, and no line or column."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from ssot_lint.model import Finding, Place, fingerprint


class Site(NamedTuple):
    """Where something stands, as an edit elsewhere leaves it: path from the root and `module:name`."""

    path: str
    symbol: str


class Identity(NamedTuple):
    """What equal findings have in common; of a member of a group, the subject is empty."""

    code: str
    path: str
    symbol: str
    subject: str


class Entry(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """So many equal findings.

    `home` is that of the group that the findings are about, None where they are about none. A member of
    a group is remembered also where its finding is waived: then it counts 0.
    """

    code: str
    path: str
    symbol: str
    subject: str
    count: int = 1
    home: Site | None = None

    @property
    def identity(self) -> Identity:
        """What its findings have in common."""
        return Identity(self.code, self.path, self.symbol, self.subject)

    @property
    def fingerprint(self) -> str:
        """That of the first of its findings."""
        return fingerprint(self.code, Place(self.path, symbol=self.symbol), self.subject)

    @property
    def order(self) -> tuple[object, ...]:
        """What entries are sorted by: the path first."""
        return self.path, self.code, self.symbol, self.subject, self.home or Site("", ""), self.count


def identity_of(finding: Finding) -> Identity:
    """What a finding has in common with its equals."""
    return Identity(finding.code, finding.place.path, finding.place.symbol, finding.subject)


def home_of(finding: Finding) -> Site | None:
    """The home of the group that a finding is about."""
    return Site(finding.home.path, finding.home.symbol) if finding.home else None


def entries_of(findings: Iterable[Finding]) -> tuple[Entry, ...]:
    """What is to be remembered of findings, sorted: those that stand, and each member of a group."""
    counts: Counter[tuple[Identity, Site | None]] = Counter()
    for finding in findings:
        home = home_of(finding)
        if finding.suppressed is None or home:
            counts[identity_of(finding), home] += finding.suppressed is None
    return make_entries(counts)


def make_entries(counts: Counter[tuple[Identity, Site | None]]) -> tuple[Entry, ...]:
    """Entries, sorted, of how many findings there are of each identity and home."""
    entries = [
        Entry(code=i.code, path=i.path, symbol=i.symbol, subject=i.subject, count=count, home=home)
        for (i, home), count in counts.items()
    ]
    return tuple(sorted(entries, key=lambda entry: entry.order))

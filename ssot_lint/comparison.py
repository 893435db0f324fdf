"""What became of a project between two revisions, as records."""

from typing import Literal

import msgspec

from ssot_lint.model import CategoryScore, Finding, Place

PolicyOf = Literal["base", "head", "file"]
"""Which policy both revisions are judged by: of the one, of the other, or a file that was given."""

GroupOutcome = Literal["merged", "removed", "altered"]
"""Copies went and something stays; all members went; none went, they are no longer alike."""

Verdict = Literal["kept", "broken", "undecided"]


class Revision(msgspec.Struct, frozen=True):
    """One of the two: its name as given, and the full id of the commit, None for the work tree."""

    name: str
    commit: str | None


class Judges(msgspec.Struct, frozen=True):
    """The policy that both revisions are judged by.

    `path` is its name, None where there is none. `differs`: the two revisions have different ones, None where
    that was not looked at.
    """

    of: PolicyOf
    path: str | None
    differs: bool | None


class ScoreChange(msgspec.Struct, frozen=True):
    """A score before and after, None where the category was not there; "overall" is that of all."""

    name: str
    before: CategoryScore | None
    after: CategoryScore | None


class RuleChange(msgspec.Struct, frozen=True):
    """What became of the findings of one rule.

    `remedied` are of the base, all others of the head. `unclear` are findings of either that the other
    cannot have, for a file is not parsed there; `waived` are those that the head waives and the base did not:
    they stood there, or are new. Findings that are waived in both are in none.
    """

    code: str
    name: str
    remedied: tuple[Finding, ...] = ()
    remaining: tuple[Finding, ...] = ()
    new: tuple[Finding, ...] = ()
    unclear: tuple[Finding, ...] = ()
    waived: tuple[Finding, ...] = ()


class GroupChange(msgspec.Struct, frozen=True):
    """A group of duplicates with findings that were remedied.

    `went` are the members that are gone, or that call what stays (places of the base); `stays` are the
    others, and what took the place of all (places of the head).
    """

    code: str
    outcome: GroupOutcome
    went: tuple[Place, ...]
    stays: tuple[Place, ...]


class PathChange(msgspec.Struct, frozen=True):
    """A path by which a symbol is imported, and by how many files, before and after."""

    path: str
    before: int
    after: int


class SymbolPaths(msgspec.Struct, frozen=True):
    """A symbol, as it is called now, that is imported by other paths than before; all its paths, sorted."""

    symbol: str
    paths: tuple[PathChange, ...]

    @property
    def retired(self) -> int:
        """How many paths nobody takes any more."""
        return sum(path.after == 0 for path in self.paths)


class Breakage(msgspec.Struct, frozen=True):
    """A promise to callers that is broken: of `symbol`, as it was called before.

    `kind` says what happened ("removed", "parameter-changed-default", …), `detail` the same in words. The
    place is that before of what is removed, else that of now.
    """

    symbol: str
    kind: str
    detail: str
    path: str
    line: int


class Served(msgspec.Struct, frozen=True):
    """A public name that is defined elsewhere now and still leads there; perhaps `declared` by the policy."""

    symbol: str
    leads_to: str
    declared: bool


class Unsure(msgspec.Struct, frozen=True):
    """What cannot be decided, and why."""

    symbol: str
    reason: str


class Api(msgspec.Struct, frozen=True):
    """The public names of some top-level packages, before and after.

    `names` is how many names of the base were compared. `left_out` has a line for each module that was not.
    """

    packages: tuple[str, ...]
    names: int
    broken: tuple[Breakage, ...]
    served: tuple[Served, ...]
    undecided: tuple[Unsure, ...]
    left_out: tuple[str, ...]


class Promise(msgspec.Struct, frozen=True):
    """A contract or redirect that the policy declares, before and after.

    `detail` says what is wrong now, or why it is undecided; "" where it is kept.
    """

    symbol: str
    before: Verdict
    after: Verdict
    detail: str


class Promises(msgspec.Struct, frozen=True):
    """All contracts, or all redirects; `off` says why they were not judged, "" where they were."""

    declared: tuple[Promise, ...] = ()
    off: str = ""

    def having(self, verdict: Verdict) -> tuple[Promise, ...]:
        """Those of which this is the verdict now."""
        return tuple(promise for promise in self.declared if promise.after == verdict)

    @property
    def newly_broken(self) -> tuple[Promise, ...]:
        """Those that are broken and were not."""
        return tuple(promise for promise in self.having("broken") if promise.before != "broken")


class Comparison(msgspec.Struct, frozen=True):
    """All that a renderer needs.

    `scores`: overall first, then by category. `rules`: those with a finding at either end, by code. `api` is
    None where it was not compared, for the reason in `no_api`. `unread` are the files that could not be
    parsed or read, before and after. `incomplete` has a line for each part of an analysis that failed, and
    `notes` one for each thing that a user should know.
    """

    base: Revision
    head: Revision
    policy: Judges
    scores: tuple[ScoreChange, ...]
    rules: tuple[RuleChange, ...]
    groups: tuple[GroupChange, ...]
    paths: tuple[SymbolPaths, ...]
    api: Api | None
    no_api: str
    contracts: Promises
    redirects: Promises
    unread: tuple[tuple[str, ...], tuple[str, ...]]
    incomplete: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def remedied(self) -> int:
        """How many findings are gone."""
        return sum(len(rule.remedied) for rule in self.rules)

    @property
    def remaining(self) -> int:
        """How many findings are there still."""
        return sum(len(rule.remaining) for rule in self.rules)

    @property
    def new(self) -> int:
        """How many findings were not there."""
        return sum(len(rule.new) for rule in self.rules)

    @property
    def unclear(self) -> int:
        """Of how many findings nobody can tell whether they were there, or are."""
        return sum(len(rule.unclear) for rule in self.rules)

    @property
    def waived(self) -> int:
        """How many findings are waived now, and were not."""
        return sum(len(rule.waived) for rule in self.rules)

    @property
    def merged(self) -> int:
        """How many copies went while what they copied stays."""
        return sum(len(group.went) for group in self.groups if group.outcome == "merged")

    @property
    def retired(self) -> int:
        """How many import paths nobody takes any more."""
        return sum(symbol.retired for symbol in self.paths)

    @property
    def is_worse(self) -> bool:
        """Whether anything is new or broken."""
        broken = self.api is not None and bool(self.api.broken)
        promises = self.contracts.newly_broken or self.redirects.newly_broken
        return bool(self.new) or broken or bool(promises)

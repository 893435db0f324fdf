"""Groups of duplicates for a reader: without what policy and waivers accept, the largest saving first."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from msgspec.structs import replace

from ssot_lint import suppress
from ssot_lint.api import Check, DuplicatesSection
from ssot_lint.index import Index
from ssot_lint.index.election import Member
from ssot_lint.index.groups import Group, Kind, Terms
from ssot_lint.model import (
    SEVERITIES,
    DuplicateGroup,
    DuplicateKind,
    File,
    Finding,
    Place,
    column,
)
from ssot_lint.policy import Policy

RULES = ("SST101", "SST102")
"""The rules whose groups these are."""

_KINDS: dict[Kind, DuplicateKind] = {"identical": "identical", "renamed": "renamed", "similar": "edited"}


def find_duplicates(index: Index, terms: Terms) -> tuple[DuplicateGroup, ...]:
    """Every group of classes and functions that say the same."""
    found = zip(RULES, (index.clones.classes(terms), index.clones.functions(terms)), strict=True)
    return tuple(_made(index, code, group) for code, groups in found for group in groups)


def _made(index: Index, code: str, group: Group) -> DuplicateGroup:
    in_tests = all(member.is_test for member in group.members)
    return DuplicateGroup(
        code=code,
        kind="test" if in_tests else _KINDS[group.kind],
        similarity=min(_similarity(copy, group.home) for copy in group.copies),
        canonical=group.canonical,
        reason=group.reason,
        members=tuple(replace(index.definition_place(*m), span=m.definition.span) for m in group.members),
        severity="info" if in_tests else "error",
    )


def _similarity(copy: Member, home: Member) -> float:
    from rapidfuzz.distance import LCSseq

    if copy.definition.renamed == home.definition.renamed:
        return 1.0
    return float(LCSseq.normalized_similarity(_statements(copy), _statements(home)))


def _statements(member: Member) -> list[int]:
    start, end = member.definition.statements
    return list(column("q", member.file.facts.semi[start * 8 : end * 8]))


def terms_of(
    policy: Policy,
    checks: Sequence[Check],
    *,
    min_lines: int | None = None,
    similarity: float | None = None,
    across_services: bool = False,
) -> Terms:
    """What counts as a copy by the policy, but for what is asked for otherwise."""
    rule = next(check for check in checks if check.section is DuplicatesSection)
    section = policy.section(rule)
    assert isinstance(section, DuplicatesSection)
    wanted = section.duplicates
    changes: dict[str, object] = {}
    if min_lines is not None:
        # a statement takes a line at least, and so does the head of what it stands in
        changes["min_statements"] = min(wanted.min_statements, max(1, min_lines - 1))
    if similarity is not None:
        changes["similarity"] = similarity
    if across_services:
        changes["across_services"] = True
    return section.model_copy(update={"duplicates": wanted.model_copy(update=changes)}).terms()


def standing(
    groups: Sequence[DuplicateGroup],
    files: Sequence[File],
    policy: Policy,
    checks: Sequence[Check],
    today: date,
) -> Iterator[DuplicateGroup]:
    """The groups with those copies alone that no waiver accepts and for which the rule is not off.

    `checks` are all rules there are. A group is as bad as the worst of its copies.
    """
    numbered = list(_findings(groups, files, policy, checks))
    judged, _ = suppress.apply([finding for _, finding in numbered], files, checks, (), today)
    left: defaultdict[int, list[Finding]] = defaultdict(list)
    for (number, _), finding in zip(numbered, judged, strict=True):
        if finding.suppressed is None:
            left[number].append(finding)
    for number, findings in left.items():
        severity = min((finding.severity or "error" for finding in findings), key=SEVERITIES.index)
        yield replace(
            _with_copies(groups[number], [finding.place for finding in findings]), severity=severity
        )


def _findings(
    groups: Sequence[DuplicateGroup], files: Sequence[File], policy: Policy, checks: Sequence[Check]
) -> Iterator[tuple[int, Finding]]:
    """What a rule would report: each copy, after the number of its group."""
    rules = {check.code: check for check in checks}
    categories = {file.path: file.category for file in files}
    for number, group in enumerate(groups):
        for copy in group.copies:
            path = copy.path
            severity = policy.severity(
                rules[group.code], category=categories[path], path=path, given=group.severity
            )
            if severity is not None:
                yield number, Finding(place=copy, message="", code=group.code, severity=severity)


def selected(
    groups: Iterable[DuplicateGroup], wanted: Callable[[str], bool], min_lines: int
) -> tuple[DuplicateGroup, ...]:
    """The groups with a member whose path is wanted, the largest saving first, without shorter copies."""
    long = (_with_copies(group, [c for c in group.copies if c.lines >= min_lines]) for group in groups)
    shown = [group for group in long if group.copies and any(wanted(place.path) for place in group.members)]
    return tuple(sorted(shown, key=_order))


def _with_copies(group: DuplicateGroup, copies: Sequence[Place]) -> DuplicateGroup:
    wanted = {group.home, *copies}
    kept = [number for number, place in enumerate(group.members) if place in wanted]
    return replace(
        group,
        members=tuple(group.members[number] for number in kept),
        canonical=kept.index(group.canonical),
    )


def _order(group: DuplicateGroup) -> tuple[object, ...]:
    return -group.saved, group.code, [(place.path, place.span) for place in group.members]

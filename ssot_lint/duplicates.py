"""Groups of duplicates for a reader: without what policy and waivers accept, the largest saving first."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from msgspec.structs import replace

from ssot_lint import suppress
from ssot_lint.api import Check, DuplicatesSection, copy_severity
from ssot_lint.index import Index
from ssot_lint.index.clones import Group, Terms
from ssot_lint.model import SEVERITIES, DuplicateGroup, File, Finding, Place, Severity
from ssot_lint.policy import Policy

RULES = ("SST101", "SST102", "SST103", "SST104", "SST105")
"""The rules whose groups these are."""


def find_duplicates(index: Index, terms: Terms, checks: Iterable[Check]) -> tuple[DuplicateGroup, ...]:
    """Every group of stretches that say the same; `checks` are all rules there are."""
    severities = {check.code: check.severity for check in checks}
    return tuple(_made(group, severities[group.code]) for group in index.clones.groups(terms))


def _made(group: Group, severity: Severity) -> DuplicateGroup:
    found = (copy_severity(group, copy) or severity for copy in group.copies)
    return DuplicateGroup(
        code=group.code,
        kind=group.kind,
        similarity=group.similarity,
        canonical=group.canonical,
        reason=group.reason,
        members=tuple(member.extent for member in group.members),
        severity=min(found, key=SEVERITIES.index),
    )


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

"""A class that is implemented twice. The specification is README.md, beside this file."""

from collections.abc import Iterator

from ssot_lint.api import DuplicatesSection, Finding, Index, beside, check, copy_severity, other_place

LIKENESS = {
    "identical": "is identical to",
    "renamed": "differs only in literals and local names from",
    "similar": "is an edited copy of",
}


@check(code="SST101", severity="error", scope="project", section=DuplicatesSection)
def duplicate_class(index: Index, section: DuplicatesSection) -> Iterator[Finding]:
    """A class that is implemented again under the same name, identical or similar."""
    for group in index.clones.classes(section.terms()):
        for copy in group.copies:
            place = index.definition_place(*copy)
            yield Finding(
                place=place,
                message=f"{copy.definition.qualified_name} {LIKENESS[group.kind_of(copy)]}"
                f" {other_place(group.home, copy)}; keep that one ({group.reason})",
                subject=place.symbol,
                hint="import the one that stays; where both are needed, derive one from the other",
                related=index.clones.related(group, copy, "the one to keep", "another copy"),
                compared=beside(index, group, copy),
                severity=copy_severity(group, copy),
            )

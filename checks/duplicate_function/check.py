"""A function that is implemented twice. The specification is README.md, beside this file."""

from collections.abc import Iterator

from ssot_lint.api import DuplicatesSection, Finding, Index, beside, check, copy_severity, other_place


@check(code="SST102", severity="error", scope="project", section=DuplicatesSection)
def duplicate_function(index: Index, section: DuplicatesSection) -> Iterator[Finding]:
    """A function with the body of another, also after renaming locals and changing literals."""
    for group in index.clones.functions(section.terms()):
        for copy in group.copies:
            place = index.definition_place(*copy)
            identical = group.kind_of(copy) == "identical"
            difference = "" if identical else ", but for literals and local names"
            yield Finding(
                place=place,
                message=f"{copy.definition.qualified_name} repeats {other_place(group.home, copy)}"
                f"{difference}; keep that one ({group.reason})",
                subject=place.symbol,
                hint="call the one that stays, move methods to a common base, pass in what differs",
                related=index.clones.related(group, copy, "the one to keep", "another copy"),
                compared=beside(index, group, copy),
                severity=copy_severity(group, copy),
            )

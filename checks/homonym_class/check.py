"""Two different classes of one name. The specification is README.md, beside this file."""

from collections.abc import Iterator

from ssot_lint.api import DuplicatesSection, Finding, Index, check, other_place


@check(code="SST110", severity="info", scope="project", section=DuplicatesSection)
def homonym_class(index: Index, section: DuplicatesSection) -> Iterator[Finding]:
    """A class that shares its name with a different class of the same service."""
    for group in index.clones.homonyms(section.terms()):
        for copy in group.copies:
            place = copy.place
            name = place.symbol.partition(":")[2]
            yield Finding(
                place=place,
                message=f"{name} shares its name with"
                f" {other_place(group.home, copy)} but has another body; rename one",
                subject=place.symbol,
                related=index.clones.related(group, copy, "the namesake", "another of that name"),
                home=group.home.extent,
            )

"""A class that is implemented twice. The specification is README.md, beside this file."""

from collections.abc import Iterator

from ssot_lint.api import DuplicatesSection, Finding, Index, check, copy_finding

HINT = "import the one that stays; where both are needed, derive one from the other"


@check(code="SST101", severity="error", scope="project", section=DuplicatesSection)
def duplicate_class(index: Index, section: DuplicatesSection) -> Iterator[Finding]:
    """A class that is implemented again under the same name, identical or similar."""
    for group, copy in section.copies(index, "SST101"):
        yield copy_finding(index, group, copy, "keep that one", HINT)

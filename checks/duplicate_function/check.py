"""A function that is implemented twice. The specification is README.md, beside this file."""

from collections.abc import Iterator

from ssot_lint.api import DuplicatesSection, Finding, Index, check, copy_finding

HINT = "call the one that stays, move methods to a common base, pass in what differs"


@check(code="SST102", severity="error", scope="project", section=DuplicatesSection)
def duplicate_function(index: Index, section: DuplicatesSection) -> Iterator[Finding]:
    """A function with the body of another, also after renaming locals and changing literals."""
    for group, copy in section.copies(index, "SST102"):
        yield copy_finding(index, group, copy, "keep that one", HINT, "repeats")

"""A function or class that was copied and then edited. The specification is README.md, beside this file."""

from collections.abc import Iterator

from ssot_lint.api import DuplicatesSection, Finding, Index, check, copy_finding

HINT = "keep one and pass in what differs, or move what is common to a function or base of its own"


@check(code="SST103", severity="warning", scope="project", section=DuplicatesSection)
def near_duplicate(index: Index, section: DuplicatesSection) -> Iterator[Finding]:
    """A function or class that is an edited copy of another."""
    for group, copy in section.copies(index, "SST103"):
        yield copy_finding(index, group, copy, "keep that one", HINT)

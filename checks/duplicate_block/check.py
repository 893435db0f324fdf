"""A run of statements that was copied. The specification is README.md, beside this file."""

from collections.abc import Iterator

from ssot_lint.api import DuplicatesSection, Finding, Index, check, copy_finding

HINT = "a function of its own takes what differs as parameters"


@check(code="SST104", severity="info", scope="project", section=DuplicatesSection)
def duplicate_block(index: Index, section: DuplicatesSection) -> Iterator[Finding]:
    """A run of statements that stands in several functions."""
    for group, copy in section.copies(index, "SST104"):
        yield copy_finding(index, group, copy, "move them to one function", HINT, "repeat")

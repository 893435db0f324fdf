"""A module that was copied. The specification is README.md, beside this file."""

from collections.abc import Iterator

from ssot_lint.api import DuplicatesSection, Finding, Index, check, copy_finding

HINT = "import from the one that stays, and delete the other"


@check(code="SST105", severity="error", scope="project", section=DuplicatesSection)
def duplicate_file(index: Index, section: DuplicatesSection) -> Iterator[Finding]:
    """A module that is a copy, or mostly a copy, of another."""
    for group, copy in section.copies(index, "SST105"):
        yield copy_finding(index, group, copy, "keep that one", HINT)

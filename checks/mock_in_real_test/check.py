"""Mocks in tests that need the real thing. The specification is README.md, beside this file."""

from collections.abc import Iterator

from ssot_lint.api import File, Finding, Index, Undecided, check

from .declared import MocksSection
from .marks import Marks
from .mocked import Mocked, Search


@check(code="SST502", severity="error", scope="project", section=MocksSection)
def mock_in_real_test(index: Index, section: MocksSection) -> Iterator[Finding | Undecided]:
    """A mock where the policy requires real services."""
    files = [file for file in index.files if section.binds(file)]
    if not files:
        return
    search = Search(index, files, tuple(section.libraries))
    marks = Marks(index, section.mocks.justified_by)
    for file in files:
        for mocked in search.mocked(file):
            if marks.covers(file, mocked.scope):
                continue
            if mocked.is_certain:
                unexplained = marks.is_unexplained(file, mocked.scope)
                yield _finding(index, file, mocked, section.mocks.justified_by, unexplained)
            else:
                place = index.place(file, mocked.span, mocked.scope)
                yield Undecided(place, mocked.what, "it may be an object of the project that is replaced")


def _finding(index: Index, file: File, mocked: Mocked, marker: str | None, unexplained: bool) -> Finding:
    repair = "use the real one"
    if unexplained:
        repair = f"{marker} must be given the reason"
    elif marker is not None:
        repair += f", or justify it with {marker}"
    return Finding(
        place=index.place(file, mocked.span, mocked.scope),
        message=f"{mocked.what} where real services are required; {repair}",
        subject=mocked.what,
        hint="tests.mocks of the policy says where mocks are denied",
    )

"""A source whose text cannot be had. The specification is README.md, beside this file."""

from collections.abc import Iterator

from ssot_lint.api import File, Finding, Index, Place, Span, check


@check(code="SST002", severity="error", scope="file", locked=True)
def unreadable_source(file: File, index: Index) -> Iterator[Finding]:
    """A file that cannot be read or decoded, so that nothing in it is checked."""
    problem = file.facts.problem
    if problem is None or problem.kind not in ("decoding", "unreadable", "not-regular"):
        return
    hint = "make it a readable regular file, or exclude it in the policy"
    if problem.kind == "not-regular":
        hint = "give it a name that is no source's, or exclude it in the policy"
    elif problem.kind == "decoding":
        hint = "save it as UTF-8, or name its encoding in a coding cookie on the first line"
    span = Span(problem.line, problem.column, problem.line, problem.column)
    yield Finding(
        place=Place(file.path, span),
        message=f"cannot be read: {problem.message}",
        subject=problem.kind,
        hint=hint,
    )

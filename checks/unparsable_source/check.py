"""A source that Python cannot parse. The specification is README.md, beside this file."""

import sys
from collections.abc import Iterator

from ssot_lint.api import File, Finding, Index, Place, Span, check


@check(code="SST001", severity="error", scope="file", locked=True)
def unparsable_source(file: File, index: Index) -> Iterator[Finding]:
    """A file that does not parse, so that nothing in it is checked."""
    problem = file.facts.problem
    if problem is None or problem.kind not in ("syntax", "newer-syntax", "nesting"):
        return
    message, hint = f"does not parse: {problem.message}", "mend the syntax; no other rule sees this file"
    if problem.kind == "newer-syntax":
        running = f"{sys.version_info.major}.{sys.version_info.minor}"
        message = f"needs a newer Python than {running}, which runs this check: {problem.message}"
        hint = "run ssot-lint with the Python that the project is written for"
    elif problem.kind == "nesting":
        message, hint = problem.message, "split the statement; no other rule sees this file"
    span = Span(problem.line, problem.column, problem.line, problem.column)
    yield Finding(place=Place(file.path, span), message=message, subject=problem.kind, hint=hint)

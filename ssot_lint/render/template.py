"""One line a finding by a %-template, as flake8 has it."""

import os

from ssot_lint.model import Report
from ssot_lint.render.options import RenderOptions
from ssot_lint.render.shown import shown_findings
from ssot_lint.render.wording import leading, printable, state

FIELDS = ("path", "row", "col", "code", "text")


def is_template(text: str) -> bool:
    """Whether it is meant as one, and not as the name of a format."""
    return "%(" in text


def problem(template: str) -> str | None:
    """Why it cannot be filled in, None where it can."""
    try:
        template % {"path": "", "row": 1, "col": 1, "code": "", "text": ""}
    except KeyError as error:
        return f"unknown field {error}"
    except (TypeError, ValueError) as error:
        return str(error)
    return None


def render(report: Report, template: str, options: RenderOptions) -> str:
    """The template filled in for every finding shown, and nothing else.

    Paths are as from the working directory, that of standard input as it was given.
    """
    lines = []
    for finding in shown_findings(report, options.show):
        span = finding.place.span
        fields = {
            "path": leading(_path(finding.place.path, report.root, options)),
            "row": span.line,
            "col": span.column,
            "code": finding.code,
            "text": printable(finding.message) + state(finding),
        }
        lines.append(template % fields + "\n")
    return "".join(lines)


def _path(path: str, root: str, options: RenderOptions) -> str:
    if options.stdin and options.stdin.path == path:
        return options.stdin.name
    return os.path.relpath(os.path.join(root, path), options.start) if options.start else path

"""The report that GitLab shows beside a merge request: Code Quality."""

from ssot_lint.model import Finding, Report, Severity
from ssot_lint.render.json_value import Value, written
from ssot_lint.render.options import RenderOptions
from ssot_lint.render.shown import shown_findings, weight
from ssot_lint.render.wording import printable, state

SEVERITIES: dict[Severity, str] = {"error": "major", "warning": "minor", "info": "info"}


def render(report: Report, options: RenderOptions) -> str:
    """A list of issues, one for every finding shown.

    GitLab tells what a merge request adds by the fingerprints: ours do not change with the lines. What is
    old is there too, or it would be taken for resolved.
    """
    return written([_issue(finding) for finding in shown_findings(report, options.show | {"old"})])


def _issue(finding: Finding) -> Value:
    first = finding.place.span.line
    return {
        "type": "issue",
        "check_name": finding.code,
        "description": f"{finding.code} {finding.name}: {printable(finding.message)}{state(finding)}",
        "categories": ["Style" if weight(finding) == "info" else "Complexity"],
        "severity": SEVERITIES[weight(finding)],
        "fingerprint": finding.fingerprint,
        "location": {
            "path": printable(finding.place.path),
            "lines": {"begin": first, "end": first + finding.place.lines - 1},
        },
    }

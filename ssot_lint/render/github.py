"""Annotations of GitHub Actions: workflow commands on stdout."""

from collections import Counter, defaultdict

from ssot_lint.model import SEVERITIES, START, Finding, Report, Severity
from ssot_lint.render.options import RenderOptions
from ssot_lint.render.shown import is_aside, shown_findings, weight
from ssot_lint.render.wording import counted, printable, state

KINDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}

A_KIND = 10
"""So many annotations of a kind GitHub takes from one step; it drops the others without a word."""


def render(report: Report, options: RenderOptions) -> str:
    """An annotation for the first findings of each kind, and a line in the log for each of the others.

    Those of the real system come first.
    """
    findings = shown_findings(report, options.show)
    kinds: defaultdict[Severity, list[Finding]] = defaultdict(list)
    for finding in sorted(findings, key=is_aside):
        kinds[weight(finding)].append(finding)
    annotated = [each for severity in SEVERITIES for each in kinds[severity][:A_KIND]]
    others = [each for severity in SEVERITIES for each in kinds[severity][A_KIND:]]
    lines = [_annotation(finding) for finding in annotated]
    if others:
        lines += [_others(others), *map(_logged, others)]
    return "".join(f"{line}\n" for line in lines)


def _annotation(finding: Finding) -> str:
    span = finding.place.span
    properties = {
        "title": f"{finding.code} {finding.name}",
        "file": printable(finding.place.path),
        "line": str(span.line),
        "endLine": str(span.line + finding.place.lines - 1),
    }
    if span.line == span.end_line and span != START:  # a stretch of several lines may have no columns
        properties |= {"col": str(span.column), "endColumn": str(span.end_column)}
    hint = f"\nhelp: {printable(finding.hint)}" if finding.hint else ""
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{KINDS[weight(finding)]} {told}::{_data(printable(finding.message) + state(finding) + hint)}"


def _others(others: list[Finding]) -> str:
    numbers = Counter(KINDS[weight(finding)] for finding in others)
    told = ", ".join(counted(number, kind) for kind, number in numbers.items())
    return f"Without an annotation, of which GitHub takes {A_KIND} of a kind: {told}"


def _logged(finding: Finding) -> str:
    """A line that is no command: one would begin with `::`."""
    span = finding.place.span
    place = f"{printable(finding.place.path)}:{span.line}:{span.column}"
    return f"{KINDS[weight(finding)]}: {place}: {finding.code} {printable(finding.message)}{state(finding)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

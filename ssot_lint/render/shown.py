"""Which findings a reader sees; the rest is counted, never dropped from the score."""

from collections import Counter, defaultdict
from collections.abc import Set

from ssot_lint.model import SEVERITIES, Finding, Report, Severity
from ssot_lint.render.options import Show


def severity_of(finding: Finding) -> Severity:
    """The severity stamped on; a finding without one is an error."""
    return finding.severity or "error"


def weight(finding: Finding) -> Severity:
    """How a reader is to take it that knows nothing of waivers: what is accepted is no more than info."""
    accepted = finding.suppressed is not None or finding.baselined
    return "info" if accepted else severity_of(finding)


def hidden_as(finding: Finding, report: Report) -> Show | None:
    """The `--show` word that brings a finding to light, None where it is shown anyway."""
    if finding.suppressed is not None:
        return "suppressed"
    if finding.baselined:
        return "baselined"
    # Where info fails the check, its cause must be seen.
    if severity_of(finding) == "info" and report.fail_on != "info":
        return "info"
    return None


def shown_findings(report: Report, show: Set[Show]) -> list[Finding]:
    """The findings to print, in the order of the report."""
    return [f for f in report.findings if (word := hidden_as(f, report)) is None or word in show]


def hidden_counts(report: Report, show: Set[Show]) -> dict[Show, int]:
    """How many findings wait behind each `--show` word."""
    words = Counter(hidden_as(finding, report) for finding in report.findings)
    order: tuple[Show, ...] = ("info", "suppressed", "baselined")
    return {word: words[word] for word in order if words[word] and word not in show}


def by_rule(findings: list[Finding]) -> list[list[Finding]]:
    """Findings grouped by severity and code, the worst first: those of the real system before the others."""
    groups: defaultdict[tuple[int, str], list[Finding]] = defaultdict(list)
    for finding in sorted(findings, key=is_aside):
        groups[SEVERITIES.index(severity_of(finding)), finding.code].append(finding)

    def order(key: tuple[int, str]) -> tuple[int, bool, str]:
        severity, code = key
        return severity, is_aside(groups[key][0]), code

    return [groups[key] for key in sorted(groups, key=order)]


def is_aside(finding: Finding) -> bool:
    """Whether it is neither in the real system nor in the policy."""
    return finding.category not in (None, "real")

"""Which findings a reader sees; the rest is counted, never dropped from the score."""

from collections import Counter, defaultdict
from collections.abc import Set

from ssot_lint.model import SEVERITIES, Finding, Report, Severity
from ssot_lint.render.options import Show


def severity_of(finding: Finding) -> Severity:
    """The severity stamped on; a finding without one is an error."""
    return finding.severity or "error"


def stands(finding: Finding) -> bool:
    """Whether it is neither waived nor in the baseline nor old."""
    return finding.suppressed is None and not finding.baselined and not finding.old


def failing(report: Report) -> list[Finding]:
    """The findings that make a check fail.

    Where findings are compared with a revision, the policy may allow so many new ones of a severity.
    """
    mildest = SEVERITIES.index(report.fail_on)
    allowed = report.since.allowed if report.since else {}
    standing = [finding for finding in report.findings if stands(finding)]
    stale = report.baseline.path if report.baseline else None  # tells of what is gone, and is not new
    counts = Counter(severity_of(finding) for finding in standing if finding.place.path != stale)

    def fails(severity: Severity) -> bool:
        if severity in allowed:
            return counts[severity] > allowed[severity]
        return SEVERITIES.index(severity) <= mildest

    return [finding for finding in standing if fails(severity_of(finding))]


def weight(finding: Finding) -> Severity:
    """How a reader is to take it that knows nothing of waivers: what does not stand is no more than info."""
    return severity_of(finding) if stands(finding) else "info"


def hidden_as(finding: Finding, report: Report) -> Show | None:
    """The `--show` word that brings a finding to light, None where it is shown anyway."""
    if finding.suppressed is not None:
        return "suppressed"
    if finding.baselined:
        return "baselined"
    if finding.old:
        return "old"
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
    order: tuple[Show, ...] = ("info", "suppressed", "baselined", "old")
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

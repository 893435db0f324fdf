"""The report for machines: the contract of `report.schema.json`, byte for byte reproducible."""

from collections.abc import Mapping

from ssot_lint import __version__
from ssot_lint.model import CategoryScore, Finding, Fix, Report, Score, Since
from ssot_lint.render import explained
from ssot_lint.render.json_value import Value, written
from ssot_lint.render.options import RenderOptions
from ssot_lint.render.shown import severity_of
from ssot_lint.render.wording import floored

SCHEMA = "ssot-lint/report/1"


def render(report: Report, options: RenderOptions) -> str:
    """Everything in the report as JSON, whatever the display options leave out."""
    document = _report(report)
    if report.since:
        document["since"] = _since(report.since)
    if options.explanation:
        document["explanation"] = explained.value(options.explanation)
    return written(document)


def _report(report: Report) -> dict[str, Value]:
    files = report.files
    return {
        "schema": SCHEMA,
        "tool": {"name": "ssot-lint", "version": __version__},
        "policy": report.policy,
        "files": {
            "analysed": files.analysed,
            "by_category": _sorted(files.by_category),
            "not_analysed": _sorted(files.not_analysed),
            "unparsable": files.unparsable,
        },
        "rules_off": [{"code": rule.code, "reason": rule.reason} for rule in report.rules_off],
        "findings": [_finding(finding) | _novelty(finding, report) for finding in report.findings],
        "undecided": _sorted({code: len(places) for code, places in report.undecided.items()}),
        "score": None if report.score is None else _score(report.score),
        **_baseline(report),
        "gate": {"passed": report.gate.passed, "failures": list(report.gate.failures)},
        "incomplete": list(report.incomplete),
    }


def _baseline(report: Report) -> dict[str, Value]:
    use = report.baseline
    return {"baseline": {"path": use.path, "accepted": use.accepted, "stale": use.stale}} if use else {}


def _since(since: Since) -> Value:
    return {
        "revision": since.name,
        "commit": since.commit,
        "new": since.new,
        "old": since.old,
        "remedied": since.remedied,
    }


def _novelty(finding: Finding, report: Report) -> dict[str, Value]:
    return {"new": not finding.old} if report.since else {}


def _finding(finding: Finding) -> dict[str, Value]:
    span = finding.place.span
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": severity_of(finding),
        "category": finding.category,
        "service": finding.service,
        "path": finding.place.path,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "symbol": finding.place.symbol,
        "subject": finding.subject,
        "message": finding.message,
        "hint": finding.hint,
        "related": [
            {
                "path": related.place.path,
                "line": related.place.span.line,
                "column": related.place.span.column,
                "message": related.message,
            }
            for related in finding.related
        ],
        "fingerprint": finding.fingerprint,
        "baselined": finding.baselined,
        "suppressed": finding.suppressed,
        "fix": _fix(finding.fix),
    }


def _fix(fix: Fix | None) -> Value:
    if fix is None:
        return None
    return {"message": fix.message, "applicability": "safe" if fix.is_safe else "unsafe"}


def _score(score: Score) -> Value:
    return {
        "overall": _figure(score.overall),
        "files": score.files,
        "compliant": score.compliant,
        "unsuppressed": _figure(score.unsuppressed),
        "categories": {name: _part(score.categories[name]) for name in sorted(score.categories)},
        "services": {name: _part(score.services[name]) for name in sorted(score.services)},
        "rules": {
            code: {"findings": score.rules[code].findings, "files": score.rules[code].files}
            for code in sorted(score.rules)
        },
    }


def _part(part: CategoryScore) -> Value:
    return {
        "score": _figure(part.score),
        "files": part.files,
        "compliant": part.compliant,
        "findings": part.findings,
    }


def _figure(value: float | None) -> float | None:
    return None if value is None else float(floored(value, 2))


def _sorted(counts: Mapping[str, int]) -> dict[str, Value]:
    return {name: counts[name] for name in sorted(counts)}

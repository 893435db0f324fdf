"""The comparison for machines: the contract of `compare.schema.json`, byte for byte reproducible."""

from collections.abc import Sequence

from ssot_lint import __version__
from ssot_lint.comparison import Api, Comparison, GroupChange, Promises, Revision, RuleChange
from ssot_lint.model import CategoryScore, Finding, Place
from ssot_lint.render.comparison.sentence import sentence
from ssot_lint.render.json_value import Value, written
from ssot_lint.render.shown import severity_of
from ssot_lint.render.wording import floored

SCHEMA = "ssot-lint/compare/1"


def render(comparison: Comparison) -> str:
    """All of it; nothing is shortened."""
    policy = comparison.policy
    return written(
        {
            "schema": SCHEMA,
            "tool": {"name": "ssot-lint", "version": __version__},
            "sentence": sentence(comparison),
            "worse": comparison.is_worse,
            "base": _revision(comparison.base, comparison.unread[0]),
            "head": _revision(comparison.head, comparison.unread[1]),
            "policy": {"of": policy.of, "path": policy.path, "differs": policy.differs},
            "score": {
                change.name: {"before": _score(change.before), "after": _score(change.after)}
                for change in comparison.scores
            },
            "findings": {
                "remedied": comparison.remedied, "remaining": comparison.remaining, "new": comparison.new,
                "waived": comparison.waived, "undecided": comparison.unclear,
            },
            "rules": [_rule(rule) for rule in comparison.rules],
            "duplicates": [_group(group) for group in comparison.groups],
            "imports": [
                {
                    "symbol": symbol.symbol,
                    "paths": [{"path": p.path, "before": p.before, "after": p.after} for p in symbol.paths],
                }
                for symbol in comparison.paths
            ],
            "api": None if comparison.api is None else _api(comparison.api),
            "api_reason": comparison.no_api or None,
            "contracts": _promises(comparison.contracts),
            "redirects": _promises(comparison.redirects),
            "incomplete": list(comparison.incomplete),
            "notes": list(comparison.notes),
        }
    )  # fmt: skip


def _revision(revision: Revision, unread: Sequence[str]) -> Value:
    return {"name": revision.name, "commit": revision.commit, "unparsable": list(unread)}


def _score(part: CategoryScore | None) -> Value:
    if part is None:
        return None
    score = None if part.score is None else float(floored(part.score, 2))
    return {"score": score, "files": part.files, "compliant": part.compliant, "findings": part.findings}


def _rule(rule: RuleChange) -> Value:
    return {
        "code": rule.code,
        "name": rule.name,
        "remedied": list(map(_finding, rule.remedied)),
        "remaining": list(map(_finding, rule.remaining)),
        "new": list(map(_finding, rule.new)),
        "waived": list(map(_finding, rule.waived)),
        "undecided": list(map(_finding, rule.unclear)),
    }


def _finding(finding: Finding) -> Value:
    place: dict[str, Value] = {**_place(finding.place), "column": finding.place.span.column}
    return {
        **place,
        "severity": severity_of(finding),
        "category": finding.category,
        "subject": finding.subject,
        "message": finding.message,
        "fingerprint": finding.fingerprint,
    }


def _place(place: Place) -> dict[str, Value]:
    return {"path": place.path, "line": place.span.line, "symbol": place.symbol}


def _group(group: GroupChange) -> Value:
    return {
        "code": group.code,
        "outcome": group.outcome,
        "went": [_place(place) for place in group.went],
        "stays": [_place(place) for place in group.stays],
    }


def _api(api: Api) -> Value:
    return {
        "packages": list(api.packages),
        "names": api.names,
        "broken": [
            {"symbol": b.symbol, "kind": b.kind, "detail": b.detail, "path": b.path, "line": b.line}
            for b in api.broken
        ],
        "served": [{"symbol": s.symbol, "leads_to": s.leads_to, "declared": s.declared} for s in api.served],
        "undecided": [{"symbol": each.symbol, "reason": each.reason} for each in api.undecided],
        "left_out": list(api.left_out),
    }


def _promises(promises: Promises) -> Value:
    return {
        "declared": [
            {"symbol": p.symbol, "before": p.before, "after": p.after, "detail": p.detail}
            for p in promises.declared
        ],
        "off": promises.off or None,
    }

"""Why the score is what it is: what each rule and file costs, and what would raise it most."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping

from ssot_lint.model import Explanation, FileCost, Finding, Report, RuleCost, Score


def explain(report: Report) -> Explanation | None:
    """What keeps the files of scored categories from being compliant; None where there is no score.

    A pure function of a report that is limited to no paths.
    """
    score = report.score
    if score is None:
        return None
    costly = [finding for finding in report.findings if _costs(finding, report, score)]
    files = _files(costly)
    points = {"overall": _points(score.files)}
    points |= {category: _points(score.categories[category].files) for category in sorted(score.categories)}
    rules = [_rule(code, costly, files, points) for code in {finding.code for finding in costly}]
    return Explanation(
        rules=tuple(sorted(rules, key=lambda rule: (-rule.freed, -rule.files, rule.code))),
        files=tuple(sorted(files, key=lambda file: (file.findings, file.category != "real", file.path))),
        points=points,
        unread=score.files - score.compliant - len(files),
    )


def _costs(finding: Finding, report: Report, score: Score) -> bool:
    counted = (finding.severity or "error") in report.counted
    return counted and finding.suppressed is None and finding.category in score.categories


def _files(costly: Collection[Finding]) -> list[FileCost]:
    rules: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for finding in costly:
        rules[finding.place.path, finding.category or ""][finding.code] += 1
    return [FileCost(path, category, dict(sorted(rules[path, category].items()))) for path, category in rules]


def _rule(
    code: str, costly: Collection[Finding], files: Collection[FileCost], points: Mapping[str, float]
) -> RuleCost:
    own = [finding for finding in costly if finding.code == code]
    freed = Counter(file.category for file in files if list(file.rules) == [code])
    gain = {"overall": freed.total() * points["overall"]}
    return RuleCost(
        code=code,
        name=own[0].name,
        findings=len(own),
        files=sum(code in file.rules for file in files),
        freed=freed.total(),
        gain=gain | {category: freed[category] * points[category] for category in sorted(freed)},
    )


def _points(files: int) -> float:
    return 100 / files if files else 0.0

"""The compliance score and the gate: pure functions of findings, files and policy."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from ssot_lint.model import SEVERITIES, CategoryScore, File, Finding, Gate, RuleCount, Score
from ssot_lint.policy import Policy


def score(findings: Sequence[Finding], files: Sequence[File], policy: Policy) -> Score:
    """The share of files without a counted finding, in percent, over the files of scored categories.

    Stubs are no files here. A file that could not be analysed is not compliant, whatever the policy
    says of the finding about it. Waived findings count in `unsuppressed` only; findings that belong
    to no scored file count nowhere.
    """
    scored = [f for f in files if f.category in policy.scored and not f.source.is_stub]
    paths = {f.path for f in scored}
    counted = [f for f in findings if f.severity in policy.counted and f.place.path in paths]
    standing = [f for f in counted if f.suppressed is None]
    unread = {f.path for f in scored if f.facts.problem}
    per_file = Counter(f.place.path for f in standing)
    services: dict[str, list[str]] = {}
    for file in scored:
        if file.service is not None:
            services.setdefault(file.service, []).append(file.path)

    overall = _share(paths, per_file, unread)
    return Score(
        overall=overall.score,
        files=overall.files,
        compliant=overall.compliant,
        unsuppressed=_share(paths, Counter(f.place.path for f in counted), unread).score,
        categories={
            category: _share([f.path for f in scored if f.category == category], per_file, unread)
            for category in policy.scored
        },
        services={name: _share(services[name], per_file, unread) for name in sorted(services)},
        rules=_rules(standing),
    )


def _share(paths: Collection[str], per_file: Mapping[str, int], unread: Collection[str]) -> CategoryScore:
    compliant = sum(path not in per_file and path not in unread for path in paths)
    return CategoryScore(
        score=100 * compliant / len(paths) if paths else None,
        files=len(paths),
        compliant=compliant,
        findings=sum(per_file.get(path, 0) for path in paths),
    )


def _rules(findings: Sequence[Finding]) -> dict[str, RuleCount]:
    paths: dict[str, list[str]] = {}
    for finding in findings:
        paths.setdefault(finding.code, []).append(finding.place.path)
    return {code: RuleCount(len(paths[code]), len(set(paths[code]))) for code in sorted(paths)}


def gate(
    score: Score | None, findings: Sequence[Finding], policy: Policy, baseline: str | None = None
) -> Gate:
    """Whether the policy's thresholds are met; a line for each that is not.

    A threshold on what has no score (an empty or unscored category) is not met. A partial run (score
    None) is not held against `fail_under`; what it finds counts against `max_new` all the same.
    New findings are those neither waived nor baselined nor old. Those that belong to no file fail the gate
    from `fail_on` upward; those in the `baseline` tell of what is gone, and are not new.
    """
    failures = []
    if score is not None:
        failures = [
            f"{name}: {_shown(score, name)}, {required:.10g} required"
            for name, required in policy.fail_under.items()
            if not _reaches(score, name, required)
        ]
    new = [f for f in findings if f.suppressed is None and not f.baselined and not f.old]
    for severity, most in policy.max_new.items():
        count = sum(f.severity == severity and f.place.path != baseline for f in new)
        if count > most:
            failures.append(f"{severity}: {count} new, at most {most} allowed")
    grave = SEVERITIES[: SEVERITIES.index(policy.fail_on) + 1]
    homeless = Counter(f.place.path for f in new if f.category is None and f.severity in grave)
    for path, count in sorted(homeless.items()):
        failures.append(f"{path}: {count} finding{'s' if count > 1 else ''} in the policy or the baseline")
    return Gate(passed=not failures, failures=tuple(failures))


def _part(score: Score, name: str) -> Score | CategoryScore | None:
    return score if name == "overall" else score.categories.get(name)


def _percent(part: Score | CategoryScore | None) -> float | None:
    return part.overall if isinstance(part, Score) else part.score if part else None


def _reaches(score: Score, name: str, required: float) -> bool:
    percent = _percent(_part(score, name))
    return percent is not None and percent >= required


def _shown(score: Score, name: str) -> str:
    """The figure with two decimals, rounded down, so that it never looks as if it were reached."""
    part = _part(score, name)
    if part is None or not part.files:
        return "n/a"
    return f"{10_000 * part.compliant // part.files / 100:.2f}"

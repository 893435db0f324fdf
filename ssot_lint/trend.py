"""The points of a trend: what one revision comes to, in figures."""

from collections import Counter

import msgspec

from ssot_lint.model import Report, Severity

SCHEMA = "ssot-lint/trend/1"


class Figures(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a report comes to.

    `score` is in percent, "overall" and by category, None where a category is empty. `findings` counts
    by rule, `severities` by severity, what is not suppressed. `unparsable` are the files that cannot be
    parsed or read. `empty` says why there is nothing to judge, "" where there is; `incomplete` has a line
    for each part of the analysis that failed.
    """

    score: dict[str, float | None]
    findings: dict[str, int] = {}
    severities: dict[Severity, int] = {}
    files: int = 0
    unparsable: int = 0
    empty: str = ""
    incomplete: tuple[str, ...] = ()


class Point(Figures, frozen=True, kw_only=True, omit_defaults=True):
    """The figures of one revision: its name, when it was made, in ISO 8601, and its full id."""

    revision: str
    date: str
    commit: str = ""


class Trend(msgspec.Struct, frozen=True):
    """The points of some revisions, the oldest first.

    `policy` is what they are judged by, as a report names it; `is_own` where each is judged by the one
    that it has itself. `commits` is how many there are of which these are some.
    """

    points: tuple[Point, ...]
    policy: str | None = None
    is_own: bool = False
    commits: int = 0


def figures_of(report: Report) -> Figures:
    """What a report of a whole project comes to."""
    score = report.score
    standing = [finding for finding in report.findings if finding.suppressed is None]
    categories = score.categories if score else {}
    return Figures(
        score={
            "overall": score.overall if score else None,
            **{name: categories[name].score for name in sorted(categories)},
        },
        findings=dict(sorted(Counter(finding.code for finding in standing).items())),
        severities=dict(sorted(Counter(f.severity for f in standing if f.severity).items())),
        files=report.files.analysed,
        unparsable=report.files.unparsable,
        incomplete=report.incomplete,
    )


def point(figures: Figures, revision: str, date: str, commit: str) -> Point:
    """The figures as those of a revision."""
    return Point(**msgspec.structs.asdict(figures), revision=revision, date=date, commit=commit)

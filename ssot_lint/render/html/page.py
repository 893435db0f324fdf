"""The report as one page for a browser: score, files, rules, duplicates, imports, trend, every finding."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ssot_lint.model import SEVERITIES, CategoryScore, Report, Score, category_rank
from ssot_lint.render import summary
from ssot_lint.render.html.data import Given, page_data
from ssot_lint.render.html.shell import render_page
from ssot_lint.render.options import RenderOptions
from ssot_lint.render.shown import severity_of
from ssot_lint.render.wording import floored, painter, percent, printable

SCRIPTS = (
    "filters.js", "findings.js", "treemap.js", "rules.js", "copies.js", "imports.js", "trend.js",
    "report.js",
)  # fmt: skip


class _Part(NamedTuple):
    """The score of a category, of a service or of all; `share` is 0 to 100, for the ring beside it."""

    label: str
    score: str
    share: str
    tone: str
    files: str
    findings: str


class _Scores(NamedTuple):
    """The scores; `unsuppressed` is "" where it is the same figure."""

    overall: _Part
    unsuppressed: str
    categories: Sequence[_Part]
    services: Sequence[_Part]


def render(given: Given) -> str:
    """The page. It tells neither the time nor where the project lies: the same tree gives the same bytes."""
    report = given.report
    standing = [f for f in report.findings if f.suppressed is None and not f.baselined]
    return render_page(
        "report.html.j2",
        page_data(given),
        styles=("report.css",),
        scripts=SCRIPTS,
        limit=printable(given.limit),
        scores=None if report.score is None else _scores(report.score),
        tally=[(severity, sum(severity_of(f) == severity for f in standing)) for severity in SEVERITIES],
        total=len(standing),
        accepted=len(report.findings) - len(standing),
        files=_counted(report.files.analysed, "file"),
        policy=printable(report.policy) if report.policy else "",
        failures=list(map(printable, report.gate.failures)),
        incomplete=list(map(printable, report.incomplete)),
        remarks=_remarks(report),
        rules_off=[(off.code, printable(off.reason)) for off in report.rules_off],
        undecided=[(code, len(places)) for code, places in report.undecided.items()],
        saved=sum(group.saved for group in given.groups),
        group_count=len(given.groups),
        fragment_count=len(given.fragments),
        has_trend=given.trend is not None,
    )


def _remarks(report: Report) -> list[str]:
    """What was not analysed or judged; what is incomplete is told apart."""
    return summary.remarks(report, RenderOptions(), painter(colour=False))[len(report.incomplete) :]


def _scores(score: Score) -> _Scores:
    findings = sum(part.findings for part in score.categories.values())
    return _Scores(
        overall=_part("Overall", CategoryScore(score.overall, score.files, score.compliant, findings)),
        unsuppressed="" if score.unsuppressed == score.overall else percent(score.unsuppressed),
        categories=[_part(summary.label(name), score.categories[name]) for name in _names(score.categories)],
        services=[_part(printable(name), score.services[name]) for name in sorted(score.services)],
    )


def _names(parts: Mapping[str, CategoryScore]) -> list[str]:
    return sorted(parts, key=lambda name: (category_rank(name), name))


def _part(label: str, part: CategoryScore) -> _Part:
    share = part.score or 0.0
    tone = "good" if share == 100 else "warning" if share >= 90 else "error"
    return _Part(
        label,
        percent(part.score),
        str(floored(share, 2)),
        "" if part.score is None else tone,
        f"{part.compliant:,} of {_counted(part.files, 'file')} compliant",
        _counted(part.findings, "finding"),
    )


def _counted(number: int, noun: str) -> str:
    """As `counted`, with commas between thousands."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"

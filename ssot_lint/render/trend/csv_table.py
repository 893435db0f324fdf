"""The trend for spreadsheets: a row a revision, a column a figure."""

import csv
from io import StringIO

from ssot_lint.model import SEVERITIES
from ssot_lint.render.trend.series import names_of
from ssot_lint.render.wording import encodable, floored, printable
from ssot_lint.trend import Point, Trend

_HEAD = ("date", "revision", "commit", "files", "unparsable")


def render(trend: Trend) -> str:
    """Scores by category, findings by severity and by rule; a field without a figure is empty."""
    names = names_of(trend.points)
    codes = sorted({code for point in trend.points for code in point.findings})
    stream = StringIO()
    table = csv.writer(stream, lineterminator="\n")
    table.writerow([*_HEAD, *map(_text, names), *SEVERITIES, *codes, "remark"])
    for point in trend.points:
        is_known = not point.empty and point.files > 0
        table.writerow(
            [
                point.date,
                _text(point.revision),
                point.commit,
                *((point.files, point.unparsable) if is_known else ("", "")),
                *(_figure(point.score.get(name)) for name in names),
                *(point.severities.get(severity, 0) if is_known else "" for severity in SEVERITIES),
                *(point.findings.get(code, 0) if is_known else "" for code in codes),
                _text(_remark(point)),
            ]
        )
    return stream.getvalue()


def _remark(point: Point) -> str:
    return "; ".join(filter(None, (point.empty, *point.incomplete)))


def _figure(score: float | None) -> str:
    return "" if score is None else str(floored(score, 2))


def _text(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    shown = encodable(printable(text))
    return f"'{shown}" if shown.startswith(("=", "+", "-", "@")) else shown

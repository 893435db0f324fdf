"""The trend for people: a line a revision, a sparkline a category."""

from collections.abc import Iterator, Sequence

from ssot_lint.render.summary import label
from ssot_lint.render.trend.series import failures, known, names_of, sparkline
from ssot_lint.render.wording import Paint, counted, floored, painter, percent, printable
from ssot_lint.trend import Point, Trend

LONGEST = 24  # characters of a name
_SHOWN = 10
_RULES = 10


def render(trend: Trend, *, colour: bool = False) -> str:
    """The points, the oldest first; what they come to; what is to be known of some of them."""
    paint = painter(colour)
    points = trend.points
    parts = [_head(trend, paint), _table(points, paint), _sparklines(points, paint), _rules(points, paint)]
    parts.append(list(_remarks(points, paint)))
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _head(trend: Trend, paint: Paint) -> list[str]:
    judged = (
        f"each judged by the {printable(trend.policy or 'compliance.yaml')} that it has itself"
        if trend.is_own
        else f"judged by {printable(trend.policy)} as it is now"
        if trend.policy
        else "no compliance.yaml"
    )
    title = paint(f"Compliance Score over {counted(len(trend.points), 'revision')}", "bold")
    return [f"{title} of {counted(trend.commits, 'commit')}, {judged}"]


def _table(points: Sequence[Point], paint: Paint) -> list[str]:
    names = names_of(points)
    head = ["Date", "Revision", *map(_short, names), "Errors", "Warnings", "Change"]
    rows = [_row(point, names) for point in points]
    changes = _changes(points)
    widths = [max(map(len, column)) for column in zip(head[:-1], *rows, strict=True)]
    lines = [paint(_line(head, widths), "bold")]
    for row, change in zip(rows, changes, strict=True):
        lines.append(_line([*row, _coloured(change, paint)], widths).rstrip())
    return lines


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Cells in columns: the date and the name to the left, figures to the right."""
    aligned = [
        cell.ljust(width) if number < 2 else cell.rjust(width)
        for number, (cell, width) in enumerate(zip(cells, widths, strict=False))
    ]
    return "  ".join([*aligned, cells[-1]])


def _row(point: Point, names: Sequence[str]) -> list[str]:
    name = printable(point.revision)
    name = name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
    is_known = point.files > 0
    return [
        point.date[:10],
        name,
        *(percent(point.score.get(each)) for each in names),
        str(point.severities.get("error", 0)) if is_known else "n/a",
        str(point.severities.get("warning", 0)) if is_known else "n/a",
    ]


def _changes(points: Sequence[Point]) -> Iterator[str]:
    """By how much the overall score rose since the last point that has one; "" where one of both has none."""
    before: float | None = None
    for score in (point.score.get("overall") for point in points):
        yield "" if before is None or score is None else _difference(before, score)
        before = before if score is None else score


def _difference(before: float, after: float) -> str:
    """The difference of what is shown, so that it is what a reader works out."""
    rise = floored(after, 1) - floored(before, 1)
    return f"{rise:+}" if rise else "="


def _coloured(change: str, paint: Paint) -> str:
    style = {"+": "bold green", "-": "bold red"}.get(change[:1])
    return paint(change, style) if style else change


def _sparklines(points: Sequence[Point], paint: Paint) -> list[str]:
    if len(points) < 2:
        return []
    names = names_of(points)
    widest = max(len(_long(name)) for name in names)
    lines = []
    for name in names:
        values = [point.score.get(name) for point in points]
        there = known(values)
        if there:
            figures = f"{percent(there[0])} → {percent(there[-1])}"
            change = _coloured(_difference(there[0], there[-1]), paint)
            lines.append(f"{_long(name).ljust(widest)}  {sparkline(values)}  {figures}  {change}")
        else:
            lines.append(f"{_long(name).ljust(widest)}  n/a")
    return lines


def _rules(points: Sequence[Point], paint: Paint) -> list[str]:
    """The rules whose findings changed most from the first point to the last."""
    judged = [point for point in points if point.files]
    if len(judged) < 2:
        return []
    first, last = judged[0].findings, judged[-1].findings
    changes = {code: last.get(code, 0) - first.get(code, 0) for code in {*first, *last}}
    moved = sorted((code for code in changes if changes[code]), key=lambda code: (-abs(changes[code]), code))
    lines = [
        f"{code}  {sparkline([float(p.findings.get(code, 0)) for p in judged])}  "
        f"{first.get(code, 0)} → {last.get(code, 0)}  "
        + paint(f"{changes[code]:+}", "bold red" if changes[code] > 0 else "bold green")
        for code in moved[:_RULES]
    ]
    if more := moved[_RULES:]:
        lines.append(f"… and {counted(len(more), 'rule')} more whose findings changed (--format csv)")
    return [paint("Findings by rule", "bold"), *lines] if lines else []


def _remarks(points: Sequence[Point], paint: Paint) -> Iterator[str]:
    for line in failures(points):
        yield f"{paint('incomplete: ', 'bold red')}{printable(line)}"
    empty = [printable(point.revision) for point in points if point.empty]
    if empty:
        more = f" and {len(empty) - _SHOWN} more" if len(empty) > _SHOWN else ""
        yield f"Nothing to analyse: {', '.join(empty[:_SHOWN])}{more}"
    if changes := _unparsable(points):
        more = "; … (--format csv)" if len(changes) > _SHOWN else ""
        yield f"Not compliant, as they cannot be parsed or read: {'; '.join(changes[:_SHOWN])}{more}"


def _unparsable(points: Sequence[Point]) -> list[str]:
    """How many files cannot be parsed or read, wherever that changes."""
    judged = [point for point in points if point.files]
    before = [0, *(point.unparsable for point in judged)]
    changed = (p for number, p in zip(before, judged, strict=False) if p.unparsable != number)
    return [
        f"{counted(p.unparsable, 'file') if p.unparsable else 'none'} from {printable(p.revision)} on"
        for p in changed
    ]


def _short(name: str) -> str:
    return "Score" if name == "overall" else printable(name).title()


def _long(name: str) -> str:
    return "Compliance Score" if name == "overall" else label(name)

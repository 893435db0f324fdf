"""The trend as a picture: one SVG that needs nothing else, on light and on dark."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from ssot_lint.render.trend.series import known, names_of
from ssot_lint.render.wording import encodable, percent, printable
from ssot_lint.trend import Point, Trend

WIDTH, HEIGHT = 800, 360  # pixels
LEFT, RIGHT, TOP, BOTTOM = 56, 20, 64, 44
DATES, MARKS = 6, 4
WIDEST_DOT = 120
"""With more points their dots would be one band."""

# Each is read on both grounds, and told from the others by those who see no red or green.
_LIGHT = ("#0a58ca", "#b34700", "#2e7d32", "#7b1fa2", "#616161")
_DARK = ("#79b8ff", "#ffab70", "#85e89d", "#d2a8ff", "#bdbdbd")
_DASHES = ("", "6 3", "2 3", "8 3 2 3", "1 4")

_STYLE = """\
<style>
  .ground { fill: #ffffff } text { fill: #24292f; font: 12px Verdana, Geneva, "DejaVu Sans", sans-serif }
  .title { font-size: 15px } .grid { stroke: #d0d7de } path { fill: none; stroke-width: 2 }
"""


def render(trend: Trend) -> str:
    """A line for each category over the revisions, evenly spaced; where there is no score it is broken."""
    points = trend.points
    names = [name for name in names_of(points) if known(point.score.get(name) for point in points)]
    told = _told(points, names)
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
            f'height="{HEIGHT}" role="img" aria-label={quoteattr(told)}>',
            f"<title>{escape(told)}</title>",
            _styles(),
            f'<rect class="ground" width="{WIDTH}" height="{HEIGHT}" rx="6"/>',
            f'<text class="title" x="{LEFT}" y="24">Compliance score</text>',
            *_legend(points, names),
            *_grid(points),
            *(line for number, name in enumerate(names) for line in _series(points, name, number)),
            "</svg>\n",
        )
    )


def _told(points: Sequence[Point], names: Sequence[str]) -> str:
    parts = ", ".join(_change(points, name) for name in names)
    return f"Compliance score over {len(points)} revisions: {parts}"


def _change(points: Sequence[Point], name: str) -> str:
    scores = known(point.score.get(name) for point in points)
    figures = f"{percent(scores[0])} to {percent(scores[-1])}" if scores else "n/a"
    return f"{_text(name)} {figures}"


def _styles() -> str:
    return (
        f"{_STYLE}  {_coloured(_LIGHT)}\n"
        "  @media (prefers-color-scheme: dark) { .ground { fill: #0d1117 } text { fill: #e6edf3 } "
        f".grid {{ stroke: #30363d }} {_coloured(_DARK)} }}\n</style>"
    )


def _coloured(colours: Sequence[str]) -> str:
    return " ".join(f".s{n} {{ stroke: {each} }} .d{n} {{ fill: {each} }}" for n, each in enumerate(colours))


def _legend(points: Sequence[Point], names: Sequence[str]) -> Iterator[str]:
    x = float(LEFT)
    for number, name in enumerate(names):
        label = _change(points, name).replace(" to ", " → ")
        kind = number % len(_LIGHT)
        yield f'<path class="s{kind}" stroke-dasharray="{_DASHES[kind]}" d="M{x:g},44 h22"/>'
        yield f'<text x="{x + 28:g}" y="48">{escape(label)}</text>'
        x += 28 + 7.6 * len(label) + 18


def _grid(points: Sequence[Point]) -> Iterator[str]:
    low = _low(points)
    for mark in range(MARKS + 1):
        score = low + (100 - low) * mark / MARKS
        y = _y(score, low)
        yield f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{score:g}</text>'
    every = -(-len(points) // DATES) or 1
    for number in range(0, len(points), every):
        anchor = "start" if number == 0 else "middle" if _x(number, points) < WIDTH - 50 else "end"
        yield (
            f'<text x="{_x(number, points):.1f}" y="{HEIGHT - BOTTOM + 22}" text-anchor="{anchor}">'
            f"{escape(points[number].date[:10])}</text>"
        )


def _series(points: Sequence[Point], name: str, number: int) -> Iterator[str]:
    low, kind = _low(points), number % len(_LIGHT)
    scores = [point.score.get(name) for point in points]
    before = [None, *scores]
    path = "".join(
        f"{'M' if before[at] is None else 'L'}{_x(at, points):.1f},{_y(score, low):.1f}"
        for at, score in enumerate(scores)
        if score is not None
    )
    if path:
        yield f'<path class="s{kind}" stroke-dasharray="{_DASHES[kind]}" d="{path}"/>'
    for at, score in enumerate(scores):
        is_alone = score is not None and before[at] is None and (scores[at + 1 :] or [None])[0] is None
        if score is not None and (len(points) <= WIDEST_DOT or is_alone):
            title = f"{_text(points[at].revision)}, {points[at].date[:10]}: {_text(name)} {percent(score)}"
            yield (
                f'<circle class="d{kind}" cx="{_x(at, points):.1f}" cy="{_y(score, low):.1f}" r="3">'
                f"<title>{escape(title)}</title></circle>"
            )


def _low(points: Sequence[Point]) -> float:
    """Where the scale begins, so that small changes are seen; its marks say so."""
    scores = known(score for point in points for score in point.score.values())
    return max(0.0, min(scores, default=100.0) // 10 * 10 - 10)


def _x(number: int, points: Sequence[Point]) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * number / max(len(points) - 1, 1)


def _y(score: float, low: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (100 - score) / (100 - low)


def _text(text: str) -> str:
    return encodable(printable(text))

"""The score as a badge for a README: one SVG picture that needs nothing else."""

from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from ssot_lint.model import Report
from ssot_lint.render.options import RenderOptions
from ssot_lint.render.wording import percent

LABEL = "compliance"

HEIGHT, PADDING = 20, 6  # pixels
FONT = "Verdana,Geneva,DejaVu Sans,sans-serif"
FONT_SIZE = 11
_WIDTHS = {".": 4.0, "/": 5.0, "%": 11.8, "i": 3.0, "l": 3.0, "m": 10.7, " ": 3.9}  # of Verdana, in pixels
_USUAL = 7.0


class Colour(NamedTuple):
    """A colour by the name that shields.io gives it, and as red, green and blue."""

    name: str
    code: str


GREEN, YELLOW_GREEN, YELLOW = (
    Colour("green", "#2e7d32"),
    Colour("yellowgreen", "#5d7a00"),
    Colour("yellow", "#8a6d00"),
)
ORANGE, RED, GREY = Colour("orange", "#b34700"), Colour("red", "#b71c1c"), Colour("lightgrey", "#616161")

_FROM = ((95, GREEN), (85, YELLOW_GREEN), (70, YELLOW), (0, ORANGE))


def colour(report: Report) -> Colour:
    """Red where the gate failed; else by the score, grey where there is none."""
    if not report.gate.passed:
        return RED
    overall = report.score.overall if report.score else None
    if overall is None:
        return GREY
    return next(colour for least, colour in _FROM if overall >= least)


def render(report: Report, options: RenderOptions) -> str:
    """The badge: `compliance` beside the overall score."""
    figure = percent(report.score.overall if report.score else None)
    left, right = _width(LABEL), _width(figure)
    told = quoteattr(f"{LABEL}: {figure}")
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="{HEIGHT}" '
            f'role="img" aria-label={told}>',
            f"<title>{escape(LABEL)}: {escape(figure)}</title>",
            f'<clipPath id="r"><rect width="{left + right}" height="{HEIGHT}" rx="3"/></clipPath>',
            '<g clip-path="url(#r)">',
            f'<rect width="{left}" height="{HEIGHT}" fill="#424242"/>',
            f'<rect x="{left}" width="{right}" height="{HEIGHT}" fill="{colour(report).code}"/>',
            "</g>",
            f'<g fill="#fff" font-family="{FONT}" font-size="{FONT_SIZE}" text-anchor="middle">',
            _text(LABEL, left / 2, left),
            _text(figure, left + right / 2, right),
            "</g>",
            "</svg>\n",
        )
    )


def _text(text: str, middle: float, width: int) -> str:
    # The length is stated, so that the text fits whatever font there is.
    return f'<text x="{middle:g}" y="14" textLength="{width - 2 * PADDING}">{escape(text)}</text>'


def _width(text: str) -> int:
    return round(sum(_WIDTHS.get(char, _USUAL) for char in text)) + 2 * PADDING

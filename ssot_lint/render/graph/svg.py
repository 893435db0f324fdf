"""The picture as one SVG file, for light and dark: no script, nothing from elsewhere."""

from collections.abc import Callable, Iterator, Sequence
from math import hypot
from unicodedata import combining, east_asian_width
from xml.sax.saxutils import escape

from ssot_lint.graph.records import Arrow, Node, Picture
from ssot_lint.render.graph.layout import Course, Layout, Point, lay_out
from ssot_lint.render.wording import printable

FONT, CELL, LINE = 12, 7.2, 15.0  # the size of the font, the width of a character, the height of a line
MARGIN, PADDING, KEY_GAP = 16.0, 10.0, 8.0
Place = Callable[[Picture, Sequence[Point]], Layout]

LONGEST = 64  # cells of a label; the middle of a longer one is left out

_STYLE = """\
text { fill: #1f2328 }
text { font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace }
.sheet { fill: #ffffff }
.node rect { fill: #f6f8fa; stroke: #8c959f }
.centre rect { fill: #ddf4ff; stroke: #0969da }
.path rect { fill: #fff8c5; stroke: #9a6700 }
.arrow path { fill: none; stroke: #818b98; stroke-width: 1.1 }
.arrow polygon { fill: #818b98 }
.later path { stroke-dasharray: 5 3 }
.red path { stroke: #cf222e; stroke-width: 1.8 }
.red polygon { fill: #cf222e }
.arrow .hit { stroke: #000000; stroke-opacity: 0; stroke-width: 9; stroke-dasharray: none }
.arrow:hover path { stroke-width: 3 }
.arrow:hover .hit { stroke-width: 9 }
.key { fill: #59636e }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc }
  .sheet { fill: #0d1117 }
  .node rect { fill: #212830; stroke: #656c76 }
  .centre rect { fill: #0c2d6b; stroke: #4493f8 }
  .path rect { fill: #3d2e00; stroke: #d29922 }
  .arrow path { stroke: #7d8590 }
  .arrow polygon { fill: #7d8590 }
  .red path { stroke: #ff7b72 }
  .red polygon { fill: #ff7b72 }
  .key { fill: #9198a1 }
}
"""


def render(picture: Picture, place: Place = lay_out) -> str:
    """The picture laid out. UsageError where it is too large."""
    labels = [_lines(node.label) for node in picture.nodes]
    sizes = [_size(lines) for lines in labels]
    layout = place(picture, sizes)
    keys = list(_keys(picture))
    width = max(layout.width, *(CELL * len(key) for key in keys), 0.0) + 2 * MARGIN
    height = layout.height + 2 * MARGIN + LINE * len(keys) + (KEY_GAP if keys else 0.0)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}"'
        f' viewBox="0 0 {width:.0f} {height:.0f}" role="img" aria-label="import graph">',
        f"<style>\n{_STYLE}</style>",
        '<rect class="sheet" width="100%" height="100%"/>',
        f'<g transform="translate({MARGIN:g} {MARGIN:g})">',
        *map(_arrow, *_red_last(picture.arrows, layout.courses)),
        *map(_node, picture.nodes, labels, sizes, layout.centres),
        "</g>",
        *_key_lines(keys, layout.height + 2 * MARGIN + KEY_GAP),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _red_last(
    arrows: Sequence[Arrow], courses: Sequence[Course]
) -> tuple[tuple[Arrow, ...], tuple[Course, ...]]:
    """Arrows with their courses, so that red ones lie above the others."""
    pairs = sorted(zip(arrows, courses, strict=True), key=lambda pair: pair[0].red)
    return tuple(arrow for arrow, _ in pairs), tuple(course for _, course in pairs)


def _node(node: Node, lines: Sequence[str], size: Point, centre: Point) -> str:
    (width, height), (x, y) = size, centre
    first = y - LINE * (len(lines) - 1) / 2 + FONT / 3
    texts = "".join(
        # the length holds whatever font there is, so that no text leaves its box
        f'<text x="{x - CELL * _cells(line) / 2:.1f}" y="{first + LINE * number:.1f}"'
        f' textLength="{CELL * _cells(line):.1f}" lengthAdjust="spacingAndGlyphs">{escape(line)}</text>'
        for number, line in enumerate(lines)
        if line
    )
    return (
        f'<g class="node {node.role}"><title>{escape(printable(node.name))}</title>'
        f'<rect x="{x - width / 2:.1f}" y="{y - height / 2:.1f}"'
        f' width="{width:.1f}" height="{height:.1f}" rx="4"/>{texts}</g>'
    )


def _arrow(arrow: Arrow, course: Course) -> str:
    kinds = " ".join(["arrow", *["red"] * arrow.red, *["later"] * arrow.later])
    start, *rest = map(_xy, course.points)
    way = f"M{start} C{' '.join(rest)}"
    return (
        f'<g class="{kinds}"><title>{_title(arrow.title)}</title>'
        f'<path class="hit" d="{way}"/><path d="{way}"/><polygon points="{_head(course)}"/></g>'
    )


def _head(course: Course) -> str:
    """A triangle from the end of the line to the tip."""
    (x, y), (tip_x, tip_y) = course.points[-1], course.tip
    length = hypot(tip_x - x, tip_y - y) or 1.0
    aside_x, aside_y = (y - tip_y) * 3 / length, (tip_x - x) * 3 / length
    corners = ((tip_x, tip_y), (x + aside_x, y + aside_y), (x - aside_x, y - aside_y))
    return " ".join(map(_xy, corners))


def _xy(point: Point) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"


def _keys(picture: Picture) -> Iterator[str]:
    """What needs to be told of the marks that are used."""
    if any(arrow.red for arrow in picture.arrows):
        yield "red: forbidden, or part of an import cycle"
    if any(arrow.later for arrow in picture.arrows):
        yield "dashed: only within functions, or for type checkers"


def _key_lines(keys: Sequence[str], top: float) -> list[str]:
    return [
        f'<text class="key" x="{MARGIN:g}" y="{top + LINE * number:.1f}">{key}</text>'
        for number, key in enumerate(keys)
    ]


# ------------------------------------------------------------------------------------------- text


def _lines(label: str) -> list[str]:
    return [_shortened(printable(line)) for line in label.split("\n")]


def _shortened(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    half = (LONGEST - 1) // 2
    return f"{text[:half]}…{text[-half:]}"


def _size(lines: Sequence[str]) -> Point:
    width = CELL * max(map(_cells, lines)) + 2 * PADDING
    return width, LINE * len(lines) + PADDING


def _cells(text: str) -> int:
    """How many characters' width a text takes: two for a wide one, none for what stands above another."""
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


def _title(text: str) -> str:
    return "\n".join(escape(printable(line)) for line in text.split("\n"))

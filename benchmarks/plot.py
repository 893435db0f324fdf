"""Draws how cost grows with lines, as an SVG that is the same bytes for the same figures."""

from collections.abc import Mapping, Sequence
from math import ceil, floor, log10
from typing import Literal

from benchmarks.kept import Cost

Curves = Mapping[str, Sequence[tuple[int, Cost]]]
Figure = Literal["cpu", "wall", "peak"]

PANELS: tuple[tuple[Figure, str], ...] = (("cpu", "CPU, s"), ("wall", "wall, s"), ("peak", "peak, MiB"))
COLOURS = ("#1b6ca8", "#d1495b", "#3b8b57", "#777777", "#8a5a9e")
WIDTH, HEIGHT, LEFT, TOP, GAP = 240, 240, 56, 40, 64
DOTTED = 'stroke="#000000" stroke-dasharray="2 4"'
_SIDES = (1, 2, 5)


def svg(curves: Curves) -> str:
    """One panel a figure, both axes logarithmic: what grows as the lines do is parallel to the dots."""
    width = LEFT + len(PANELS) * (WIDTH + GAP)
    height = TOP + HEIGHT + 48 + 18
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="11">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    for number, (figure, title) in enumerate(PANELS):
        parts += [
            f'<g transform="translate({LEFT + number * (WIDTH + GAP)} {TOP})">',
            *_panel(curves, figure, title),
            "</g>",
        ]
    for number, name in enumerate(curves):
        x, y = LEFT + number * 150, height - 12
        parts.append(f'<path d="M{x} {y - 4}h18" stroke="{COLOURS[number]}" stroke-width="2"/>')
        parts.append(f'<text x="{x + 24}" y="{y}">{name}</text>')
    x, y = LEFT + len(curves) * 150, height - 12
    parts.append(f'<path d="M{x} {y - 4}h18" {DOTTED}/>')
    parts.append(f'<text x="{x + 24}" y="{y}">in step with the lines</text>')
    return "\n".join((*parts, "</svg>")) + "\n"


def _panel(curves: Curves, figure: Figure, title: str) -> list[str]:
    points = {
        name: [(lines / 1e6, getattr(cost, figure)) for lines, cost in curve]
        for name, curve in curves.items()
    }
    across = [x for curve in points.values() for x, _ in curve]
    upward = [y for curve in points.values() for _, y in curve]
    left, right = min(across) / 1.1, max(across) * 1.1
    low, high = _bounds(min(upward), max(upward))

    def place(x: float, y: float) -> str:
        return f"{_part(x, left, right) * WIDTH:.1f},{(1 - _part(y, low, high)) * HEIGHT:.1f}"

    parts = [
        f'<text x="0" y="-12" font-weight="bold">{title}</text>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="none" stroke="#bbbbbb"/>',
        f'<text x="{WIDTH / 2:.0f}" y="{HEIGHT + 34}" text-anchor="middle">million lines</text>',
    ]
    for x in sorted(set(across)):
        at = f"{_part(x, left, right) * WIDTH:.1f}"
        parts.append(f'<text x="{at}" y="{HEIGHT + 16}" text-anchor="middle">{x:.1f}</text>')
    for tick in _ticks(low, high):
        at = f"{(1 - _part(tick, low, high)) * HEIGHT:.1f}"
        parts.append(f'<path d="M0 {at}h{WIDTH}" stroke="#e6e6e6"/>')
        parts.append(f'<text x="-6" y="{at}" text-anchor="end" dominant-baseline="middle">{tick:g}</text>')
    start = next(iter(points.values()))[0]
    reach = min(max(across) / start[0], high / start[1])
    straight = f"{place(*start)} {place(start[0] * reach, start[1] * reach)}"
    parts.append(f'<polyline points="{straight}" fill="none" {DOTTED}/>')
    for colour, curve in zip(COLOURS, points.values(), strict=False):
        line = " ".join(place(x, y) for x, y in curve)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for x, y in curve:
            cx, cy = place(x, y).split(",")
            parts.append(f'<circle cx="{cx}" cy="{cy}" r="2.5" fill="{colour}"/>')
    return parts


def _part(value: float, low: float, high: float) -> float:
    return (log10(value) - log10(low)) / (log10(high) - log10(low))


def _bounds(least: float, most: float) -> tuple[float, float]:
    """The ticks next below and above."""
    around = [
        side * 10.0**power for power in range(floor(log10(least)), ceil(log10(most)) + 1) for side in _SIDES
    ]
    return max(tick for tick in around if tick <= least), min(tick for tick in around if tick >= most)


def _ticks(low: float, high: float) -> list[float]:
    every = [
        side * 10.0**power for power in range(floor(log10(low)), ceil(log10(high)) + 1) for side in _SIDES
    ]
    return [tick for tick in every if low <= tick <= high]

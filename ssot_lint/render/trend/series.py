"""The points of a trend as series, one for each category."""

from collections.abc import Iterable, Sequence

from ssot_lint.model import category_rank
from ssot_lint.trend import Point

_SHOWN = 3

BARS = "▁▂▃▄▅▆▇█"


def names_of(points: Sequence[Point]) -> list[str]:
    """The categories that have a score: overall, real and test before others."""
    names = {name for point in points for name in point.score}
    return sorted(names, key=lambda name: (name != "overall", category_rank(name), name))


def failures(points: Iterable[Point]) -> list[str]:
    """A line for each part of the analysis that failed, with the revisions in which it did."""
    where: dict[str, list[str]] = {}
    for point in points:
        for line in point.incomplete:
            where.setdefault(line, []).append(point.revision)
    return [f"{_listed(revisions)}: {line}" for line, revisions in where.items()]


def _listed(revisions: Sequence[str]) -> str:
    more = len(revisions) - _SHOWN
    return ", ".join(revisions[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def known(values: Iterable[float | None]) -> list[float]:
    """Those that are there."""
    return [value for value in values if value is not None]


def sparkline(values: Sequence[float | None]) -> str:
    """A bar for each value, from the least to the greatest; a blank where there is none."""
    there = known(values)
    low, high = min(there, default=0.0), max(there, default=0.0)
    return "".join(" " if value is None else _bar(value, low, high) for value in values)


def _bar(value: float, low: float, high: float) -> str:
    if high == low:
        return BARS[len(BARS) // 2]
    return BARS[min(len(BARS) - 1, int((value - low) / (high - low) * len(BARS)))]

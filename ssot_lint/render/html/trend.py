"""The points of a trend, as `trend --format json` writes them and the page draws them."""

import re
from pathlib import Path
from typing import Literal

import msgspec

from ssot_lint.errors import UsageError
from ssot_lint.render.wording import printable
from ssot_lint.trend import SCHEMA, Point

# The time, if there is one, orders the points, and is not shown.
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:T\S+)?")


class _Trend(msgspec.Struct, frozen=True):
    points: tuple[Point, ...]
    schema: Literal["ssot-lint/trend/1"]


def read_trend(path: Path) -> tuple[Point, ...]:
    """The points in a file, the oldest first. UsageError where it is no trend."""
    try:
        points = msgspec.json.decode(path.read_bytes(), type=_Trend).points
    except OSError as error:
        raise UsageError(f"{path}: cannot read the trend: {error.strerror}") from None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(f"{path}: no trend of version {SCHEMA}: {printable(str(error))}") from None
    for point in points:
        if not _DATE.fullmatch(point.date):
            raise UsageError(f"{path}: {printable(point.date)!a} is no date as 2027-01-31")
        for name, score in point.score.items():
            if score is not None and not 0 <= score <= 100:
                raise UsageError(f"{path}: {score} is no score of {printable(name)} in percent")
    return tuple(_shown(point) for point in sorted(points, key=lambda point: point.date))


def _shown(point: Point) -> Point:
    return Point(
        revision=printable(point.revision),
        date=printable(point.date[:10]),
        score={printable(name): score for name, score in point.score.items()},
        findings={printable(code): number for code, number in point.findings.items()},
    )

"""The trend for machines: the contract of `trend.schema.json`, which `report --trend` reads."""

from ssot_lint import __version__
from ssot_lint.render.json_value import Value, written
from ssot_lint.render.wording import floored
from ssot_lint.trend import SCHEMA, Point, Trend


def render(trend: Trend) -> str:
    """Every point, the oldest first."""
    return written(
        {
            "schema": SCHEMA,
            "tool": {"name": "ssot-lint", "version": __version__},
            "policy": trend.policy,
            "policy_of": "each" if trend.is_own else "now",
            "commits": trend.commits,
            "points": [_point(point) for point in trend.points],
        }
    )


def _point(point: Point) -> Value:
    return {
        "revision": point.revision,
        "commit": point.commit,
        "date": point.date,
        "score": {name: None if s is None else float(floored(s, 2)) for name, s in point.score.items()},
        "findings": dict(point.findings),
        "severities": {severity: point.severities[severity] for severity in point.severities},
        "files": point.files,
        "unparsable": point.unparsable,
        "empty": point.empty,
        "incomplete": list(point.incomplete),
    }

"""The score as an endpoint of shields.io, which draws the badge itself."""

from ssot_lint.model import Report
from ssot_lint.render.badge import LABEL, colour
from ssot_lint.render.json_value import written
from ssot_lint.render.options import RenderOptions
from ssot_lint.render.wording import percent


def render(report: Report, options: RenderOptions) -> str:
    """Label, figure and colour, by version 1 of the schema of endpoints."""
    overall = report.score.overall if report.score else None
    return written(
        {
            "schemaVersion": 1,
            "label": LABEL,
            "message": percent(overall),
            "color": colour(report).name,
            "isError": overall is None,
        }
    )

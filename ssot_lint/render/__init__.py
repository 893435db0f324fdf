"""A report becomes text: one file an output format."""

from collections.abc import Callable

from ssot_lint.model import Report
from ssot_lint.render import concise, json_report, summary, text
from ssot_lint.render.options import RenderOptions, Show
from ssot_lint.render.wording import SEVERITY_STYLES, painter, printable

__all__ = ["RENDERERS", "SEVERITY_STYLES", "RenderOptions", "Show", "painter", "printable", "render"]

RENDERERS: dict[str, Callable[[Report, RenderOptions], str]] = {
    "text": text.render,
    "concise": concise.render,
    "json": json_report.render,
    "score": summary.render,
}


def render(report: Report, output_format: str, options: RenderOptions) -> str:
    """The report in one of the formats of `RENDERERS`; it ends with a newline unless it is empty."""
    return RENDERERS[output_format](report, options)

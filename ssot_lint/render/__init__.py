"""A report becomes text: one file an output format."""

from collections.abc import Callable
from importlib import import_module

from ssot_lint.model import Report
from ssot_lint.render import template
from ssot_lint.render.options import RenderOptions, RulePage, Show
from ssot_lint.render.wording import SEVERITY_STYLES, painter, printable

__all__ = [
    "RENDERERS",
    "SEVERITY_STYLES",
    "RenderOptions",
    "RulePage",
    "Show",
    "painter",
    "printable",
    "render",
]

RENDERERS = {
    "text": "text:render",
    "concise": "concise:render",
    "json": "json_report:render",
    "sarif": "sarif:render",
    "github": "github:render",
    "gitlab": "gitlab:render",
    "junit": "junit:render",
    "rdjson": "rdjson:render",
    "markdown": "markdown:render",
    "pylint": "pylint:render",
    "score": "summary:render",
    "score-markdown": "markdown:render_score",
    "badge": "badge:render",
    "shields": "shields:render",
}
"""The module and function of each format: a run loads only what it writes."""


def render(report: Report, output_format: str, options: RenderOptions) -> str:
    """The report in a format of `RENDERERS`, or by a template; it ends with a newline unless it is empty."""
    if template.is_template(output_format):
        return template.render(report, output_format, options)
    module, _, function = RENDERERS[output_format].partition(":")
    renderer: Callable[[Report, RenderOptions], str]
    renderer = getattr(import_module(f"{__name__}.{module}"), function)
    return renderer(report, options)

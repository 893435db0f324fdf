"""The import graph becomes text: one file an output format."""

from collections.abc import Callable

from ssot_lint.graph.records import Picture
from ssot_lint.render.graph import dot, mermaid, svg
from ssot_lint.render.graph.json_graph import render_json
from ssot_lint.render.graph.layout import require_layout
from ssot_lint.render.graph.mermaid import MOST_ARROWS as MERMAID_ARROWS

__all__ = ["MERMAID_ARROWS", "PICTURES", "render_json", "require_layout"]

PICTURES: dict[str, Callable[[Picture], str]] = {
    "dot": dot.render,
    "mermaid": mermaid.render,
    "svg": svg.render,
}

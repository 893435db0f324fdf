"""Groups of duplicates become text: one file an output format."""

from ssot_lint.render.duplicates.dot import render as render_dot
from ssot_lint.render.duplicates.json_groups import render as render_json
from ssot_lint.render.duplicates.table import render as render_table

__all__ = ["render_dot", "render_json", "render_table"]

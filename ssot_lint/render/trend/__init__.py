"""A trend becomes text: one file an output format."""

from collections.abc import Callable

from ssot_lint.render.trend import csv_table, json_trend, svg
from ssot_lint.trend import Trend

__all__ = ["FOR_MACHINES"]

FOR_MACHINES: dict[str, Callable[[Trend], str]] = {
    "json": json_trend.render,
    "csv": csv_table.render,
    "svg": svg.render,
}

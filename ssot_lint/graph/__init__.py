"""The import graph of a project: what is drawn of it, and at which level."""

from ssot_lint.graph.build import RULES, build_graph
from ssot_lint.graph.fragments import fragments
from ssot_lint.graph.picture import Level, draw, node_names
from ssot_lint.graph.reach import fragmentation
from ssot_lint.graph.records import Fragments, ImportGraph, PathTaken, Picture
from ssot_lint.graph.select import around

__all__ = [
    "RULES", "Fragments", "ImportGraph", "Level", "PathTaken", "Picture", "around", "build_graph", "draw",
    "fragmentation", "fragments", "node_names",
]  # fmt: skip

"""The picture for Graphviz."""

from ssot_lint.graph.records import Arrow, Node, Picture
from ssot_lint.render.graphviz import listed, quoted_name, quoted_text
from ssot_lint.render.wording import printable

RED = "#cf222e"

_HEAD = """\
digraph imports {
  node [shape=box, style="rounded,filled", fillcolor="#f6f8fa", color="#8c959f", fontname="monospace", fontsize=11];
  edge [color="#6e7781", arrowsize=0.7];
"""  # noqa: E501 - one statement of DOT
_FILLS = {"centre": "#ddf4ff", "path": "#fff8c5"}


def render(picture: Picture) -> str:
    """The picture in the DOT language; every name is quoted."""
    lines = [*map(_node, picture.nodes), *map(_arrow, picture.arrows)]
    return _HEAD + "".join(f"  {line}\n" for line in lines) + "}\n"


def _node(node: Node) -> str:
    attributes = {}
    if node.label != node.name or _is_special(node.label):
        attributes["label"] = quoted_text(node.label)
    if node.role in _FILLS:
        attributes["fillcolor"] = _FILLS[node.role]
    return f"{quoted_name(node.name)}{listed(attributes)};"


def _arrow(arrow: Arrow) -> str:
    attributes = {"tooltip": quoted_text(arrow.title)}
    if arrow.red:
        attributes |= {"color": RED, "penwidth": "1.8"}
    if arrow.later:
        attributes["style"] = "dashed"
    return f"{quoted_name(arrow.source)} -> {quoted_name(arrow.target)}{listed(attributes)};"


def _is_special(name: str) -> bool:
    return "&" in name or "\\" in printable(name)

"""The picture for Graphviz."""

from ssot_lint.graph.records import Arrow, Node, Picture
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
        attributes["label"] = _text(node.label)
    if node.role in _FILLS:
        attributes["fillcolor"] = _FILLS[node.role]
    return f"{_name(node.name)}{_listed(attributes)};"


def _arrow(arrow: Arrow) -> str:
    attributes = {"tooltip": _text(arrow.title)}
    if arrow.red:
        attributes |= {"color": RED, "penwidth": "1.8"}
    if arrow.later:
        attributes["style"] = "dashed"
    return f"{_name(arrow.source)} -> {_name(arrow.target)}{_listed(attributes)};"


def _listed(attributes: dict[str, str]) -> str:
    listed = ", ".join(f'{name}="{value}"' for name, value in attributes.items())
    return f" [{listed}]" if listed else ""


def _name(name: str) -> str:
    # a backslash is doubled although it need not be: one before the closing quote would escape that
    return f'"{_quoted(printable(name))}"'


def _text(text: str) -> str:
    """A label or tooltip: there Graphviz reads entities, and the lines end with an escape."""
    return "\\n".join(_quoted(printable(line)).replace("&", "&amp;") for line in text.split("\n"))


def _is_special(name: str) -> bool:
    return "&" in name or "\\" in printable(name)


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')

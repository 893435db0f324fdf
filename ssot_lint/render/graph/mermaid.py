"""The picture for Mermaid, which many sites draw where Markdown has it."""

from ssot_lint.graph.records import Arrow, Node, Picture
from ssot_lint.render.wording import printable

MOST_ARROWS = 500
"""What Mermaid draws unless its `maxEdges` is raised, which a diagram itself cannot."""

_CLASSES = {
    "centre": "fill:#ddf4ff,stroke:#0969da,color:#1f2328",
    "path": "fill:#fff8c5,stroke:#9a6700,color:#1f2328",
}


def render(picture: Picture) -> str:
    """The picture as a flowchart. Its ids are numbers, since a name may be a word of the language."""
    ids = {node.name: f"n{number}" for number, node in enumerate(picture.nodes)}
    red = [str(number) for number, arrow in enumerate(picture.arrows) if arrow.red]
    used = {node.role for node in picture.nodes}
    lines = [
        *(_node(node, ids) for node in picture.nodes),
        *(_arrow(arrow, ids) for arrow in picture.arrows),
        *(f"classDef {role} {style}" for role, style in _CLASSES.items() if role in used),
        *([f"linkStyle {','.join(red)} stroke:#cf222e,stroke-width:2px"] if red else []),
    ]
    return "flowchart TB\n" + "".join(f"  {line}\n" for line in lines)


def _node(node: Node, ids: dict[str, str]) -> str:
    role = f":::{node.role}" if node.role in _CLASSES else ""
    return f'{ids[node.name]}["{_text(node.label)}"]{role}'


def _arrow(arrow: Arrow, ids: dict[str, str]) -> str:
    return f"{ids[arrow.source]} {'-.->' if arrow.later else '-->'} {ids[arrow.target]}"


def _text(text: str) -> str:
    """A label, in which all that Mermaid, Markdown or HTML may read is an entity of Mermaid's."""
    lines = (
        "".join(char if char.isalnum() or char in " ._-/():," else f"#{ord(char)};" for char in line)
        for line in map(printable, text.split("\n"))
    )
    return "<br>".join(lines)

"""Names and texts as the DOT language quotes them."""

from collections.abc import Mapping

from ssot_lint.render.wording import printable


def listed(attributes: Mapping[str, str]) -> str:
    """Attributes whose values are quoted, to stand behind a node or an edge."""
    inside = ", ".join(f'{name}="{value}"' for name, value in attributes.items())
    return f" [{inside}]" if inside else ""


def quoted_name(name: str) -> str:
    """The name of a node, in quotes."""
    # a backslash is doubled although it need not be: one before the closing quote would escape that
    return f'"{_quoted(printable(name))}"'


def quoted_text(text: str) -> str:
    """A label or tooltip: there Graphviz reads entities, and the lines end with an escape."""
    return "\\n".join(_quoted(printable(line)).replace("&", "&amp;") for line in text.split("\n"))


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')

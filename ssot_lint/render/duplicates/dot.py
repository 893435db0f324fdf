"""The files and what they repeat of each other, for Graphviz."""

from collections.abc import Iterable, Iterator, Sequence
from math import log10

from ssot_lint.model import DuplicateGroup, Place
from ssot_lint.render.graphviz import listed, quoted_name, quoted_text
from ssot_lint.render.wording import counted

_HEAD = """\
digraph duplicates {
  rankdir=LR;
  node [shape=box, style="rounded,filled", fillcolor="#f6f8fa", color="#8c959f", fontname="monospace", fontsize=11];
  edge [color="#9a6700", arrowsize=0.7, fontname="monospace", fontsize=9];
"""  # noqa: E501 - one statement of DOT


_LISTED = 10  # copies in a title


def render(groups: Iterable[DuplicateGroup]) -> str:
    """A node for each file; an arrow from a file to that which it repeats, for each group that says so."""
    groups = list(groups)
    paths = sorted({place.path for group in groups for place in group.members})
    lines = [*(f"{quoted_name(path)};" for path in paths), *(arrow for g in groups for arrow in _arrows(g))]
    return _HEAD + "".join(f"  {line}\n" for line in lines) + "}\n"


def _arrows(group: DuplicateGroup) -> Iterator[str]:
    home = group.home
    for path in sorted({copy.path for copy in group.copies}):
        copies = [copy for copy in group.copies if copy.path == path]
        lines = sum(copy.lines for copy in copies)
        attributes = {
            "label": quoted_text(counted(lines, "line")),
            "penwidth": f"{1 + log10(lines):.1f}",
            "tooltip": quoted_text("\n".join(_title(group, copies))),
        }
        yield f"{quoted_name(path)} -> {quoted_name(home.path)}{listed(attributes)};"


def _title(group: DuplicateGroup, copies: Sequence[Place]) -> list[str]:
    more = len(copies) - _LISTED
    return [
        f"{group.code} {group.kind}",
        *map(_told, (group.home, *copies[:_LISTED])),
        *([f"and {more} more"] if more > 0 else []),
    ]


def _told(place: Place) -> str:
    return " ".join(f"{place.path}:{place.span.line} {place.symbol.partition(':')[2]}".split())

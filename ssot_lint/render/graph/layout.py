"""Where nodes and arrows lie: worked out by Graphviz, which pygraphviz brings along."""

from collections.abc import Sequence
from contextlib import redirect_stderr
from io import StringIO

import msgspec

from ssot_lint.errors import UsageError
from ssot_lint.graph.records import Picture

Point = tuple[float, float]

MOST_NODES, MOST_ARROWS = 1000, 2000
"""More take minutes to lay out, and nobody could read them."""

_INCH = 72.0
_WIDEST = 3.0  # times the height
_CAREFUL = 700  # arrows up to which the layout may take its time
# Graphviz: at most so many rounds (times the number of nodes) of placing, and of untangling
_QUICK = "nslimit=1; nslimit1=1; mclimit=0.1; splines=line;"
_THOROUGH = "nslimit=8; nslimit1=8; splines=true;"


class Course(msgspec.Struct, frozen=True, gc=False):
    """The way of an arrow: a start, then triples of Bezier points; its head from `points[-1]` to `tip`."""

    points: tuple[Point, ...]
    tip: Point


class Layout(msgspec.Struct, frozen=True, gc=False):
    """Centres of the nodes and ways of the arrows, in the order of the picture, y downwards."""

    width: float
    height: float
    centres: tuple[Point, ...]
    courses: tuple[Course, ...]


class _Object(msgspec.Struct):
    name: str
    pos: str = ""


class _Edge(msgspec.Struct):
    key: int = msgspec.field(name="id")
    pos: str = ""


class _Drawn(msgspec.Struct):
    bb: str
    objects: list[_Object] = []
    edges: list[_Edge] = []


def require_layout() -> None:
    """UsageError where the library that lays out is not installed."""
    try:
        import pygraphviz  # noqa: F401 - whether it loads is the question
    except ImportError:
        raise UsageError(
            "SVG needs pygraphviz: pip install 'ssot-lint[graph]'; dot, mermaid and json do without"
        ) from None


def lay_out(picture: Picture, sizes: Sequence[Point]) -> Layout:
    """Place a picture whose nodes have these widths and heights. UsageError where it is too large."""
    nodes, arrows = len(picture.nodes), len(picture.arrows)
    if nodes > MOST_NODES or arrows > MOST_ARROWS:
        raise UsageError(
            f"{nodes} nodes and {arrows} arrows make no readable SVG (at most {MOST_NODES} and "
            f"{MOST_ARROWS}); draw less with --level package, --around MODULE or a path"
        )
    downwards = _laid_out(picture, sizes, "TB")
    if downwards.width <= _WIDEST * downwards.height:
        return downwards
    # many names side by side are wider than one below the other is high
    rightwards = _laid_out(picture, sizes, "LR")
    return min(downwards, rightwards, key=lambda layout: max(layout.width, layout.height))


def _laid_out(picture: Picture, sizes: Sequence[Point], direction: str) -> Layout:
    drawn = _drawn(_described(picture, sizes, direction))
    _, _, width, height = map(float, drawn.bb.split(","))
    centres = {int(each.name): _point(each.pos, height) for each in drawn.objects}
    courses = {edge.key: _course(edge.pos, height) for edge in drawn.edges}
    return Layout(
        width,
        height,
        tuple(centres[number] for number in range(len(picture.nodes))),
        tuple(courses[number] for number in range(len(picture.arrows))),
    )


def _described(picture: Picture, sizes: Sequence[Point], direction: str) -> str:
    """The picture in numbers. Names and fonts are left out, so that the layout is the same everywhere."""
    numbers = {node.name: number for number, node in enumerate(picture.nodes)}
    effort = _THOROUGH if len(picture.arrows) <= _CAREFUL else _QUICK
    nodes = (
        f"{number} [width={width / _INCH:.4f}, height={height / _INCH:.4f}];"
        for number, (width, height) in enumerate(sizes)
    )
    arrows = (
        f"{numbers[arrow.source]} -> {numbers[arrow.target]} [id={number}];"
        for number, arrow in enumerate(picture.arrows)
    )
    apart = 0.55 if direction == "TB" else 1.0
    head = (
        f'rankdir={direction}; pack=16; packmode="array_u6"; nodesep=0.25; ranksep={apart}; {effort} '
        'node [shape=box, fixedsize=true, label=""]; edge [arrowsize=0.7];'
    )
    return "\n".join(["digraph {", head, *nodes, *arrows, "}"])


def _drawn(description: str) -> _Drawn:
    from pygraphviz import AGraph

    # it warns of large graphs, which were refused or are worth the wait
    with redirect_stderr(StringIO()):
        graph = AGraph(string=description)
        drawn = graph.draw(format="json0", prog="dot")
        graph.close()
    return msgspec.json.decode(drawn, type=_Drawn, strict=False)


def _course(pos: str, height: float) -> Course:
    """Graphviz writes `e,x,y` for the tip and then the points."""
    tip, *points = pos.split()
    return Course(tuple(_point(each, height) for each in points), _point(tip.removeprefix("e,"), height))


def _point(text: str, height: float) -> Point:
    x, y = map(float, text.split(","))
    return x, height - y

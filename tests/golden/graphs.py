"""A hand-made graph with every kind of node and arrow, and one with names that must be escaped."""

from collections.abc import Sequence

from ssot_lint.graph.records import Arrow, GraphEdge, GraphModule, ImportGraph, Node, Picture
from ssot_lint.render.graph.layout import Course, Layout, Point

PICTURE = Picture(
    nodes=(
        Node("end", "end"),
        Node("shop", "shop:Engine\nshop:Motor", "path"),
        Node("shop.engine", "shop.engine:Engine", "centre"),
        Node("shop.größe", "shop.größe"),
    ),
    arrows=(
        Arrow("end", "shop", "end -> shop\nend.py:1: Engine"),
        Arrow("shop", "shop.engine", "shop -> shop.engine\nshop/__init__.py:1: Engine (cycle)", red=True),
        Arrow("shop.engine", "shop", "shop.engine -> shop\nshop/engine.py:3: x (lazy, cycle)", True, True),
        Arrow("shop.größe", "shop", "shop.größe -> shop\nshop/größe.py:1: Motor (typing)", later=True),
    ),
)

EVIL = '</title><script>alert(1)</script>\\" & #35; `*_[x](y)'
HOSTILE = Picture(
    nodes=(
        Node(EVIL, EVIL),
        Node("a\x1b[2J\n\udcff\u202eb", "a\x1b[2J\udcff\u202eb", "centre"),
        Node("back\\", "back\\"),
        Node("long", "long." * 40, "path"),
    ),
    arrows=(Arrow(EVIL, "back\\", f"{EVIL}\nx\x00 & <b>", red=True), Arrow("long", "long", "\\")),
)

GRAPH = ImportGraph(
    modules=tuple(GraphModule(name, name, name) for name in ("ev\udcffil.py", "shop", "shop.engine")),
    edges=(
        GraphEdge("ev\udcffil.py", "shop", "*", None, "shop", "ev\udcffil.py", 7, ("runtime", "conditional")),
        GraphEdge(
            "shop", "shop.engine", "Engine", "Motor", "shop.engine:Engine", "shop/x.py", 1, ("runtime",)
        ),
    ),
    unresolved=(GraphEdge("shop", "shop.gone", None, "shop", None, "shop/__init__.py", 2, ("lazy",)),),
)  # fmt: skip


def diagonal(picture: Picture, sizes: Sequence[Point]) -> Layout:
    """Nodes from the upper left to the lower right; the arrows between them are straight."""
    centres = tuple((width / 2 + 60 * n, 20.0 + 60 * n) for n, (width, _) in enumerate(sizes))
    place = {node.name: centre for node, centre in zip(picture.nodes, centres, strict=True)}

    def course(arrow: Arrow) -> Course:
        (x, y), tip = place[arrow.source], place[arrow.target]
        return Course(((x, y), (x, y), (x, y + 5), (tip[0], tip[1] + 5)), tip)

    return Layout(700.0, 300.0, centres, tuple(map(course, picture.arrows)))

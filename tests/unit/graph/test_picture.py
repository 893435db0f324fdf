"""What is drawn at each level: nodes, one arrow for all imports between two, and what is red."""

from msgspec.structs import replace

from ssot_lint.graph import around, draw, node_names
from ssot_lint.graph.picture import Level
from ssot_lint.graph.records import Arrow, GraphEdge, GraphModule, ImportGraph, Picture
from tests.unit.graph.graphs import graph_of, names, ways

SOURCES = {
    "p/__init__.py": "",
    "p/a/__init__.py": "from p.b import x, y\n",
    "p/a/deep.py": "import p.a\n",
    "p/b/__init__.py": "",
    "p/b/x.py": "def f():\n    import p.a.deep\n",
    "p/b/y.py": "",
    "p/a/0001-start.py": "import p.b\n",
    "tool-x.py": "import p\n",
}
GRAPH = graph_of(SOURCES)


def drawn(graph: ImportGraph, level: Level, depth: int | None = None) -> Picture:
    return draw(graph, node_names(graph.modules, level, depth))


def labelled(picture: Picture) -> list[str]:
    return [node.label for node in picture.nodes]


def edge(source: str, target: str, line: int = 1, **more: tuple[str, ...]) -> GraphEdge:
    made = GraphEdge(source, target, "x", "x", f"{target}:x", f"{source}.py", line, ("runtime",))
    return replace(made, **more)


def one_arrow(*edges: GraphEdge) -> Arrow:
    ends = sorted({name for each in edges for name in (each.importer, each.imported)})
    graph = ImportGraph(tuple(GraphModule(name, name, name) for name in ends), edges)
    (arrow,) = drawn(graph, "module").arrows
    return arrow


def test_at_the_level_of_modules_each_is_a_node() -> None:
    assert labelled(drawn(GRAPH, "module")) == names(GRAPH)


def test_at_the_level_of_packages_a_module_stands_for_the_one_that_it_is_in() -> None:
    assert labelled(drawn(GRAPH, "package")) == ["p", "p.a", "p.b", "tool-x.py"]


def test_a_depth_cuts_names_and_leaves_modules_above_it() -> None:
    assert labelled(drawn(graph_of({**SOURCES, "p/c.py": ""}), "package", 2)) == [
        "p", "p.a", "p.b", "p.c", "tool-x.py",
    ]  # fmt: skip


def test_all_imports_between_two_nodes_are_one_arrow() -> None:
    assert ways(drawn(GRAPH, "package")) == ["p.a -> p.b", "p.b -> p.a?", "tool-x.py -> p"]


def test_at_the_level_of_services_what_is_in_none_is_one_node() -> None:
    modules = (GraphModule("a", "a", "a", "shop"), GraphModule("b", "b", "b"), GraphModule("c", "c", "c"))
    picture = drawn(ImportGraph(modules, (edge("b", "a"), edge("c", "b"))), "service")
    assert ways(picture) == ["(no service) -> shop"]


def test_an_import_within_a_package_is_drawn_where_it_is_red() -> None:
    modules = (GraphModule("p.a", "p", "p.a"), GraphModule("p.b", "p", "p.b"))
    red = ImportGraph(modules, (edge("p.a", "p.b", faults=("cycle",)),))
    assert ways(drawn(red, "package")) == ["p -> p!"]


def test_a_module_that_imports_itself_has_an_arrow_to_itself() -> None:
    graph = graph_of({"a.py": "def f():\n    import a\n"})
    assert ways(drawn(graph, "module")) == ["a -> a?"]


def test_a_name_in_a_string_is_no_arrow() -> None:
    graph = graph_of({"a.py": "x = 1\n", "b.py": "from unittest.mock import patch\npatch('a.x')\n"})
    assert (len(graph.edges), ways(drawn(graph, "module"))) == (1, [])


def test_an_arrow_is_dashed_only_where_no_import_of_it_runs_at_once() -> None:
    later = edge("a", "b", tags=("lazy",)), edge("a", "b", tags=("typing",))
    assert (one_arrow(*later).later, one_arrow(*later, edge("a", "b")).later) == (True, False)


def test_an_arrow_is_red_where_one_import_of_it_is() -> None:
    assert one_arrow(edge("a", "b"), edge("a", "b", faults=("forbidden",))).red


def test_a_title_lists_the_imports_what_is_red_first() -> None:
    arrow = one_arrow(
        edge("a", "b", 1),
        edge("a", "b", 2, tags=("lazy",), faults=("cycle", "forbidden")),
        replace(edge("a", "b", 3), bound="y"),
        replace(edge("a", "b", 4), name=None, bound="b"),
    )
    assert arrow.title.splitlines() == [
        "a -> b",
        "a.py:2: x (lazy, cycle, forbidden)",
        "a.py:1: x",
        "a.py:3: x as y",
        "a.py:4: b",
    ]


def test_a_long_title_says_how_many_more() -> None:
    lines = one_arrow(*(edge("a", "b", line) for line in range(1, 21))).title.splitlines()
    assert (len(lines), lines[-1]) == (14, "and 8 more")


def test_around_is_a_module_its_importers_and_what_it_imports() -> None:
    graph = graph_of({"a.py": "import b\n", "b.py": "import c\n", "c.py": "import d, a\n", "d.py": ""})
    part = around(graph, "b", {name: name for name in names(graph)})
    assert (names(part), ways(drawn(part, "module"))) == (["a", "b", "c"], ["a -> b", "b -> c"])


def test_around_keeps_a_module_without_any_import() -> None:
    graph = graph_of({"a.py": "", "b.py": ""})
    assert names(around(graph, "a", {"a": "a", "b": "b"})) == ["a"]


def test_around_a_package_is_around_all_in_it() -> None:
    nodes = node_names(GRAPH.modules, "package")
    assert ways(draw(around(GRAPH, "p.b", nodes), nodes)) == ["p.a -> p.b", "p.b -> p.a?"]

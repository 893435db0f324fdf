"""The formats of the import graph: what they write is read in the files of `expected/`."""

import json
import xml.etree.ElementTree as ET
from importlib.resources import files

import jsonschema
import pytest
from pygraphviz import AGraph

from ssot_lint.graph.records import Arrow, ImportGraph, Node, Picture
from ssot_lint.render.graph import PICTURES, dot, mermaid, render_json, svg
from ssot_lint.render.graph.layout import Layout, Point, lay_out
from tests.golden.conftest import Golden
from tests.golden.graphs import EVIL, GRAPH, HOSTILE, PICTURE, diagonal

NAMESPACE = "{http://www.w3.org/2000/svg}"
SCHEMA = json.loads((files("ssot_lint.render") / "graph.schema.json").read_text(encoding="utf-8"))


def test_dot_quotes_every_name(golden: Golden) -> None:
    golden("graph.dot", dot.render(PICTURE))


def test_dot_escapes_what_graphviz_would_read(golden: Golden) -> None:
    golden("graph-hostile.dot", dot.render(HOSTILE))


def test_mermaid_numbers_its_nodes(golden: Golden) -> None:
    golden("graph.mmd", mermaid.render(PICTURE))


def test_mermaid_escapes_what_it_would_read(golden: Golden) -> None:
    golden("graph-hostile.mmd", mermaid.render(HOSTILE))


def test_svg_is_one_file_for_light_and_dark(golden: Golden) -> None:
    golden("graph.svg", svg.render(PICTURE, diagonal))


def test_svg_escapes_every_name(golden: Golden) -> None:
    golden("graph-hostile.svg", svg.render(HOSTILE, diagonal))


def test_json_is_the_contract(golden: Golden) -> None:
    golden("graph.json", render_json(GRAPH))


def test_the_json_is_valid_by_the_published_schema() -> None:
    jsonschema.validate(json.loads(render_json(GRAPH)), SCHEMA, jsonschema.Draft202012Validator)


@pytest.mark.parametrize("missing", ["schema", "modules", "edges", "unresolved"])
def test_the_schema_wants_every_part(missing: str) -> None:
    document = json.loads(render_json(GRAPH))
    del document[missing]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, SCHEMA, jsonschema.Draft202012Validator)


@pytest.mark.parametrize("missing", json.loads(render_json(GRAPH))["edges"][0])
def test_the_schema_wants_every_field_of_an_edge(missing: str) -> None:
    document = json.loads(render_json(GRAPH))
    del document["unresolved"][0][missing]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, SCHEMA, jsonschema.Draft202012Validator)


@pytest.mark.parametrize("picture", [PICTURE, HOSTILE], ids=["plain", "hostile"])
def test_graphviz_reads_the_dot_as_it_was_meant(picture: Picture) -> None:
    graph = AGraph(string=dot.render(picture))
    assert (len(graph.nodes()), len(graph.edges())) == (len(picture.nodes), len(picture.arrows))


@pytest.mark.parametrize("picture", [PICTURE, HOSTILE, Picture((), ())], ids=["plain", "hostile", "empty"])
def test_a_laid_out_svg_is_well_formed_and_refers_to_nothing(picture: Picture) -> None:
    text = svg.render(picture)
    tags = {element.tag.removeprefix(NAMESPACE) for element in ET.fromstring(text).iter()}
    assert tags <= {"svg", "style", "g", "title", "rect", "path", "polygon", "text"}
    assert not any(word in text for word in ("href", "url(", "@import"))


def test_a_title_of_the_svg_is_the_name_itself() -> None:
    titles = [element.text for element in ET.fromstring(svg.render(HOSTILE)).iter(f"{NAMESPACE}title")]
    assert EVIL in titles


def wheel(rim: int) -> Picture:
    """A hub that everything leads to, two of them red, and as many nodes without an arrow."""
    names = [f"package.module_{number}" for number in range(2 * rim)]
    nodes = (Node("hub", "hub"), *(Node(name, name) for name in names))
    return Picture(nodes, tuple(Arrow(name, "hub", "", red=name[-1] == "7") for name in names[:rim]))


def boxes(picture: Picture) -> list[tuple[float, float, float, float]]:
    """Left, top, right and bottom of each node in the SVG."""
    found = []
    for group in ET.fromstring(svg.render(picture)).iter(f"{NAMESPACE}g"):
        box = group.find(f"{NAMESPACE}rect")
        if box is not None:
            x, y, width, height = (float(box.attrib[name]) for name in ("x", "y", "width", "height"))
            found.append((x, y, x + width, y + height))
    return found


@pytest.mark.parametrize("rim", [1, 20, 60])
def test_no_two_nodes_of_the_svg_overlap(rim: int) -> None:
    laid = boxes(wheel(rim))
    overlaps = [
        (one, other)
        for number, one in enumerate(laid)
        for other in laid[number + 1 :]
        if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ]
    assert (len(laid), overlaps) == (2 * rim + 1, [])


def test_the_text_of_a_node_is_as_wide_as_its_box_allows() -> None:
    picture = Picture((Node("wide", "中文字.e\u0301"), Node("long", "m" * 200)), ())
    for group in ET.fromstring(svg.render(picture)).iter(f"{NAMESPACE}g"):
        box, text = group.find(f"{NAMESPACE}rect"), group.find(f"{NAMESPACE}text")
        if box is not None and text is not None:
            assert float(box.attrib["width"]) - float(text.attrib["textLength"]) == pytest.approx(20, abs=0.2)


def test_a_wide_character_takes_two_places_and_an_accent_none() -> None:
    texts = ET.fromstring(svg.render(Picture((Node("x", "中文e\u0301"),), ()))).iter(f"{NAMESPACE}text")
    assert [text.attrib["textLength"] for text in texts] == ["36.0"]


def test_who_imports_is_above_what_is_imported() -> None:
    nodes = tuple(Node(name, name) for name in "cba")
    lowest, middle, top = boxes(Picture(nodes, (Arrow("a", "b", ""), Arrow("b", "c", ""))))
    assert top[3] < middle[1] < middle[3] < lowest[1]


def test_every_arrow_of_the_svg_has_a_head_and_a_title() -> None:
    root = ET.fromstring(svg.render(PICTURE))
    arrows = [group for group in root.iter(f"{NAMESPACE}g") if "arrow" in group.get("class", "")]
    assert len(arrows) == 4
    assert all(
        arrow.find(f"{NAMESPACE}{tag}") is not None for arrow in arrows for tag in ("title", "polygon")
    )


def test_red_arrows_lie_above_the_others() -> None:
    root = ET.fromstring(svg.render(wheel(20)))
    kinds = [g.attrib["class"] for g in root.iter(f"{NAMESPACE}g") if "arrow" in g.get("class", "")]
    assert kinds == ["arrow"] * 18 + ["arrow red"] * 2


def test_a_picture_much_wider_than_high_is_turned() -> None:
    sizes: list[Point] = [(150.0, 20.0)] * 41
    layout: Layout = lay_out(Picture(wheel(40).nodes[:41], wheel(40).arrows), sizes)
    assert layout.height > layout.width


def test_the_same_picture_gives_the_same_svg() -> None:
    assert svg.render(wheel(20)) == svg.render(wheel(20))


@pytest.mark.parametrize("renderer", sorted(PICTURES))
def test_a_single_node_is_a_picture(renderer: str) -> None:
    assert "alone" in PICTURES[renderer](Picture((Node("alone", "alone"),), ()))


def test_json_of_nothing_is_valid() -> None:
    jsonschema.validate(json.loads(render_json(ImportGraph((), ()))), SCHEMA, jsonschema.Draft202012Validator)

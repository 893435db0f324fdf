"""The formats of groups of duplicates: what they write is read in the files of `expected/`."""

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import jsonschema
import pytest
from msgspec.structs import replace
from pygraphviz import AGraph

from ssot_lint.model import DuplicateGroup, Span
from ssot_lint.render.duplicates import page, render_dot, render_json, render_table
from tests.golden.conftest import Golden
from tests.golden.copies import EDITED, EVIL, GROUPS, HOSTILE, HOSTILE_LINES, MANY, SOURCES, place

SCHEMA = json.loads((files("ssot_lint.render") / "duplicates.schema.json").read_text(encoding="utf-8"))
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def lines(path: str) -> list[str]:
    return SOURCES[path].split("\n") if path in SOURCES else []


def hostile(path: str) -> list[str]:
    return HOSTILE_LINES


# --------------------------------------------------------------------------------------------- text


def test_the_table_is_readable_in_80_columns(golden: Golden) -> None:
    text = render_table(GROUPS)
    assert max(map(len, text.splitlines())) <= 80
    golden("duplicates.txt", text)


def test_the_table_escapes_what_a_terminal_would_obey(golden: Golden) -> None:
    golden("duplicates-hostile.txt", render_table(HOSTILE))


def test_the_table_is_coloured_on_request(golden: Golden) -> None:
    golden("duplicates-colour.txt", render_table(GROUPS, width=80, colour=True))


def test_colour_changes_no_text() -> None:
    coloured = re.sub(r"\x1b\[[0-9;]*m", "", render_table(GROUPS, width=80, colour=True))
    assert [line.rstrip() for line in coloured.splitlines()] == render_table(GROUPS).splitlines()


@pytest.mark.parametrize("width", [60, 100])
def test_the_table_keeps_to_the_width_of_the_terminal(width: int) -> None:
    assert max(map(len, render_table(GROUPS, width=width).splitlines())) <= width


def test_in_a_pipe_a_path_is_in_one_piece_however_long() -> None:
    long = place("shop/" * 30 + "engine.py", 1, 8, "Engine")
    group = replace(EDITED, members=(EDITED.home, long))
    assert f"copy {long.path}:1\n" in render_table([group])


def test_of_many_copies_ten_are_listed_and_the_rest_counted() -> None:
    text = render_table([MANY])
    assert (text.count("copy tests/copies.py:"), "… and 2 more (--format json has all)" in text) == (10, True)


def test_the_last_line_is_the_total() -> None:
    assert render_table(GROUPS).splitlines()[-1] == "2 groups, 32 lines could go"


def test_no_group_is_a_total_alone() -> None:
    assert render_table(()) == "0 groups, 0 lines could go\n"


def test_one_group_is_told_in_the_singular() -> None:
    assert render_table([EDITED]).endswith("\n1 group, 8 lines could go\n")


def test_of_a_file_the_module_is_named() -> None:
    whole = replace(EDITED.home, symbol="shop.engine")
    assert "keep shop/engine.py:1 shop.engine" in render_table([replace(EDITED, members=(whole, whole))])


# --------------------------------------------------------------------------------------------- JSON


def valid(text: str) -> Any:
    document = json.loads(text)
    jsonschema.validate(document, SCHEMA, jsonschema.Draft202012Validator)
    return document


def test_json_is_the_contract(golden: Golden) -> None:
    golden("duplicates.json", render_json((EDITED, *HOSTILE)))


@pytest.mark.parametrize("groups", [GROUPS, HOSTILE, ()], ids=["plain", "hostile", "none"])
def test_the_json_is_valid_by_the_published_schema(groups: Sequence[DuplicateGroup]) -> None:
    assert len(valid(render_json(groups))["groups"]) == len(groups)


@pytest.mark.parametrize("missing", json.loads(render_json(GROUPS))["groups"][0])
def test_the_schema_wants_every_field_of_a_group(missing: str) -> None:
    document = json.loads(render_json(GROUPS))
    del document["groups"][1][missing]
    with pytest.raises(jsonschema.ValidationError):
        valid(json.dumps(document))


@pytest.mark.parametrize("where", [(), ("groups", 0), ("groups", 0, "members", 0)], ids=str)
def test_the_schema_knows_every_field(where: tuple[str | int, ...]) -> None:
    document = json.loads(render_json(GROUPS))
    part = document
    for step in where:
        part = part[step]
    part["unheard_of"] = 1
    with pytest.raises(jsonschema.ValidationError):
        valid(json.dumps(document))


def test_a_similarity_is_rounded_down() -> None:
    (group,) = valid(render_json([replace(EDITED, similarity=0.99999)]))["groups"]
    assert group["similarity"] == 0.9999


def test_an_end_at_the_beginning_of_a_line_is_none_of_that_line() -> None:
    ended = replace(EDITED.home, span=Span(1, 1, 9, 1))
    (group,) = valid(render_json([replace(EDITED, members=(ended, ended))]))["groups"]
    assert (group["members"][0]["end_line"], group["saved"]) == (8, 8)


# ---------------------------------------------------------------------------------------------- DOT


def test_dot_has_an_arrow_from_each_file_that_repeats(golden: Golden) -> None:
    golden("duplicates.dot", render_dot(GROUPS))


@pytest.mark.parametrize("groups", [GROUPS, HOSTILE, ()], ids=["plain", "hostile", "none"])
def test_graphviz_reads_the_dot_as_it_was_meant(groups: Sequence[DuplicateGroup]) -> None:
    graph = AGraph(string=render_dot(groups))
    members = {place.path for group in groups for place in group.members}
    assert (len(graph.nodes()), len(graph.edges())) == (len(members), len(groups))


def test_two_groups_between_two_files_are_two_arrows() -> None:
    graph = AGraph(string=render_dot((EDITED, replace(EDITED, code="SST102"))))
    assert [edge.attr["label"] for edge in graph.edges()] == ["8 lines", "8 lines"]


# --------------------------------------------------------------------------------------------- HTML


def parsed(text: str) -> Element:
    """The page as a browser reads it. Raises for what is no valid HTML."""
    tree: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    return tree


def text_of(element: Element) -> str:
    return "".join(element.itertext())


def with_class(tree: Element, name: str) -> list[Element]:
    return [each for each in tree.iter() if name in str(each.get("class", "")).split()]


def shown(tree: Element) -> list[list[str]]:
    """The cells of every row of source, without the words for those who do not see."""
    return [
        ["" if with_class(cell, "unseen") else text_of(cell) for cell in row.iter("td")]
        for row in tree.iter("tr")
        if row.find("td") is not None
    ]


def test_the_page_is_valid_html() -> None:
    assert parsed(page.render(GROUPS, lines)).tag == "html"


def test_each_group_can_be_folded_and_the_first_is_open() -> None:
    groups = list(parsed(page.render(GROUPS, lines)).iter("details"))
    assert [group.get("open") for group in groups] == ["", None]


def test_a_copy_stands_beside_the_member_to_keep_with_line_numbers() -> None:
    rows = shown(parsed(page.render([EDITED], lines)))
    assert rows[2] == ["3", "        done = []", "6", "        done = list()"]


def test_what_differs_in_a_line_is_marked() -> None:
    row = with_class(parsed(page.render([EDITED], lines)), "changed")[0]
    cells = ["".join(text_of(mark) for mark in cell.iter("mark")) for cell in row.iter("code")]
    assert cells == ["[]", "list()"]


def test_the_words_of_a_line_are_coloured() -> None:
    tree = parsed(page.render([EDITED], lines))
    assert {text_of(each) for each in with_class(tree, "k")} >= {"class", "def", "return"}


def test_source_that_looks_like_markup_is_shown_as_it_is() -> None:
    rows = shown(parsed(page.render([MANY], lines)))
    assert rows[1] == ["2", "    return '<b>&amp;</b>'", "2", "    return '<b>&amp;</b>'"]


def test_nothing_of_the_source_becomes_markup() -> None:
    tree = parsed(page.render(HOSTILE, hostile, [EVIL]))
    allowed = {
        "html", "head", "meta", "title", "style", "body", "main", "h1", "em", "p", "div", "span", "ol", "li",
        "details", "summary", "strong", "table", "colgroup", "col", "thead", "tbody", "tr", "th", "td", "b",
        "code", "mark", "footer",
    }  # fmt: skip
    assert {str(each.tag) for each in tree.iter()} <= allowed
    attributes = {name for each in tree.iter() for name in each.attrib}
    assert attributes <= {
        "lang", "charset", "http-equiv", "content", "name", "class", "open", "scope", "colspan",
        "aria-hidden",
    }  # fmt: skip
    assert "{{ 7 * 7 }}" in text_of(tree)


def test_control_characters_are_escaped() -> None:
    text = page.render(HOSTILE, hostile, [EVIL])
    assert all(char.isprintable() or char == "\n" for char in text)


def test_the_page_loads_nothing() -> None:
    text = page.render(GROUPS, lines)
    assert not re.search(r"\b(src|href)=|url\(|@import|https?:", text)
    assert "default-src 'none'" in text


def test_there_are_colours_for_light_and_for_dark() -> None:
    text = page.render(GROUPS, lines)
    names = [set(re.findall(r"(--[\w-]+):", part)) for part in re.findall(r":root \{(.*?)\}", text, re.S)]
    assert len(names) == 2
    assert names[0] == names[1]


def test_further_copies_that_are_the_same_are_not_shown_again() -> None:
    remarks = [text_of(each) for each in with_class(parsed(page.render([MANY], lines)), "remark")]
    assert remarks == ["The same, line for line."] * (page.COPIES_A_GROUP - 1)


def test_copies_beyond_the_fifth_are_named() -> None:
    (more,) = with_class(parsed(page.render([MANY], lines)), "more")
    assert len(list(more.iter("li"))) == 12 - page.COPIES_A_GROUP


def of_lines(number: int, *, copies: int = 1) -> DuplicateGroup:
    members = tuple(place(f"{letter}.py", 1, number, "f") for letter in "abcdef"[: copies + 1])
    return replace(EDITED, members=members)


def numbered(path: str) -> list[str]:
    """Lines all of which differ from those of another file."""
    return [f"{path[0]} = {number}" for number in range(5000)]


def test_of_a_long_copy_the_beginning_is_shown_and_the_rest_counted() -> None:
    tree = parsed(page.render([of_lines(500)], lambda path: ["x = 1"] * 500))
    (remark,) = with_class(tree, "remark")
    assert (len(shown(tree)), text_of(remark)) == (page.ROWS_A_COPY, "420 more lines that are the same.")


def test_what_is_too_long_to_compare_is_told() -> None:
    tree = parsed(page.render([of_lines(3000)], lambda path: ["x = 1"] * 3000))
    assert "2000 lines beyond the first 1000 are not compared." in text_of(tree)


@pytest.mark.slow
def test_a_page_that_is_full_says_so() -> None:
    groups = [of_lines(100, copies=5)] * 40
    tree = parsed(page.render(groups, numbered))
    assert len(shown(tree)) == page.MOST_ROWS
    (last,) = with_class(list(tree.iter("details"))[-1], "inside")
    assert page.FULL in text_of(last)
    assert len(list(last.iter("li"))) == 5


@pytest.mark.slow
def test_a_page_that_is_full_within_a_group_says_so() -> None:
    groups = [of_lines(77, copies=5)] * 40
    remarks = {text_of(each) for each in with_class(parsed(page.render(groups, numbered)), "remark")}
    assert page.FULL in remarks


@pytest.mark.parametrize("found", [[], ["x = 1"]], ids=["gone", "shrunk"])
def test_a_source_that_has_changed_since_is_told(found: list[str]) -> None:
    (remark,) = with_class(parsed(page.render([EDITED], lambda path: found)), "remark")
    assert text_of(remark) == "The source has changed or cannot be read."


def test_no_group_is_a_page_that_says_so() -> None:
    assert "Nothing is said twice." in text_of(parsed(page.render((), lines)))


def test_what_the_list_lacks_is_told_at_its_foot() -> None:
    (foot,) = parsed(page.render(GROUPS, lines, ["note: 1 file could not be read"])).iter("footer")
    assert "note: 1 file could not be read" in text_of(foot)


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
@pytest.mark.parametrize("groups", [GROUPS, HOSTILE], ids=["plain", "hostile"])
def test_a_browser_shows_the_page_and_runs_nothing(groups: Sequence[DuplicateGroup], tmp_path: Path) -> None:
    made = tmp_path / "page.html"
    reader = lines if groups is GROUPS else hostile
    made.write_text(page.render(groups, reader), encoding="utf-8")
    command = [
        str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu",
        f"--user-data-dir={tmp_path / 'profile'}", "--virtual-time-budget=2000", "--dump-dom", made.as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=True)
    tree = html5lib.parse(done.stdout, namespaceHTMLElements=False)
    assert len(list(tree.iter("details"))) == len(groups)
    assert not list(tree.iter("script"))

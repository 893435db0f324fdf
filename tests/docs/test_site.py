"""The site: a page for each rule, a place for each key, links that lead somewhere."""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import html5lib
import pytest

from docs.build import ROOT, rendered
from docs.links import broken_links, loaded_from_elsewhere
from docs.policy import reference
from docs.rules import Rule
from docs.site import Site
from docs.text import DocsError
from ssot_lint.policy.schema import leaves
from ssot_lint.registry import load_registry
from tests.drivers.cli import write

REGISTRY = load_registry()
RULES = {check.code: Rule(check.code, check.name, f"# {check.code}\n", "") for check in REGISTRY.checks}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What the site is made of, to be changed."""
    for name in ("docs", "ssot_lint", "checks", "benchmarks"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    for name in ("README.md", "CHANGELOG.md", "LICENSE", "compliance.yaml", "action.yml"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def add(checkout: Path, file: str, text: str) -> Path:
    with (checkout / file).open("a", encoding="utf-8") as stream:
        stream.write(text)
    return checkout


def page(site: Path, name: str) -> ElementTree.Element:
    text = (site / name).read_text(encoding="utf-8")
    return html5lib.parse(text, namespaceHTMLElements=False)


def words(element: ElementTree.Element | None) -> str:
    assert element is not None
    return " ".join("".join(element.itertext()).split())


# ------------------------------------------------------------------------------- what was built


@pytest.mark.slow
def test_there_is_a_page_for_each_rule_and_no_other(site: Path) -> None:
    titles = {
        path.stem: words(page(site, f"rules/{path.name}").find(".//h1")) for path in site.glob("rules/S*")
    }
    assert titles == {check.code: f"{check.code} {check.name}¶" for check in REGISTRY.checks}


@pytest.mark.slow
def test_the_index_lists_each_rule_with_how_it_is_repaired(site: Path) -> None:
    rows = [[words(cell) for cell in row.iter("td")] for row in page(site, "rules/index.html").iter("tr")]
    listed = {row[0]: row[1:] for row in rows if row}
    assert [code for code in listed if code != "SST000"] == [check.code for check in REGISTRY.checks]
    assert listed["SST304"] == [
        "relative-import",
        "warning, once declared",
        "An import written with leading dots, where the policy requires absolute ones",
        "--fix",
    ]
    assert listed["SST106"][-1] == ""


@pytest.mark.slow
def test_an_example_says_what_is_found_in_the_words_of_the_tool(site: Path) -> None:
    shown = words(page(site, "rules/SST201.html").find(".//article"))
    assert 'one = Engine("a") # SST201: Engine is built here; use app.engine:make_engine' in shown


@pytest.mark.slow
def test_no_mark_of_a_test_is_left_in_a_rule_s_page(site: Path) -> None:
    assert [
        path.name for path in site.glob("rules/*.html") if "# want" in path.read_text(encoding="utf-8")
    ] == []


@pytest.mark.slow
def test_each_key_of_the_policy_has_its_place(site: Path) -> None:
    places = {element.get("id") for element in page(site, "policy.html").iter("h3")}
    places |= {element.get("id") for element in page(site, "policy.html").iter("h4")}
    assert {*leaves(REGISTRY), "rules"} <= places


@pytest.mark.slow
def test_no_link_of_the_site_is_broken(site: Path) -> None:
    assert broken_links(site) == []


@pytest.mark.slow
def test_a_file_of_the_repository_is_shown_as_it_is(site: Path) -> None:
    shown = page(site, "source/docs/gitlab-ci.yml.html").find(".//code")
    assert shown is not None
    assert "".join(shown.itertext()) == (ROOT / "docs" / "gitlab-ci.yml").read_text(encoding="utf-8")


@pytest.mark.slow
def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    assert loaded_from_elsewhere(site) == set()


# ------------------------------------------------------------------------------ what is refused


def pages_of(checkout: Path) -> Mapping[str, str]:
    return Site(checkout, REGISTRY, RULES).pages


def test_a_link_to_what_the_repository_lacks_is_refused(checkout: Path) -> None:
    add(checkout, "docs/architecture.md", "\n[gone](../ssot_lint/gone.py)\n")
    with pytest.raises(
        DocsError, match=r"^docs/architecture.md: the link ../ssot_lint/gone.py leads nowhere$"
    ):
        pages_of(checkout)


def test_a_link_to_a_section_that_the_readme_lacks_is_refused(checkout: Path) -> None:
    add(checkout, "README.md", "\n[gone](#what-is-gone)\n")
    with pytest.raises(DocsError, match=r"^README.md: the link #what-is-gone leads nowhere$"):
        pages_of(checkout)


def test_a_section_of_the_readme_that_no_page_has_is_refused(checkout: Path) -> None:
    add(checkout, "README.md", "\n## Something new\n\nText.\n")
    with pytest.raises(DocsError, match=r"^no page has the section 'Something new' of README.md$"):
        pages_of(checkout)


@pytest.mark.slow
def test_a_link_to_a_place_that_a_page_lacks_is_refused(checkout: Path, tmp_path: Path) -> None:
    add(checkout, "docs/architecture.md", "\n[gone](editors.md#an-editor-of-yesterday)\n")
    with pytest.raises(DocsError, match="anchor does not exist"):
        rendered(Site(checkout, REGISTRY, RULES), checkout, tmp_path / "html")


def test_links_in_html_are_followed_to_file_and_place(tmp_path: Path) -> None:
    links = ("b.html", "b.html#here", "c/", "b.html#gone", "gone.html", "https://example.org/x", "#top")
    body = "".join(f'<a href="{link}">x</a>' for link in links)
    write(tmp_path, {"a.html": body, "b.html": '<p id="here">', "c/index.html": ""})
    assert broken_links(tmp_path) == [
        "a.html: the link #top leads nowhere",
        "a.html: the link b.html#gone leads nowhere",
        "a.html: the link gone.html leads nowhere",
    ]


def test_what_a_page_loads_from_elsewhere_is_told_from_what_it_links_to(tmp_path: Path) -> None:
    text = '<script src="https://example.org/a.js"></script><a href="https://example.org/">x</a>'
    write(tmp_path, {"a.html": text + '<link rel="preconnect" href="//fonts.example.org">'})
    assert loaded_from_elsewhere(tmp_path) == {"https://example.org/a.js", "//fonts.example.org"}


# ---------------------------------------------------------------------------------- the policy


def test_a_key_is_told_with_type_default_meaning_and_readers() -> None:
    text = reference(REGISTRY)
    assert (
        "#### `imports.relative` {#imports.relative}\n\n`forbid` to require absolute imports.\n\n"
        '- **Type:** `allow` or `forbid`\n- **Default:** `"allow"`\n'
        "- **Read by:** [SST304](rules/SST304.md)\n"
    ) in text
    assert (
        "| `similarity` | number (more than 0, at most 1) | `0.7` | Least share of common statements. |"
        in text
    )
    assert "| `use` | [symbol](#of-symbol) | *required* | The factory: a function, class or method. |" in text


def test_each_type_that_a_key_names_is_described_once() -> None:
    text = reference(REGISTRY)
    named = set(re.findall(r"\]\(#(of-[\w-]+)\)", text))
    described = re.findall(r'(?:\{#|id=")(of-[\w-]+)', text)
    assert sorted(named) == sorted(described)

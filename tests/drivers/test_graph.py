"""`ssot-lint graph` from end to end: what it draws, what it refuses, how it exits."""

import json
import xml.etree.ElementTree as ET
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.drivers.cli import CRASHING, Done, Lint, lint_in, write

pytestmark = pytest.mark.slow

SCHEMA = json.loads((files("ssot_lint.render") / "graph.schema.json").read_text(encoding="utf-8"))
ROOT = Path(__file__).resolve().parents[2]
SVG = "{http://www.w3.org/2000/svg}"

POLICY = """\
version: 1
services:
  shop: {package: shop, may_import: []}
  billing: {package: billing, may_import: [shop]}
"""
SOURCES = {
    "compliance.yaml": POLICY,
    "shop/__init__.py": "from shop.engine import Engine\n",
    "shop/engine.py": "from billing import total\n\nclass Engine: ...\n",
    "billing/__init__.py": "from billing.prices import total\n",
    "billing/prices.py": "import json\n\n\ndef total():\n    from shop import Engine\n    return Engine\n",
    "ring/a.py": "import ring.b\n",
    "ring/b.py": "import ring.a\n",
    "tests/test_it.py": "from billing import gone\nfrom shop import Engine\n",
}


@pytest.fixture
def lint(tmp_path: Path) -> Lint:
    return lint_in(write(tmp_path, SOURCES))


def drawn(done: Done) -> Any:
    """The JSON that was printed, valid by the published schema."""
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    jsonschema.validate(document, SCHEMA, jsonschema.Draft202012Validator)
    return document


def ways(document: Any) -> list[str]:
    return [f"{edge['importer']} -> {edge['imported']}" for edge in document["edges"]]


def red(done: Done) -> set[str]:
    """The red arrows of a DOT picture."""
    lines = (line for line in done.stdout.splitlines() if 'color="#cf222e"' in line)
    return {line.partition(" [")[0].strip().replace('"', "") for line in lines}


# ------------------------------------------------------------------------------------------ formats


@pytest.mark.parametrize(
    ("form", "beginning"),
    [("dot", "digraph imports {"), ("mermaid", "flowchart TB\n"), ("svg", "<svg "), ("json", "{\n")],
)
def test_every_format_is_written(form: str, beginning: str, lint: Lint) -> None:
    done = lint("graph", "--format", form)
    assert (done.returncode, done.stderr, done.stdout.startswith(beginning)) == (0, "", True)


def test_dot_is_the_default(lint: Lint) -> None:
    assert lint("graph").stdout == lint("graph", "--format", "dot").stdout


def test_the_json_tells_every_import_once(lint: Lint) -> None:
    assert ways(drawn(lint("graph", "--format", "json"))) == [
        "billing -> billing.prices",
        "billing.prices -> shop",
        "ring.a -> ring.b",
        "ring.b -> ring.a",
        "shop -> shop.engine",
        "shop.engine -> billing",
        "tests.test_it -> shop",
    ]


def test_the_json_lists_apart_what_does_not_resolve(lint: Lint) -> None:
    assert drawn(lint("graph", "--format", "json"))["unresolved"] == [
        {
            "importer": "tests.test_it",
            "imported": "billing",
            "name": "gone",
            "bound": "gone",
            "origin": None,
            "path": "tests/test_it.py",
            "line": 1,
            "tags": ["runtime"],
        }
    ]


def test_the_json_is_of_single_imports_at_every_level(lint: Lint) -> None:
    by_module, by_service = (
        lint("graph", "--format", "json", "--level", level) for level in ("module", "service")
    )
    assert by_module.stdout == by_service.stdout


def test_the_bytes_do_not_depend_on_jobs_or_cache(lint: Lint) -> None:
    runs = [("--no-cache",), (), (), ("--jobs", "2", "--no-cache")]
    assert len({lint("graph", "--format", "json", *options).stdout for options in runs}) == 1


def test_a_check_after_a_graph_reports_all_the_same(lint: Lint) -> None:
    before = lint("check", "--no-cache").stdout
    lint("graph")
    assert lint("check").stdout == before


def test_a_graph_after_a_check_draws_all_the_same(lint: Lint) -> None:
    before = lint("graph", "--no-cache").stdout
    lint("check")
    assert lint("graph").stdout == before


def test_output_goes_to_a_file(lint: Lint, tmp_path: Path) -> None:
    done = lint("graph", "--format", "svg", "--output", "graph.svg")
    assert (done.returncode, done.stdout) == (0, "")
    assert ET.fromstring((tmp_path / "graph.svg").read_bytes()).tag == f"{SVG}svg"


def test_a_refusal_leaves_the_file_as_it_was(lint: Lint, tmp_path: Path) -> None:
    (tmp_path / "graph.dot").write_text("old")
    assert lint("graph", "--around", "nothing", "--output", "graph.dot").returncode == 2
    assert (tmp_path / "graph.dot").read_text() == "old"


# ------------------------------------------------------------------------------------ what is drawn


def test_what_is_forbidden_and_what_is_a_cycle_is_red(lint: Lint) -> None:
    assert red(lint("graph")) == {"shop.engine -> billing", "ring.a -> ring.b", "ring.b -> ring.a"}


def test_what_is_waived_is_not_red(lint: Lint, tmp_path: Path) -> None:
    waived = (
        "from billing import total  # ssot: ignore[SST301] -- agreed until the split\n\nclass Engine: ...\n"
    )
    write(tmp_path, {"shop/engine.py": waived})
    assert "shop.engine -> billing" not in red(lint("graph"))


def test_a_red_import_is_red_between_services(lint: Lint) -> None:
    assert red(lint("graph", "--level", "service")) == {
        "shop -> billing",
        "(no service) -> (no service)",
    }


def test_packages_are_drawn_to_a_depth(lint: Lint) -> None:
    done = lint("graph", "--level", "package", "--depth", "1")
    assert {'"billing"', '"shop"', '"ring"'} <= {line.strip(" ;") for line in done.stdout.splitlines()}


def test_paths_limit_what_is_drawn(lint: Lint) -> None:
    document = drawn(lint("graph", "shop", "billing/__init__.py", "--format", "json"))
    assert document["modules"] == ["billing", "shop", "shop.engine"]
    assert ways(document) == ["shop -> shop.engine", "shop.engine -> billing"]


def test_paths_do_not_limit_what_is_found(lint: Lint) -> None:
    assert red(lint("graph", "ring/b.py", "ring/a.py")) == {"ring.a -> ring.b", "ring.b -> ring.a"}


def test_around_is_a_module_with_its_neighbours(lint: Lint) -> None:
    document = drawn(lint("graph", "--around", "billing", "--format", "json"))
    assert ways(document) == ["billing -> billing.prices", "shop.engine -> billing"]


def test_fragmentation_is_every_path_of_a_symbol(lint: Lint) -> None:
    document = drawn(lint("graph", "--fragmentation", "shop:Engine", "--format", "json"))
    assert ways(document) == ["billing.prices -> shop", "shop -> shop.engine", "tests.test_it -> shop"]


def test_other_distributions_are_drawn_when_asked_for(lint: Lint) -> None:
    assert '"billing.prices" -> "json"' in lint("graph", "--external").stdout


@pytest.mark.parametrize("form", ["dot", "mermaid", "svg", "json"])
def test_a_project_without_an_import_is_drawn(form: str, tmp_path: Path) -> None:
    done = lint_in(write(tmp_path, {"alone.py": ""}))("graph", "--format", form)
    assert (done.returncode, "alone" in done.stdout) == (0, True)


@pytest.mark.parametrize("form", ["dot", "mermaid", "svg"])
def test_a_path_without_a_module_is_an_empty_picture_and_a_note(
    form: str, lint: Lint, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    done = lint("graph", "empty", "--format", form)
    assert (done.returncode, done.stderr) == (0, "ssot-lint: note: empty: nothing is analysed there\n")


def test_a_file_that_does_not_parse_is_told(lint: Lint, tmp_path: Path) -> None:
    write(tmp_path, {"broken.py": "import\n"})
    done = lint("graph")
    assert (done.returncode, '"broken"' in done.stdout) == (0, True)
    assert "the imports of 1 file that cannot be parsed or read are not in the graph" in done.stderr


def test_a_rule_that_is_off_is_told_where_its_red_would_be_seen(tmp_path: Path) -> None:
    lint = lint_in(write(tmp_path, {"a.py": ""}))
    note = "note: nothing is red for SST301, which is off: no boundaries, layers or services declared"
    assert [lint("graph", "--format", form).stderr for form in ("dot", "json")] == [
        f"ssot-lint: {note}\n",
        "",
    ]


def test_an_incomplete_analysis_exits_with_three(lint: Lint, tmp_path: Path) -> None:
    done = lint_in(tmp_path, CRASHING)("graph")
    assert (done.returncode, done.stdout.startswith("digraph")) == (3, True)
    assert "incomplete: SST305 crashed: ValueError: broken" in done.stderr


# -------------------------------------------------------------------------------------- the README


def shown(svg: bytes) -> set[str]:
    """All that is seen in a picture: the nodes, and the arrows with their kind."""
    found = set()
    for group in ET.fromstring(svg).iter(f"{SVG}g"):
        title = group.findtext(f"{SVG}title")
        if title is not None:
            found.add(f"{group.attrib['class']}: {title.splitlines()[0]}")
    return found


def test_the_picture_of_the_readme_is_current() -> None:
    """Written anew by the command beside it; line numbers in the titles may differ."""
    arguments = ("graph", "ssot_lint", "--level", "package", "--depth", "2", "--format", "svg", "--no-cache")
    done = lint_in(ROOT)(*arguments)
    assert shown((ROOT / "docs" / "rooms.svg").read_bytes()) == shown(done.stdout.encode())
    assert " ".join(arguments[:-1]) in (ROOT / "README.md").read_text(encoding="utf-8")

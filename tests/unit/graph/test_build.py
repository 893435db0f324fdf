"""The import graph is what the statements say: who loads what, under which name, from where."""

import pytest

from ssot_lint.graph import build_graph
from ssot_lint.graph.records import GraphEdge
from ssot_lint.model import Finding, Place, Related, Span
from tests.unit.graph.graphs import graph_of, names, steps
from tests.unit.indexed import index_of

PACKAGE = {"p/__init__.py": "from p.m import A as B\n", "p/m.py": "class A: ...\n"}


def edge_of(statement: str, sources: dict[str, str] | None = None) -> GraphEdge:
    """The one import of a module `u` that says this."""
    graph = graph_of({**PACKAGE, **(sources or {}), "u.py": statement})
    (found,) = (edge for edge in graph.edges if edge.importer == "u")
    return found


def unresolved(statement: str, path: str = "u.py") -> list[str]:
    """What an import that leads nowhere is listed as; it is no edge."""
    graph = graph_of({**PACKAGE, path: statement})
    assert [edge for edge in graph.edges if edge.path == path] == []
    return [edge.imported for edge in graph.unresolved]


def test_an_edge_tells_the_statement_and_what_it_leads_to() -> None:
    assert edge_of("\nfrom p import B as C\n") == GraphEdge(
        "u", "p", "B", "C", "p.m:A", "u.py", 2, ("runtime",)
    )


def test_a_submodule_is_what_is_loaded() -> None:
    edge = edge_of("from p import m\n")
    assert (edge.imported, edge.origin) == ("p.m", "p.m")


def test_a_plain_import_has_no_name() -> None:
    edge = edge_of("import p.m\n")
    assert (edge.imported, edge.name, edge.bound) == ("p.m", None, "p")


def test_a_star_binds_nothing() -> None:
    edge = edge_of("from p.m import *\n")
    assert (edge.name, edge.bound, edge.origin) == ("*", None, "p.m")


def test_tags_are_words() -> None:
    edge = edge_of("def f():\n    try:\n        import p\n    except ImportError: ...\n")
    assert edge.tags == ("lazy", "conditional", "guarded")


def test_a_name_that_is_undecided_has_no_origin_but_its_module_is_loaded() -> None:
    edge = edge_of("from lazy import x\n", {"lazy.py": "def __getattr__(name): ...\n"})
    assert (edge.imported, edge.origin) == ("lazy", None)


@pytest.mark.parametrize(
    ("statement", "imported"),
    [
        ("import p.gone\n", "p.gone"),
        ("from p.gone import x\n", "p.gone"),
        ("from p import gone\n", "p"),
        ("from p.m import gone\n", "p.m"),
    ],
    ids=str.strip,
)
def test_what_does_not_exist_is_unresolved_and_no_edge(statement: str, imported: str) -> None:
    assert unresolved(statement) == [imported]


def test_too_many_dots_are_unresolved_as_written() -> None:
    assert unresolved("from ....q import x\n", "p/n.py") == ["....q"]


def test_a_module_that_is_not_analysed_is_unresolved_and_no_edge_to_its_package() -> None:
    index = index_of({"p/__init__.py": "", "u.py": "from p import made\n"}, extra_modules=["p.made"])
    graph = build_graph(index)
    assert (graph.edges, steps(graph.unresolved)) == ((), [("u", "p")])


def test_a_string_that_names_nothing_is_not_unresolved() -> None:
    graph = graph_of({**PACKAGE, "u.py": "from unittest import mock\nmock.patch('p.gone.x')\n"})
    assert graph.unresolved == ()


def test_both_ends_of_an_edge_are_modules_also_a_folder_without_init() -> None:
    graph = graph_of({"space/a.py": "", "u.py": "import space\n"})
    assert (names(graph), steps(graph.edges)) == (["space", "space.a", "u"], [("u", "space")])


def test_a_file_that_no_import_reaches_is_named_by_its_path() -> None:
    graph = graph_of({**PACKAGE, "run-me.py": "import p\n"})
    assert ("run-me.py", "p") in steps(graph.edges)


def test_modules_are_there_without_any_import() -> None:
    assert names(graph_of({"b.py": "", "a.py": ""})) == ["a", "b"]


def test_a_stub_imports_nothing() -> None:
    assert graph_of({**PACKAGE, "u.pyi": "import p\n"}).edges == graph_of(PACKAGE).edges


def test_other_distributions_are_left_out() -> None:
    assert graph_of({"u.py": "import os.path\n"}).edges == ()


def test_other_distributions_are_modules_by_their_top_level_name_when_asked_for() -> None:
    graph = graph_of({"u.py": "from os.path import join\n"}, external=True)
    assert (names(graph), graph.edges[0].imported, graph.edges[0].origin) == (
        ["os", "u"],
        "os",
        "os.path.join",
    )


def test_only_wanted_files_are_drawn() -> None:
    sources = {**PACKAGE, "p/n.py": "import u\n", "u.py": "import p\n"}
    graph = build_graph(index_of(sources), wanted=lambda path: path.startswith("p/"))
    assert (names(graph), steps(graph.edges)) == (["p", "p.m", "p.n"], [("p", "p.m")])


# ------------------------------------------------------------------------------------------- faults


def finding(code: str, *, suppressed: str | None = None) -> Finding:
    """A fault of the first of two imports, which leads on over the second."""
    first = Place("u.py", Span(1, 8, 1, 9), "u")
    second = Place("p/__init__.py", Span(1, 17, 1, 23), "p")
    return Finding(place=first, message="", related=(Related(second, ""),), code=code, suppressed=suppressed)


def faults(found: Finding) -> list[tuple[str, tuple[str, ...]]]:
    graph = build_graph(index_of({**PACKAGE, "u.py": "import p\n"}), [found])
    return [(edge.importer, edge.faults) for edge in graph.edges]


def test_a_forbidden_chain_is_marked_to_its_end() -> None:
    assert faults(finding("SST301")) == [("p", ("forbidden",)), ("u", ("forbidden",))]


def test_every_import_of_a_cycle_is_marked() -> None:
    assert faults(finding("SST305")) == [("p", ("cycle",)), ("u", ("cycle",))]


def test_other_rules_mark_nothing() -> None:
    assert faults(finding("SST302")) == [("p", ()), ("u", ())]


def test_what_is_waived_is_not_marked() -> None:
    assert faults(finding("SST301", suppressed="agreed")) == [("p", ()), ("u", ())]

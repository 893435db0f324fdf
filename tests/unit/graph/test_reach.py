"""Every path by which a symbol is imported: its home, each re-export, who takes which."""

import pytest

from ssot_lint.errors import UsageError
from ssot_lint.graph import build_graph, fragmentation
from ssot_lint.graph.records import ImportGraph, Picture
from tests.unit.graph.graphs import steps, ways
from tests.unit.indexed import index_of

SOURCES = {
    "p/__init__.py": "from p.home import Engine\n",
    "p/home.py": "class Engine: ...\nclass Other: ...\n",
    "p/old.py": "from p import Engine as Motor\n",
    "direct.py": "from p.home import Engine, Other\n",
    "short.py": "from p import Engine\n",
    "legacy.py": "from p.old import Motor\n",
    "apart.py": "import p\n",
}


def reached(symbol: str, sources: dict[str, str] = SOURCES) -> tuple[ImportGraph, Picture]:
    index = index_of(sources)
    return fragmentation(index, build_graph(index), symbol)


def refused(symbol: str) -> str:
    with pytest.raises(UsageError) as caught:
        reached(symbol)
    return str(caught.value)


def test_each_importer_leads_to_the_path_that_it_takes() -> None:
    assert ways(reached("p.home:Engine")[1]) == [
        "direct -> p.home",
        "legacy -> p.old",
        "p -> p.home",
        "p.old -> p",
        "short -> p",
    ]


def test_home_and_paths_are_labelled_with_the_name_that_is_imported_there() -> None:
    nodes = {node.label: node.role for node in reached("p.home:Engine")[1].nodes if node.role != "plain"}
    assert nodes == {"p.home:Engine": "centre", "p:Engine": "path", "p.old:Motor": "path"}


def test_the_graph_holds_only_imports_of_the_symbol() -> None:
    graph = reached("p.home:Engine")[0]
    assert {edge.origin for edge in graph.edges} == {"p.home:Engine"}


@pytest.mark.parametrize("symbol", ["p:Engine", "p.old:Motor", "p.home.Engine"])
def test_any_path_leads_to_the_same_picture(symbol: str) -> None:
    assert reached(symbol) == reached("p.home:Engine")


def test_a_star_that_brings_the_symbol_along_is_on_the_path() -> None:
    sources = {
        "home.py": "K = 1\n",
        "star.py": "from home import *\nfrom other import *\n",
        "other.py": "J = 2\n",
        "user.py": "from star import K\n",
    }
    assert ways(reached("home:K", sources)[1]) == ["star -> home", "user -> star"]


def test_a_module_is_reached_like_any_name() -> None:
    sources = {
        "p/__init__.py": "",
        "p/m.py": "",
        "api.py": "from p import m\n",
        "u.py": "from api import m\n",
    }
    graph, picture = reached("p.m", sources)
    labels = [node.label for node in picture.nodes]
    assert (steps(graph.edges), labels) == ([("api", "p.m"), ("u", "api")], ["api:m", "p.m", "u"])


def test_what_nobody_imports_is_its_home_alone() -> None:
    graph, picture = reached("m:A", {"m.py": "class A: ...\n", "u.py": ""})
    assert (graph.edges, [node.label for node in picture.nodes]) == ((), ["m:A"])


def test_two_names_of_one_module_are_told_one_below_the_other() -> None:
    sources = {"m.py": "class A: ...\nB = A\n", "u.py": "from m import A, B\n"}
    assert reached("m:A", sources)[1].nodes[0].label == "m:A\nm:B"


def test_a_mistaken_name_is_told_with_the_nearest() -> None:
    assert refused("p.home:Engin") == "p.home has no Engin; did you mean 'Engine'?"


def test_a_mistaken_module_is_told_with_the_nearest() -> None:
    assert refused("p.hom:Engine") == "the project has no module p.hom; did you mean 'p.home:Engine'?"


def test_what_is_no_name_is_refused() -> None:
    assert refused("a b") == "the project has no module a b"


def test_what_is_outside_of_the_project_is_refused() -> None:
    assert refused("os.path:join") == "the project has no module os.path"

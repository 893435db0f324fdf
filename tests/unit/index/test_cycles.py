"""Which imports tie modules into a ring, and which are cut."""

import pytest

from ssot_lint.index import Index
from ssot_lint.index.rings import DEAR, cuts, rings
from ssot_lint.model import LAZY, RUNTIME
from tests.unit.indexed import index_of


def told(index: Index, tags: int = RUNTIME, implicit: bool = False) -> list[str]:
    """Each cycle as the names of its modules, the one whose import is cut first."""
    return [
        " ".join(str(link.importer.module) for link in cycle.links) for cycle in index.cycles(tags, implicit)
    ]


def cycles_of(modules: dict[str, str], tags: int = RUNTIME, implicit: bool = False) -> list[str]:
    """The cycles of top-level modules."""
    return told(index_of({f"{name}.py": text for name, text in modules.items()}), tags, implicit)


def test_modules_that_import_each_other_are_a_cycle() -> None:
    assert cycles_of({"a": "import b", "b": "import a"}) == ["a b"]


def test_modules_in_a_chain_are_none() -> None:
    assert cycles_of({"a": "import b, c", "b": "import c", "c": "import os"}) == []


def test_the_link_with_the_fewest_imported_names_is_cut() -> None:
    assert cycles_of({"a": "from b import x, y", "b": "import c", "c": "from a import x, y"}) == ["b c a"]


def test_one_link_that_all_cycles_have_is_cut_though_others_are_cheaper() -> None:
    sources = {"a": "import b, c", "b": "import d", "c": "import d", "d": "from a import x, y, z"}
    assert cycles_of(sources) == ["d a b"]


def test_a_cycle_is_the_shortest_through_the_link() -> None:
    assert cycles_of({"a": "import b, d", "b": "import c", "c": "import d", "d": "import a"}) == ["d a"]


def test_a_star_is_cut_last() -> None:
    assert cycles_of({"a": "from b import *", "b": "from a import x, y"}) == ["b a"]


def test_what_a_package_hands_on_is_cut_last() -> None:
    sources = {"p/__init__": "from .x import a\nb = c = 1", "p/x": "from p import b, c\na = 1"}
    assert cycles_of(sources) == ["p.x p"]


def test_a_sibling_taken_from_the_package_is_no_cycle() -> None:
    sources = {"p/__init__.py": "from . import x, y", "p/x.py": "from . import y", "p/y.py": ""}
    assert told(index_of(sources)) == []


def test_a_name_of_the_package_itself_is_a_cycle() -> None:
    sources = {"p/__init__.py": "from . import x\nK = 1", "p/x.py": "from . import K"}
    assert told(index_of(sources)) == ["p.x p"]


def test_a_name_that_hides_a_submodule_is_of_the_package() -> None:
    sources = {
        "p/__init__.py": "from .x import f as y\nimport p.x",
        "p/x.py": "from p import y\ndef f(): ...",
        "p/y.py": "",
    }
    assert told(index_of(sources)) == ["p.x p"]


def test_a_submodule_that_a_package_takes_before_it_binds_the_name_closes_no_cycle() -> None:
    sources = {
        "p/__init__.py": "from . import x as module\nfrom .y import x",
        "p/x.py": "",
        "p/y.py": "x = 1",
    }
    assert told(index_of(sources)) == []


def test_a_name_that_a_package_takes_from_itself_after_it_bound_it_closes_one() -> None:
    sources = {"p/__init__.py": "from .y import x\nfrom . import x as again", "p/x.py": "", "p/y.py": "x = 1"}
    assert told(index_of(sources)) == ["p"]


def test_a_star_of_the_package_that_brings_the_name_is_followed() -> None:
    sources = {
        "p/__init__.py": "from .x import *",
        "p/x.py": "A = 1",
        "a.py": "from p import A",
        "p/z.py": "",
    }
    assert told(index_of({**sources, "p/x.py": "import a\nA = 1"})) == ["a p p.x"]


def test_a_name_that_may_be_an_unseen_module_of_the_package_closes_no_cycle_inside_it() -> None:
    package = "from . import x\ntry:\n    from . import fast\nexcept ImportError:\n    fast = None"
    assert told(index_of({"p/__init__.py": package, "p/x.py": "from p import fast"})) == []


def test_a_stub_closes_no_cycle() -> None:
    assert told(index_of({"a.py": "import b", "b.pyi": "import a"})) == []


def test_an_import_into_an_unrelated_root_closes_no_cycle() -> None:
    sources = {"r/a.py": "import b", "s/b.py": "import a"}
    assert told(index_of(sources, roots=("r", "s"))) == []


def test_lazy_imports_close_a_cycle_only_where_asked() -> None:
    sources = {"a": "import b", "b": "def f():\n    import a"}
    assert cycles_of(sources) == []
    assert cycles_of(sources, RUNTIME | LAZY) == ["a b"]


def test_packages_above_close_a_cycle_only_where_asked_and_from_outside() -> None:
    sources = {"p/__init__": "import a, p.x", "p/x": "import p.y", "p/y": "", "a": "import p.x"}
    assert cycles_of(sources) == []
    assert cycles_of(sources, implicit=True) == ["a p"]


def test_the_order_of_the_files_makes_no_difference() -> None:
    sources = {f"m{n}.py": f"import m{n * 7 % 30}, m{(n * n + 3) % 30}" for n in range(30)}
    assert told(index_of(sources)) == told(index_of(dict(reversed(sources.items()))))


def test_what_is_cut_of_a_large_component_leaves_no_ring_and_is_needed() -> None:
    graph = [sorted({n * 7 % 200, (n * n + 3) % 200, (n + 1) % 200} - {n}) for n in range(200)]
    (ring,) = rings(graph)
    cut = cuts({n: {other: 1 for other in graph[n] if other in ring} for n in ring})
    left = [[other for other in row if (n, other) not in cut] for n, row in enumerate(graph)]
    assert rings(left) == []
    assert all(rings([[*row, b] if n == a else row for n, row in enumerate(left)]) for a, b in cut)


@pytest.mark.parametrize("size", [2, 20_000])
def test_a_ring_of_any_length_is_cut_once(size: int) -> None:
    steps = {n: {(n + 1) % size: 2} for n in range(size)}
    steps[1] = {2 % size: 1}
    assert cuts(steps) == [(1, 2 % size)]


def test_two_cheap_steps_are_cut_rather_than_one_dear_one() -> None:
    assert cuts({0: {1: DEAR}, 1: {0: 1, 2: 1}, 2: {0: 1}}) == [(1, 0), (2, 0)]


def test_a_dear_step_is_cut_where_the_others_are_dear_too() -> None:
    assert cuts({0: {1: DEAR}, 1: {0: DEAR, 2: DEAR}, 2: {0: DEAR}}) == [(0, 1)]


def test_a_hub_of_many_is_cut_once_for_each() -> None:
    steps = {0: dict.fromkeys(range(1, 5_000), 9)} | {n: {0: 1} for n in range(1, 5_000)}
    assert cuts(steps) == [(n, 0) for n in range(1, 5_000)]

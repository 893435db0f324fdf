"""Imports that are written alike share their answer only where they mean the same."""

from tests.unit.indexed import A, index_of, origin, told


def unresolved(sources: dict[str, str], path: str) -> list[str]:
    """The imports of a file that lead nowhere, and why."""
    index = index_of(sources)
    file = index.file(path)
    assert file is not None
    return [f"{edge.statement.name} {told(edge.origin)}" for edge in index.unresolved(file)]


def test_equal_relative_imports_of_two_packages_lead_to_their_own_modules() -> None:
    text = "from .x import A"
    index = index_of({f"{p}/{name}": t for p in "pq" for name, t in (("x.py", A), ("use.py", text))})
    assert [origin(index, f"{p}/use.py", "A") for p in "pq"] == ["definition p.x:A", "definition q.x:A"]


def test_equal_absolute_imports_of_two_roots_lead_to_their_own_modules() -> None:
    sources = {f"{root}/{name}": t for root in "rs" for name, t in (("x.py", A), ("use.py", "import x"))}
    index = index_of(sources, roots=("r", "s"))
    homes = [index.edges(file)[0].file for file in index.files if file.path.endswith("use.py")]
    assert [home.path for home in homes if home] == ["r/x.py", "s/x.py"]


def test_a_file_that_no_import_reaches_spoils_no_import_of_its_neighbour() -> None:
    sources = {"p/__init__.py": "", "p/a-b.py": "from .gone import A", "p/c.py": "from .gone import A"}
    assert unresolved(sources, "p/a-b.py") == ["A undecided"]
    assert unresolved(sources, "p/c.py") == ["A missing p.gone"]


def test_what_a_module_imports_from_itself_has_an_answer_of_its_own() -> None:
    sources = {"p/__init__.py": "from p import A", "a.py": "from p import A", "z.py": "from p import A"}
    assert unresolved(sources, "p/__init__.py") == ["A missing p:A"]
    assert unresolved(sources, "a.py") == unresolved(sources, "z.py") == []


def test_only_what_is_missing_or_undecided_is_unresolved() -> None:
    text = "import os, q, p.x\nfrom p.x import A, gone\nfrom p.no import B\nfrom p import x\nfrom p import *"
    sources = {"p/__init__.py": "", "p/x.py": A, "use.py": text}
    assert unresolved(sources, "use.py") == ["gone missing p.x:gone", "B missing p.no"]


def test_a_name_that_the_module_binds_is_resolved_though_its_value_is_unknown() -> None:
    assert unresolved({"a.py": "from b import K", "b.py": "", "use.py": "from a import K"}, "use.py") == []


def test_a_name_that_a_mock_patches_is_not_among_the_unresolved() -> None:
    text = "from unittest.mock import patch\nimport made\npatch('made.gone')"
    index = index_of({"use.py": text}, extra_modules=["made"])
    (file,) = index.files
    assert [edge.statement.line for edge in index.unresolved(file)] == [2]


def test_a_from_list_that_asks_in_vain_excuses_no_import_statement() -> None:
    sources = {
        "p/__init__.py": "",
        "a.py": "__import__('p', fromlist=['gone'])",
        "b.py": "from p import gone",
    }
    assert (unresolved(sources, "a.py"), unresolved(sources, "b.py")) == ([], ["gone missing p:gone"])


def test_an_importer_of_an_alias_imports_the_definition() -> None:
    sources = {
        "a.py": A,
        "b.py": "from a import A as B\nC = B",
        "c.py": "from b import C as D",
        "d.py": "from c import D",
    }
    assert index_of(sources).importers("a:A") == 3


def test_stubs_are_no_importers() -> None:
    index = index_of({"a.py": A, "b.pyi": "from a import A", "c.py": "from a import A"})
    assert [len(index.edges(file)) for file in index.files] == [0, 1, 1]
    assert index.importers("a:A") == 1


def test_a_namesake_of_another_module_has_importers_of_its_own() -> None:
    sources = {"a.py": A, "b.py": A, "c.py": "from a import A", "d.py": "from b import A"}
    assert index_of(sources).importers("b:A") == 1


def test_a_package_imports_its_submodule_until_it_binds_the_name() -> None:
    text = "from . import x as first\nfrom .y import x\nfrom . import x as last"
    index = index_of({"p/__init__.py": text, "p/x.py": "", "p/y.py": "x = 1"})
    assert [edge.origin.symbol for edge in index.edges(index.files[0])] == ["p.x", "p.y:x", "p.y:x"]

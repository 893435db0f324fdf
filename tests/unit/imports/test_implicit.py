"""The packages above an imported module run too; the edges to them are made where they are asked for."""

from collections.abc import Mapping

import pytest

from tests.unit.imports.case import line
from tests.unit.indexed import index_of

PACKAGES = {"a/__init__.py": "", "a/b/__init__.py": "", "a/b/c.py": "class C: ...\n", "n/m/d.py": ""}


def implicit(text: str, importer: str = "use.py", files: Mapping[str, str] = PACKAGES) -> list[str]:
    """The implicit edges of a source."""
    index = index_of({**files, importer: text})
    file = index.file(importer)
    assert file is not None
    return [line(edge) for edge in index.implicit_edges(file)]


@pytest.mark.parametrize(
    "text", ["import a.b.c", "from a.b.c import C", "from a.b import c", "import a.b.c as x"]
)
def test_the_packages_above_an_imported_module_run(text: str) -> None:
    assert implicit(text) == ["a = module a [runtime implicit]", "a.b = module a.b [runtime implicit]"]


def test_a_package_that_is_named_itself_is_not_implicit() -> None:
    assert implicit("import a.b") == ["a = module a [runtime implicit]"]


def test_a_name_of_a_package_runs_no_more_than_the_packages_above() -> None:
    assert implicit("from a.b import K", files={**PACKAGES, "a/b/__init__.py": "K = 1"}) == [
        "a = module a [runtime implicit]"
    ]


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("def f():\n    import a.b", "lazy"),
        ("if TYPE_CHECKING:\n    import a.b", "typing"),
        ("try:\n    import a.b\nexcept ImportError: ...", "runtime conditional"),
        ("__import__('a.b')", "runtime dynamic"),
        ("mock.patch('a.b')", "runtime reference"),
    ],
)
def test_an_implicit_edge_has_the_tags_of_its_import(text: str, tags: str) -> None:
    (edge,) = implicit(text)
    assert edge.startswith(f"a = module a [{tags} implicit")


def test_the_packages_of_the_importer_are_left_out() -> None:
    assert implicit("import a.b.c\nfrom . import b", "a/use.py") == ["a.b = module a.b [runtime implicit]"]


def test_a_package_is_left_out_of_its_own_edges() -> None:
    assert implicit("from .b import c", "a/__init__.py") == ["a.b = module a.b [runtime implicit]"]


def test_a_folder_without_init_does_not_run() -> None:
    assert implicit("import n.m.d") == []


def test_a_star_runs_the_submodules_that_all_names() -> None:
    files = {**PACKAGES, "a/b/__init__.py": "K = 1\n__all__ = ['c', 'K', 'd']\n", "a/b/d/__init__.py": ""}
    assert [edge.partition(" ")[0] for edge in implicit("from a.b import *", files=files)] == [
        "a",
        "a.b.c",
        "a.b.d",
    ]


def test_a_star_runs_no_submodule_that_the_package_binds_otherwise() -> None:
    files = {**PACKAGES, "a/__init__.py": "b = 1\n__all__ = ['b']\n"}
    assert implicit("from a import *", files=files) == []


def test_a_module_that_is_missing_runs_the_packages_above_it() -> None:
    assert implicit("import a.b.gone") == [
        "a = module a [runtime implicit]",
        "a.b = module a.b [runtime implicit]",
    ]


def test_what_is_outside_of_the_project_is_no_package_of_it() -> None:
    assert implicit("import os.path, unknown.x") == []


def test_an_implicit_edge_stands_where_its_import_does() -> None:
    index = index_of({**PACKAGES, "use.py": "import os, a.b.c as x"})
    file = index.file("use.py")
    assert file is not None
    (edge,) = {edge.statement.span for edge in index.implicit_edges(file)}
    assert edge == index.edges(file)[1].statement.span


def test_an_implicit_edge_binds_nothing() -> None:
    index = index_of({**PACKAGES, "use.py": "from a.b import c"})
    file = index.file("use.py")
    assert file is not None
    assert {(e.statement.name, e.statement.bound) for e in index.implicit_edges(file)} == {(None, None)}


def test_implicit_edges_are_not_among_the_edges() -> None:
    index = index_of({**PACKAGES, "use.py": "import a.b.c"})
    file = index.file("use.py")
    assert file is not None
    assert [line(edge) for edge in index.edges(file)] == ["a.b.c as a = module a.b.c [runtime]"]

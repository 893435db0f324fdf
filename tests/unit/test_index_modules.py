"""Import roots, namespaces, stubs, and modules that are named like those of the standard library."""

import pytest

from tests.unit.indexed import PACKAGE, A, edge, index_of, origin, told


def test_an_importer_sees_its_own_root_first() -> None:
    sources = {
        "one/tool.py": "class T: ...",
        "two/tool.py": "class T: ...",
        "one/use.py": "from tool import T",
        "two/use.py": "from tool import T",
    }
    index = index_of(sources, roots=["", "one", "two"])
    assert [edge(index, f"{root}/use.py", "T").file for root in ("one", "two")] == [
        index.file("one/tool.py"),
        index.file("two/tool.py"),
    ]


def test_an_import_finds_a_module_of_another_root() -> None:
    index = index_of({"src/p/__init__.py": A, "tests/t.py": "from p import A"}, roots=["", "src"])
    assert origin(index, "tests/t.py", "A") == "definition p:A"


def test_what_src_lacks_is_missing_for_the_tests_beside_it() -> None:
    index = index_of({"src/p/__init__.py": A, "tests/t.py": "from p import gone"}, roots=["", "src"])
    assert origin(index, "tests/t.py", "gone") == "missing p:gone"


def test_what_a_root_of_something_else_lacks_is_undecided() -> None:
    sources = {"data/example/requests/__init__.py": "", "use.py": "from requests import get"}
    assert origin(index_of(sources, roots=["", "data/example"]), "use.py", "get") == "undecided"


def test_a_module_may_be_named_by_its_path() -> None:
    sources = {"src/p/__init__.py": A, "use.py": "from src.p import A\nimport src.p as x"}
    index = index_of(sources, roots=["", "src"])
    assert [origin(index, "use.py", name) for name in "Ax"] == ["definition p:A", "module p"]


def test_a_relative_import_may_leave_a_nested_root() -> None:
    sources = {"src/main.py": "from .config import A", "src/config.py": A}
    assert origin(index_of(sources, roots=["", "src"]), "src/main.py", "A") == "definition config:A"


@pytest.mark.parametrize("text", ["from logging import getLogger", "from logging.handlers import getLogger"])
def test_a_root_beside_does_not_hide_the_standard_library(text: str) -> None:
    index = index_of({"src/logging.py": "", "use.py": text}, roots=["", "src"])
    assert origin(index, "use.py", "getLogger").startswith("external logging.")


def test_a_folder_without_init_does_not_hide_the_standard_library() -> None:
    index = index_of(
        {"email/helpers.py": A, "use.py": "from email.utils import x\nfrom email.helpers import A"}
    )
    assert [origin(index, "use.py", name) for name in "xA"] == [
        "external email.utils.x",
        "definition email.helpers:A",
    ]


def test_what_a_module_named_like_one_of_the_standard_library_lacks_is_undecided() -> None:
    assert (
        origin(index_of({"time.py": "", "use.py": "from time import sleep"}), "use.py", "sleep")
        == "undecided"
    )


def test_a_source_is_the_module_and_its_stub_adds_names() -> None:
    index = index_of({"a.py": A, "a.pyi": "class A: ...\nclass B: ...", "use.py": "from a import A, B"})
    assert [edge(index, "use.py", name).origin.file for name in "AB"] == [
        index.file("a.py"),
        index.file("a.pyi"),
    ]


def test_what_a_lone_stub_lacks_is_undecided() -> None:
    index = index_of({"p/__init__.py": "", "p/a.pyi": "x: int", "use.py": "from p.a import x, y"})
    assert [origin(index, "use.py", name) for name in "xy"] == ["binding p.a:x", "undecided"]


def test_a_symbol_is_looked_up_in_every_root() -> None:
    sources = {"one/t/__init__.py": "", "two/t/__init__.py": A}
    assert told(index_of(sources, roots=["one", "two"]).lookup("t:A")) == "definition t:A"


def test_first_party_is_what_the_project_has_a_package_for() -> None:
    index = index_of({**PACKAGE, "n/a.py": ""})
    asked = ["p", "p.x", "p.gone", "n", "n.gone", "os", "pp"]
    assert [name for name in asked if index.is_first_party(name)] == ["p", "p.x", "p.gone", "n", "n.gone"]


def test_modules_are_sorted_and_have_the_namespaces() -> None:
    assert list(index_of({**PACKAGE, "n/m/a.py": ""}).modules()) == ["n", "n.m", "n.m.a", "p", "p.x"]

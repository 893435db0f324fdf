"""What certainly does not exist is missing; what cannot be known is undecided, never missing."""

import pytest

from tests.unit.indexed import PACKAGE, edge, index_of, origin, told


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("import p.gone", "p", "missing p.gone"),
        ("import p.gone.deep", "p", "missing p.gone"),
        ("from p.gone import y", "y", "missing p.gone"),
        ("import p.x.deep", "p", "missing p.x.deep"),
        ("from p import gone", "gone", "missing p:gone"),
        ("from p.x import gone", "gone", "missing p.x:gone"),
        ("from p.x import _gone as g", "g", "missing p.x:_gone"),
        ("from p.gone import *", "*", "missing p.gone"),
        ("import unknown", "unknown", "external unknown"),
        ("from unknown.x import y", "y", "external unknown.x.y"),
    ],
)
def test_what_is_certainly_not_there_is_missing(text: str, name: str, expected: str) -> None:
    assert origin(index_of({**PACKAGE, "use.py": text}), "use.py", name) == expected


def test_a_missing_name_tells_the_file_that_lacks_it() -> None:
    index = index_of({**PACKAGE, "use.py": "from p.x import gone"})
    assert edge(index, "use.py", "gone").origin.file is index.file("p/x.py")


def test_a_missing_module_has_no_file() -> None:
    index = index_of({**PACKAGE, "use.py": "from p.gone import y"})
    assert edge(index, "use.py", "y").origin.file is None


def test_a_broken_re_export_is_the_fault_of_one_module_only() -> None:
    index = index_of({**PACKAGE, "b.py": "from p.x import gone", "use.py": "from b import gone"})
    assert (origin(index, "b.py", "gone"), origin(index, "use.py", "gone")) == (
        "missing p.x:gone",
        "undecided",
    )


def test_a_package_that_imports_a_missing_name_from_itself_is_accused() -> None:
    index = index_of({"p/__init__.py": "from . import gone", "use.py": "from p import gone"})
    assert (origin(index, "p/__init__.py", "gone"), origin(index, "use.py", "gone")) == (
        "missing p:gone",
        "undecided",
    )


@pytest.mark.parametrize("text", ["import p.x\np.x.late = 1", "from p import x as m\nm.late = m.also = 1"])
def test_a_name_that_some_file_sets_on_a_module_is_undecided(text: str) -> None:
    index = index_of({**PACKAGE, "patch.py": text, "use.py": "from p.x import late"})
    assert origin(index, "use.py", "late") == "undecided"


def test_a_name_that_is_set_on_an_object_of_a_files_own_tells_nothing_of_modules() -> None:
    index = index_of({**PACKAGE, "own.py": "def f(x):\n    x.late = 1", "use.py": "from p.x import late"})
    assert origin(index, "use.py", "late") == "missing p.x:late"


def test_a_dot_too_many_in_a_package_is_missing() -> None:
    found = edge(index_of({**PACKAGE, "p/__init__.py": "from ..x import A"}), "p/__init__.py", "A")
    assert (found.module, told(found.origin)) == ("", "missing")


def test_many_dots_too_many_lead_nowhere_either() -> None:
    found = edge(
        index_of({**PACKAGE, "p/q/__init__.py": "", "p/q/y.py": "from ....x import A"}), "p/q/y.py", "A"
    )
    assert (found.module, told(found.origin)) == ("", "missing")


@pytest.mark.parametrize(
    "sources",
    [
        {"my-scripts/run.py": "from .x import A"},
        {"__init__.py": "", "run.py": "from .x import A"},
    ],
    ids=["a script in no package", "a root that is a package"],
)
def test_a_relative_import_where_the_package_is_unknown_is_undecided(sources: dict[str, str]) -> None:
    assert origin(index_of(sources), list(sources)[-1], "A") == "undecided"


def test_a_module_that_no_statement_can_name_may_import_relatively() -> None:
    index = index_of({**PACKAGE, "p/0001_start.py": "from .x import A"})
    assert origin(index, "p/0001_start.py", "A") == "definition p.x:A"


# A module `p.m` of which `gone` is asked, in a package of which `p.gone` is.
UNKNOWABLE: dict[str, str] = {
    "a syntax error": "def (",
    "a newer syntax": "type X[T] = T\ndef f[T](): ...\nf'{'a'}'\n",
    "a star from outside": "from ext import *",
    "a star that leads outside through another": "from p.star import *",
    "a star from an unparsable module": "from p.broken import *",
    "a module __getattr__": "def __getattr__(name): ...",
    "an imported module __getattr__": "from ext import __getattr__",
    "writes to globals": "globals().update(ext)",
    "an __all__ that is computed, from a star": "from p.computed import *",
    "a module that replaces itself": "import sys\nsys.modules[__name__] = object()",
    "a path that is computed": "__path__ = [1]",
}


@pytest.mark.parametrize("case", UNKNOWABLE)
def test_a_name_of_a_module_that_cannot_be_known_is_undecided(case: str) -> None:
    sources = {
        "p/__init__.py": "",
        "p/m.py": UNKNOWABLE[case],
        "p/star.py": "from ext import *",
        "p/broken.py": "(",
        "p/computed.py": "import ext\n__all__ = ext.names()",
        "use.py": "from p.m import gone",
    }
    assert origin(index_of(sources), "use.py", "gone") == "undecided"


@pytest.mark.parametrize(
    "text",
    [
        "(",
        "from pkgutil import extend_path\n__path__ = extend_path(__path__, __name__)",
        "__path__.append('x')",
    ],
)
def test_a_submodule_of_a_package_that_cannot_be_known_is_undecided(text: str) -> None:
    index = index_of({"p/__init__.py": text, "use.py": "import p.gone"})
    assert origin(index, "use.py", "p") == "undecided"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("import docker.gone", "docker"),
        ("from docker import Client", "Client"),
        ("import docker.a.b", "docker"),
    ],
)
def test_what_a_folder_without_init_lacks_is_undecided(text: str, name: str) -> None:
    assert origin(index_of({"docker/build.py": "", "use.py": text}), "use.py", name) == "undecided"


@pytest.mark.parametrize("extra", ["p.gone", "p.gone.deep", "p"])
def test_a_module_that_exists_but_is_not_analysed_is_undecided(extra: str) -> None:
    index = index_of({**PACKAGE, "use.py": "from p.gone import y"}, extra_modules=[extra])
    assert origin(index, "use.py", "y") == "undecided"


def test_a_module_that_is_not_analysed_does_not_excuse_another() -> None:
    index = index_of({**PACKAGE, "use.py": "from p.gone import y"}, extra_modules=["p.fast"])
    assert origin(index, "use.py", "y") == "missing p.gone"


def test_a_name_may_be_a_submodule_that_is_not_analysed() -> None:
    index = index_of({**PACKAGE, "use.py": "from p import fast"}, extra_modules=["p.fast"])
    assert origin(index, "use.py", "fast") == "undecided"


@pytest.mark.parametrize("name", ["__file__", "__doc__", "__path__", "__spec__"])
def test_what_every_module_has_is_not_missing(name: str) -> None:
    index = index_of({**PACKAGE, "use.py": f"from p import {name} as x"})
    assert origin(index, "use.py", "x") == f"binding p:{name}"


def test_a_name_bound_for_type_checkers_exists() -> None:
    sources = {
        "a.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from b import B\n",
        "b.py": "class B: ...",
    }
    assert origin(index_of({**sources, "use.py": "from a import B"}), "use.py", "B") == "definition b:B"

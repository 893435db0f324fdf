"""What a name of a file is, what an import of it brings in, and who calls what."""

import pytest

from tests.unit.indexed import A, index_of, seen, told

# ------------------------------------------------------------------------------------------- edges


def test_edges_come_in_source_order() -> None:
    index = index_of({"use.py": "import os, sys\nfrom re import a, b"})
    file = index.file("use.py")
    assert file is not None
    assert [e.statement.bound for e in index.edges(file)] == ["os", "sys", "a", "b"]


@pytest.mark.parametrize(
    ("text", "dotted", "expected"),
    [
        ("import numpy as np", "np.array", "external numpy.array"),
        ("import os.path", "os.environ.get", "external os.environ.get"),
        ("from os import environ as e", "e.get", "external os.environ.get"),
        ("from docker import Client\nC = Client", "C", "external docker.Client"),
        ("", "open", "external builtins.open"),
        ("text = str", "text", "external builtins.str"),
        ("def open(): ...", "open", "definition use:open"),
        ("K = make()", "K", "binding use:K"),
        ("K = make()", "K.run", "undecided"),
        ("K = nothing.known", "K", "binding use:K"),
        ("def f(): ...", "f.cache_clear", "undecided"),
        ("class A: ...", "A.objects", "undecided"),
        ("", "nowhere", "undecided"),
        ("", "__name__", "binding use:__name__"),
        ("a = a", "a", "binding use:a"),
        ("a = b.x\nb = a.y", "a", "binding use:a"),
        ("x: int", "x", "binding use:x"),
        ("class A:\n    x: int", "A.x", "binding use:A.x"),
        ("from ext import *", "open", "undecided"),
    ],
)  # fmt: skip
def test_what_a_name_of_one_module_is(text: str, dotted: str, expected: str) -> None:
    assert seen(index_of({"use.py": text}), "use.py", dotted) == expected


# ------------------------------------------------------------------------------------------ scopes

SCOPED = """\
from p.x import A
def f(A):
    def g(): ...
    from p.x import f as inner
    alias = inner
    class C:
        K = inner
        def h(self): ...
class D:
    from p.x import A as B
    def B2(self): ...
"""


@pytest.mark.parametrize(
    ("scope", "dotted", "expected"),
    [
        ("", "A", "definition p.x:A"),
        ("f", "A", "undecided"),
        ("f", "inner", "definition p.x:f"),
        ("f", "alias", "definition p.x:f"),
        ("f", "g", "definition use:f.g"),
        ("f.g", "inner", "definition p.x:f"),
        ("f.C", "K", "definition p.x:f"),
        ("f.C.h", "K", "undecided"),
        ("f.C.h", "A", "undecided"),
        ("D", "B", "definition p.x:A"),
        ("D.B2", "B", "undecided"),
        ("D.B2", "D.B", "definition p.x:A"),
        ("", "inner", "undecided"),
    ],
)
def test_a_name_is_seen_from_its_scope(scope: str, dotted: str, expected: str) -> None:
    index = index_of({"p/__init__.py": "", "p/x.py": A, "use.py": SCOPED})
    file = index.file("use.py")
    assert file is not None
    number = [s.qualified_name for s in file.facts.scopes].index(scope)
    assert seen(index, "use.py", dotted, number) == expected


def test_a_parameter_hides_a_name_that_is_spelt_otherwise() -> None:
    assert seen(index_of({"use.py": "fi = 1\ndef f(\ufb01): ..."}), "use.py", "fi", 1) == "undecided"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from p.x import A\nA()", "definition p.x:A"),
        ("from p.x import *\nA()", "definition p.x:A"),
        ("def g():\n    from p.x import A\n    A()", "definition p.x:A"),
        ("from p.x import A\ndef g():\n    C = A\n    C()", "definition p.x:A"),
        ("from p.x import A\ndef g(A):\n    A()", "undecided"),
        ("from p.x import A\ndef g():\n    A = 1\n    A()", "undecided"),
        ("def A(): ...\ndef g():\n    A = make()\n    C = A\n    C()", "undecided"),
        ("from p.x import A\ndef g():\n    C = A\n    def h():\n        C()", "definition p.x:A"),
        ("from p.x import A\n[A() for A in 'ab']", "undecided"),
        ("open()", "external builtins.open"),
    ],
)
def test_what_a_call_calls(text: str, expected: str) -> None:
    index = index_of({"p/__init__.py": "", "p/x.py": A, "use.py": text})
    file = index.file("use.py")
    assert file is not None
    call = list(file.facts.iter_calls())[-1]
    assert told(index.resolve_bound(file, call.scope, call.bound, call.callee)) == expected


# ------------------------------------------------------------------------------------------ lookup


@pytest.mark.parametrize(
    ("symbol", "expected"),
    [
        ("p.x:A", "definition p.x:A"),
        ("p.x:A.run", "definition p.x:A.run"),
        ("p:B", "definition p.x:A"),
        ("p.x:K", "binding p.x:K"),
        ("p.x", "module p.x"),
        ("p.x.A", "definition p.x:A"),
        ("p", "module p"),
        ("os.environ", "external os.environ"),
        ("os:environ", "external os.environ"),
        ("p.x:Gone", "missing p.x:Gone"),
        ("p.gone:A", "missing p.gone"),
        ("p.x:A.gone", "undecided"),
    ],
)
def test_a_symbol_of_the_policy_is_looked_up(symbol: str, expected: str) -> None:
    index = index_of({"p/__init__.py": "from .x import A as B", "p/x.py": A})
    assert told(index.lookup(symbol)) == expected


def test_the_names_of_a_module_are_its_own_and_those_of_its_stars() -> None:
    index = index_of({"a.py": A, "use.py": "from a import *\nimport os\ndef g(): ..."})
    file = index.file("use.py")
    assert file is not None
    assert index.names_of(file) == ("A", "K", "f", "g", "os")


def test_importers_are_counted_through_every_path() -> None:
    sources = {
        "a.py": A,
        "b.py": "from a import A",
        "c.py": "from b import A as B\nfrom a import A",
        "d.py": "import a",
    }
    assert index_of(sources).importers("a:A") == 2


def test_the_order_of_the_files_changes_nothing() -> None:
    sources = {
        "a.py": "K = 1\nfrom b import *",
        "b.py": "class B: ...\nfrom a import *",
        "use.py": "from a import K, B",
    }
    one, other = index_of(sources), index_of(dict(reversed(sources.items())))
    assert [[told(e.origin) for e in i.edges(f)] for i in (one,) for f in i.files] == [
        [told(e.origin) for e in other.edges(f)] for f in other.files
    ]


def test_a_name_at_the_end_of_too_long_a_chain_of_aliases_is_a_value() -> None:
    text = "a0 = object()\n" + "".join(f"a{n} = a{n - 1}\n" for n in range(1, 5000))
    assert seen(index_of({"use.py": text}), "use.py", "a4999") == "binding use:a4999"


# ---------------------------------------------------------------------------------------- searches


def _calls(index_sources: dict[str, str], *names: str) -> list[str]:
    return [f"{file.path}:{call.line} {call.callee}" for file, call in index_of(index_sources).calls(names)]


def test_calls_are_found_by_any_segment_and_by_alias() -> None:
    sources = {
        "a.py": "class A: ...\nB = A\n\nA()",
        "b.py": "from a import A as C, B\nimport a\nC()\na.A.make()\nother()",
        "c.py": "import b\nD = b.C\nD()\n'A()'\nAA()",
    }
    assert _calls(sources, "A") == ["a.py:4 A", "b.py:3 C", "b.py:4 a.A.make", "c.py:3 D"]


def test_no_calls_are_found_of_an_unknown_name() -> None:
    assert _calls({"a.py": "f()"}, "g") == []


def test_uses_are_found_by_any_segment() -> None:
    index = index_of(
        {"a.py": "import os\nx = os.environ\ny = os.path", "b.py": "from os import environ as e\nx = e['a']"}
    )
    assert [(file.path, use.name) for file, use in index.uses(["environ"])] == [
        ("a.py", "os.environ"),
        ("b.py", "e"),
    ]


def test_an_empty_project_can_be_searched() -> None:
    assert list(index_of({}).calls(["f"])) == []

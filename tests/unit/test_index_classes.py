"""The class hierarchy, through every path by which a base is named."""

import pytest

from ssot_lint.index import Index
from ssot_lint.model import Definition, File
from tests.unit.indexed import index_of, told


def class_of(index: Index, name: str) -> tuple[File, Definition]:
    """The class of a simple name, which only one may have."""
    (found,) = index.classes_named(name)
    return found


def bases(sources: dict[str, str], name: str) -> list[str]:
    """The bases of a class."""
    index = index_of(sources)
    return [told(base) for base in index.bases(*class_of(index, name))]


def ancestors(sources: dict[str, str], name: str) -> list[str]:
    """The symbols of the ancestors of a class."""
    index = index_of(sources)
    return [ancestor.symbol for ancestor in index.ancestors(*class_of(index, name))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from a import A\nclass C(A): ...", ["definition a:A"]),
        ("import a as x\nclass C(x.A): ...", ["definition a:A"]),
        ("from a import *\nclass C(A): ...", ["definition a:A"]),
        ("from b import B\nclass C(B): ...", ["definition a:A"]),
        ("import a\nX = a.A\nclass C(X): ...", ["definition a:A"]),
        ("import a\nclass C(a.A.M): ...", ["definition a:A.M"]),
        ("import a\nclass D(a.A): ...\nclass C(D.M): ...", ["definition a:A.M"]),
        (
            "class C(ValueError, abc.ABC): ...\nimport abc",
            ["external builtins.ValueError", "external abc.ABC"],
        ),
        ("class C(make()): ...", ["undecided"]),
        ("class C: ...", []),
        ("class D:\n    class M: ...\n    class C(M): ...", ["definition use:D.M"]),
        ("def f():\n    from a import A\n    class C(A): ...", ["definition a:A"]),
        ("def f(A):\n    class C(A): ...", ["undecided"]),
        ("from a import A\ndef f():\n    A = make()\n    class C(A): ...", ["undecided"]),
        ("def f():\n    class C(Exception): ...", ["external builtins.Exception"]),
        ("C = base()\nclass C(C): ...", ["binding use:C"]),
    ],
)
def test_bases_are_resolved(text: str, expected: list[str]) -> None:
    sources = {"a.py": "class A:\n    class M: ...\n", "b.py": "from a import A as B", "use.py": text}
    assert bases(sources, "C") == expected


def test_a_base_of_the_same_name_is_the_earlier_one() -> None:
    sources = {"a.py": "class A: ...", "use.py": "from a import A\nclass A(A): ..."}
    index = index_of(sources)
    file = index.file("use.py")
    assert file is not None
    definition = index.definition_of(file, "A")
    assert definition is not None
    assert [told(base) for base in index.bases(file, definition)] == ["definition a:A"]


def test_ancestors_come_nearest_first_and_once() -> None:
    text = "class O(Exception): ...\nclass A(O): ...\nclass B(O): ...\nclass C(A, B): ...\n"
    assert ancestors({"a.py": text}, "C") == ["a:A", "a:B", "a:O", "builtins.Exception"]


def test_ancestors_are_followed_across_files() -> None:
    sources = {
        "a.py": "class A: ...",
        "b.py": "from a import A\nclass B(A): ...",
        "c.py": "import b\nclass C(b.B): ...",
    }
    assert ancestors(sources, "C") == ["b:B", "a:A"]


def test_what_is_no_dotted_name_is_no_ancestor() -> None:
    assert ancestors({"a.py": "class A: ...\nclass C(make(), A): ..."}, "C") == ["a:A"]


def test_a_circle_of_bases_ends() -> None:
    sources = {"a.py": "from b import B\nclass A(B): ...", "b.py": "from a import A\nclass B(A): ..."}
    assert ancestors(sources, "A") == ["b:B"]


def test_bases_that_are_inherited_attributes_of_each_other_end() -> None:
    assert bases({"a.py": "class A(B.X): ...\nclass B(A.X): ..."}, "A") == ["undecided"]


def test_a_deep_hierarchy_is_followed() -> None:
    text = "class C0: ...\n" + "".join(f"class C{n}(C{n - 1}): ...\n" for n in range(1, 1500))
    assert len(ancestors({"a.py": text}, "C1499")) == 1499


HIERARCHY = {
    "a.py": "import x\nclass A: ...\nclass B(A): ...\nclass C(B, x.E): ...\nclass D(f(), A): ...\nclass O: 0",
    "b.py": "from a import A as Z",
}


@pytest.mark.parametrize(
    ("name", "symbol", "expected"),
    [
        ("A", "a:A", True),
        ("B", "a:A", True),
        ("C", "a:A", True),
        ("B", "b:Z", True),
        ("C", "x.E", True),
        ("B", "a:O", False),
        ("C", "a:O", False),
        ("C", "x.Other", None),
        ("B", "x.E", False),
        ("D", "a:A", True),
        ("D", "a:O", None),
        ("B", "a:Gone", False),
    ],
)
def test_whether_a_class_is_a_subclass(name: str, symbol: str, expected: bool | None) -> None:
    index = index_of(HIERARCHY)
    assert index.is_subclass(*class_of(index, name), symbol) is expected


def test_an_attribute_behind_an_external_base_is_undecided() -> None:
    text = "import ext\nclass A:\n    def f(self): ...\nclass B(ext.E, A): ...\nclass C(A, ext.E): ...\n"
    index = index_of({"a.py": text})
    assert [told(index.lookup(f"a:{name}.f")) for name in "BC"] == ["undecided", "definition a:A.f"]


def test_classes_are_found_by_simple_name() -> None:
    index = index_of({"b.py": "class A: ...", "a.py": "def f():\n    class A: ...", "c.pyi": "class A: ..."})
    assert [(file.path, found.qualified_name) for file, found in index.classes_named("A")] == [
        ("a.py", "f.A"),
        ("b.py", "A"),
    ]


def test_definitions_are_enumerated_by_kind() -> None:
    index = index_of({"a.py": "class A:\n    async def f(self): ...\ndef g(): ..."})
    assert [found.qualified_name for _, found in index.definitions("function")] == ["A.f", "g"]


def test_of_several_definitions_the_last_is_left() -> None:
    index = index_of({"a.py": "def f(): ...\ndef f(x): ...\nif x:\n    def f(y): ..."})
    file = index.file("a.py")
    assert file is not None
    found = index.definition_of(file, "f")
    assert found is not None
    assert found.line == 2


def test_the_place_of_a_definition_is_its_name() -> None:
    index = index_of({"p/a.py": "class A:\n    async def run(self): ..."})
    file, definition = next(index.definitions("function"))
    place = index.definition_place(file, definition)
    assert (place.symbol, place.span.column, place.span.end_column) == ("p.a:A.run", 15, 18)


def test_a_place_tells_the_definition_around_it() -> None:
    index = index_of({"p/a.py": "class A:\n    def run(self):\n        f()"})
    ((file, call),) = index.calls(["f"])
    assert index.place(file, call.span, call.scope).symbol == "p.a:A.run"


def test_a_place_in_a_script_is_told_by_its_path() -> None:
    index = index_of({"my-scripts/run.py": "def f(): ..."})
    assert index.definition_place(*next(index.definitions())).symbol == "my-scripts/run.py:f"


def test_the_body_of_a_definition_leads_back_to_it() -> None:
    """Scopes without a definition of their own, the module's among them, lead to none."""
    index = index_of({"a": "class A:\n    def f(self):\n        return lambda: 1\n"})
    (file,) = index.files
    found = [index.definition_with(file, scope) for scope in range(len(file.facts.scopes))]
    assert [each and each.qualified_name for each in found][:3] == [None, "A", "A.f"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("class C(A): ...", True), ("class C(ValueError): ...", True), ("class C(make()): ...", False)],
)
def test_a_class_is_told_whose_ancestors_are_not_all_known(text: str, expected: bool) -> None:
    """External ancestors are known: nothing of the project is above them."""
    index = index_of({"a": f"class A: ...\n{text}"})
    assert index.knows_ancestors(*class_of(index, "C")) is expected

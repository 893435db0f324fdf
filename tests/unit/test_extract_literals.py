"""The strings that a policy asks for: which are found, and what each of them is."""

import ast
from pathlib import Path

import pytest

from ssot_lint.extract import extract, extract_with_literals
from ssot_lint.model import Literals, Sought, StringLiteral, decode_literals, encode_literals
from tests.unit.test_facts_encoding import NAMES, SOURCES

AB = Sought(values=("a", "b"))


def literals(source: str, sought: Sought = AB) -> Literals:
    return extract_with_literals(source.encode("utf-8", "surrogatepass"), sought)[1]


def told(source: str, sought: Sought = AB) -> list[tuple[str, str]]:
    """Value and role of each string."""
    return [(each.value, each.role) for each in literals(source, sought).strings]


def only(source: str, sought: Sought = AB) -> StringLiteral:
    (found,) = literals(source, sought).strings
    return found


# ------------------------------------------------------------------------------------------- which


def test_strings_that_equal_a_value_are_found_wherever_they_stand() -> None:
    source = """
f("a", x=["b"])
for x in ("a",):
    y["b"] = -1
match x:
    case "a":
        pass
@d("b")
def g(z="a"):
    return lambda: "b"
"""
    assert told(source) == [(each, "value") for each in "abababab"]


def test_other_strings_are_not_found() -> None:
    assert told("x = 'c', 'ab', b'a', a, 1, 'A'  # a 'a'\n") == []


@pytest.mark.parametrize("source", ["x = 'a' 'b'", "x = ('a'\n  'b')", r"x = '\x61b'", 'x = """ab"""'])
def test_a_string_is_what_it_says_not_how_it_is_written(source: str) -> None:
    assert only(source, Sought(values=("ab",))).value == "ab"


def test_a_pattern_is_searched_for() -> None:
    assert told("x = 'https://a', 'ahttps://', 'http'", Sought(patterns=("^https?:", "p$"))) == [
        ("https://a", "value"),
        ("http", "value"),
    ]


@pytest.mark.parametrize(
    "source",
    ["def f(x: 'a' = 1, *y: 'b') -> 'a': pass", "x: 'a' = 1", "x: L['a', f('b')]", "class C:\n    x: 'a'"],
)
def test_annotations_are_left_out(source: str) -> None:
    assert literals(f"{source}\nprint('a')\n").strings[-1].around == ""
    assert len(literals(f"{source}\nprint('a')\n").strings) == 1


def test_a_source_that_does_not_parse_has_none() -> None:
    assert extract_with_literals(b"x = 'a' (\n", AB)[1] == Literals()


def test_a_half_of_a_surrogate_pair_is_kept_as_what_can_be_encoded() -> None:
    found = literals(r"x = '\ud800 a', '\ud83d\ude00 a'", Sought(patterns=("a",)))
    assert [each.value for each in found.strings] == ["� a", "😀 a"]
    assert decode_literals(encode_literals(found)) == found


# -------------------------------------------------------------------------------------------- roles


def test_the_keys_of_a_dict_are_told_from_its_values() -> None:
    assert told("x = {'a': 'b', **y}") == [("a", "key"), ("b", "value")]


def test_the_texts_of_an_f_string_are_found_in_their_order_at_its_place() -> None:
    found = literals('x = f"a{y:b}" "a" f"{z}b"', Sought(patterns=("[ab]",))).strings
    assert [(each.value, each.role, each.column) for each in found] == [
        ("a", "f-string", 5),
        ("b", "f-string", 5),
        ("a", "f-string", 5),
        ("b", "f-string", 5),
    ]


def test_a_string_inside_the_braces_of_an_f_string_is_a_string() -> None:
    assert told("x = f\"{y['a']}\"") == [("a", "value")]


DOCUMENTED = "'a'\nclass C:\n    'a'\n    x = 1\n    'b'\ndef f():\n    'a'\n    return 'b'\n"


def test_docstrings_are_found_on_request_alone() -> None:
    assert told(DOCUMENTED) == [("b", "value")]
    found = literals(DOCUMENTED, Sought(values=("a", "b"), docstrings=True)).strings
    assert [each.around for each in found if each.role == "docstring"] == ["", "C", "C", "f"]


def test_docstrings_alone_are_found_too() -> None:
    assert told("'''a'''\n", Sought(values=("a",), docstrings=True)) == [("a", "docstring")]


# -------------------------------------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("source", "name", "around"),
    [
        ("A = 'a'", "A", ""),
        ("A: str = 'a'", "A", ""),
        ("class C:\n    class D:\n        A = 'a'", "C.D.A", "C.D"),
        ("if x:\n    A = 'a'", "A", ""),
        ("B, A = 1, 'a'", "A", ""),
        ("A = B = 'a'", "A", ""),
        ("A = f('a')", "", ""),
        ("A = 'a' + x", "", ""),
        ("A.b = 'a'", "", ""),
        ("def f():\n    A = 'a'", "", "f"),
        ("def f():\n    class C:\n        A = 'a'", "", "f.C"),
        ("class C:\n    def f(self): return 'a'", "", "C.f"),
        ("class C:\n    def f(self, x='a'): pass", "", "C"),
    ],
)
def test_a_string_knows_what_it_is_given_to_and_where_it_stands(source: str, name: str, around: str) -> None:
    found = only(source)
    assert (found.name, found.around) == (name, around)


def test_places_are_in_code_points() -> None:
    found = only("x = 'é', 'a'")
    assert (found.line, found.column, found.end_line, found.end_column) == (1, 10, 1, 13)


# ------------------------------------------------------------------------------------------ displays


@pytest.mark.parametrize(
    ("source", "kind", "name", "size"),
    [
        ("X = ['a', y]", "[]", "X", 2),
        ("X = 'a', 'c', 1", "()", "X", 3),
        ("X: set[str] = {'a'}", "{*}", "X", 1),
        ("class C:\n    X = {'a': 1, **y}", "{}", "C.X", 2),
        ("X = frozenset(('a', 1))", "()", "X", 2),
        ("X = Literal['a', 'c']", "()", "X", 2),
        ("X = [('a', 'b'), ('c', 'd')]", "[]", "X", 2),
        ("def f():\n    return x in ('a', 'c')", "()", "", 2),
        ("X = {1: ['a']}", "[]", "", 1),
    ],
)
def test_a_string_knows_the_display_that_it_is_an_element_of(
    source: str, kind: str, name: str, size: int
) -> None:
    found = literals(source)
    display = found.displays[found.strings[0].display]
    assert (display.kind, display.name, display.size) == (kind, name, size)


def test_a_string_knows_which_element_it_is() -> None:
    assert [each.position for each in literals("x = [1, 'a', 'b']").strings] == [1, 2]


def test_a_display_without_such_strings_is_left_out() -> None:
    found = literals("x = ['c', 'd']\ny = ['a']\nz = [['b'], 'c']")
    assert [(each.line, each.column) for each in found.displays] == [(2, 5), (3, 6)]


# ------------------------------------------------------------------------- holders, places, mentions


def test_all_strings_of_a_holder_are_found() -> None:
    members = "class E:\n    X = 'x'\n    Y = 'y', 'z'\n    def f(self): return 'no'\n"
    source = f"{members}T = frozenset({{'t'}})\nU = 'no'\n"
    found = literals(source, Sought(holders=("E", "T"))).strings
    assert [each.value for each in found] == ["x", "y", "z", "t"]


def test_mentions_are_those_of_variables_of_the_module_and_of_classes() -> None:
    source = "A = 1\ndef f(p):\n    q = A\n    return g(A.x, p, q, B)\nclass C:\n    B = 2\n    D = B\n"
    found = literals(source, Sought(places=("f",))).mentions
    assert [(each.name, each.around, each.line) for each in found] == [
        ("A", "f", 3),
        ("A", "f", 4),
        ("B", "f", 4),
        ("B", "C", 7),
    ]


def test_a_source_without_strings_and_places_has_no_mentions() -> None:
    assert literals("A = 1\nB = A\n", Sought(values=("a",), places=("f",))) == Literals()


# -------------------------------------------------------------------------------------------- facts


@pytest.mark.parametrize("path", SOURCES[::7], ids=NAMES[::7])
def test_what_is_sought_changes_no_fact(path: Path) -> None:
    source = path.read_bytes()
    facts, _ = extract_with_literals(source, Sought(patterns=("",), docstrings=True))
    assert facts == extract(source)


@pytest.mark.parametrize("path", SOURCES[::7], ids=NAMES[::7])
def test_every_string_outside_of_annotations_is_found_once(path: Path) -> None:
    source = path.read_bytes()
    tree = ast.parse(source)
    for node in ast.walk(tree):
        for name in ("annotation", "returns"):
            if getattr(node, name, None) is not None:
                setattr(node, name, None)
    texts = (n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str))
    wanted = sorted(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for text in texts)
    found = extract_with_literals(source, Sought(patterns=("",), docstrings=True))[1]
    assert sorted(each.value for each in found.strings) == wanted

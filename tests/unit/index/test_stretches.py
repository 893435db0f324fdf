"""Which statements give names their values, and which names a stretch of a source uses."""

from collections.abc import Mapping

import pytest

from ssot_lint.discover.names import Namer
from ssot_lint.extract import extract_with_literals
from ssot_lint.index import Index, build_index
from ssot_lint.index.members import named_strings
from ssot_lint.index.stretches import Stretch, Stretches
from ssot_lint.model import File, Sought, Source


def index_of(sources: Mapping[str, str], sought: Sought) -> Index:
    """The index of a project with its literals."""
    namer, files, literals = Namer({"": ""}), [], {}
    for path, text in sources.items():
        facts, literals[path] = extract_with_literals(text.encode(), sought)
        name = namer.file(path)
        files.append(File(Source(path, "real", name.module, name.root, None, name.is_package), facts))
    return build_index(files, literals=literals)


def variables(source: str, place: str) -> list[str]:
    """The variables of its own module that a place of a source reads."""
    index = index_of({"m.py": source}, Sought(places=(place.rpartition(".")[2],)))
    stretches = Stretches(index)
    (stretch,) = stretches.of_target(index.lookup(f"m:{place}"))
    return sorted({target.name for target in stretches.variables(stretch)})


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("return A", ["A"]),
        ("return [A.x for _ in y]", ["A"]),
        ("return lambda: g(A)", ["A"]),
        ("def inner(): return A", ["A"]),
        ("A = 1; return A", []),
        ("for A in y: print(A)", []),
        ("global A; A = 2; return A", ["A"]),
        ("return B", []),
        ("return p", []),
    ],
)
def test_a_function_reads_the_variables_that_it_does_not_hide(body: str, names: list[str]) -> None:
    assert variables(f"A = 1\np = 2\nclass C:\n    B = 3\ndef f(p):\n    {body}\n", "f") == names


def test_a_class_reads_its_own_variables_and_those_of_the_module() -> None:
    source = "A = 1\nB = 2\nclass C:\n    A = 3\n    D = (A, B)\n    def f(self): return A\n"
    assert variables(source, "C") == ["A", "B", "C.A"]


def test_the_statements_of_a_variable_are_all_of_its_lines() -> None:
    index = index_of({"m.py": "if x:\n    A = (\n        1,\n    )\nelse:\n    A = 2\nA: int\n"}, Sought())
    found = Stretches(index).of_target(index.lookup("m:A"))
    assert [(stretch.first, stretch.last) for stretch in found] == [(2, 4), (6, 6)]


def test_an_access_leads_as_far_as_is_known_and_tells_the_rest() -> None:
    sources = {
        "e.py": "class E:\n    A = 'a'\n",
        "m.py": "import e\nfrom e import E as F\nprint(e.E.A.value, F, F.B.c)\nF.f(x.y)\n",
    }
    index = index_of(sources, Sought())
    file = index.file("m.py")
    assert file is not None
    found = Stretches(index).accesses(Stretch(file, 3, 4))
    told = {(access.target.symbol, access.attributes) for access in found}
    assert told == {("builtins.print", ""), ("e:E.A", "value"), ("e:E", ""), ("e:E", "B.c"), ("e:E", "f")}


@pytest.mark.parametrize(
    ("source", "symbol", "named"),
    [
        ("class E:\n    A = 'a'\n    B = 'c'\n    def f(self): self.x = 'a'", "m:E", {"E.A": "a"}),
        ("class E(Enum):\n    A = 'a', 'b'\n    B = 1, 'b'", "m:E", {"E.A": "a"}),
        ("class E:\n    A = 'a', 'b'", "m:E", {}),
        ("A = 'a'\nB = f('b')\nclass E:\n    C = 'b'", "m", {"A": "a"}),
        ("from enum import StrEnum, auto\nclass E(StrEnum):\n    AB = auto()", "m:E", {"E.AB": "ab"}),
        ("from enum import Enum, auto\nclass E(Enum):\n    AB = auto()", "m:E", {}),
        ("A = 'a'", "m:A", {}),
    ],
)
def test_a_class_or_module_names_strings(source: str, symbol: str, named: dict[str, str]) -> None:
    index = index_of({"m.py": source + "\n"}, Sought(values=("a", "b")))
    assert {each.name: each.value for each in named_strings(index, index.lookup(symbol))} == named

"""What differs between a copy and the original, in words."""

import re
from textwrap import indent

import pytest

from ssot_lint.index.clones import Member
from ssot_lint.index.clones.differences import difference
from tests.unit.indexed import index_of

HOME = "done = []\nfor row in rows:\n    row.start()\n    if row.on:\n        done.append(row)\nreturn done\n"


def told(copy: str, home: str = HOME, head: str = "def f(rows):") -> str:
    index = index_of(
        {
            "a.py": f"def f(rows):\n{indent(home, '    ')}",
            "b.py": f"{head}\n{indent(copy, '    ')}",
        }
    )
    original, other = (Member.defined(file, definition) for file, definition in index.definitions())
    return difference(other, original)


@pytest.mark.parametrize(
    ("copy", "words"),
    [
        (HOME, ""),
        (HOME.replace("done", "ready"), "renamed: done → ready"),
        (re.sub(r"\brow\b", "item", HOME.replace("done", "ready")), "renamed: done → ready, row → item"),
        (HOME.replace("    row.start()\n", ""), "1 statement removed"),
        (HOME + "print(done)\nprint(rows)\n", "2 statements added"),
        (HOME.replace("row.start()", "row.stop()"), "1 statement changed"),
        (HOME.replace("row.start()", "row.stop()") + "rows.clear()\n", "1 statement added, 1 changed"),
    ],
)
def test_a_copy_is_told_by_what_was_done_to_it(copy: str, words: str) -> None:
    assert told(copy) == words


def test_other_literals_are_told_beside_other_names() -> None:
    assert told("b = 2\nprint(b)\n", "a = 1\nprint(a)\n") == "renamed: a → b; other literals"


def test_names_in_other_places_are_told() -> None:
    assert told("a = 1\nb = 2\nreturn b - a\n", "a = 1\nb = 2\nreturn a - b\n") == (
        "1 statement with other names or literals"
    )


def test_other_literals_are_told() -> None:
    assert told("a = 1\nprint(a)\n", "a = 2\nprint(a)\n") == "other literals"


def test_of_many_new_names_three_are_told() -> None:
    home = "a = 1\nb = a\nc = b\nd = c\nprint(d)\n"
    copy = "e = 1\nf2 = e\ng = f2\nh = g\nprint(h)\n"
    assert told(copy, home) == "renamed: a → e, b → f2, c → g and 1 more"


def test_an_asynchronous_twin_is_told() -> None:
    assert told(HOME.replace("row.start()", "await row.start()"), head="async def f(rows):") == "asynchronous"


def test_another_order_of_methods_is_told() -> None:
    one, other = "    def a(self):\n        self.x()\n", "    def b(self):\n        self.y()\n"
    index = index_of({"a.py": f"class A:\n{one}{other}", "b.py": f"class A:\n{other}{one}"})
    home, copy = (Member.defined(file, definition) for file, definition in index.definitions("class"))
    assert difference(copy, home) == "in another order"


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("def f(rows, *, more):", "other parameters"),
        ("def f(rows=None):", "other parameters"),
        ("@cache\ndef f(rows):", "other decorators"),
    ],
)
def test_what_is_around_the_body_is_told(head: str, words: str) -> None:
    assert told(HOME, head=head) == words


def test_other_bases_are_told() -> None:
    body = "    def run(self):\n        self.go()\n"
    index = index_of({"a.py": f"class A(B):\n{body}", "b.py": f"class A(C):\n{body}"})
    home, copy = (Member.defined(file, definition) for file, definition in index.definitions("class"))
    assert difference(copy, home) == "other bases"

"""Stretches of a source: their extent, what is in them, and what they are called."""

import pytest

from ssot_lint.index.clones import Member
from ssot_lint.index.clones.election import bears_name_of
from ssot_lint.model import Span
from tests.unit.indexed import files_of

TEXT = """\
LIMIT = 1


class A:
    size = 2

    def run(self):
        self.go()
        if self.size:
            self.stop()

    def end(self):
        self.close()
"""


def file(text: str = TEXT, path: str = "app/a.py") -> Member:
    return Member.whole(files_of({path: text})[0])


def defined(name: str, text: str = TEXT) -> Member:
    whole = file(text).file
    (found,) = (d for d in whole.facts.definitions if d.qualified_name == name)
    return Member.defined(whole, found)


def test_a_file_extends_over_all_its_lines() -> None:
    assert (file().span, file().lines, file().last_line) == (Span(1, 1, 14, 1), 13, 13)


def test_a_definition_extends_from_its_keyword_to_its_end() -> None:
    assert (defined("A.run").span.line, defined("A.run").last_line) == (7, 10)


def test_a_block_extends_over_whole_lines() -> None:
    run = defined("A.run")
    block = Member(run.file, run.definition, (run.statements[0] + 1, run.statements[1]), "block")
    assert (block.span, block.lines) == (Span(9, 1, 11, 1), 2)


def test_a_block_bears_the_symbol_of_the_function_around() -> None:
    run = defined("A.run")
    assert Member(run.file, run.definition, run.statements, "block").symbol == "app.a:A.run"


def test_a_file_bears_the_name_of_its_module_or_else_its_path() -> None:
    assert (file().symbol, file(path="a-b/c.py").symbol) == ("app.a", "a-b/c.py")


def test_the_symbols_around_are_those_of_all_that_it_is_in() -> None:
    assert list(defined("A.run").symbols_around) == ["app.a", "app.a:A", "app.a:A.run"]


def test_the_symbols_inside_are_those_at_the_level_of_a_file() -> None:
    assert (list(file().symbols_inside), list(defined("A").symbols_inside)) == (["app.a:A"], [])


def test_a_class_contains_its_methods_and_itself() -> None:
    owner, method = defined("A"), defined("A.run")
    inside = Member.defined(owner.file, next(d for d in owner.file.facts.definitions if d.name == "run"))
    assert owner.contains(owner)
    assert owner.contains(inside)
    assert not inside.contains(owner)
    assert not owner.contains(method)  # of another file, though it is equal


def test_the_order_of_methods_says_nothing() -> None:
    swapped = "class A:\n    def end(self):\n        self.close()\n\n    size = 2\n\n    def run(self):\n"
    swapped += "        self.go()\n        if self.size:\n            self.stop()\n"
    assert defined("A").semi != defined("A", swapped).semi
    assert defined("A").ordered == defined("A", swapped).ordered


def test_the_order_of_statements_in_a_function_says_something() -> None:
    one, other = "def f(x):\n    x.a()\n    x.b()\n", "def f(x):\n    x.b()\n    x.a()\n"
    assert defined("f", one).ordered != defined("f", other).ordered


@pytest.mark.parametrize(
    ("copy", "home", "same"),
    [
        ("app/engine_v2.py", "app/engine.py", True),
        ("app/legacy/engine.py", "app/engine.py", True),
        ("app/engine_backup.py", "app/engine_old.py", True),
        ("app/engine.py", "app/engine.py", False),
        ("app/engines.py", "app/engine.py", False),
        ("app/golden.py", "app/gen.py", False),
    ],
)
def test_a_path_may_bear_the_name_of_another_with_a_word_that_says_copy(
    copy: str, home: str, same: bool
) -> None:
    assert bears_name_of(copy, home) is same

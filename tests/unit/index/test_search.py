"""What is found by names is the same in few files, which are looked at one by one, and in many."""

import pytest

from ssot_lint.index import Index, search
from tests.unit.indexed import index_of

FILES = {
    "a.py": "from b import Engine as Motor\n\ndef f():\n    Motor(1)\n    return [g(x) for x in Motor(2)]\n",
    "b.py": "class Engine:\n    size = 1\n\n    def grow(self):\n        self.size = 2\n",
    "empty.py": "",
    "z.py": "import b\n\nb.Engine(3)\n'b.Engine is written here, and not called'\nmake(b.Engine)\n",
}


def lines(index: Index, names: set[str]) -> list[tuple[str, int]]:
    return [(file.path, call.line) for file, call in index.calls(names)]


def test_calls_of_a_name_come_by_path_and_line_under_all_its_aliases() -> None:
    assert lines(index_of(FILES), {"Engine"}) == [("a.py", 4), ("a.py", 5), ("z.py", 3)]


def test_a_part_of_a_word_is_no_name() -> None:
    assert lines(index_of(FILES), {"Eng", "b.Engine"}) == []


def test_uses_and_writes_are_found_among_the_same_words() -> None:
    index = index_of(FILES)
    assert [(file.path, use.line) for file, use in index.uses({"Engine"})] == [("z.py", 5)]
    assert [(file.path, write.line) for file, write in index.writes({"size"})] == [("b.py", 5)]


@pytest.mark.parametrize("few", [0, 100])
@pytest.mark.parametrize(
    ("words", "paths"),
    [({"b.Engine"}, ["z.py"]), ({"Motor", "make"}, ["a.py", "z.py"]), ({"gone"}, []), (set(), [])],
)
def test_files_that_have_a_word_are_the_same_however_many_there_are(
    monkeypatch: pytest.MonkeyPatch, few: int, words: set[str], paths: list[str]
) -> None:
    monkeypatch.setattr(search, "FEW", few)
    index = index_of(FILES)
    found = search.Search(index.files, index._aliases).having(words)
    assert [file.path for file in found] == paths


def test_calls_in_a_scope_are_those_that_stand_in_it_alone() -> None:
    index = index_of(FILES)
    file = index.file("a.py")
    assert file is not None
    (function,) = file.facts.definitions
    assert [call.line for call in index.calls_in(file, function.body)] == [4, 5]
    assert list(index.calls_in(file, 0)) == []


def test_the_definition_of_a_scope_is_that_whose_body_it_is() -> None:
    index = index_of(FILES)
    file = index.file("b.py")
    assert file is not None
    class_, method = file.facts.definitions
    assert index.definition_with(file, method.body) is method
    assert index.definition_with(file, method.scope) is class_
    assert index.definition_with(file, 0) is None

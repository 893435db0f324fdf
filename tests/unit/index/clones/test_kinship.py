"""Classes that are no second implementation by their bases, whatever these are called."""

import pytest

from ssot_lint.index.clones import Terms
from tests.unit.indexed import index_of

CLASS = """
class Engine({base}):
    def run(self, rows):
        done = []
        for row in rows:
            row.start()
            done.append(row)
        return done
"""


def groups(imports: str, base: str) -> int:
    """How many groups of copies there are in two modules with the same class."""
    text = imports + CLASS.format(base=base)
    return len(
        [g for g in index_of({"a.py": text, "b.py": text}).clones.groups(Terms()) if g.code == "SST101"]
    )


@pytest.mark.parametrize(
    ("imports", "base"),
    [
        ("from abc import ABC", "ABC"),
        ("import abc", "abc.ABC"),
        ("from abc import ABC as Base", "Base"),
        ("from typing import Protocol\nInterface = Protocol", "Interface"),
        ("import typing_extensions as t", "t.Protocol"),
        ("import abc", "metaclass=abc.ABCMeta"),
    ],
)
def test_abstract_classes_are_no_copies(imports: str, base: str) -> None:
    assert groups(imports, base) == 0


@pytest.mark.parametrize(("imports", "base"), [("", ""), ("from library import ABC", "ABC")])
def test_a_base_that_is_only_called_so_makes_no_class_abstract(imports: str, base: str) -> None:
    assert groups(imports, base) == 1

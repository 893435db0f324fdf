"""Classes of tests: which there are, and where a method of theirs may be defined."""

from collections import defaultdict
from functools import cached_property

from ssot_lint.api import Definition, File, Index

Class = tuple[File, Definition]
_COLLECTED = ("Test", "Tests", "TestCase", "TestSuite")


class Families:
    """The classes of the project that may hold tests, with those above and below them."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._families: dict[tuple[str, int], tuple[Class, ...]] = {}

    @cached_property
    def _below(self) -> dict[tuple[str, int], list[Class]]:
        """Class -> those of the test files that inherit from it."""
        found: defaultdict[tuple[str, int], list[Class]] = defaultdict(list)
        for file, definition in self._index.definitions("class"):
            if file.category == "test":
                for ancestor in self._index.ancestors(file, definition):
                    if ancestor.file is not None and ancestor.definition is not None:
                        found[ancestor.file.path, ancestor.definition.body].append((file, definition))
        return found

    def below(self, file: File, definition: Definition) -> list[Class]:
        """The classes of test files that inherit from a class."""
        return self._below.get((file.path, definition.body), [])

    def lineage(self, file: File, definition: Definition) -> list[Class]:
        """A class and those of the project that it inherits from, nearest first."""
        return list(self._index.lineage(file, definition))

    def family(self, file: File, definition: Definition) -> tuple[Class, ...]:
        """A class, those above and below it, and those above these."""
        key = file.path, definition.body
        found = self._families.get(key)
        if found is None:
            members: dict[tuple[str, int], Class] = {}
            for one in ((file, definition), *self.below(file, definition)):
                for member in self._index.lineage(*one):
                    members.setdefault((member[0].path, member[1].body), member)
            found = self._families[key] = tuple(members.values())
        return found

    def methods(self, file: File, definition: Definition, name: str) -> list[Class]:
        """The definitions that a method may be which an instance of a class is asked for."""
        found = []
        for home, member in self.family(file, definition):
            method = self._index.definition_of(home, f"{member.qualified_name}.{name}")
            if method is not None:
                found.append((home, method))
        return found

    def is_collected(self, file: File, definition: Definition) -> bool:
        """Whether a class, or one that inherits from it, is collected for its tests."""
        return any(
            is_collected_file(home) and self._collects(home, one)
            for home, one in ((file, definition), *self.below(file, definition))
        )

    def is_unittest(self, file: File, definition: Definition) -> bool:
        """Whether unittest takes a class for one of tests."""
        return any(a.external.startswith("unittest.") for a in self._index.ancestors(file, definition))

    def _collects(self, file: File, definition: Definition) -> bool:
        around = file.facts.scopes[definition.scope].kind
        name = definition.name
        if around == "function":
            return False
        if self.is_unittest(file, definition):
            return around == "module"
        if not (name.startswith("Test") or name.endswith(_COLLECTED)):
            return False
        constructor = self._index.definition_of(file, f"{definition.qualified_name}.__init__")
        return constructor is None and not _opts_out(file, definition.body)


def _opts_out(file: File, scope: int) -> bool:
    """Whether `__test__` stands in a scope, which is there to say that nothing is collected."""
    return any(binding.name == "__test__" and binding.scope == scope for binding in file.facts.bindings)


def is_collected_file(file: File) -> bool:
    """Whether a file is by its name one that tests are collected from."""
    stem = file.path.rpartition("/")[2].partition(".")[0]
    return stem.startswith("test") or stem.endswith(("test", "tests"))

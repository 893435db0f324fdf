"""Test classes without the declared base. The specification is README.md, beside this file."""

import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ssot_lint.api import (
    Definition,
    File,
    Finding,
    Index,
    Section,
    Symbol,
    Target,
    Undecided,
    check,
    key,
    related_definition,
)

Class = tuple[File, Definition]


class BaseSection(Section):
    """The classes that tests inherit from."""

    bases: list[Symbol] = key("tests.base_class", [], "classes, one of which every test class inherits from")

    def off(self) -> str | None:
        return None if self.bases else "no tests.base_class declared"


class Judged(NamedTuple):
    """A test class, and whether it is without the base; None where that cannot be decided."""

    file: File
    definition: Definition
    ancestors: tuple[Target, ...]
    is_foreign: bool | None


@check(code="SST501", severity="warning", scope="project", section=BaseSection)
def foreign_test_base(index: Index, section: BaseSection) -> Iterator[Finding | Undecided]:
    """A test class that does not inherit from the declared base."""
    kin = _kin(index, section.bases)
    foreign: dict[str, Judged] = {}
    for of in _Tests(index).classes():
        place = index.definition_place(*of)
        judged = _judged(index, of, section.bases)
        if judged.is_foreign and place.symbol not in kin:
            foreign[place.symbol] = judged
        elif judged.is_foreign is None:
            yield Undecided(place, place.symbol, "what it inherits from is not all known")
    for symbol in _mixed_in(index, foreign, section.bases):
        del foreign[symbol]
    for each in foreign.values():
        # Of classes that inherit from each other, the first is the one to derive from the base.
        if not any(base.symbol in foreign for base in each.ancestors):
            yield _finding(index, each, section.bases, kin)


def _kin(index: Index, bases: Sequence[str]) -> set[str]:
    """The declared bases themselves, and what they inherit from."""
    found = set()
    for base in map(index.lookup, bases):
        found.add(base.symbol)
        if base.file is not None and base.definition is not None:
            found |= {each.symbol for each in index.ancestors(base.file, base.definition)}
    return found


def _mixed_in(index: Index, foreign: dict[str, Judged], bases: Sequence[str]) -> set[str]:
    """Those that are no TestCase and that a class with the base inherits from."""
    plain = {symbol for symbol, judged in foreign.items() if not _is_case(judged.ancestors)}
    found = set()
    for of in index.definitions("class") if plain else ():
        mixed = {base.symbol for base in index.ancestors(*of)} & plain
        if mixed and any(index.is_subclass(*of, base) for base in bases):
            found |= mixed
    return found


# ----------------------------------------------------------------------------------- inheritance


def _judged(index: Index, of: Class, bases: Sequence[str]) -> Judged:
    file, definition = of
    answers = [index.is_subclass(file, definition, base) for base in bases]
    foreign: bool | None = None
    if True in answers:
        foreign = False
    elif None in answers:
        foreign = True if _is_known(index, of, bases) else None
    elif not any(_may_be_of_the_project(index, base) for base in index.ancestors(file, definition)):
        foreign = True
    return Judged(file, definition, index.ancestors(file, definition), foreign)


def _is_known(index: Index, of: Class, bases: Sequence[str]) -> bool:
    """Whether all that a class inherits from is known, and of the project or the standard library."""
    if any(index.lookup(base).kind == "undecided" or _is_standard(index.lookup(base)) for base in bases):
        return False
    family = [of, *((a.file, a.definition) for a in index.ancestors(*of) if a.file and a.definition)]
    return all(
        base.definition is not None or _is_standard(base) for each in family for base in index.bases(*each)
    )


def _is_standard(target: Target) -> bool:
    """Whether a name is of the standard library, whose classes inherit from no other's."""
    return target.external.partition(".")[0] in {*sys.stdlib_module_names, "builtins"}


def _may_be_of_the_project(index: Index, target: Target) -> bool:
    """Whether a name of another distribution would be of a module of the project if its root were another."""
    if not target.external or _is_standard(target):
        return False
    tail = f".{target.external.rpartition('.')[0]}"
    return any(name.endswith(tail) for name in index.modules())


# ----------------------------------------------------------------------------------- test classes


class _Tests:
    """Tells the test classes of the project from its other classes."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._methods: dict[str, dict[int, list[str]]] = {}

    def classes(self) -> list[Class]:
        """The classes that a test runner collects from test files."""
        return [
            of for of in self._index.definitions("class") if of[0].category == "test" and self._is_test(of)
        ]

    def _is_test(self, of: Class) -> bool:
        file, definition = of
        if _is_local(file, definition):
            return False
        ancestors = self._index.ancestors(file, definition)
        family = [of, *((a.file, a.definition) for a in ancestors if a.file and a.definition)]
        named = [name for each in family for name in self._own(each)]
        if not any(name.startswith("test") for name in named) or self._binds(of, "__test__"):
            return False
        if _is_case(ancestors):
            return True
        if definition.name.startswith("Test"):
            return "__init__" not in named
        unknown = any(base.kind == "undecided" for each in family for base in self._index.bases(*each))
        return unknown and any(name.startswith("test") for name in self._own(of))

    def _own(self, of: Class) -> list[str]:
        """The names of the methods that a class defines."""
        file, definition = of
        if file.path not in self._methods:
            found: defaultdict[int, list[str]] = defaultdict(list)
            for each in file.facts.definitions:
                if each.kind != "class":
                    found[each.scope].append(each.name)
            self._methods[file.path] = found
        return self._methods[file.path].get(definition.body, [])

    def _binds(self, of: Class, name: str) -> bool:
        return bool(self._index.statements(of[0], name, of[1].body))


def _is_case(ancestors: Sequence[Target]) -> bool:
    """Whether a class inherits from a TestCase: of the standard library, or by its name of another."""
    return any(ancestor.external.endswith("TestCase") for ancestor in ancestors)


def _is_local(file: File, definition: Definition) -> bool:
    """Whether a class is defined inside a function, where no test runner finds it."""
    scopes, scope = file.facts.scopes, definition.scope
    while scope > 0:
        if scopes[scope].kind != "class":
            return True
        scope = scopes[scope].parent
    return False


# --------------------------------------------------------------------------------------- findings


def _finding(index: Index, judged: Judged, bases: Sequence[str], kin: set[str]) -> Finding:
    place = index.definition_place(judged.file, judged.definition)
    declared = map(index.lookup, bases)
    related = (found for base in declared for found in related_definition(index, base, "the declared base"))
    return Finding(
        place=place,
        message=f"{judged.definition.qualified_name} does not inherit from {' or '.join(bases)};"
        f" let {_root(index, judged, kin)} do so",
        subject=place.symbol,
        related=tuple(related),
    )


def _root(index: Index, judged: Judged, kin: set[str]) -> str:
    """What is to inherit from the base: the class, or the farthest TestCase of the project above it."""
    own = [
        base.name
        for base in judged.ancestors
        if base.file is not None
        and base.definition is not None
        and base.symbol not in kin
        and _is_case(index.ancestors(base.file, base.definition))
    ]
    return own[-1] if own else "it"

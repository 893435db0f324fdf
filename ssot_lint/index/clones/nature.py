"""What can be a second implementation, and when two of them are one: all that is told by more than text."""

# Longer than 300 lines: every rule on what is no copy, so that they are read in one place.

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from ssot_lint.index.clones.candidates import Statements
from ssot_lint.index.clones.clarity import Clarity
from ssot_lint.index.clones.election import bears_name_of
from ssot_lint.index.clones.groups import share, text_likeness
from ssot_lint.index.clones.insides import Insides
from ssot_lint.index.clones.kinship import Kinship
from ssot_lint.index.clones.meaning import Meanings
from ssot_lint.index.clones.members import Member
from ssot_lint.model import Definition, File

if TYPE_CHECKING:
    from ssot_lint.index.core import Index

REQUIRED_NAMES = frozenset(["Command", "Config", "Media", "Meta", "Migration", "downgrade", "upgrade"])
"""Names that frameworks look up, so that each module must have its own."""

LEAST_KINDS = 4
"""Different statements that edited copies are made of at least: fewer are a table, or a run of calls."""

TABLE = 0.6
"""A function of which more statements than this share call one and the same is a table, in that form."""

Cluster = tuple[Member, ...]


class Nature:
    """Answers about the members of one index; each is worked out once."""

    def __init__(self, index: "Index") -> None:
        self._index = index
        self._insides = Insides()
        self._meanings = Meanings(index, self._insides)
        self._kinship = Kinship(index)
        self.clarity = Clarity(index, self._insides)
        self._migrations: dict[File, bool] = {}
        self._function_clusters: dict[int, list[Cluster]] = {}
        self._classes_by_name: dict[int, list[Cluster]] = {}
        self._candidates: dict[tuple[File, Definition, int], bool] = {}
        self._varied: dict[tuple[File, Definition, int], bool] = {}

    @cached_property
    def statements(self) -> Statements:
        """The statements of all files."""
        return Statements(file for file in self._index.files if not file.source.is_stub)

    # ------------------------------------------------------------------------------------- members

    def files(self, least: int) -> list[Member]:
        """The files of so many statements, most of them in functions; tables and re-exports are none."""
        return [
            Member.whole(file)
            for file in self._index.files
            if not file.source.is_stub
            and len(file.facts.semi) >= 8 * least
            and file.facts.calls
            and 2 * _in_functions(file) >= len(file.facts.semi) // 8
            and not self._is_migration(file)
        ]

    def has_several(self, file: Member) -> bool:
        """Whether several classes and functions stand at the level of a module."""
        return len(_outer_kinds(file.file)) > 1

    def is_one_class(self, file: Member) -> bool:
        """Whether one class, and no function, stands at the level of a module."""
        return _outer_kinds(file.file) == ["class"]

    def classes(self, least: int) -> list[Member]:
        """The classes of so many statements that are no forms of a framework."""
        return [
            Member.defined(file, definition)
            for file, definition in self._index.definitions("class")
            if definition.size >= least and not definition.trivial and definition.name not in REQUIRED_NAMES
        ]

    def functions(self, least: int) -> list[Member]:
        """The functions and methods of so many statements."""
        return [
            Member.defined(file, definition)
            for file, definition in self._index.definitions("function")
            if definition.size >= least and not definition.trivial
        ]

    def classes_by_name(self, least: int) -> list[Cluster]:
        """The classes of so many statements that share their name with another."""
        if (found := self._classes_by_name.get(least)) is None:
            by_name: defaultdict[str, list[Member]] = defaultdict(list)
            for file, definition in self._index.definitions("class"):
                if definition.size >= least and not definition.trivial:
                    by_name[definition.name].append(Member.defined(file, definition))
            named = [same for name, same in by_name.items() if len(same) > 1 and name not in REQUIRED_NAMES]
            concrete = (tuple(m for m in members if not self._kinship.is_abstract(m)) for members in named)
            found = self._classes_by_name[least] = [members for members in concrete if len(members) > 1]
        return found

    def function_clusters(self, functions: Iterable[Member], least: int) -> list[Cluster]:
        """Functions of one body, locals and literals aside, whose free names stand for the same."""
        if (clusters := self._function_clusters.get(least)) is None:
            by_text: defaultdict[int, list[Member]] = defaultdict(list)
            for member in functions:
                if member.definition and member.size >= least:
                    by_text[member.definition.renamed].append(member)
            clusters = self._function_clusters[least] = [
                cluster
                for same in by_text.values()
                if len(same) > 1
                for members in _split(same, _outline)
                for surface in _split(
                    [m for m in members if self._is_candidate(m, least)], self._meanings.surface
                )
                for cluster in _split(surface, self._meanings.depth)
            ]
        return clusters

    def is_local(self, member: Member) -> bool:
        """Whether it is defined inside a function."""
        return self._kinship.is_local(member)

    def is_homonym(self, member: Member) -> bool:
        """Whether a class may be taken for another of its name: of the module, and not the form of a base."""
        assert member.definition is not None
        return not (member.is_test or member.definition.scope or self._kinship.named_after_base(member))

    def _is_candidate(self, member: Member, least: int) -> bool:
        """Whether a function says anything that another may repeat."""
        function = member.definition
        assert function is not None
        key = member.file, function, least
        if (found := self._candidates.get(key)) is None:
            found = self._candidates[key] = self._says_something(member, function, least)
        return found

    def _says_something(self, member: Member, function: Definition, least: int) -> bool:
        if function.name in REQUIRED_NAMES or self._is_migration(member.file):
            return False
        # The attributes of a class are its own, even where another has the same.
        is_small = function.name == "__init__" and function.size < 2 * least
        if is_small and not self._insides.calls(member):
            return False
        owner = self._kinship.owner(member)
        return owner is None or not self._kinship.is_abstract(Member.defined(member.file, owner))

    def _behaves(self, owner: Member, least: int) -> bool:
        """Whether so many statements of a class, or half of them, are methods: constructors make it up."""
        depth = owner.definition.qualified_name.count(".") + 1 if owner.definition else 0
        statements = sum(
            method.size + 1
            for method in self._insides.functions(owner)
            if method.name != "__init__" and not method.trivial and method.qualified_name.count(".") == depth
        )
        return statements >= min(least, owner.size / 2)

    def _is_varied(self, member: Member, least: int) -> bool:
        assert member.definition is not None
        key = member.file, member.definition, least
        if (found := self._varied.get(key)) is None:
            found = self._varied[key] = self._varies(member, member.definition, least)
        return found

    def _varies(self, member: Member, function: Definition, least: int) -> bool:
        if self._insides.repeats(member) > TABLE * member.size:
            return False
        is_small = function.name == "__init__" and member.size < 2 * least
        is_form = is_small and 3 * self._insides.calls(member) < member.size
        return not is_form and self._is_candidate(member, least) and len(set(member.semi)) >= LEAST_KINDS

    def _is_migration(self, file: File) -> bool:
        """Whether a file is a step in the history of a database, which nobody changes afterwards."""
        if (found := self._migrations.get(file)) is None:
            facts = file.facts
            found = self._migrations[file] = any(
                definition.name == "Migration" and not definition.scope for definition in facts.definitions
            ) or any(binding.name == "down_revision" for binding in facts.bindings)
        return found

    # ------------------------------------------------------------------------------------ likeness

    def functions_equal(self, copy: Member, home: Member) -> bool:
        """Whether functions of one renamed text and one meaning are one implementation."""
        return (
            copy.identity != home.identity
            and (text_likeness(copy, home) == "identical" or self._says_more_than_literals(copy, home))
            and self._kinship.overridden(copy).isdisjoint(self._kinship.overridden(home))
        )

    def functions_alike(self, least: int, similarity: float) -> Callable[[Member, Member], bool]:
        """Whether functions of similar text are one implementation, edited."""

        def alike(copy: Member, home: Member) -> bool:
            return (
                not (copy.is_test and home.is_test)
                and max(copy.size, home.size) >= least
                and copy.identity != home.identity
                and not (copy.contains(home) or home.contains(copy))
                and self._is_varied(copy, least)
                and self._is_varied(home, least)
                and self._kinship.overridden(copy).isdisjoint(self._kinship.overridden(home))
                and (self._both_call(copy, home) or share(copy.exact, home.exact) >= similarity)
                and self._same_names(copy, home, similarity)
            )

        return alike

    def classes_alike(self, least: int, similarity: float, hardly: float) -> Callable[[Member, Member], bool]:
        """Whether classes of similar text are one implementation; data alone is only under one name.

        Small ones are where one has all statements of the other, or where so many, by the share `hardly`,
        are common and no base asks for them.
        """

        def enough(copy: Member, home: Member) -> int:
            common = share(copy.ordered, home.ordered) * (copy.size + home.size) / 2
            is_whole = common > min(copy.size, home.size) - 0.5
            is_much = 2 * common >= hardly * (copy.size + home.size) and not self._are_siblings(copy, home)
            return least if is_whole or is_much else 2 * least

        def alike(copy: Member, home: Member) -> bool:
            return (
                self._kinship.unrelated(copy, home)
                and not self._kinship.is_abstract(copy)
                and not self._kinship.is_abstract(home)
                and (_is_data_copy(copy, home) or self._is_edited_copy(copy, home, least, enough(copy, home)))
                and self._same_bases(copy, home)
                and self._same_names(copy, home, similarity)
            )

        return alike

    def files_alike(self, least: int, similarity: float) -> Callable[[Member, Member], bool]:
        """Whether files of similar text are one module, edited; small ones where a name says so too."""

        def alike(copy: Member, home: Member) -> bool:
            return (
                (min(copy.size, home.size) >= 2 * least or bears_name_of(copy.path, home.path))
                and (not (copy.is_test and home.is_test) or copy.exact == home.exact)
                and self._same_names(copy, home, similarity)
            )

        return alike

    def blocks_alike(self, copy: Member, home: Member) -> bool:
        """Whether runs of the same statements are worth a function of their own."""
        return (
            not (copy.file is home.file and _overlap(copy, home))
            and _kind(copy) == _kind(home)
            and (copy.definition is home.definition or self._are_two(copy, home))
            and len(set(copy.semi)) >= LEAST_KINDS
            and self._both_call(copy, home)
        )

    def _are_two(self, one: Member, other: Member) -> bool:
        """Whether functions are no versions of one, by a condition or by a base."""
        names = {(m.path, m.definition.qualified_name) for m in (one, other) if m.definition}
        return len(names) == 2 and self._kinship.overridden(one).isdisjoint(self._kinship.overridden(other))

    def _is_edited_copy(self, one: Member, other: Member, least: int, enough: int) -> bool:
        """Whether two classes that differ are still one: both real, of substance, with behaviour."""
        assert one.definition is not None
        assert other.definition is not None
        other_name = one.definition.name != other.definition.name
        return not (one.is_test and other.is_test) and all(
            member.size >= enough
            and (self._behaves(member, least) if other_name else any(self._insides.functions(member)))
            and not self._kinship.is_local(member)
            and not self._kinship.named_after_base(member)
            for member in (one, other)
        )

    def _are_siblings(self, one: Member, other: Member) -> bool:
        """Whether two classes have a base in common, whose methods both may override."""
        return not self._meanings.of_bases(one).isdisjoint(self._meanings.of_bases(other))

    def _same_bases(self, one: Member, other: Member) -> bool:
        """Whether one class has all bases of the other."""
        bases, others = self._meanings.of_bases(one), self._meanings.of_bases(other)
        return bases <= others or others <= bases

    def _same_names(self, one: Member, other: Member, least: float) -> bool:
        """Whether enough of the names that both take from around stand for the same in both."""
        mine, theirs = self._meanings.of_names(one), self._meanings.of_names(other)
        common = mine.keys() & theirs.keys()
        return sum(mine[name] == theirs[name] for name in common) >= least * len(common)

    def other_names(self, copy: Member, home: Member) -> list[str]:
        """The names that stand for something else in a copy, sorted; of blocks that is not asked."""
        if copy.unit == "block":
            return []
        mine, theirs = self._meanings.of_names(copy), self._meanings.of_names(home)
        return sorted(name for name in mine.keys() & theirs.keys() if mine[name] != theirs[name])

    def override_one(self, functions: Sequence[Member]) -> bool:
        """Whether all of several functions override one method: none of them is a copy of another."""
        if len(functions) < 3 or functions[0].unit not in ("function", "block"):
            return False
        common = self._kinship.overridden(functions[0])
        for function in functions:
            common &= self._kinship.overridden(function)
        return bool(common)

    def _says_more_than_literals(self, one: Member, other: Member) -> bool:
        """Whether functions that differ are still one: tests differ by their data, and so do tables."""
        return not (one.is_test and other.is_test) and bool(self._insides.calls(one))

    def _both_call(self, one: Member, other: Member) -> bool:
        return bool(self._insides.calls(one) and self._insides.calls(other))


def _is_data_copy(copy: Member, home: Member) -> bool:
    names = {member.definition.name for member in (copy, home) if member.definition}
    return len(names) == 1 and text_likeness(copy, home) == "identical"


def _kind(member: Member) -> str:
    """Whether a function is asynchronous, or what else it is."""
    return member.definition.kind if member.definition else ""


def _overlap(one: Member, other: Member) -> bool:
    return one.statements[0] < other.statements[1] and other.statements[0] < one.statements[1]


def _outer_kinds(file: File) -> list[str]:
    return [definition.kind for definition in file.facts.definitions if not definition.scope]


def _in_functions(file: File) -> int:
    """How many statements of a file lie in functions."""
    total = last = 0
    for definition in file.facts.definitions:
        start, end = definition.statements
        if definition.kind != "class" and start >= last:
            total += 0 if definition.trivial else end - start + 1  # with its head
            last = end
    return total


def _outline(member: Member) -> Hashable:
    """What is no part of a function's fingerprint."""
    assert member.definition is not None
    return member.definition.kind, member.definition.decorators


def _split(members: Sequence[Member], token: Callable[[Member], Hashable]) -> Iterable[Cluster]:
    """The parts, of two members or more, that have equal tokens."""
    if len(members) < 2:
        return []
    parts: defaultdict[Hashable, list[Member]] = defaultdict(list)
    for member in members:
        parts[token(member)].append(member)
    return [tuple(part) for part in parts.values() if len(part) > 1]

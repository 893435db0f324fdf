"""Groups of duplicates: definitions that say the same again, whatever they are called.

Which copies matter is the caller's to say (`Terms`); what is no second implementation by its nature
(overrides, Protocols, names that a framework requires) is left out here.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from ssot_lint.index.election import Candidacy, Member, candidacy, reason
from ssot_lint.index.groups import Group, Terms, likeness
from ssot_lint.index.insides import Insides
from ssot_lint.index.kinship import Kinship
from ssot_lint.index.linkage import linked
from ssot_lint.index.meaning import Meanings
from ssot_lint.model import Definition, File, Related, column

if TYPE_CHECKING:
    from ssot_lint.index.core import Index

REQUIRED_NAMES = frozenset(["Command", "Config", "Media", "Meta", "Migration", "downgrade", "upgrade"])
"""Names that frameworks look up, so that each module must have its own."""

MOST_OTHERS = 100
"""Copies that a finding lists besides the one to keep: with all, each of k would list k."""

Clusters = list[tuple[Member, ...]]


def _identity(member: Member) -> Hashable:
    return member.identity


class Clones:
    """Finds groups of duplicates in an index; what does not depend on terms is computed once."""

    def __init__(self, index: "Index") -> None:
        self._index = index
        self._insides = Insides()
        self._meanings = Meanings(index, self._insides)
        self._kinship = Kinship(index)
        self._function_clusters: dict[int, Clusters] = {}
        self._class_clusters: dict[tuple[int, float], Clusters] = {}

    def functions(self, terms: Terms) -> list[Group]:
        """Functions of one body and one meaning, also after renaming locals and changing literals."""
        clusters = self._functions(terms.min_statements)
        within = _numbered((*self._classes(terms), *clusters))

        def comparable(copy: Member, home: Member) -> bool:
            return (
                copy.identity != home.identity
                and (likeness((copy, home)) == "identical" or self._says_more_than_literals(copy, home))
                and self._kinship.overridden(copy).isdisjoint(self._kinship.overridden(home))
                and _around(copy, within).isdisjoint(_around(home, within))
            )

        return self._groups(clusters, terms, comparable)

    def classes(self, terms: Terms) -> list[Group]:
        """Classes of one name with the same, or a similar, sequence of statements."""

        def comparable(copy: Member, home: Member) -> bool:
            return (
                self._kinship.unrelated(copy, home)
                and (likeness((copy, home)) == "identical" or self._is_edited_copy(copy, home, terms))
                and self._same_meaning(copy, home, terms.similarity)
            )

        return self._groups(self._classes(terms), terms, comparable)

    def homonyms(self, terms: Terms) -> list[Group]:
        """Classes of one name at module level of one service that have substance and are not alike."""
        alike = _numbered(self._classes(terms))

        def kind(member: Member) -> Hashable:
            return alike.get(member.identity, member.identity)

        def comparable(copy: Member, home: Member) -> bool:
            return kind(copy) != kind(home) and copy.file.service == home.file.service

        clusters = [
            [m for m in members if not (m.is_test or m.definition.scope or self._kinship.named_after_base(m))]
            for members in self._classes_by_name(1)
        ]
        return self._groups(clusters, terms, comparable, kind)

    def related(self, group: Group, copy: Member, home: str, other: str) -> tuple[Related, ...]:
        """The places a finding about a copy points at: the canonical member, then the other copies.

        Of these there are at most `MOST_OTHERS`. `home` and `other` say what they are to the copy.
        """
        place = self._index.definition_place
        others = (m for m in group.members if m is not copy and m is not group.home)
        return (
            Related(place(*group.home), home),
            *(Related(place(*member), other) for member in islice(others, MOST_OTHERS)),
        )

    # ------------------------------------------------------------------------------------ clusters

    def _functions(self, min_statements: int) -> Clusters:
        if (clusters := self._function_clusters.get(min_statements)) is not None:
            return clusters
        by_text: defaultdict[int, list[Member]] = defaultdict(list)
        for file, definition in self._index.definitions("function"):
            start, end = definition.statements
            if end - start >= min_statements and not definition.trivial:
                by_text[definition.renamed].append(Member(file, definition))
        clusters = [
            cluster
            for same in by_text.values()
            if len(same) > 1
            for members in _split(same, _outline)
            for surface in _split(
                [m for m in members if self._is_candidate(m, min_statements)], self._meanings.surface
            )
            for cluster in _split(surface, self._meanings.depth)
        ]
        self._function_clusters[min_statements] = clusters
        return clusters

    def _is_candidate(self, member: Member, min_statements: int) -> bool:
        function = member.definition
        if function.name in REQUIRED_NAMES:
            return False
        # The attributes of a class are its own, even where another has the same.
        is_small = function.name == "__init__" and function.size < 2 * min_statements
        if is_small and not self._insides.makes_calls(*member):
            return False
        owner = self._kinship.owner(member)
        return owner is None or not self._kinship.is_abstract(Member(member.file, owner))

    def _classes(self, terms: Terms) -> Clusters:
        key = (terms.min_statements, terms.similarity)
        if (clusters := self._class_clusters.get(key)) is None:
            clusters = self._class_clusters[key] = [
                cluster
                for members in self._classes_by_name(terms.min_statements)
                for cluster in self._alike(members, terms.similarity)
            ]
        return clusters

    def _classes_by_name(self, min_statements: int) -> Clusters:
        by_name: defaultdict[str, list[Member]] = defaultdict(list)
        for file, definition in self._index.definitions("class"):
            start, end = definition.statements
            if end - start >= min_statements and not definition.trivial:
                by_name[definition.name].append(Member(file, definition))
        named = [same for name, same in by_name.items() if len(same) > 1 and name not in REQUIRED_NAMES]
        concrete = (tuple(m for m in members if not self._kinship.is_abstract(m)) for members in named)
        return [members for members in concrete if len(members) > 1]

    def _alike(self, members: Sequence[Member], similarity: float) -> Clusters:
        """Clusters of members that are all alike each other, found by one representative a text."""
        by_text: defaultdict[int, list[Member]] = defaultdict(list)
        for member in members:
            by_text[member.definition.renamed].append(member)
        texts = list(by_text.values())
        clusters = (
            tuple(member for number in numbers for member in texts[number])
            for numbers in linked([_statements(same[0]) for same in texts], similarity)
        )
        return [cluster for cluster in clusters if len(cluster) > 1]

    def _is_edited_copy(self, one: Member, other: Member, terms: Terms) -> bool:
        """Whether two classes that differ are still one: both real, of substance, with behaviour."""
        enough = terms.min_statements * (2 if likeness((one, other)) == "similar" else 1)
        return not (one.is_test and other.is_test) and all(
            member.definition.size >= enough
            and any(self._insides.functions(*member))
            and not self._kinship.is_local(member)
            and not self._kinship.named_after_base(member)
            for member in (one, other)
        )

    def _same_meaning(self, one: Member, other: Member, share: float) -> bool:
        """Whether one class has all bases of the other, and enough names stand for the same in both."""
        bases, others = self._meanings.of_bases(*one), self._meanings.of_bases(*other)
        if not (bases <= others or others <= bases):
            return False
        mine, theirs = self._meanings.of_class(*one), self._meanings.of_class(*other)
        common = mine.keys() & theirs.keys()
        return sum(mine[name] == theirs[name] for name in common) >= share * len(common)

    def _says_more_than_literals(self, one: Member, other: Member) -> bool:
        """Whether functions that differ are still one: tests differ by their data, and so do tables."""
        return not (one.is_test and other.is_test) and self._insides.makes_calls(*one)

    # ---------------------------------------------------------------------------------------- groups

    def _groups(
        self,
        clusters: Iterable[Sequence[Member]],
        terms: Terms,
        comparable: Callable[[Member, Member], bool],
        kind: Callable[[Member], Hashable] = _identity,
    ) -> list[Group]:
        """The groups of clusters, sorted; members of one kind are in no group together."""
        declared = frozenset(self._index.lookup(symbol).symbol for symbol in terms.declared)
        terms = msgspec.structs.replace(terms, declared=declared)
        groups = [group for cluster in clusters for group in self._elected(cluster, terms, comparable, kind)]
        return sorted(groups, key=lambda group: group.home.place)

    def _elected(
        self,
        cluster: Sequence[Member],
        terms: Terms,
        comparable: Callable[[Member, Member], bool],
        kind: Callable[[Member], Hashable],
    ) -> Iterator[Group]:
        """Split a cluster into groups, each round a member that all the others may use instead."""
        rest = [m for m in cluster if not terms.accepts(self._index.definition_place(*m).symbol)]
        if len(rest) < 2:
            return
        services = {member.file.service: member.file for member in rest}.values()
        claims = {m.place: self._claim(m, services, terms) for m in rest}
        rest.sort(key=lambda m: claims[m.place])
        while len({kind(m) for m in rest}) > 1:
            home, *others = rest
            copies = [m for m in others if terms.sees(m.file, home.file) and comparable(m, home)]
            if copies:
                members = tuple(sorted((home, *copies), key=lambda m: m.place))
                why = reason(claims[home.place], [claims[m.place] for m in copies])
                yield Group(likeness(members), members, members.index(home), why)
            taken = {m.place for m in copies}
            rest = [m for m in others if m.place not in taken]

    def _claim(self, member: Member, services: Iterable[File], terms: Terms) -> Candidacy:
        """What speaks for a member; `services` has a file of each service that its cluster is in."""
        seen = sum(terms.sees(file, member.file) for file in services)
        return candidacy(self._index, member, terms.declared, seen)


def _outline(_file: File, function: Definition) -> Hashable:
    """What is no part of a function's fingerprint."""
    return function.kind, function.decorators


def _statements(member: Member) -> list[int]:
    start, end = member.definition.statements
    return list(column("q", member.file.facts.semi[start * 8 : end * 8]))


def _split(
    members: Sequence[Member], token: Callable[[File, Definition], Hashable]
) -> list[tuple[Member, ...]]:
    """The parts, of two members or more, that have equal tokens."""
    if len(members) < 2:
        return []
    parts: defaultdict[Hashable, list[Member]] = defaultdict(list)
    for member in members:
        parts[token(*member)].append(member)
    return [tuple(part) for part in parts.values() if len(part) > 1]


def _numbered(clusters: Iterable[Sequence[Member]]) -> dict[tuple[str, str], int]:
    """The number of the cluster that each member is in."""
    return {member.identity: number for number, cluster in enumerate(clusters) for member in cluster}


def _around(member: Member, clusters: dict[tuple[str, str], int]) -> frozenset[int]:
    """The clusters of the classes and functions that a definition is nested in."""
    path, name = member.identity
    parts = name.split(".")
    outer = (".".join(parts[:length]) for length in range(1, len(parts)))
    return frozenset(clusters[path, name] for name in outer if (path, name) in clusters)

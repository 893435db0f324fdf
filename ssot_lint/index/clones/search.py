"""The search for groups of duplicates, the largest stretches first, so that nothing is told twice."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, islice, pairwise
from math import ceil
from typing import TYPE_CHECKING

import msgspec

from ssot_lint.index.clones.blocks import block_clusters
from ssot_lint.index.clones.candidates import Spread
from ssot_lint.index.clones.clarity import HARDLY_EDITED
from ssot_lint.index.clones.copied import Copied, outermost
from ssot_lint.index.clones.differences import difference
from ssot_lint.index.clones.election import Candidacy, candidacy, reason
from ssot_lint.index.clones.groups import Code, Group, Likeness, Terms, accepts_none, likeness, rule, share
from ssot_lint.index.clones.linkage import linked
from ssot_lint.index.clones.members import Member
from ssot_lint.index.clones.nature import Nature
from ssot_lint.model import File, Related

if TYPE_CHECKING:
    from ssot_lint.index.core import Index

MOST_OTHERS = 100
"""Copies that a finding lists besides the one to keep: with all, each of k would list k."""

MANY_NAMESAKES = 50
"""From so many classes of one name on, not all are held against all."""

SUBSTANCE = 1.0
"""What edited copies must have in common at least; see `_substance`."""

Cluster = Sequence[Member]
Comparable = Callable[[Member, Member], bool]


class Clones:
    """Finds groups of duplicates in an index; what does not depend on terms is computed once.

    What is no second implementation by its nature (overrides, Protocols, names that a framework requires,
    tables, migrations) is in none.
    """

    def __init__(self, index: "Index") -> None:
        self._index = index
        self._nature = Nature(index)
        self._groups: dict[Terms, tuple[Group, ...]] = {}
        self._homonyms: dict[Terms, list[Group]] = {}
        self._namesakes: dict[tuple[int, float], list[Cluster]] = {}

    def groups(self, terms: Terms) -> tuple[Group, ...]:
        """All groups, sorted by the place of the member to keep; none has a copy that lies in another's."""
        if terms not in self._groups:
            found = outermost(_Search(self._index, self._nature, terms, self._namesakes).groups())
            self._groups[terms] = tuple(sorted(found, key=lambda group: (group.home.position, group.code)))
        return self._groups[terms]

    def homonyms(self, terms: Terms) -> list[Group]:
        """Classes of one name at module level of one service that have substance and are not alike."""
        if terms not in self._homonyms:
            self._homonyms[terms] = _Search(self._index, self._nature, terms, self._namesakes).homonyms()
        return self._homonyms[terms]

    def difference(self, copy: Member, home: Member) -> str:
        """What differs between two members, in a few words; "" where the texts are the same."""
        return difference(copy, home, self._nature.other_names(copy, home))

    def related(self, group: Group, copy: Member, home: str, other: str) -> tuple[Related, ...]:
        """The places a finding about a copy points at: the canonical member, then the other copies.

        Of these there are at most `MOST_OTHERS`. `home` and `other` say what they are to the copy.
        """
        others = (m for m in group.members if m is not copy and m is not group.home)
        return (
            Related(group.home.place, home),
            *(Related(member.place, other) for member in islice(others, MOST_OTHERS)),
        )


class _Search:
    """One search on given terms. `_copied` is what is to go; nothing within it is looked at again."""

    def __init__(
        self,
        index: "Index",
        nature: Nature,
        terms: Terms,
        namesakes: dict[tuple[int, float], list[Cluster]],
    ) -> None:
        declared = frozenset(index.lookup(symbol).symbol for symbol in terms.declared)
        self._index = index
        self._nature = nature
        self._terms = msgspec.structs.replace(terms, declared=declared)
        self._namesakes = namesakes
        self._copied = Copied()

    def groups(self) -> Iterator[Group]:
        nature, least, similarity = self._nature, self._terms.min_statements, self._terms.similarity
        files = nature.files(least)
        several = [file for file in files if nature.has_several(file)]
        yield from self._near("SST105", several, nature.files_alike(least, similarity))
        yield from self._classes_of_a_name(local=False)
        classes_alike = nature.classes_alike(least, similarity, HARDLY_EDITED)
        classes = nature.classes(least)
        yield from self._near("SST103", (m for m in classes if not nature.is_local(m)), classes_alike)
        # A module with a single class is told by that, where that can be told.
        single = [file for file in files if nature.is_one_class(file) and file.file not in self._copied]
        yield from self._near("SST105", single, nature.files_alike(least, similarity))
        functions = nature.functions(ceil(least * similarity))
        yield from self._functions(functions)
        yield from self._near("SST103", functions, nature.functions_alike(least, similarity))
        yield from self._classes_of_a_name(local=True)
        yield from self._near("SST103", classes, classes_alike)
        yield from self._blocks(functions)

    def homonyms(self) -> list[Group]:
        alike: dict[tuple[object, ...], int] = {}
        for number, cluster in enumerate(self._clusters_of_a_name()):
            alike.update((member.identity, number) for member in cluster)

        def unlike(copy: Member, home: Member) -> bool:
            numbers = alike.get(copy.identity, -1), alike.get(home.identity, -2)
            same_service = copy.file.service == home.file.service
            return copy.identity != home.identity and numbers[0] != numbers[1] and same_service

        clusters = [
            [m for m in members if self._nature.is_homonym(m) and self._is_open(m)]
            for members in self._nature.classes_by_name(1)
        ]
        found = [group for cluster in clusters for group in self._elected("SST101", cluster, unlike)]
        return sorted(found, key=lambda group: group.home.position)

    # -------------------------------------------------------------------------------------- stages

    def _functions(self, functions: Iterable[Member]) -> Iterator[Group]:
        """Functions of one body and one meaning, also after renaming locals and changing literals."""
        clusters = self._nature.function_clusters(functions, self._terms.min_statements)
        for cluster in sorted(clusters, key=lambda cluster: -cluster[0].size):
            yield from self._reported("SST102", cluster, self._nature.functions_equal)

    def _classes_of_a_name(self, *, local: bool) -> Iterator[Group]:
        """Classes of one name with the same, or similar, statements: with those in functions, or without."""
        clusters = self._clusters_of_a_name()
        alike = self._nature.classes_alike(self._terms.min_statements, self._terms.similarity, 1.0)
        for cluster in sorted(clusters, key=lambda cluster: -max(member.size for member in cluster)):
            asked = [member for member in cluster if local or not self._nature.is_local(member)]
            yield from self._reported("SST101", asked, alike)

    def _clusters_of_a_name(self) -> list[Cluster]:
        key = self._terms.min_statements, self._terms.similarity
        if key not in self._namesakes:
            self._namesakes[key] = list(self._alike_of_a_name())
        return self._namesakes[key]

    def _alike_of_a_name(self) -> Iterator[Cluster]:
        for members in self._nature.classes_by_name(self._terms.min_statements):
            texts = _by_text(members)
            first = [same[0] for same in texts]
            likely: Iterable[tuple[int, int]] = combinations(range(len(first)), 2)
            if len(first) > MANY_NAMESAKES:
                likely = self._nature.statements.likely_pairs(first, self._terms.similarity).pairs
            pairs = {
                (one, other): found
                for one, other in likely
                if (found := share(first[one].ordered, first[other].ordered, self._terms.similarity))
            }
            yield from _clusters(texts, linked(pairs, lambda one, other: 0.0))

    def _near(self, code: Code, members: Iterable[Member], comparable: Comparable) -> Iterator[Group]:
        """Edited copies among members, the largest first."""
        members = self._open(members)
        texts = _by_text(members)
        if len(texts) < 2 and len(members) < 2:
            return
        first = [same[0] for same in texts]
        least = self._terms.similarity

        def similarity(one: int, other: int) -> float:
            return share(first[one].ordered, first[other].ordered, least)

        likely = self._nature.statements.likely_pairs(first, least)
        pairs = {
            (one, other): found
            for one, other in likely.pairs
            if (found := similarity(one, other))
            and _substance(first[one].semi, first[other].semi, likely.spread)
            >= self._needed(first[one], found)
        }
        # What is nested must not come between functions that contain it, so that these are linked first.
        local = {number for pair in pairs for number in pair if self._nature.is_local(first[number])}
        outer = {pair: found for pair, found in pairs.items() if local.isdisjoint(pair)}
        inner = {pair: found for pair, found in pairs.items() if not local.isdisjoint(pair)}
        clusters = _clusters(texts, [*linked(outer, similarity), *linked(inner, similarity)])
        for cluster in sorted(clusters, key=lambda cluster: -max(member.size for member in cluster)):
            yield from self._reported(code, cluster, comparable)

    def _needed(self, member: Member, similarity: float) -> float:
        """How much edited copies must have that others have not: less of what is long and hardly edited."""
        is_much = similarity >= 0.9 and member.size >= self._terms.min_statements * 3 / 2
        return SUBSTANCE / 4 if is_much else SUBSTANCE

    def _blocks(self, functions: Iterable[Member]) -> Iterator[Group]:
        """Runs of statements that several functions have in common."""
        size = 2 * self._terms.min_statements
        open_functions = [member for member in self._open(functions) if not member.is_test]
        for cluster in block_clusters(open_functions, size):
            yield from self._reported("SST104", cluster, self._nature.blocks_alike)

    # -------------------------------------------------------------------------------------- groups

    def _open(self, members: Iterable[Member]) -> list[Member]:
        """The members that are still to be looked at."""
        if self._terms.min_lines > 1 or self._terms.accepts is not accepts_none:
            return [member for member in members if self._is_open(member)]
        return [member for member in members if member.file not in self._copied or self._is_open(member)]

    def _is_open(self, member: Member) -> bool:
        """Whether a member is still to be looked at: it lies in no copy, and none may be made of it."""
        terms = self._terms
        return (
            (terms.min_lines == 1 or member.lines >= terms.min_lines)
            and not self._copied.holds(member)
            and not (terms.accepts is not accepts_none and _is_accepted(member, terms.accepts))
        )

    def _reported(self, code: Code, cluster: Cluster, comparable: Comparable) -> Iterator[Group]:
        for group in self._elected(code, [m for m in cluster if self._is_open(m)], comparable):
            for copy in group.copies:
                self._copied.add(copy)
            yield group

    def _elected(self, code: Code, cluster: Cluster, comparable: Comparable) -> Iterator[Group]:
        """Split a cluster into groups, each round a member that all the others may use instead."""
        terms = self._terms
        if len(cluster) < 2 or (len(cluster) == 2 and not comparable(*cluster)):
            return  # most are pairs, and most pairs are none: who is to stay need not be asked
        if self._nature.override_one(cluster):
            return
        services = {member.file.service: member.file for member in cluster}.values()
        claims = {id(m): self._claim(m, services) for m in cluster}
        rest = sorted(cluster, key=lambda m: claims[id(m)])
        while len(rest) > 1:
            home, *others = rest
            copies = [m for m in others if terms.sees(m.file, home.file) and comparable(m, home)]
            if copies:
                members = tuple(sorted((home, *copies), key=lambda m: (m.position, m.statements)))
                why = reason(claims[id(home)], [claims[id(m)] for m in copies])
                likenesses = {copy: self._likeness(code, copy, home) for copy in copies}
                yield Group(rule(code, members), members, members.index(home), why, likenesses)
            taken = {id(m) for m in copies}
            rest = [m for m in others if id(m) not in taken]

    def _likeness(self, code: Code, copy: Member, home: Member) -> Likeness:
        found = likeness(copy, home)
        is_open = code in ("SST103", "SST105")
        is_clear = not is_open or self._nature.clarity.is_clear(copy, home, found, self._terms.min_statements)
        return msgspec.structs.replace(found, is_clear=is_clear)

    def _claim(self, member: Member, services: Iterable[File]) -> Candidacy:
        """What speaks for a member; `services` has a file of each service that its cluster is in."""
        seen = sum(self._terms.sees(file, member.file) for file in services)
        return candidacy(self._index, member, self._terms.declared, seen)


def _is_accepted(member: Member, accepts: Callable[[str], bool]) -> bool:
    """Whether it, what it lies in, or all that a file has, may be defined again."""
    inside = list(member.symbols_inside)
    return any(map(accepts, member.symbols_around)) or bool(inside and all(map(accepts, inside)))


def _by_text(members: Iterable[Member]) -> list[list[Member]]:
    """Members of one text, locals and literals aside, and of one category."""
    texts: defaultdict[tuple[bool, bytes], list[Member]] = defaultdict(list)
    for member in members:
        texts[member.is_test, member.text].append(member)
    return list(texts.values())


def _clusters(texts: Sequence[Sequence[Member]], parts: Sequence[tuple[int, ...]]) -> list[Cluster]:
    """The members of texts that were linked, given by their numbers, and of each other text with several."""
    inside = {number for part in parts for number in part}
    alone = [(number,) for number, same in enumerate(texts) if len(same) > 1 and number not in inside]
    return [[member for number in part for member in texts[number]] for part in (*parts, *alone)]


def _substance(one: Sequence[int], other: Sequence[int], spread: Spread) -> float:
    """How much two runs have in common that others have not: what many have is a form, not a copy.

    Each statement in common counts once, by one part in as many as have it; and so does each two in a
    row, which say more where each for itself is common.
    """
    alone = sum(1 / spread.get(statement, 1) for statement in set(one).intersection(other))
    rows = set(pairwise(one)).intersection(pairwise(other))
    return max(alone, sum(1 / spread.get(row, 1) for row in rows))

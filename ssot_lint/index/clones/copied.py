"""What is told already: nothing that lies in a copy is told again."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from ssot_lint.index.clones.groups import Group
from ssot_lint.index.clones.members import Member
from ssot_lint.model import File


class Copied:
    """Which statements of each file lie in copies."""

    def __init__(self) -> None:
        self._statements: dict[File, bytearray] = {}

    def __contains__(self, file: File) -> bool:
        return file in self._statements

    def add(self, copy: Member) -> None:
        """Mark a copy."""
        marks = self._statements.get(copy.file)
        if marks is None:
            marks = self._statements[copy.file] = bytearray(len(copy.file.facts.semi) // 8)
        start, end = copy.statements
        marks[start:end] = b"\1" * (end - start)

    def holds(self, member: Member) -> bool:
        """Whether all of a member is marked; of a block, whether any of it is."""
        marks = self._statements.get(member.file)
        if marks is None:
            return False
        if member.unit == "block":
            return marks.find(1, *member.statements) >= 0
        return marks.find(0, *member.statements) < 0


def outermost(groups: Iterable[Group]) -> Iterator[Group]:
    """The groups without the copies that lie in a copy of another one."""
    groups = list(groups)
    by_file: defaultdict[File, list[Member]] = defaultdict(list)
    for group in groups:
        for copy in group.copies:
            by_file[copy.file].append(copy)
    inner = {id(copy) for copies in by_file.values() for copy in _inner(copies)}
    for group in groups:
        if not any(id(copy) in inner for copy in group.copies):
            yield group
            continue
        kept = [
            n for n, member in enumerate(group.members) if n == group.canonical or id(member) not in inner
        ]
        if len(kept) > 1:
            yield msgspec.structs.replace(
                group,
                members=tuple(group.members[number] for number in kept),
                likenesses={copy: found for copy, found in group.likenesses.items() if id(copy) not in inner},
                canonical=kept.index(group.canonical),
            )


def _inner(copies: Iterable[Member]) -> Iterator[Member]:
    """The copies of one file that lie in others of them."""
    last = -1
    for copy in sorted(copies, key=lambda copy: (copy.statements[0], -copy.statements[1])):
        if copy.statements[1] <= last:
            yield copy
        last = max(last, copy.statements[1])

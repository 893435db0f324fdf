"""Which copies a tool has found, what else it tells of, and what that is in figures."""

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from benchmarks.clones.inject import Pair, Truth
from benchmarks.clones.tools import CloneGroup, Stretch

SHARE = 0.7
# A stretch so many times as long as the unit tells nothing of the unit.
LARGEST = 3


class Recall(msgspec.Struct, frozen=True):
    """Of so many copies those found: in one group, and in all groups that join the two, taken together."""

    copies: int
    found: int
    together: int


class Score(msgspec.Struct, frozen=True):
    """A tool on a tree: recall by operator, groups by what they touch, negatives hit by kind."""

    operators: dict[str, Recall]
    groups: int
    extra: int
    negatives: dict[str, tuple[int, int]]


def score(truth: Truth, groups: Sequence[CloneGroup]) -> Score:
    """What the groups of a tool say of a tree."""
    by_path: dict[str, set[int]] = {}
    for number, group in enumerate(groups):
        for path in {member.path for member in group.members}:
            by_path.setdefault(path, set()).add(number)
    copies: Counter[str] = Counter()
    found: Counter[str] = Counter()
    together: Counter[str] = Counter()
    for pair in truth.pairs:
        both = by_path.get(pair.copy.path, set()) & by_path.get(pair.original.path, set())
        joining = [groups[number] for number in both]
        copies[pair.operator] += 1
        found[pair.operator] += any(hit(pair, [group]) for group in joining)
        together[pair.operator] += hit(pair, joining)
    injected = [stretch for pair in truth.pairs for stretch in (pair.original, pair.copy)]
    quiet = [stretch for negative in truth.negatives for stretch in negative.places]
    known = _by_path([*injected, *quiet])
    cases: Counter[str] = Counter()
    alarms: Counter[str] = Counter()
    for negative in truth.negatives:
        places = _by_path(negative.places)
        cases[negative.kind] += 1
        alarms[negative.kind] += any(_touches(group, places) for group in groups)
    return Score(
        {name: Recall(copies[name], found[name], together[name]) for name in copies},
        len(groups),
        sum(not _touches(group, known) for group in groups),
        {kind: (alarms[kind], cases[kind]) for kind in cases},
    )


def hit(pair: Pair, groups: Iterable[CloneGroup]) -> bool:
    """Members of these groups that join the two cover enough of the code of both."""
    covered: list[set[int]] = [set(), set()]
    for group in groups:
        sides = [
            [member for member in group.members if _of(member, unit)] for unit in (pair.original, pair.copy)
        ]
        if all(sides):
            for lines, members in zip(covered, sides, strict=True):
                lines.update(row for member in members for row in range(member.line, member.end_line + 1))
    wanted = (pair.original_code, pair.copy_code)
    return all(enough(lines & code, code) for lines, code in zip(covered, wanted, strict=True))


def enough(covered: Iterable[int], lines: Iterable[int]) -> bool:
    """At least 70 % of the lines, and some."""
    part, whole = len(set(covered)), len(set(lines))
    # In whole numbers: 0.7 is no float.
    return part > 0 and part * 100 >= round(SHARE * 100) * whole


def _of(member: Stretch, unit: Stretch) -> bool:
    """The member lies on the unit, and is not so much larger that it says nothing of it."""
    size = unit.end_line - unit.line + 1
    return _overlap(member, unit) and member.end_line - member.line + 1 <= LARGEST * size


def _overlap(one: Stretch, other: Stretch) -> bool:
    return one.path == other.path and one.line <= other.end_line and other.line <= one.end_line


def _by_path(stretches: Iterable[Stretch]) -> dict[str, list[Stretch]]:
    found: dict[str, list[Stretch]] = {}
    for stretch in stretches:
        found.setdefault(stretch.path, []).append(stretch)
    return found


def _touches(group: CloneGroup, places: dict[str, list[Stretch]]) -> bool:
    return any(_overlap(member, place) for member in group.members for place in places.get(member.path, ()))

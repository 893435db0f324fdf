"""Graphs of numbers: what is tied in rings, and which steps to cut so that no ring is left."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from itertools import pairwise

Steps = Mapping[int, Mapping[int, int]]
"""From each number, to each that it leads to, at what cost."""

Step = tuple[int, int]

DEAR = 1000
"""A step of this cost or more is cut only where cheaper ones, however many, will not do."""

_TRIED_ALONE = 20


def rings(graph: Sequence[Collection[int]]) -> list[list[int]]:
    """The strongly connected components of more than one number, each sorted, by their first numbers.

    `graph` gives for each number those that it leads to. This is Tarjan's algorithm, without recursion.
    """
    found: list[list[int]] = []
    order = [0] * len(graph)  # 0: not met; the count when met; the length of the graph and more: done
    lowest = [0] * len(graph)
    done = len(graph) + 1
    met = 0
    open_numbers: list[int] = []
    for root in range(len(graph)):
        if order[root] or not graph[root]:
            continue
        met += 1
        order[root] = lowest[root] = met
        open_numbers.append(root)
        trail: list[tuple[int, Iterator[int]]] = [(root, iter(graph[root]))]
        while trail:
            number, following = trail[-1]
            low = lowest[number]
            for other in following:
                seen = order[other]
                if not seen:
                    met += 1
                    order[other] = lowest[other] = met
                    open_numbers.append(other)
                    trail.append((other, iter(graph[other])))
                    break
                if seen < low:
                    low = seen
            else:
                trail.pop()
                if trail:
                    above = trail[-1][0]
                    lowest[above] = min(lowest[above], low)
                if low == order[number]:
                    ring = [open_numbers.pop()]
                    while ring[-1] != number:
                        ring.append(open_numbers.pop())
                    for member in ring:
                        order[member] = done
                    if len(ring) > 1:
                        found.append(sorted(ring))
            lowest[number] = low
    return sorted(found)


def cuts(steps: Steps) -> list[Step]:
    """The steps of a component to cut so that no ring is left in it, sorted; none of them is needless.

    Cheap ones are preferred, and one alone where one is enough. The smallest such set is not looked
    for: no quick way to find it is known.
    """
    chosen = _backward(steps)
    first, second = chosen[0]
    way = [first, *Ways(steps).shortest(second, first)]
    # a step that is on every ring is on this one
    alone = sorted(pairwise(way), key=lambda step: (steps[step[0]][step[1]], step))
    dearest = max(DEAR - 1, *(steps[number][other] for number, other in chosen))
    for number, other in alone[:_TRIED_ALONE]:
        if steps[number][other] <= dearest and not _has_ring(steps, (number, other)):
            return [(number, other)]
    return sorted(chosen)


def _backward(steps: Steps) -> list[Step]:
    """The steps that lead backward in a good order of the numbers, and of these only the needed ones."""
    line = Line(_arranged(steps), steps)
    backward = [(-cost, number, other) for (number, other), cost in line.backward.items()]
    return [(number, other) for _, number, other in sorted(backward) if not line.add(number, other)]


def _arranged(steps: Steps) -> list[int]:
    """The numbers in an order in which few and cheap steps lead backward.

    Each time the number goes first whose steps to others outweigh those that lead to it the most; what
    nothing leads to any more goes first, what leads nowhere any more goes last (Eades, Lin, Smyth).
    """
    into: dict[int, dict[int, int]] = {number: {} for number in steps}
    for number, following in steps.items():
        for other, cost in following.items():
            into[other][number] = cost
    leaving = {number: len(following) for number, following in steps.items()}
    coming = {number: len(others) for number, others in into.items()}
    excess = {number: sum(steps[number].values()) - sum(into[number].values()) for number in steps}
    queue = [(-value, number) for number, value in excess.items()]
    heapify(queue)
    loose: list[int] = []
    first: list[int] = []
    last: list[int] = []
    placed: set[int] = set()
    while len(placed) < len(steps):
        if loose:
            number = loose.pop()
        else:
            value, number = heappop(queue)
            if -value != excess[number]:
                continue  # it has a newer entry
        if number in placed:
            continue
        placed.add(number)
        (first if leaving[number] else last).append(number)
        for other, cost in into[number].items():
            leaving[other] -= 1
            excess[other] -= cost
        for other, cost in steps[number].items():
            coming[other] -= 1
            excess[other] += cost
        for other in (*into[number], *steps[number]):
            if other not in placed:
                if leaving[other] and coming[other]:
                    heappush(queue, (-excess[other], other))
                else:
                    loose.append(other)
    return first + last[::-1]


def _has_ring(steps: Steps, without: Step) -> bool:
    """Whether a ring is left when one step is cut."""
    coming = dict.fromkeys(steps, 0)
    for number, following in steps.items():
        for other in following:
            coming[other] += (number, other) != without
    free = [number for number, count in coming.items() if not count]
    for number in free:  # it grows
        for other in steps[number]:
            if (number, other) != without:
                coming[other] -= 1
                if not coming[other]:
                    free.append(other)
    return len(free) < len(steps)


class Line:
    """Numbers in a line in which all steps lead forward; those that lead `backward` are left out at first.

    To see whether one of them closes a ring only the stretch between its numbers is searched, from both
    ends at once. If it closes none the stretch is arranged anew, so that it leads forward too.
    """

    def __init__(self, order: list[int], steps: Steps) -> None:
        self._order = order
        self._place = {number: place for place, number in enumerate(order)}
        self._steps: dict[int, list[int]] = {number: [] for number in steps}
        self._into: dict[int, list[int]] = {number: [] for number in steps}
        self.backward: dict[Step, int] = {}
        for number, following in steps.items():
            for other, cost in following.items():
                if self._place[other] > self._place[number]:
                    self._keep(number, other)
                else:
                    self.backward[number, other] = cost

    def add(self, number: int, other: int) -> bool:
        """Take a step in unless it closes a ring; whether it is in."""
        first, last = self._place[other], self._place[number]
        if first < last:
            ahead, behind = {other}, {number}
            front, back = [other], [number]
            while front and back:
                if len(front) <= len(back):
                    front = self._next(front, self._steps, ahead, first, last)
                    met = not behind.isdisjoint(front)
                else:
                    back = self._next(back, self._into, behind, first, last)
                    met = not ahead.isdisjoint(back)
                if met:
                    return False
            self._arrange(first, last, behind if front else ahead, to_the_end=not front)
        self._keep(number, other)
        return True

    def _keep(self, number: int, other: int) -> None:
        self._steps[number].append(other)
        self._into[other].append(number)

    def _next(
        self, numbers: list[int], steps: dict[int, list[int]], reached: set[int], first: int, last: int
    ) -> list[int]:
        """The numbers one step further on a stretch of the line that were not reached before."""
        place = self._place
        further = {
            other for number in numbers for other in steps[number] if first <= place[other] <= last
        } - reached
        reached |= further
        return list(further)

    def _arrange(self, first: int, last: int, moved: set[int], to_the_end: bool) -> None:
        """Put some numbers of a stretch behind, or before, the others of it."""
        stretch = self._order[first : last + 1]
        these = [number for number in stretch if number in moved]
        others = [number for number in stretch if number not in moved]
        stretch = others + these if to_the_end else these + others
        self._order[first : last + 1] = stretch
        self._place.update(zip(stretch, range(first, last + 1), strict=True))


class Ways:
    """Searches a graph from both ends at once, which meets most of it only where there is no way."""

    def __init__(self, steps: Mapping[int, Iterable[int]]) -> None:
        self._steps = {number: list(following) for number, following in steps.items()}
        self._into: defaultdict[int, list[int]] = defaultdict(list)
        for number, following in self._steps.items():
            for other in following:
                self._into[other].append(number)

    def shortest(self, start: int, end: int) -> list[int]:
        """A shortest way, both ends included; empty where there is none. Of equals always the same."""
        before: dict[int, int] = {start: start}  # the number before each on the way from the start
        after: dict[int, int] = {end: end}
        front, back = [start], [end]
        ahead, behind = _width(front, self._steps), _width(back, self._into)
        while front and back:
            if ahead <= behind:
                front = _spread(front, self._steps, before)
                ahead = _width(front, self._steps)
                met = [number for number in front if number in after]
            else:
                back = _spread(back, self._into, after)
                behind = _width(back, self._into)
                met = [number for number in back if number in before]
            if met:
                middle = min(met)
                return [*_trail(before, middle)[::-1], *_trail(after, middle)[1:]]
        return []


def _width(numbers: Iterable[int], steps: Mapping[int, Sequence[int]]) -> int:
    """How many steps lead on from some numbers."""
    return sum(len(steps.get(number, ())) for number in numbers)


def _spread(numbers: Iterable[int], steps: Mapping[int, Iterable[int]], reached: dict[int, int]) -> list[int]:
    """The numbers one step further that were not reached before."""
    further = []
    for number in numbers:
        for other in steps.get(number, ()):
            if other not in reached:
                reached[other] = number
                further.append(other)
    return further


def _trail(reached: Mapping[int, int], number: int) -> list[int]:
    """The numbers by which one was reached, itself first."""
    trail = [number]
    while reached[trail[-1]] != trail[-1]:
        trail.append(reached[trail[-1]])
    return trail

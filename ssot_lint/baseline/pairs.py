"""Which of the things that were there is which of those that are there now."""

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence

from ssot_lint.baseline.entries import Identity, Site
from ssot_lint.baseline.renames import (
    Known,
    Renames,
    inferred,
    loose_subject,
    qualified_name,
    relative_subject,
)

Key = Callable[[Identity], Hashable]
Name = Callable[[Identity], str]


def pairs(
    old: Sequence[Identity], new: Sequence[Identity], renamed: Mapping[str, str], known: Known
) -> dict[int, int]:
    """The number of an old one -> that of the new one that it is, each at most once.

    What is the same comes first, then what is after the renames that are known, then after those that
    can be told; the rest by name, only where a file, a definition or a module is gone.
    """
    pairing = _Pairing(old, new)
    pairing.by(_itself)
    pairing.after(Renames(renamed))
    held = {identity.path for identity in old}
    fresh = [identity for identity in pairing.left_new() if identity.path not in held]
    pairing.after(Renames(inferred(pairing.left_old(), fresh, known)))
    pairing.by_name(qualified_name, known.lacks_path)
    pairing.by_name(qualified_name, known.lacks_definition, _sites(old))
    pairing.by_name(_simple_name, known.lacks_path)
    pairing.by(_subject_aside, where=known.lacks_subject)
    present = _where(known.has_what_is_named, _subject_aside)
    pairing.by(_subject_aside, present, known.lacks_what_is_named)
    return pairing.found


class _Pairing:
    """What is found so far. Of equals the first is taken for the first."""

    def __init__(self, old: Sequence[Identity], new: Sequence[Identity]) -> None:
        self._old, self._new = old, new
        self._taken: set[int] = set()
        self.found: dict[int, int] = {}

    def by(
        self, of_old: Key, of_new: Key | None = None, where: Callable[[Identity], bool] = lambda _: True
    ) -> None:
        """Pair what has equal keys, of the old only that for which `where` holds."""
        waiting: defaultdict[Hashable, deque[int]] = defaultdict(deque)
        left = [number for number in self._numbers_old() if where(self._old[number])]
        if not left:
            return
        key = of_new or of_old
        for number in self._numbers_new():
            waiting[key(self._new[number])].append(number)
        for number in left:
            candidates = waiting.get(of_old(self._old[number]))
            if candidates:
                self.found[number] = candidates.popleft()
                self._taken.add(self.found[number])

    def after(self, renames: Renames) -> None:
        """Pair what is the same after renames."""
        if renames:
            self.by(renames.after, _itself)
            self.by(renames.place_after, _itself)

    def by_name(
        self, name: Name, where: Callable[[Identity], bool], besides: Collection[Site] = frozenset()
    ) -> None:
        """Pair what has equal names, of the new only what stands at none of some sites."""
        for subject in (relative_subject, loose_subject):
            key = _named(name, subject)
            self.by(key, _where(lambda new: _site(new) not in besides, key), where)

    def left_old(self) -> list[Identity]:
        """What is not found among the new."""
        return [self._old[number] for number in self._numbers_old()]

    def left_new(self) -> list[Identity]:
        """What is not found among the old."""
        return [self._new[number] for number in self._numbers_new()]

    def _numbers_old(self) -> list[int]:
        return [number for number in range(len(self._old)) if number not in self.found]

    def _numbers_new(self) -> list[int]:
        return [number for number in range(len(self._new)) if number not in self._taken]


def _itself(identity: Identity) -> Hashable:
    return identity


def _named(name: Name, subject: Name) -> Key:
    return lambda identity: (identity.code, name(identity), subject(identity))


def _site(identity: Identity) -> Site:
    return Site(identity.path, identity.symbol)


def _sites(identities: Iterable[Identity]) -> frozenset[Site]:
    """Where something is known to have stood: what was there already has not moved there."""
    return frozenset(map(_site, identities))


def _where(holds: Callable[[Identity], bool], key: Key) -> Key:
    return lambda identity: key(identity) if holds(identity) else None


def _simple_name(identity: Identity) -> str:
    name = qualified_name(identity)
    return name if name.startswith(":") else name.rpartition(".")[2]


def _subject_aside(identity: Identity) -> Hashable:
    return identity.code, identity.path, identity.symbol, loose_subject(identity)

"""The class hierarchy: bases, ancestors, and in which order attributes are looked for."""

from collections import deque
from collections.abc import Collection
from typing import Protocol

from ssot_lint.index.names import UNDECIDED, Target
from ssot_lint.model import Definition, File

Key = tuple[File, int]

# Bases that are themselves attributes inherited from bases, inside each other.
_DEEPEST = 30


class Resolver(Protocol):
    """Finds out what a dotted name that a source reads is, some statements left out by their ids."""

    def resolve_read(self, file: File, scope: int, dotted: str, without: Collection[int]) -> Target: ...


class Classes:
    """Answers questions on bases, each once. It follows cycles and unknown bases to no end."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._bases: dict[Key, tuple[Target, ...]] = {}
        self._linear: dict[Key, tuple[Target, ...]] = {}
        self._ancestors: dict[Key, tuple[tuple[Target, ...], bool]] = {}
        self._active: list[Key] = []
        self._cut = False

    def bases(self, file: File, definition: Definition) -> tuple[Target, ...]:
        """What the bases of a class are, in source order; undecided where one is no dotted name."""
        key = file, definition.body
        found = self._bases.get(key)
        if found is not None:
            return found
        if key in self._active or len(self._active) > _DEEPEST:
            self._cut = True
            return (UNDECIDED,) * len(definition.bases)
        if not self._active:
            self._cut = False
        self._active.append(key)
        # in `class A(A)` the base is an earlier A
        found = tuple(
            self._resolver.resolve_read(file, definition.scope, base, (id(definition),))
            if base
            else UNDECIDED
            for base in definition.bases
        )
        self._active.pop()
        # what was cut short would depend on which class was asked for first
        if not self._cut or not self._active:
            self._bases[key] = found
        return found

    def ancestors(self, file: File, definition: Definition) -> tuple[tuple[Target, ...], bool]:
        """All known ancestors, nearest first, each once; and whether there are no others."""
        key = file, definition.body
        found = self._ancestors.get(key)
        if found is not None:
            return found
        ancestors: list[Target] = []
        complete = True
        seen: set[Key | str] = {key}
        queue = deque(self.bases(file, definition))
        while queue:
            base = queue.popleft()
            mark = _key(base) or base.symbol
            if base.kind in ("undecided", "missing", "module"):
                complete = False
            elif mark not in seen:
                seen.add(mark)
                ancestors.append(base)
                if base.definition is not None and base.file is not None and base.definition.kind == "class":
                    queue += self.bases(base.file, base.definition)
                else:
                    complete &= base.kind == "external"
        found = self._ancestors[key] = tuple(ancestors), complete
        return found

    def linear(self, file: File, definition: Definition) -> tuple[Target, ...]:
        """All ancestors in the order in which attributes are looked for, the undecided among them."""
        start = file, definition.body
        known = self._linear.get(start)
        if known is not None:
            return known
        done: dict[Key, tuple[Target, ...]] = {}
        bases: dict[Key, tuple[Target, ...]] = {}
        stack = [(file, definition)]
        while stack:
            where, class_ = stack[-1]
            key = where, class_.body
            if key not in bases:
                bases[key] = self.bases(where, class_)
                stack += [
                    (base.file, base.definition)
                    for base in bases[key]
                    if base.file is not None
                    and base.definition is not None
                    and base.definition.kind == "class"
                    and (base.file, base.definition.body) not in bases
                ]
                continue
            stack.pop()
            if key not in done:
                done[key] = _merged(bases[key], done)
        found = self._linear[start] = done[start]
        return found


def _key(target: Target) -> Key | None:
    if target.file is None or target.definition is None or target.definition.kind != "class":
        return None
    return target.file, target.definition.body


def _merged(bases: tuple[Target, ...], done: dict[Key, tuple[Target, ...]]) -> tuple[Target, ...]:
    """Each base followed by its own order; of what comes twice, the last place counts."""
    chain: list[Target] = []
    for base in bases:
        key = _key(base)
        chain += [base, *(done.get(key, ()) if key else ())]
    last: dict[Key | tuple[str, str], Target] = {}
    for target in reversed(chain):
        last.setdefault(_key(target) or (target.kind, target.symbol), target)
    return tuple(reversed(last.values()))

"""The namespaces of one source, and which of them binds a name seen in another."""

import builtins
from collections import defaultdict

from ssot_lint.model import Scope, ScopeKind

BUILTINS = frozenset(dir(builtins))


class Scopes:
    """Scopes in pre-order, so that those inside one are the run of numbers that follows it."""

    def __init__(self) -> None:
        self.records: list[Scope] = []
        self.bound: list[dict[str, int]] = []  # name -> how often it is bound
        # scope -> names bound by an import, a definition or an alias
        self.known: defaultdict[int, set[str]] = defaultdict(set)
        self.imported: defaultdict[int, set[str]] = defaultdict(set)  # scope -> names bound by an import
        self.loads: list[set[str]] = []  # names read
        self.outer: dict[int, dict[str, bool]] = {}  # declared global (True) or nonlocal (False)
        self._places: list[tuple[int, ...] | None] = []

    def open(self, kind: ScopeKind, parent: int, qualified_name: str) -> int:
        """Add a scope and return its number."""
        self.records.append(Scope(kind, parent, qualified_name))
        self.bound.append({})
        self.loads.append(set())
        self._places.append(None)
        return len(self.records) - 1

    def bind(self, scope: int, name: str) -> int:
        """Note that a scope binds a name; returns the scope that really gets it."""
        declared = self.outer and self.outer.get(scope)
        if declared and name in declared:
            if not declared[name]:
                return scope  # nonlocal: found again by walking outwards
            scope = 0
        bound = self.bound[scope]
        bound[name] = bound.get(name, 0) + 1
        return scope

    def learn(self, scope: int, name: str) -> None:
        """Note that what a scope binds to a name may be a thing of the project."""
        self.known[scope].add(name)

    def binder(self, scope: int, name: str) -> int:
        """The scope that binds a name read in `scope`, -1 where the source binds it nowhere.

        Call it only when the whole source was walked: a binding may come after the use.
        """
        if self.outer:
            return self._declared_binder(scope, name)
        for place in self._places[scope] or self._around(scope):
            if name in self.bound[place]:
                return place
        return -1

    def _around(self, scope: int) -> tuple[int, ...]:
        """The scopes that a name read in `scope` is looked for in: those of outer classes are skipped."""
        places = [scope]
        parent = self.records[scope].parent
        while parent >= 0:
            record = self.records[parent]
            if record.kind != "class":
                places.append(parent)
            parent = record.parent
        found = self._places[scope] = tuple(places)
        return found

    def _declared_binder(self, start: int, name: str) -> int:
        """The same where some scope declares names `global` or `nonlocal`."""
        scope = start
        while scope >= 0:
            declared = self.outer.get(scope)
            if declared and declared.get(name):
                scope = 0
            record = self.records[scope]
            if name in self.bound[scope] and (record.kind != "class" or scope == start):
                return scope
            scope = record.parent
        return -1

    def free(self, start: int, stop: int) -> tuple[str, ...]:
        """The names that scopes `start` to `stop` read and none of them binds; builtins left out."""
        names = set()
        for scope in range(start, stop):
            read = self.loads[scope]
            for name in read if scope in self.outer else read - self.bound[scope].keys():
                binder = self.binder(scope, name)
                if binder < start and not (binder < 0 and name in BUILTINS):
                    names.add(name)
        return tuple(sorted(names))

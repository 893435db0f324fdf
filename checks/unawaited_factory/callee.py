"""What calls of coroutines are of, and what becomes of the names that are given what they return."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ssot_lint.api import SUPER, Call, Definition, File, Index, Span, Target

# Decorators that leave a function what it is.
_TRANSPARENT = frozenset(("staticmethod", "classmethod", "abstractmethod", "override", "final"))


class _Below(NamedTuple):
    """Methods of one name, by the classes that they are of or below, and those of which that is unknown."""

    classes: defaultdict[str, list[Definition]]
    perhaps: list[Definition]


class Callees:
    """Resolves calls, those of methods through `self` and through what a name was given included."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._given: dict[str, dict[int, str]] = {}
        self._makers: dict[str, dict[tuple[int, str], int]] = {}
        self._coroutines: dict[str, bool] = {}
        self._methods: defaultdict[str, list[tuple[File, Definition]]] | None = None
        self._below: dict[str, _Below] = {}
        self._named: dict[str, dict[str, list[Definition]]] = {}
        self._used: dict[str, dict[tuple[int, str], list[tuple[int, str, Span, int]]]] = {}

    def given_once(self, file: File, call: Call) -> str:
        """The name that is given what a call returns, and nothing else, "" where there is none."""
        self._learn(file)
        return self._given[file.path].get(call.row, "")

    def _learn(self, file: File) -> None:
        if file.path not in self._given:
            once = [result for result in file.facts.iter_results() if result.once]
            self._given[file.path] = {result.call: result.name for result in once}
            scopes = {result.call: file.facts.call(result.call).scope for result in once}
            self._makers[file.path] = {(scopes[r.call], r.name): r.call for r in once}

    def target(self, file: File, call: Call) -> Target:
        """What a call is of, as far as that is known."""
        callee = call.callee
        found = self._index.resolve_bound(file, call.scope, call.bound, callee)
        holder, _, name = callee.rpartition(".")
        if holder == SUPER:
            around = self._index.method_around(file, call.scope)
            return self._member([*self._index.lineage(file, around[0])][1:], name) if around else found
        if found.kind != "undecided" or not holder or "." in holder:
            return found
        owner = self._class_of(file, call, holder)
        return self._member(self._index.lineage(*owner), name) if owner else found

    def _class_of(self, file: File, call: Call, holder: str) -> tuple[File, Definition] | None:
        """The class of what a name holds: that of the method around, or the one it was made of."""
        if holder in ("self", "cls") and call.bound > 0:
            around = self._index.method_around(file, call.bound)
            return (file, around[0]) if around else None
        self._learn(file)
        row = self._makers[file.path].get((call.bound, holder))
        if row is None:
            return None
        maker = file.facts.call(row)
        made = self._index.resolve_bound(file, maker.scope, maker.bound, maker.callee)
        if made.file is None or made.definition is None or made.definition.kind != "class":
            return None
        return made.file, made.definition

    def _member(self, classes: Iterable[tuple[File, Definition]], name: str) -> Target:
        for home, member in classes:
            found = self._index.definition_of(home, f"{member.qualified_name}.{name}")
            if found is not None:
                return Target("definition", home.module or "", found.qualified_name, home, found)
        return Target("undecided")

    # -------------------------------------------------------------------------------- coroutines

    def is_coroutine(self, target: Target) -> bool:
        """Whether what a call is of surely is a coroutine function, and so is what may stand in for it."""
        if target.kind != "definition" or target.definition is None or target.file is None:
            return False
        found = self._coroutines.get(target.symbol)
        if found is None:
            others = self._namesakes(target.file, target.definition)
            found = is_coroutine(target.definition) and all(map(is_coroutine, others))
            self._coroutines[target.symbol] = found
        return found

    def _namesakes(self, file: File, definition: Definition) -> Iterator[Definition]:
        """Other definitions of the same name in the same place, and those of classes below."""
        if file.path not in self._named:
            named: defaultdict[str, list[Definition]] = defaultdict(list)
            for each in file.facts.definitions:
                named[each.qualified_name].append(each)
            self._named[file.path] = named
        yield from self._named[file.path][definition.qualified_name]
        scopes = file.facts.scopes
        if scopes[definition.scope].kind != "class":
            return
        owner = f"{file.module or file.path}:{scopes[definition.scope].qualified_name}"
        below = self._below.get(definition.name)
        if below is None:
            below = self._below[definition.name] = self._methods_below(definition.name)
        yield from below.classes.get(owner, ())
        yield from below.perhaps

    def _methods_below(self, name: str) -> "_Below":
        found = _Below(defaultdict(list), [])
        for home, method in self._methods_named(name):
            outer = home.facts.scopes[method.scope].qualified_name
            class_ = self._index.definition_of(home, outer)
            if class_ is None:
                continue
            own = f"{home.module or home.path}:{outer}"
            for symbol in {own, *(above.symbol for above in self._index.ancestors(home, class_))}:
                found.classes[symbol].append(method)
            # it may be below any class
            if not self._index.knows_ancestors(home, class_):
                found.perhaps.append(method)
        return found

    def _methods_named(self, name: str) -> list[tuple[File, Definition]]:
        if self._methods is None:
            self._methods = defaultdict(list)
            for file, definition in self._index.definitions("function"):
                if file.facts.scopes[definition.scope].kind == "class" and definition.kind == "function":
                    self._methods[definition.name].append((file, definition))
        return self._methods[name]

    # ---------------------------------------------------------------------------------- names

    def used(self, file: File, call: Call, name: str) -> Iterator[tuple[str, Span, int]]:
        """The attributes that are taken of a name, from the call that it is given the result of on."""
        if not name:
            return
        if file.path not in self._used:
            self._used[file.path] = _attributes(file)
        for row, attribute, span, scope in self._used[file.path].get((call.scope, name), ()):
            if row < 0 or row > call.row:
                yield attribute, span, scope


def is_coroutine(definition: Definition) -> bool:
    """Whether a function returns a coroutine, whatever decorates it."""
    return definition.kind == "async function" and all(
        name.rpartition(".")[2] in _TRANSPARENT for name in definition.decorators
    )


def _attributes(file: File) -> dict[tuple[int, str], list[tuple[int, str, Span, int]]]:
    """Scope and name -> the attributes taken of it: row of the call, -1 for a write, name, span and scope."""
    found: defaultdict[tuple[int, str], list[tuple[int, str, Span, int]]] = defaultdict(list)
    for call in file.facts.iter_calls():
        holder, dot, rest = call.callee.partition(".")
        if dot:
            found[call.bound, holder].append((call.row, rest.partition(".")[0], call.span, call.scope))
    for write in file.facts.iter_writes():
        holder, dot, rest = write.name.partition(".")
        if dot:
            found[write.bound, holder].append((-1, rest.partition(".")[0], write.span, write.scope))
    return found

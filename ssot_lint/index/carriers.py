"""Which calls may be of a class that was handed on as a value: through what it was put into or returned by.

It is followed from the uses of the class, statement by statement and by the facts alone: to the names and
attributes that the statement binds, and the function around it. What is found is what may be asked of
inference; too much costs time, too little a finding.
"""

from collections import deque
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from ssot_lint.index.passages import Passages
from ssot_lint.index.patterns import simple_name
from ssot_lint.model import WRITTEN, Call, Definition, File, Use

if TYPE_CHECKING:
    from ssot_lint.index.core import Index

# What is given a class makes nothing of it that could be told to be called, these apart.
_CONTAINERS = frozenset(
    f"builtins.{name}"
    for name in ("dict", "enumerate", "frozenset", "iter", "list", "next", "reversed", "set", "tuple", "zip")
)
# Methods of containers that hand on what is in them.
_ITEMS = frozenset(("copy", "get", "items", "pop", "popitem", "setdefault", "values"))


class Carriers:
    """The names, attributes, functions and scopes that may hold one of the classes."""

    def __init__(self, index: "Index", symbols: Collection[str], makers: Collection[str]) -> None:
        self._index = index
        self._symbols = frozenset(symbols)
        self._makers = frozenset(makers)
        self._asked: dict[tuple[str, int], tuple[File, Call]] = {}
        self._waiting: deque[tuple[File, int, int]] = deque()  # where one is handed on: scope, line
        self._known: set[tuple[object, ...]] = set()
        self._passages: dict[File, Passages] = {}
        self._imports: dict[File, set[File | None]] = {}

    def calls(self) -> list[tuple[File, Call]]:
        """The calls that may be of one of the classes though resolution cannot tell, by path and row."""
        names = {simple_name(symbol) for symbol in (*self._symbols, *self._makers)}
        self._instances(names)
        for file, use in self._index.uses(names):
            if self._hands_on(file, use):
                self._waiting.append((file, use.scope, use.line))
        while self._waiting:
            self._follow(*self._waiting.popleft())
        return [self._asked[place] for place in sorted(self._asked)]

    def _in(self, file: File) -> Passages:
        if file not in self._passages:
            self._passages[file] = Passages(file)
        return self._passages[file]

    def _hands_on(self, file: File, use: Use) -> bool:
        symbol = self._index.resolve_bound(file, use.scope, use.bound, use.name).symbol
        if symbol not in self._symbols or use.argument == WRITTEN:
            return False
        if use.call < 0:
            header = self._in(file).header(use.line)
            return header is None or header.kind != "class"
        call = file.facts.call(use.call)
        return self._symbol(file, call, call.callee) in _CONTAINERS

    def _instances(self, names: Collection[str]) -> None:
        """Ask of `type(x)()` and `x.__class__()` where an instance may be at hand."""
        candidates = [
            (file, call)
            for file, call in self._index.calls(("type()", "__class__"))
            if call.callee == "type()" or (call.callee.count(".") and _is_class_of_another(call.callee))
        ]
        files = {file for file, _ in candidates}
        wanted = self._symbols | self._makers
        holders = {
            file
            for file, call in self._index.calls(names)
            if file in files and self._symbol(file, call, call.callee) in wanted
        }
        for file, call in candidates:
            if file in holders:
                self._ask(file, call)

    # ----------------------------------------------------------------------------------- statements

    def _follow(self, file: File, scope: int, line: int) -> None:
        """Take up what a statement hands on."""
        here, scopes = self._in(file), file.facts.scopes
        first, last = here.statement(line)
        if not self._is_new("statement", file, first, last):
            return
        for binding in here.bindings(first, last):
            kind = scopes[binding.scope].kind
            if kind == "module":
                self._name(file, binding.name)
            elif kind == "class":
                self._attribute(file, binding.name)
        for write in here.writes(first, last):
            if write.kind == "=":
                self._attribute(file, write.name.rpartition(".")[2])
        for call in here.calls(first, last):
            if call.callee.endswith("()"):
                self._ask(file, call)
        header = here.header(line)
        if header is not None and header.kind != "class":
            self._scope(file, header, first, last)
        function = here.function(scope)
        if function is not None:
            self._scope(file, function, first, last)
            self._results(file, function)

    # ------------------------------------------------------------------------------------- carriers

    def _is_new(self, *carrier: object) -> bool:
        if carrier in self._known:
            return False
        self._known.add(carrier)
        return True

    def _name(self, file: File, name: str) -> None:
        """A name of a module."""
        if not self._is_new("name", file, name):
            return
        symbol = f"{file.module or file.path}:{name}"
        for where, use in self._index.uses((name,)):
            found = self._index.resolve_bound(where, use.scope, use.bound, use.name)
            if found.symbol == symbol and use.argument != WRITTEN:
                self._waiting.append((where, use.scope, use.line))
        for where, call in self._called(name):
            head, _, method = call.callee.partition("(")[0].rpartition(".")
            if self._symbol(where, call, call.callee.removesuffix("()")) == symbol:
                self._ask(where, call, "binding")
            elif method in _ITEMS and self._symbol(where, call, head) == symbol:
                self._item(where, call)

    def _attribute(self, file: File, name: str) -> None:
        """An attribute of some object, as the file has it and those that import from it."""
        if not self._is_new("attribute", file, name):
            return
        self._methods(file, name)
        for where, call in self._called(name):
            *owners, last = call.callee.removesuffix("()").split(".")
            is_asked = bool(owners) and last == name
            is_item = len(owners) > 1 and owners[-1] == name and last in _ITEMS
            if (is_asked or is_item) and self._sees(where, file):
                if is_asked:
                    self._ask(where, call, "binding")
                else:
                    self._item(where, call)

    def _sees(self, importer: File, file: File) -> bool:
        """Whether a file imports anything of another."""
        if importer is file:
            return True
        if importer not in self._imports:
            edges = self._index.edges(importer)
            self._imports[importer] = {found for edge in edges for found in (edge.file, edge.origin.file)}
        return file in self._imports[importer]

    def _methods(self, file: File, name: str) -> None:
        """The methods of classes that have an attribute may give it a name of their own."""
        facts = file.facts
        classes = {b.scope for b in facts.bindings if b.name == name}
        for write in facts.iter_writes():
            if write.name.rpartition(".")[2] == name:
                method = self._in(file).function(write.scope)
                classes |= {method.scope} if method else set()
        for definition in facts.definitions:
            if definition.kind != "class" and definition.scope in classes - {0}:
                self._scope(file, definition, definition.line, definition.end_line)

    def _scope(self, file: File, function: Definition, first: int, last: int) -> None:
        """What a function names for itself, by the statement on some lines perhaps.

        A parameter that must be given is what it is given, and the one result of a call what that returns.
        """
        here = self._in(file)
        calls = here.bound_in(function)
        if not calls or not self._is_new("scope", file, function.body, first):
            return
        given = {p.name for p in function.parameters if not p.optional}
        given.update(name for name, line in here.given_once(function) if not first <= line <= last)
        for call in calls:
            name = call.callee.removesuffix("()")
            if "." not in name and name not in given:
                self._ask(file, call)

    def _results(self, file: File, function: Definition) -> None:
        """What a function may return: what is named so, and what is called at once."""
        if not self._is_new("function", file, function.qualified_name):
            return
        symbol = f"{file.module or file.path}:{function.qualified_name}"
        is_method = file.facts.scopes[function.scope].kind == "class"
        for where, call in self._called(function.name):
            callee = call.callee.removesuffix("()")
            found = self._index.resolve_bound(where, call.scope, call.bound, callee)
            if found.symbol == symbol or (
                is_method and found.kind == "undecided" and self._sees(where, file)
            ):
                self._taken(where, call)

    def _taken(self, file: File, call: Call) -> None:
        """Ask of what a call gives: it is called at once, or by the name that it is given."""
        if call.callee.endswith("()"):
            self._ask(file, call)
            return
        for given, _ in self._in(file).results.get(call.row, ()):
            owner, _, name = given.rpartition(".")
            if owner:
                self._attribute(file, name)
            elif call.scope == 0:
                self._name(file, name)
            else:
                self._local(file, call.scope, name)

    def _item(self, file: File, call: Call) -> None:
        """What a method of a container gives of what is in it."""
        self._waiting.append((file, call.scope, call.line))
        if call.callee.endswith("()"):
            self._ask(file, call)

    def _local(self, file: File, scope: int, name: str) -> None:
        function = self._in(file).function(scope)
        if function is not None and self._is_new("local", file, scope, name):
            for call in self._in(file).bound_in(function):
                if call.bound == scope and call.callee.removesuffix("()") == name:
                    self._ask(file, call)

    # ---------------------------------------------------------------------------------------- calls

    def _called(self, name: str) -> Iterator[tuple[File, Call]]:
        """The calls with a segment that may stand for a name, or for what a call of it gives."""
        names = self._index.aliases((name,))
        return self._index.calls({*names, *(f"{each}()" for each in names)})

    def _symbol(self, file: File, call: Call, dotted: str) -> str:
        return self._index.resolve_bound(file, call.scope, call.bound, dotted).symbol

    def _ask(self, file: File, call: Call, *kinds: str) -> None:
        """Ask of a call that resolves to nothing, or to what is of one of some kinds."""
        found = self._index.resolve_bound(file, call.scope, call.bound, call.callee)
        if found.kind in ("undecided", *kinds):
            self._asked[file.path, call.row] = file, call


def _is_class_of_another(callee: str) -> bool:
    """Whether it is `x.__class__`, and not the class that a method is in."""
    owner, _, name = callee.rpartition(".")
    return name == "__class__" and owner not in ("self", "cls")

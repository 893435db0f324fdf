"""Where a declared set is stated again: by a class, a module's constants, a display, single strings."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from ssot_lint.api import (
    Display,
    File,
    Index,
    Span,
    Stretch,
    Stretches,
    StringLiteral,
    StringSet,
    Target,
    is_enum,
    named_strings,
)

LEAST = 3  # values that must be shared where not all are
SHARE = 2 / 3  # of the set that must be shared where not all are; of what states it again where all are
KINDS = {"()": "a tuple", "[]": "a list", "{*}": "a set", "{}": "a dict"}


class Copy(NamedTuple):
    """A place that states a set, or a value of it, again.

    `called` is what a message calls it, `around` the qualified name of the definition that it stands in.
    `shared` are the values that it has; where it is about a single one, `member` is the home's name for that.
    """

    file: File
    span: Span
    called: str
    around: str
    shared: tuple[str, ...]
    is_single: bool = False
    member: str = ""


class Sets:
    """Looks for copies of one set. Its home, and what must have all of it, may state its values."""

    def __init__(self, index: Index, stretches: Stretches, declared: StringSet) -> None:
        self._index = index
        self._stretches = stretches
        self.home = index.lookup(declared.home)
        self._values = tuple(dict.fromkeys(declared.values))
        self._takes_single = declared.single
        self._names: defaultdict[str, list[str]] = defaultdict(list)
        for named in named_strings(index, self.home):
            self._names[named.value].append(named.name)
        self._allowed: defaultdict[File, list[Stretch]] = defaultdict(list)
        for stretch in (*self._of_home(), *self._complete(declared)):
            self._allowed[stretch.file].append(stretch)

    def _complete(self, declared: StringSet) -> Iterator[Stretch]:
        for symbol in declared.complete_in:
            yield from self._stretches.of_target(self._index.lookup(symbol))

    def _of_home(self) -> Iterator[Stretch]:
        """The home's whole module, and the statements elsewhere of the variables that the home is made of."""
        home = self.home
        if home.file is None:
            return
        yield Stretch(home.file, 1, home.file.facts.lines)
        pending, seen = self._stretches.of_target(home), set[Stretch]()
        while pending:
            stretch = pending.pop()
            if stretch not in seen:
                seen.add(stretch)
                yield stretch
                used = [*self._stretches.variables(stretch), *self._used(stretch)]
                pending += [step for target in used for step in self._stretches.of_target(target)]

    def _used(self, stretch: Stretch) -> Iterator[Target]:
        for access in self._stretches.accesses(stretch):
            if access.target.kind == "binding":
                yield access.target
        if self.home.kind == "module" and stretch.file is self.home.file:
            for edge in self._index.edges(stretch.file):
                if edge.origin.kind == "binding":
                    yield edge.origin

    def copies(self) -> Iterator[Copy]:
        """The places that state it again, by path."""
        values = frozenset(self._values)
        for file in self._index.files:
            allowed = self._allowed.get(file, [])
            strings = [
                string
                for string in self._index.literals(file).strings
                if string.value in values
                and string.role in ("value", "key")
                and not any(stretch.has(string.line) for stretch in allowed)
            ]
            if strings and not file.source.is_stub:
                yield from self._in_file(file, strings)

    def _in_file(self, file: File, strings: list[StringLiteral]) -> Iterator[Copy]:
        told: set[StringLiteral] = set()
        for copy, held in (*self._bodies(file, strings), *self._displays(file, strings)):
            if not told.issuperset(held):
                told.update(held)
                yield copy
        for string in strings:
            if string in told or is_member_of_enum(self._index, file, string.name):
                continue
            names, simple = self._names.get(string.value, [""]), string.name.rpartition(".")[2]
            # only the constants of a module are known by their simple names
            is_namesake = self.home.kind == "module" and simple in names and simple != ""
            if is_namesake or self._takes_single:
                called = string.name or repr(string.value)
                member = simple if is_namesake else names[0]
                yield Copy(file, string.span, called, string.around, (string.value,), True, member)

    def _bodies(self, file: File, strings: list[StringLiteral]) -> Iterator[tuple[Copy, list[StringLiteral]]]:
        """Classes, and modules, that give several names a value each."""
        displays = self._index.literals(file).displays
        named: defaultdict[str, list[StringLiteral]] = defaultdict(list)
        for string in strings:
            name = _given_to(string, displays)
            if name:
                named[name.rpartition(".")[0]].append(string)
        for body, held in named.items():
            owner = self._index.definition_of(file, body) if body else None
            size = sum(binding.scope == owner.body for binding in file.facts.bindings) if owner else 0
            shared = self._shared(held, size)
            if shared:
                span = owner.name_span if owner else held[0].span
                called = body or _listed([each.name for each in held])
                yield Copy(file, span, called, body, shared), held

    def _displays(
        self, file: File, strings: list[StringLiteral]
    ) -> Iterator[tuple[Copy, list[StringLiteral]]]:
        """Tuples, lists, sets and keys of dicts."""
        displays = self._index.literals(file).displays
        elements: defaultdict[int, list[StringLiteral]] = defaultdict(list)
        for string in strings:
            if string.display >= 0:
                elements[string.display].append(string)
        for number, held in elements.items():
            display = displays[number]
            shared = self._shared(held, display.size)
            if shared and not self._is_translation(file, display):
                called = display.name or KINDS[display.kind]
                yield Copy(file, display.span, called, display.around, shared), held

    def _is_translation(self, file: File, display: Display) -> bool:
        """Whether a table leads from words of another vocabulary, which may be the same, to the home's."""
        accesses = self._stretches.accesses(Stretch(file, display.line, display.end_line))
        return any(
            access.target.file is self.home.file
            and f"{access.target.name}.".startswith(f"{self.home.name}.".lstrip("."))
            for access in accesses
        )

    def _shared(self, held: list[StringLiteral], size: int) -> tuple[str, ...]:
        """The values that are stated, none where they are too few, or too few of all that is stated."""
        have = {string.value for string in held}
        shared = tuple(value for value in self._values if value in have)
        number, all_of_it = len(shared), len(self._values)
        if number < all_of_it:  # then there must be nothing else
            return shared if number >= max(LEAST, SHARE * all_of_it) and number >= size else ()
        return shared if number > 1 and number >= SHARE * size else ()


def _given_to(string: StringLiteral, displays: tuple[Display, ...]) -> str:
    """The name that is given the string, or in a class a tuple that begins with it."""
    if string.display < 0 or string.position or string.name:
        return string.name
    display = displays[string.display]
    return display.name if display.kind == "()" and display.around else ""


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def is_member_of_enum(index: Index, file: File, name: str) -> bool:
    """Whether a variable is a member of an enum: it is told from others by more than its value."""
    owner = index.definition_of(file, name.rpartition(".")[0]) if "." in name else None
    return owner is not None and owner.kind == "class" and is_enum(index, file, owner)

"""What a stretch of a source has of a set: strings, names that stand for them, or the set as a whole."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ssot_lint.api import (
    WRITTEN,
    Access,
    Call,
    File,
    Index,
    NamedString,
    Stretch,
    Stretches,
    StringSet,
    Target,
    is_enum,
    named_strings,
)

# What is done with all of a set by those to whom it is handed.
_TAKES_ALL = frozenset(
    f"builtins.{name}"
    for name in (
        *("all", "any", "dict", "enumerate", "filter", "frozenset", "iter", "len", "list", "map", "max"),
        *("min", "reversed", "set", "sorted", "sum", "tuple", "zip"),
    )
)
_TAKES_NONE = frozenset(
    ("builtins.isinstance", "builtins.issubclass", "builtins.type", "typing.cast", "typing.TypeVar")
)
_ALL = frozenset(
    ("__members__", "_member_map_", "_member_names_", "_value2member_map_", "choices", "names", "values")
)


@dataclass
class Evidence:
    """The values of a set that were seen; whether all of it is dealt with at once; what cannot be known."""

    values: set[str] = field(default_factory=set)
    is_whole: bool = False
    doubt: str = ""


class Reader:
    """Reads stretches for what they have of one set."""

    def __init__(self, index: Index, stretches: Stretches, declared: StringSet) -> None:
        self._index = index
        self.stretches = stretches
        self.values = tuple(dict.fromkeys(declared.values))
        self.home = index.lookup(declared.home)
        self._automatic = _automatic(index, self.home)

    def evidence(self, stretches: Iterable[Stretch]) -> Evidence:
        """What stretches have, with the statements of those names outside of them that they use."""
        found = Evidence()
        pending = list(stretches)
        seen = set(pending)
        while pending:
            stretch = pending.pop()
            found.values |= self._written_out(stretch)
            steps = [
                step for target in self.stretches.variables(stretch) for step in self._value(target, found)
            ]
            for access in self.stretches.accesses(stretch):
                steps += self._follow(stretch.file, access, found)
            pending += [step for step in dict.fromkeys(steps) if step not in seen]
            seen.update(steps)
        return found

    def _written_out(self, stretch: Stretch) -> set[str]:
        here = self._automatic if stretch.file is self.home.file else ()
        automatic = {each.value for each in here if stretch.has(each.span.line)}
        return automatic | {
            string.value
            for string in self._index.literals(stretch.file).strings
            if stretch.has(string.line) and string.role in ("value", "key")
        }

    def _value(self, variable: Target, found: Evidence) -> list[Stretch]:
        """The statements that give a variable its value; the home's are those of all of the set."""
        found.is_whole |= variable.symbol == self.home.symbol
        return self.stretches.of_target(variable)

    def _follow(self, file: File, access: Access, found: Evidence) -> Iterator[Stretch]:
        """Note what a name says of the set; the statements of another name that it leads to."""
        target = access.target
        if target.symbol == self.home.symbol:
            self._note_home(file, access, found)
        elif target.kind == "external" and target.symbol.startswith(f"{self.home.symbol}."):
            found.doubt = f"{self.home.symbol} is not of the project"
        elif target.kind == "binding":
            yield from self.stretches.of_target(target)
        elif self._is_method(target):
            found.doubt = f"{target.name} may deal with all of them"
        elif self._is_enum(target) and self._takes_all(file, access):
            found.values |= {each.value for each in _automatic(self._index, target)}
            yield from self.members(target)

    def members(self, owner: Target) -> Iterator[Stretch]:
        """The statements that give the names in the body of a class their values."""
        file, definition = owner.file, owner.definition
        if file is not None and definition is not None:
            for binding in file.facts.bindings:
                if binding.scope == definition.body:
                    yield from self.stretches.of(file, f"{definition.qualified_name}.{binding.name}")

    def _is_method(self, target: Target) -> bool:
        """Whether it is a function of the home, which may give out all of its members."""
        inside = self.home.kind == "definition" and target.name.startswith(f"{self.home.name}.")
        return inside and target.file is self.home.file

    def _is_enum(self, target: Target) -> bool:
        file, definition = target.file, target.definition
        return file is not None and definition is not None and is_enum(self._index, file, definition)

    def _note_home(self, file: File, access: Access, found: Evidence) -> None:
        takes_all = None if self.home.kind == "module" else self._takes_all(file, access)
        found.is_whole |= takes_all is True
        if takes_all is None:
            found.doubt = f"{self.home.symbol} is used as a whole"

    def _takes_all(self, file: File, access: Access) -> bool | None:
        """Whether all of a class or variable is dealt with where it is used; None where that is not known."""
        via = access.via
        if access.attributes:
            return True if access.attributes.partition(".")[0] in _ALL else None
        if isinstance(via, Call):
            return True
        if via.call < 0:
            return via.argument != WRITTEN
        call = file.facts.call(via.call)
        taker = self._index.resolve_bound(file, call.scope, call.bound, call.callee).symbol
        return True if taker in _TAKES_ALL else False if taker in _TAKES_NONE else None


def _automatic(index: Index, target: Target) -> tuple[NamedString, ...]:
    """Members whose values are made of their names."""
    return tuple(each for each in named_strings(index, target) if each.is_automatic)

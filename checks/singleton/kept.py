"""Which classes must not be shared, and the record of an instance that is."""

from collections.abc import Mapping
from typing import NamedTuple

from ssot_lint.api import File, Index, Place, Target, matches_symbol

# Bases of what is no instance with state: members, errors, records of values, typing constructs.
_VALUES = ("enum.", "typing.", "typing_extensions.")


class Kept(NamedTuple):
    """An instance that is kept for all.

    `target` is its class, `subject` the symbol of that; `symbol` is that of what keeps it, "" where that is
    the place's. `says` opens the message.
    """

    place: Place
    target: Target
    says: str
    symbol: str = ""

    @property
    def subject(self) -> str:
        """The symbol of the class."""
        return self.target.symbol


class Subjects:
    """Tells which classes must not be shared, and which calls make an instance of one."""

    def __init__(self, index: Index, forbid: tuple[str, ...], makers: Mapping[str, Target]) -> None:
        self._index = index
        self._forbid = forbid
        self._makers = makers
        self._known: dict[str, bool] = {}

    def has(self, target: Target) -> bool:
        """Whether a class must not be shared."""
        symbol = target.symbol
        found = self._known.get(symbol)
        if found is None:
            found = self._known[symbol] = self._is_forbidden(target, symbol)
        return found

    def _is_forbidden(self, target: Target, symbol: str) -> bool:
        if target.kind == "external":
            # `**` does not stand for every class of every library
            return any(p[:1] != "*" and matches_symbol(p, symbol) for p in self._forbid)
        definition, file = target.definition, target.file
        if definition is None or file is None or definition.kind != "class":
            return False
        if definition.trivial or not any(matches_symbol(p, symbol) for p in self._forbid):
            return False
        bases = self._index.ancestors(file, definition)
        return not any(b.external.startswith(_VALUES) or _is_error(b.external) for b in bases)

    def made(self, file: File, scope: int, callee: str) -> Target | None:
        """The class that must not be shared of which a call, as seen from a scope, gives an instance."""
        return self.made_by(self._index.resolve(file, scope, callee))

    def made_by(self, target: Target) -> Target | None:
        """The class that must not be shared of which a call of something gives an instance."""
        if self.has(target):
            return target
        maker = self._makers.get(target.symbol)
        if maker is None and target.definition is not None and target.file is not None:
            returns = (target.definition.returns or "").strip("\"'")
            if target.definition.kind == "function" and returns.replace(".", "_").isidentifier():
                maker = self._index.resolve(target.file, target.definition.scope, returns)
        return maker if maker is not None and self.has(maker) else None


def _is_error(external: str) -> bool:
    return external.startswith("builtins.") and external.endswith(("Error", "Exception", "Warning"))


def class_target(file: File, name: str, index: Index) -> Target:
    """A class of a file as a target."""
    definition = index.definition_of(file, name)
    return Target("definition", file.module or "", name, file, definition)

"""What of a shim is logic, and what only passes on or warns."""

from collections.abc import Iterator
from typing import NamedTuple

from ssot_lint.api import (
    DECORATOR,
    STATEMENT,
    TYPING,
    Call,
    Definition,
    File,
    Index,
    Span,
    Target,
    matches_symbol,
)

from .declared import Shim
from .warned import Warnings

LARGEST = 4  # statements of a function that only passes on, its warnings not counted
HOOKS = ("__getattr__", "__dir__")  # of a module: PEP 562

PASSIVE = frozenset((
    "__import__", "callable", "dict", "dir", "frozenset", "getattr", "globals", "hasattr", "isinstance",
    "issubclass", "len", "list", "locals", "repr", "set", "setattr", "sorted", "str", "super", "tuple",
    "type", "vars",
))  # fmt: skip
"""Builtins that compute nothing of their own."""

PASSES_ON = (
    "alias", "compat", "deprecat", "export", "import", "lazy", "main", "moved", "proxy", "redirect",
    "removed", "shim", "warn",
)  # fmt: skip
"""What is in the name of a helper that makes a redirect, or starts what the script is for."""


class Logic(NamedTuple):
    """A place in a shim that does something itself, and what it is."""

    span: Span
    what: str


class Substance:
    """Looks for logic in one shim."""

    def __init__(self, index: Index, shim: Shim, warnings: Warnings) -> None:
        self._index = index
        self._shim = shim
        self._file: File = shim.file
        self._warnings = warnings
        self._calls = tuple(shim.file.facts.iter_calls())
        self._offered = frozenset(offered(index, shim.new).values())

    def logic(self) -> Iterator[Logic]:
        """Definitions and calls of the shim, or the one definition of a name, that do something."""
        own = [d for d in self._file.facts.definitions if d.scope == 0 and not d.tags & TYPING]
        for definition in own:
            wanted = definition.name == self._shim.name if self._shim.name else definition.name not in HOOKS
            if wanted and self._is_logic(definition):
                yield Logic(definition.name_span, definition.name)
        if not self._shim.name:
            for call in self._calls:
                inside = any(_holds(definition, call) for definition in own)
                if not inside and self._is_effect(call):
                    yield Logic(call.span, f"{call.callee}()")

    def _is_logic(self, definition: Definition) -> bool:
        inner = [d for d in self._file.facts.definitions if d.scope == definition.body]
        if definition.kind != "class":
            return self._does_more(definition)
        if any(map(self._is_logic, inner)):
            return True
        values = any(
            binding.target is None and not binding.name.startswith("__")
            for binding in self._file.facts.bindings
            if binding.scope == definition.body
        )
        return values and not any(map(self._is_elsewhere, self._index.bases(self._file, definition)))

    def _does_more(self, function: Definition) -> bool:
        """Whether a function does more than pass its arguments on, raise or warn."""
        calls = [call for call in self._calls if _holds(function, call) and not call.flags & DECORATOR]
        warns = [call for call in calls if self._warnings.of_call(self._file, call) is not None]
        size = function.size - sum(bool(call.flags & STATEMENT) for call in warns)
        targets = [self._target(call) for call in calls if call not in warns]
        if size > LARGEST:
            return not warns or any(map(_brings_a_result, targets))
        return any(map(_brings_a_result, targets)) and not any(map(self._is_elsewhere, targets))

    def _is_effect(self, call: Call) -> bool:
        """Whether a call that runs when the shim is imported is of the project's own code."""
        target = self._target(call)
        if call.flags & DECORATOR or target.definition is None or target.file is self._file:
            return False
        if target.symbol in self._offered and target.definition.kind != "class":
            return False
        name = target.symbol.lower()
        return (
            not name.endswith(("error", "exception", "warning"))
            and not any(word in name.partition(":")[2] for word in PASSES_ON)
            and self._warnings.of_call(self._file, call) is None
            and not self._is_given_what_is_redirected(call)
        )

    def _is_given_what_is_redirected(self, call: Call) -> bool:
        return any(
            self._index.resolve_bound(self._file, use.scope, use.bound, use.name).symbol in self._offered
            for use in self._file.facts.iter_uses()
            if use.call == call.row
        )

    def _target(self, call: Call) -> Target:
        return self._index.resolve_bound(self._file, call.scope, call.bound, call.callee)

    def _is_elsewhere(self, target: Target) -> bool:
        """Whether something is of another module of the project, or what replaces the shim."""
        if target.kind == "external":
            return matches_symbol(self._shim.new, target.external)
        return target.kind != "missing" and target.file is not self._file


def offered(index: Index, new: str) -> dict[str, str]:
    """Each public name that the replacement has, with its symbol; a class or function is all there is."""
    target = index.lookup(new)
    if target.kind != "module" or target.file is None:
        return {target.name.rpartition(".")[2]: target.symbol} if target.name else {}
    names = [name for name in index.names_of(target.file) if not name.startswith("_")]
    found = {name: index.lookup(f"{target.module}:{name}") for name in names}
    return {name: each.symbol for name, each in found.items() if each.kind in ("definition", "binding")}


def _brings_a_result(target: Target) -> bool:
    """Whether a call of something outside of the project brings a result, for all that is known."""
    name = target.external
    return (
        target.kind == "external"
        and name.removeprefix("builtins.") not in PASSIVE
        and not name.endswith(("import_module", "Error", "Exception", "Warning"))
    )


def _holds(definition: Definition, call: Call) -> bool:
    return definition.line <= call.line <= definition.end_line

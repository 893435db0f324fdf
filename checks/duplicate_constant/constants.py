"""Where a declared constant is stated again: a variable of the same name is given the same value."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ssot_lint.api import Binding, File, Index, SymbolPattern, matches_symbol

from .sets import is_member_of_enum

# What a constant is given: a value written out, or an expression. Names are aliases, calls make things.
_VALUES = ("0", "()", "[]", "{}", "{*}", "")


class Constant(NamedTuple):
    """A variable of a module or class."""

    file: File
    binding: Binding
    name: str

    @property
    def symbol(self) -> str:
        """`package.module:NAME`."""
        return f"{self.file.module or self.file.path}:{self.name}"


def restated(index: Index, declared: Iterable[str]) -> Iterator[tuple[Constant, Constant]]:
    """The variables that state a declared constant again, each with that constant, by path."""
    homes: defaultdict[str, list[Constant]] = defaultdict(list)
    for home in _homes(index, declared):
        homes[home.binding.name].append(home)
    written = _Written()
    for constant in _constants(index, homes):
        own = homes[constant.binding.name]
        if any(home.file is constant.file for home in own):
            continue
        if is_member_of_enum(index, constant.file, constant.name):
            continue
        same = [home for home in own if written.statement(home) == written.statement(constant)]
        if same:
            yield constant, same[0]


def _homes(index: Index, declared: Iterable[str]) -> Iterator[Constant]:
    exact = [symbol for symbol in declared if not isinstance(symbol, SymbolPattern)]
    patterns = [symbol for symbol in declared if isinstance(symbol, SymbolPattern)]
    for symbol in exact:
        target = index.lookup(symbol)
        if target.kind == "binding" and target.file is not None:
            names = (target.name.rpartition(".")[2],)
            yield from (each for each in _of_file(target.file, names, calls=True) if each.name == target.name)
    if patterns:
        for file in index.files:
            for each in _of_file(file, None):
                if any(matches_symbol(pattern, each.symbol) for pattern in patterns):
                    yield each


def _constants(index: Index, names: Iterable[str]) -> Iterator[Constant]:
    wanted = frozenset(names)
    for file in index.files:
        if not file.source.is_stub:
            yield from _of_file(file, wanted, calls=True)


def _of_file(file: File, names: Iterable[str] | None, calls: bool = False) -> Iterator[Constant]:
    """The variables of a file, those of some simple names, that may be constants."""
    scopes = file.facts.scopes
    for binding in file.facts.bindings:
        scope = scopes[binding.scope]
        if names is not None and binding.name not in names:
            continue
        if binding.declared or binding.target is not None or scope.kind not in ("module", "class"):
            continue
        if binding.name.startswith("__") or not (calls or binding.value in _VALUES):
            continue
        yield Constant(file, binding, f"{scope.qualified_name}.{binding.name}".removeprefix("."))


class _Written:
    """The statements of constants, as fingerprints: equal ones give equal names equal values."""

    def __init__(self) -> None:
        self._lines: dict[File, dict[int, list[int]]] = {}

    def statement(self, constant: Constant) -> list[int]:
        """What stands on the line of a constant, which is its statement alone but for rare ones."""
        known = self._lines.get(constant.file)
        if known is None:
            known = self._lines[constant.file] = {}
            for first, _, fingerprint in constant.file.facts.iter_statements():
                known.setdefault(first, []).append(fingerprint)
        return known.get(constant.binding.line, [])

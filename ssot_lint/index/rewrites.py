"""Which attributes of modules and classes some source sets that does not define them there."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from ssot_lint.index.trace import Tracer
from ssot_lint.model import WRITE_WIDTH, File, Write, column

_REPLACED = ("=", "+=")


class Rewrites:
    """Looks up what attributes are written to; each name is resolved when it is first asked for."""

    def __init__(self, tracer: Tracer, files: Sequence[File]) -> None:
        self._tracer = tracer
        self._files = files
        self._owners: dict[str, frozenset[str]] = {}

    def are_made(self, owner: str, name: str) -> bool:
        """Whether an attribute of a module or class, by its symbol, is set anywhere by that name."""
        if name not in self._by_name:
            return False
        owners = self._owners.get(name)
        if owners is None:
            owners = self._owners[name] = frozenset(self._symbols(name))
        return owner in owners

    def are_anywhere(self, name: str) -> bool:
        """Whether anything at all, an instance perhaps, gets an attribute of that name."""
        return name in self._by_name

    def _symbols(self, name: str) -> Iterable[str]:
        for file in self._by_name[name]:
            for write in file.facts.iter_writes():
                prefix, _, last = write.name.rpartition(".")
                if last == name and write.kind in _REPLACED:
                    yield self._owner(file, write, prefix)

    def _owner(self, file: File, write: Write, prefix: str) -> str:
        """The symbol of the module or class that gets an attribute, "" where that is not known."""
        found = self._tracer.resolve_bound(file, write.bound, prefix)
        if found.kind in ("module", "definition"):
            return found.symbol
        # `cls.f = …` and `self.f = …` in a method
        if "." not in prefix and write.bound > 0:
            method = next((d for d in file.facts.definitions if d.body == write.bound), None)
            if method is not None and file.facts.scopes[method.scope].kind == "class":
                home = file.module or file.path
                return f"{home}:{file.facts.scopes[method.scope].qualified_name}"
        return ""

    @cached_property
    def _by_name(self) -> dict[str, dict[File, None]]:
        """Simple name of an attribute -> the files that write to one, in order."""
        found: dict[str, dict[File, None]] = {}
        for file in self._files:
            strings = file.facts.strings
            for number in set(column("i", file.facts.writes)[::WRITE_WIDTH]):
                found.setdefault(strings[number].rpartition(".")[2], {})[file] = None
        return found

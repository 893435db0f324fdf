"""Which other simple names the statements of the project give to a name."""

from collections.abc import Collection, Sequence
from functools import cached_property

from ssot_lint.model import File


class Aliases:
    """Renamings by imports and assignments, whatever the name stands for."""

    def __init__(self, files: Sequence[File]) -> None:
        self._files = files

    def all_of(self, names: Collection[str]) -> set[str]:
        """Simple names, and all that something with one of those names may be called elsewhere."""
        known: set[str] = set()
        new = set(names)
        while new:
            known |= new
            new = set().union(*(self._given.get(name, ()) for name in new)) - known
        return known

    def origins(self, name: str) -> set[str]:
        """A simple name, and all that something which is called so may be called elsewhere."""
        if name not in self._origins:
            return {name}
        known: set[str] = set()
        new = {name}
        while new:
            known |= new
            new = set().union(*(self._origins.get(each, ()) for each in new)) - known
        return known

    @cached_property
    def _origins(self) -> dict[str, set[str]]:
        """Name that some statement binds -> the other names that it stands for."""
        found: dict[str, set[str]] = {}
        for origin, names in self._given.items():
            for name in names:
                found.setdefault(name, set()).add(origin)
        return found

    @cached_property
    def _given(self) -> dict[str, set[str]]:
        """Simple name -> the other names that some statement of the project binds it to."""
        found: dict[str, set[str]] = {}
        for file in self._files:
            for statement in file.facts.imports:
                bound = statement.bound
                if bound != statement.name and bound is not None:
                    name = statement.name or statement.module.rpartition(".")[2]
                    if bound != name:
                        found.setdefault(name, set()).add(bound)
            for binding in file.facts.bindings:
                if binding.target is not None:
                    name = binding.target.rpartition(".")[2]
                    if name != binding.name:
                        found.setdefault(name, set()).add(binding.name)
        return found

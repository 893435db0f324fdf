"""Where a definition of the base is in the head: at its place, in the renamed file, or moved as it is."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from ssot_lint.index import Index
from ssot_lint.model import Definition, File

Home = tuple[File, Definition]
_Substance = tuple[str, int]


class Survivors:
    """Finds definitions again; `renamed` are files, old path -> new one."""

    def __init__(self, before: Index, after: Index, renamed: Mapping[str, str]) -> None:
        self._before = before
        self._after = after
        self._renamed = renamed

    def file(self, path: str) -> File | None:
        """The file that one of the base is now."""
        return self._after.file(self._renamed.get(path, path))

    def at_place(self, path: str, qualified_name: str) -> Home | None:
        """What has the name in the same file."""
        file = self.file(path)
        definition = self._after.definition_of(file, qualified_name) if file else None
        return (file, definition) if file and definition else None

    def moved(self, path: str, qualified_name: str) -> Home | None:
        """The one definition of the head that is new and has the parameters and the body of one that went.

        None where that is too small to be told from others.
        """
        file = self._before.file(path)
        definition = self._before.definition_of(file, qualified_name) if file else None
        if definition is None or definition.trivial or definition.size < 2:
            return None
        found = self._fresh.get(_substance(definition), [])
        return found[0] if len(found) == 1 else None

    @cached_property
    def _fresh(self) -> dict[_Substance, list[Home]]:
        """The definitions of the head that the base has not at their place."""
        origins = {new: old for old, new in self._renamed.items()}
        found: defaultdict[_Substance, list[Home]] = defaultdict(list)
        for file, definition in self._after.definitions():
            old = self._before.file(origins.get(file.path, file.path))
            if old is None or self._before.definition_of(old, definition.qualified_name) is None:
                found[_substance(definition)].append((file, definition))
        return found

    def module(self, name: str) -> str | None:
        """The module that one of the base is now, None where its file went."""
        old = self._before.module(name)
        new = self.file(old.path) if old else None
        return new.module if new else None


def _substance(definition: Definition) -> _Substance:
    return "class" if definition.kind == "class" else "function", definition.exact

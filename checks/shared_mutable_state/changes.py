"""Where class attributes are changed in place, and where instances are given values of their own."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from ssot_lint.api import Binding, Definition, File, Index, Span, Write

Owner = tuple[str, int, str]
"""Path of the file, scope of the class, name of the attribute."""
Attribute = tuple[File, Definition, Binding]

_MUTATING = frozenset((
    "__delitem__", "__setitem__", "add", "append", "appendleft", "clear", "difference_update", "discard",
    "extend", "extendleft", "insert", "intersection_update", "move_to_end", "pop", "popitem", "popleft",
    "remove", "reverse", "rotate", "setdefault", "sort", "subtract", "symmetric_difference_update", "update",
))  # fmt: skip
_OF_CLASSES = ("__new__", "__init_subclass__", "__class_getitem__", "__set_name__")
_IN_PLACE = ("[]", "+=")


class Change(NamedTuple):
    """A change of a class attribute in place: through `self`, or by an instance through its class."""

    owner: Owner
    through: Literal["self", "class"]
    file: File
    scope: int
    span: Span

    def where(self, file: File) -> str:
        """The method that changes it, as a message about a file names it."""
        name = self.file.facts.scopes[self.scope].qualified_name
        line = self.span.line
        return f"{name} on line {line}" if self.file is file else f"{name} in {self.file.path}:{line}"


def changes(index: Index, attributes: Mapping[Owner, Attribute]) -> Iterator[Change]:
    """The changes of some attributes by methods of their classes and of those that inherit from these."""
    names = {name for _, _, name in attributes}
    nearest = _Nearest(index)
    for file, call in index.calls(names):
        held, _, method = call.callee.rpartition(".")
        if method in _MUTATING and held.rpartition(".")[2] in names:
            yield from _change(index, attributes, nearest, file, call.scope, call.bound, held, call.span)
    for file, write in _writes(index, names):
        if write.kind in _IN_PLACE:
            place = (write.scope, write.bound, write.name, write.span)
            yield from _change(index, attributes, nearest, file, *place)


def _change(
    index: Index,
    attributes: Mapping[Owner, Attribute],
    nearest: "_Nearest",
    file: File,
    scope: int,
    bound: int,
    held: str,
    span: Span,
) -> Iterator[Change]:
    holder, _, name = held.rpartition(".")
    around = index.method_around(file, bound if holder.partition(".")[0] in ("self", "cls") else scope)
    if around is None:
        return
    definition, method = around
    if holder in ("self", "self.__class__"):
        owner = nearest.owner(file, definition, name)
    else:
        target = index.resolve_bound(file, scope, bound, holder)
        if target.definition is None or target.file is None or target.definition.kind != "class":
            return
        owner = nearest.owner(target.file, target.definition, name)
    if owner is None or owner not in attributes:
        return
    if holder == "self":
        yield Change(owner, "self", file, scope, span)
    elif not _is_of_class(method) and _inherits(index, file, definition, owner):
        yield Change(owner, "class", file, scope, span)


def _is_of_class(method: Definition) -> bool:
    """Whether a method is called on the class, which then changes what is its own."""
    return method.name in _OF_CLASSES or any(
        name.rpartition(".")[2] in ("classmethod", "staticmethod") for name in method.decorators
    )


def _inherits(index: Index, file: File, definition: Definition, owner: Owner) -> bool:
    return any(owner[:2] == (home.path, member.body) for home, member in index.lineage(file, definition))


class _Nearest:
    """Tells which class an attribute is taken from."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._bound: dict[str, set[tuple[int, str]]] = {}

    def owner(self, file: File, definition: Definition, name: str) -> Owner | None:
        """The class that an attribute is taken from, nearest first, None where it is none of the project."""
        for home, member in self._index.lineage(file, definition):
            if (member.body, name) in self._names(home):
                return home.path, member.body, name
        return None

    def _names(self, file: File) -> set[tuple[int, str]]:
        """The names that a file binds, each with its scope."""
        known = self._bound.get(file.path)
        if known is None:
            given = (each for each in file.facts.bindings if not each.declared)
            known = self._bound[file.path] = {(each.scope, each.name) for each in given}
        return known


def own_values(index: Index, attributes: Mapping[Owner, Attribute]) -> set[Owner]:
    """The attributes for which some instance is given a value of its own."""
    by_place: defaultdict[tuple[str, str], list[Owner]] = defaultdict(list)
    for path, scope, name in attributes:
        by_place[path, name].append((path, scope, name))
    found: set[Owner] = set()
    for file, write in _writes(index, {name for _, _, name in attributes}):
        holder, _, name = write.name.rpartition(".")
        if write.kind != "=" or holder == "cls":
            continue
        # by whatever name the instance goes, in a factory or `__new__`
        found.update(by_place[file.path, name])
        around = index.method_around(file, write.bound) if holder == "self" else None
        if around is not None:
            lines = index.lineage(file, around[0])
            found.update((home.path, member.body, name) for home, member in lines)
    return found


def _writes(index: Index, names: set[str]) -> Iterator[tuple[File, Write]]:
    """What is written to attributes of some names."""
    return (each for each in index.writes(names) if each[1].name.rpartition(".")[2] in names)

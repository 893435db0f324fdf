"""What a class and its instances have: what bodies bind, and what methods set."""

from collections.abc import Iterator
from typing import NamedTuple

from ssot_lint.api import Definition, File, Index, Target

# Bases that give what inherits from them no attributes of consequence.
_BARE = frozenset((
    "abc.ABC", "builtins.object", "typing.Generic", "typing.NamedTuple", "typing.Protocol",
    "typing_extensions.Generic", "typing_extensions.Protocol",
))  # fmt: skip
_DATACLASS = "dataclasses.dataclass"
_OPEN = ("__getattr__", "__getattribute__", "__slots__")
_SETTERS = ("setattr", "__setattr__", "__dict__.update", "vars")


class Member(NamedTuple):
    """A name that a class or its instances have; `is_written`: only methods set it."""

    file: File
    scope: int
    annotation: str | None
    is_written: bool = False


def members(index: Index, file: File, definition: Definition) -> dict[str, Member]:
    """The members of a class by name, its own before inherited ones, as far as they are seen."""
    found: dict[str, Member] = {}
    for where, class_ in _line(index, file, definition):
        body = class_.body
        for binding in where.facts.bindings:
            if binding.scope == body:
                found.setdefault(binding.name, Member(where, body, binding.annotation))
        for inner in where.facts.definitions:
            if inner.scope == body:
                found.setdefault(inner.name, Member(where, body, inner.returns))
        for each in where.facts.imports:
            if each.scope == body and each.bound:
                found.setdefault(each.bound, Member(where, body, None))
        for name in _written(where, class_):
            found.setdefault(name, Member(where, body, None, is_written=True))
    return found


def lacks(index: Index, file: File, definition: Definition, name: str) -> bool:
    """Whether a class certainly has no member of that name."""
    if not _are_known(index, file, definition):
        return False
    if not all(_is_known(index, each) for each in index.ancestors(file, definition)):
        return False
    names = set(names_of(index, file, definition))
    if name in names or any(each in names for each in _OPEN):
        return False
    return not any(_sets_freely(*each) for each in _line(index, file, definition))


def names_of(index: Index, file: File, definition: Definition) -> list[str]:
    """All names that a class and its instances are seen to have, inherited ones included, sorted."""
    found: set[str] = set()
    for where, class_ in _line(index, file, definition):
        facts = where.facts
        found.update(d.name for d in facts.definitions if d.scope == class_.body)
        found.update(b.name for b in facts.bindings if b.scope == class_.body)
        found.update(i.bound for i in facts.imports if i.scope == class_.body and i.bound)
        found.update(_written(where, class_))
    return sorted(found)


def _line(index: Index, file: File, definition: Definition) -> Iterator[tuple[File, Definition]]:
    yield file, definition
    for each in index.ancestors(file, definition):
        if each.file is not None and each.definition is not None:
            yield each.file, each.definition


def _written(file: File, definition: Definition) -> set[str]:
    """The attributes that the methods of a class set on their first parameter."""
    firsts = {
        method.body: method.parameters[0].name
        for method in file.facts.definitions
        if method.scope == definition.body and method.kind != "class" and method.parameters
    }
    found = set()
    for write in file.facts.iter_writes():
        first, _, rest = write.name.partition(".")
        if firsts.get(write.bound) == first and write.kind == "=" and "." not in rest:
            found.add(rest)
    return found


def _sets_freely(file: File, definition: Definition) -> bool:
    """Whether a method of a class may set attributes of any name."""
    scopes, inside = file.facts.scopes, f"{definition.qualified_name}."
    return any(
        call.callee.endswith(_SETTERS) and f"{scopes[call.scope].qualified_name}.".startswith(inside)
        for call in file.facts.iter_calls()
    )


def _is_known(index: Index, target: Target) -> bool:
    """Whether all that an ancestor has is seen."""
    if target.file is None or target.definition is None:
        return target.external in _BARE
    return target.definition.kind == "class" and _are_known(index, target.file, target.definition)


def _are_known(index: Index, file: File, definition: Definition) -> bool:
    """Whether nothing but its body and its bases, all of which are known, gives a class its members."""
    decorators = [index.resolve(file, definition.scope, name).symbol for name in definition.decorators]
    bases = index.bases(file, definition)
    return (
        not definition.keywords
        and all(symbol == _DATACLASS for symbol in decorators)
        and all(base.definition is not None or base.external in _BARE for base in bases)
    )

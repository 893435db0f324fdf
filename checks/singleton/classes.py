"""Classes that keep their one instance themselves: `_instance`, a metaclass, a shared `__dict__`."""

import re
from collections.abc import Iterator

from ssot_lint.api import SUPER, File, Index, Target

from .kept import Kept, Subjects, class_target

_INSTANCE = re.compile("instance|singleton|inst$", re.IGNORECASE)
_NEW = (f"{SUPER}.__new__", "object.__new__", "cls", "cls.__new__")


def self_keeping(index: Index, subjects: Subjects) -> Iterator[Kept]:
    """Classes of which a method, `__new__` perhaps, keeps an instance in the class."""
    for file in index.files:
        seen: set[tuple[int, str]] = set()
        for scope, holder, name, callee in _given(file):
            found = index.method_around(file, scope)
            if found is None:
                continue
            class_, method = found
            target = class_target(file, class_.qualified_name, index)
            if holder not in ("cls", class_.name) or (class_.body, name) in seen or not subjects.has(target):
                continue
            makes = method.name == "__new__" if not callee else callee in _NEW
            if makes or (callee and index.resolve(file, scope, callee) == target):
                seen.add((class_.body, name))
                says = f"{class_.name} keeps one instance for all in {name}, which {method.name} hands out"
                place = index.definition_place(file, class_)
                yield Kept(place, target, says, f"{target.symbol}.{name}")


def _given(file: File) -> Iterator[tuple[int, str, str, str]]:
    """What methods give to classes: scope, class, attribute, and what is called for it, "" for nothing."""
    for result in file.facts.iter_results():
        holder, _, name = result.name.rpartition(".")
        if holder and holder != "self" and "." not in holder:
            call = file.facts.call(result.call)
            yield call.scope, holder, name, call.callee
    for write in file.facts.iter_writes():
        holder, _, name = write.name.rpartition(".")
        # a `__new__` that has made the instance before, and keeps it under a name that says so
        if holder and write.kind in ("=", "[]") and _INSTANCE.search(name):
            yield write.scope, holder, name, ""


def with_metaclasses(index: Index, subjects: Subjects) -> Iterator[Kept]:
    """Classes whose metaclass, one of the project, keeps what a call of the class gives."""
    keeping: dict[str, bool] = {}
    for file, class_ in index.definitions("class"):
        name = dict(class_.keywords).get("metaclass")
        if not name:
            continue
        meta = index.resolve(file, class_.scope, name)
        if meta.symbol not in keeping:
            keeping[meta.symbol] = _keeps_calls(index, meta)
        target = class_target(file, class_.qualified_name, index)
        if keeping[meta.symbol] and subjects.has(target):
            says = f"{class_.name} has one instance for all, which its metaclass {name} keeps"
            yield Kept(index.definition_place(file, class_), target, says)


def _keeps_calls(index: Index, meta: Target) -> bool:
    file, definition = meta.file, meta.definition
    if file is None or definition is None:
        return False
    called = index.definition_of(file, f"{definition.qualified_name}.__call__")
    if called is None:
        return False
    makes = any(
        call.scope == called.body and call.callee in (f"{SUPER}.__call__", "type.__call__")
        for call in file.facts.iter_calls()
    )
    return makes and any(
        write.scope == called.body and write.name.partition(".")[0] in ("self", "cls", definition.name)
        for write in file.facts.iter_writes()
    )


def borgs(index: Index, subjects: Subjects) -> Iterator[Kept]:
    """Classes whose instances have one `__dict__` in common."""
    for file in index.files:
        if "self.__dict__" not in file.facts.strings:
            continue
        for write in file.facts.iter_writes():
            found = index.method_around(file, write.scope)
            if write.name != "self.__dict__" or write.kind != "=" or found is None:
                continue
            class_, method = found
            shared = next(
                (
                    b.name
                    for b in file.facts.bindings
                    if b.scope == class_.body and b.value in ("{}", "dict()")
                ),
                None,
            )
            target = class_target(file, class_.qualified_name, index)
            if method.name in ("__init__", "__new__") and shared and subjects.has(target):
                says = f"{class_.name} gives all instances one __dict__, that of {shared}"
                yield Kept(index.place(file, write.span, write.scope), target, says, target.symbol)

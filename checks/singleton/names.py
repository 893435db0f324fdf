"""Instances that a name of a module or class keeps, set at once or lazily, and those that a cache keeps."""

from bisect import bisect_right
from collections.abc import Iterator

from ssot_lint.api import LAZY, SCRIPT, TYPING, Binding, Definition, File, Index, Target, simple_name

from .kept import Kept, Subjects

_CACHES = frozenset((
    "functools.cache", "functools.lru_cache", "async_lru.alru_cache", "cachetools.cached",
    "cachetools.func.lru_cache", "cachetools.func.ttl_cache",
))  # fmt: skip


def named(index: Index, subjects: Subjects) -> Iterator[Kept]:
    """Names of modules and classes that hold an instance."""
    for file in index.files:
        if file.source.is_stub:
            continue
        functions: list[Definition] | None = None
        for binding in file.facts.bindings:
            if not binding.value.endswith("()") or len(binding.value) < 3:
                continue
            if binding.tags & (SCRIPT | TYPING) or file.facts.scopes[binding.scope].kind == "function":
                continue
            setter = None
            if binding.tags & LAZY and not binding.scope:
                if functions is None:
                    functions = sorted((d for d in file.facts.definitions if d.kind != "class"), key=_line)
                setter = _setter(functions, binding)
            # a global that a function sets is seen from there
            seen_from = setter.body if setter else binding.scope
            target = subjects.made(file, seen_from, binding.value[:-2])
            if target is not None and not _is_member(index, file, binding):
                yield _named(index, file, binding, target, setter)


def _named(index: Index, file: File, binding: Binding, target: Target, setter: Definition | None) -> Kept:
    scope = file.facts.scopes[binding.scope]
    name = f"{scope.qualified_name}.{binding.name}".lstrip(".")
    class_ = simple_name(target.symbol)
    kept = f"{name} is one {class_} for all"
    if scope.kind == "class":
        kept = f"{name} is one {class_} for all instances"
    elif setter is not None:
        kept = f"{name} is one {class_} for all, which {setter.qualified_name} sets"
    place = index.place(file, binding.span, binding.scope)
    return Kept(place, target, kept, f"{file.module or file.path}:{name}")


def _setter(functions: list[Definition], binding: Binding) -> Definition | None:
    """The innermost function, of those of a file by their lines, in which a binding stands."""
    before = bisect_right(functions, binding.line, key=_line)
    return next((f for f in reversed(functions[:before]) if binding.line <= f.end_line), None)


def _line(definition: Definition) -> int:
    return definition.line


def _is_member(index: Index, file: File, binding: Binding) -> bool:
    """Whether a binding is a member of an enumeration."""
    if file.facts.scopes[binding.scope].kind != "class":
        return False
    class_ = index.definition_with(file, binding.scope)
    return class_ is not None and any(
        base.external.startswith("enum.") for base in index.ancestors(file, class_)
    )


def cached(index: Index, subjects: Subjects) -> Iterator[Kept]:
    """Functions that make an instance, and a cache that keeps it."""
    names = index.aliases({cache.rpartition(".")[2] for cache in _CACHES})
    for file, function in index.definitions("function"):
        if not function.decorators:
            continue
        caches = [name for name in function.decorators if name.rpartition(".")[2] in names]
        cache = next((c for c in caches if index.resolve(file, function.scope, c).symbol in _CACHES), None)
        if not cache:
            continue
        target = _returned(index, subjects, file, function)
        if target is not None:
            class_ = simple_name(target.symbol)
            says = f"{function.qualified_name} hands out one {class_} to all who call it, which {cache} keeps"
            yield Kept(index.definition_place(file, function), target, says)


def _returned(index: Index, subjects: Subjects, file: File, function: Definition) -> Target | None:
    """The class that must not be shared of which a function makes an instance."""
    own = Target("definition", file.module or "", function.qualified_name, file, function)
    found = subjects.made_by(own)
    if found is not None:
        return found
    for call in index.calls_in(file, function.body):
        made = subjects.made_by(index.resolve_bound(file, call.scope, call.bound, call.callee))
        if made is not None:
            return made
    return None

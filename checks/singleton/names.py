"""Instances that a name of a module or class keeps, set at once or lazily, and those that a cache keeps."""

from collections.abc import Iterator

from ssot_lint.api import LAZY, SCRIPT, TYPING, Binding, Definition, File, Index, Target

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
        for binding in file.facts.bindings:
            if not binding.value.endswith("()") or len(binding.value) < 3:
                continue
            if binding.tags & (SCRIPT | TYPING) or file.facts.scopes[binding.scope].kind == "function":
                continue
            target = subjects.made(file, _seen_from(file, binding), binding.value[:-2])
            if target is not None and not _is_member(index, file, binding):
                yield _named(index, file, binding, target)


def _seen_from(file: File, binding: Binding) -> int:
    """The scope in which a binding stands: of a global that a function sets, the function's."""
    if not binding.tags & LAZY or binding.scope:
        return binding.scope
    setter = _setter(file, binding)
    return setter.body if setter else 0


def _named(index: Index, file: File, binding: Binding, target: Target) -> Kept:
    scope = file.facts.scopes[binding.scope]
    name = f"{scope.qualified_name}.{binding.name}".lstrip(".")
    class_ = target.symbol.replace(":", ".").rpartition(".")[2]
    kept = f"{name} is one {class_} for all"
    if scope.kind == "class":
        kept = f"{name} is one {class_} for all instances"
    elif binding.tags & LAZY and (setter := _setter(file, binding)):
        kept = f"{name} is one {class_} for all, which {setter.qualified_name} sets"
    place = index.place(file, binding.span, binding.scope)
    return Kept(place, target, kept, f"{file.module or file.path}:{name}")


def _setter(file: File, binding: Binding) -> Definition | None:
    """The innermost function in which a binding stands."""
    around = [d for d in file.facts.definitions if d.kind != "class" and d.line <= binding.line <= d.end_line]
    return max(around, key=lambda d: d.line, default=None)


def _is_member(index: Index, file: File, binding: Binding) -> bool:
    """Whether a binding is a member of an enumeration."""
    if file.facts.scopes[binding.scope].kind != "class":
        return False
    class_ = next((d for d in file.facts.definitions if d.body == binding.scope), None)
    return class_ is not None and any(
        base.external.startswith("enum.") for base in index.ancestors(file, class_)
    )


def cached(index: Index, subjects: Subjects) -> Iterator[Kept]:
    """Functions that make an instance, and a cache that keeps it."""
    names = index.aliases({cache.rpartition(".")[2] for cache in _CACHES})
    for file, function in index.definitions("function"):
        caches = [name for name in function.decorators if name.rpartition(".")[2] in names]
        cache = next((c for c in caches if index.resolve(file, function.scope, c).symbol in _CACHES), None)
        target = _returned(index, subjects, file, function) if cache else None
        if target is not None:
            class_ = target.symbol.replace(":", ".").rpartition(".")[2]
            says = f"{function.qualified_name} hands out one {class_} to all who call it, which {cache} keeps"
            yield Kept(index.definition_place(file, function), target, says)


def _returned(index: Index, subjects: Subjects, file: File, function: Definition) -> Target | None:
    """The class that must not be shared of which a function makes an instance."""
    own = Target("definition", file.module or "", function.qualified_name, file, function)
    found = subjects.made_by(own)
    if found is not None:
        return found
    for call in file.facts.iter_calls():
        if call.scope == function.body:
            made = subjects.made_by(index.resolve_bound(file, call.scope, call.bound, call.callee))
            if made is not None:
                return made
    return None

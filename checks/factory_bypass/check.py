"""A class that has a factory is built elsewhere. The specification is README.md, beside this file."""

from collections.abc import Iterator
from typing import NamedTuple

from ssot_lint.api import (
    EXPECTED_TO_FAIL,
    Factory,
    File,
    Finding,
    Index,
    Related,
    Section,
    Span,
    Symbol,
    Target,
    Undecided,
    check,
    key,
    matches_path,
)

# Callables that call what they are given -> the argument, by position or keyword, in which it is given.
BUILDERS = {
    "attr.Factory": ("0", "factory"),
    "attr.attrib": ("factory",),
    "attr.field": ("factory",),
    "attr.ib": ("factory",),
    "attrs.Factory": ("0", "factory"),
    "attrs.field": ("factory",),
    "builtins.filter": ("0",),
    "builtins.iter": ("0",),
    "builtins.map": ("0",),
    "builtins.object.__new__": ("0",),
    "asyncio.to_thread": ("0",),
    "collections.defaultdict": ("0",),
    "dataclasses.field": ("default_factory",),
    "fastapi.Depends": ("0", "dependency"),
    "functools.partial": ("0",),
    "functools.partialmethod": ("0",),
    "itertools.starmap": ("0",),
    "pydantic.Field": ("default_factory",),
    "pydantic.PrivateAttr": ("default_factory",),
    "threading.Thread": ("1", "target"),
}


class FactoriesSection(Section):
    """The classes that have a factory."""

    factories: dict[Symbol, Factory] = key("factories", {}, "guarded classes and their factories")

    def off(self) -> str | None:
        return None if self.factories else "no factories declared"


class Guarded(NamedTuple):
    """A class that only its factory may build."""

    target: Target
    factory: Factory
    maker: Target


@check(code="SST201", severity="error", scope="project", section=FactoriesSection)
def factory_bypass(index: Index, section: FactoriesSection) -> Iterator[Finding | Undecided]:
    """A class that has a factory is built elsewhere."""
    guarded = _guarded(index, section)
    names = {_simple_name(symbol) for symbol in guarded}
    yield from _calls(index, guarded, names)
    yield from _handed_over(index, guarded, names)


def _guarded(index: Index, section: FactoriesSection) -> dict[str, Guarded]:
    """Each guarded class by its symbol; a subclass that is declared itself keeps its own factory."""
    found = {
        target.symbol: Guarded(target, factory, index.lookup(factory.use))
        for symbol, factory in section.factories.items()
        if (target := index.lookup(symbol)).kind in ("definition", "external")
    }
    families = {symbol: guard for symbol, guard in found.items() if guard.factory.subclasses}
    if families:
        for file, definition in index.definitions("class"):
            symbol = index.definition_place(file, definition).symbol
            ancestors = (families.get(ancestor.symbol) for ancestor in index.ancestors(file, definition))
            guard = next((guard for guard in ancestors if guard), None)
            if guard and symbol not in found:
                name = definition.qualified_name
                own = Target("definition", file.module or "", name, file, definition)
                found[symbol] = guard._replace(target=own)
    return found


def _calls(index: Index, guarded: dict[str, Guarded], names: set[str]) -> Iterator[Finding | Undecided]:
    for file, call in index.calls(names):
        callee = call.callee.removesuffix(".__new__")
        target = index.resolve_bound(file, call.scope, call.bound, callee)
        if call.flags & EXPECTED_TO_FAIL:
            continue
        guard = guarded.get(target.symbol)
        if guard and not _may_build(file, call.scope, guard):
            yield _finding(index, file, call.span, call.scope, guard, "built here")
        elif target.kind == "undecided" and _simple_name(callee) in names:
            place = index.place(file, call.span, call.scope)
            yield Undecided(place, callee, "it may be a class that has a factory")


def _handed_over(index: Index, guarded: dict[str, Guarded], names: set[str]) -> Iterator[Finding]:
    for file, use in index.uses(names):
        if use.call < 0:
            continue
        guard = guarded.get(index.resolve_bound(file, use.scope, use.bound, use.name).symbol)
        if guard is None or _may_build(file, use.scope, guard):
            continue
        call = file.facts.call(use.call)
        builder = index.resolve_bound(file, call.scope, call.bound, call.callee).symbol
        if use.argument in BUILDERS.get(builder, ()) and not call.flags & EXPECTED_TO_FAIL:
            how = f"handed to {call.callee}, which builds it"
            yield _finding(index, file, use.span, use.scope, guard, how)


def _may_build(file: File, scope: int, guard: Guarded) -> bool:
    """Whether a scope of a file belongs to the factory, or is allowed by the policy."""
    factory, maker = guard.factory, guard.maker
    if any(matches_path(glob, file.path) for glob in factory.allow):
        return True
    if not factory.strict:
        return file in (guard.target.file, maker.file)
    here = file.facts.scopes[scope].qualified_name
    return file is maker.file and f"{here}.".startswith(f"{maker.name}.")


def _finding(index: Index, file: File, span: Span, scope: int, guard: Guarded, how: str) -> Finding:
    target, factory, maker = guard
    return Finding(
        place=index.place(file, span, scope),
        message=f"{_simple_name(target.symbol)} is {how}; use {factory.use}",
        subject=target.symbol,
        hint=f"have {factory.use} make it, or pass it in",
        related=(*_related(index, target, "defined here"), *_related(index, maker, "its factory")),
    )


def _related(index: Index, target: Target, message: str) -> Iterator[Related]:
    if target.file is not None and target.definition is not None:
        yield Related(index.definition_place(target.file, target.definition), message)


def _simple_name(symbol: str) -> str:
    return symbol.replace(":", ".").rpartition(".")[2]

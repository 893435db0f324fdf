"""Which classes have a factory, and which places may build them."""

from collections.abc import Iterator
from typing import NamedTuple

from ssot_lint.api import (
    Factory,
    File,
    Finding,
    Index,
    Place,
    PolicyTargets,
    Span,
    Symbol,
    Target,
    key,
    matches_path,
    nearest,
    related_definition,
    simple_name,
)

from .parameters import parameters


class FactoriesSection(PolicyTargets):
    """The classes that have a factory."""

    factories: dict[Symbol, Factory] = key("factories", {}, "guarded classes and their factories")

    def off(self) -> str | None:
        return None if self.factories else "no factories declared"


class Guarded(NamedTuple):
    """A class that only its factory may build, or a function of which it alone may use some keywords."""

    target: Target
    factory: Factory
    maker: Target
    is_derived: bool = False
    """Whether it is guarded as a subclass, of which the factory need not make instances."""

    @property
    def is_built(self) -> bool:
        """Whether it is a fault to call it."""
        is_function = self.target.definition is not None and self.target.definition.kind != "class"
        return not (is_function and self.factory.keywords)


def guarded_by(index: Index, section: FactoriesSection) -> dict[str, Guarded]:
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
                found[symbol] = guard._replace(target=own, is_derived=True)
    return found


def unknown_keywords(
    index: Index, section: FactoriesSection, guarded: dict[str, Guarded]
) -> Iterator[Finding]:
    """Keywords that are reserved for a factory, and that what it makes has no parameters for."""
    places = {target.key: target for target in section.targets if target.key.startswith("factories")}
    for symbol, factory in section.factories.items():
        guard = guarded.get(index.lookup(symbol).symbol)
        taken = parameters(index, guard.target) if guard and not factory.subclasses else None
        if taken is None or any(parameter.kind == "variadic-keyword" for parameter in taken):
            continue
        names = {parameter.name for parameter in taken}
        for name in (each for each in factory.keywords if each not in names):
            written = places[f"factories.{symbol}"]
            line, column = written.line, written.column
            best = nearest(name, sorted(names))
            yield Finding(
                place=Place(section.policy, Span(line, column, line, column + len(written.text))),
                message=f"{symbol} has no parameter {name}, which keywords reserves for {factory.use}"
                + (f"; did you mean {best}" if best else "; name what it takes, or remove the entry"),
                subject=f"{symbol} {name}",
            )


def may_build(file: File, scope: int, guard: Guarded) -> bool:
    """Whether a scope of a file belongs to the factory, or is allowed by the policy."""
    return any(matches_path(glob, file.path) for glob in guard.factory.allow) or is_at_home(
        file, scope, guard
    )


def is_at_home(file: File, scope: int, guard: Guarded) -> bool:
    """Whether a scope of a file belongs to the factory, or unless that is strict to one of the modules."""
    maker = guard.maker
    if not guard.factory.strict:
        return file in (guard.target.file, maker.file)
    here = file.facts.scopes[scope].qualified_name
    return file is maker.file and f"{here}.".startswith(f"{maker.name}.")


def finding(
    index: Index, file: File, span: Span, scope: int, guard: Guarded, fault: str, subject: str = ""
) -> Finding:
    """What is told of a place; `fault` says of the guarded name what happens to it there."""
    target, factory, maker, _ = guard
    return Finding(
        place=index.place(file, span, scope),
        message=f"{simple_name(target.symbol)} {fault}",
        subject=subject or target.symbol,
        hint=f"have {factory.use} make it, or pass it in",
        related=(
            *related_definition(index, target, "defined here"),
            *related_definition(index, maker, "its factory"),
        ),
    )

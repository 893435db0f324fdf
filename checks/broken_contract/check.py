"""Declared interfaces that are not kept. The specification is README.md, beside this file."""

from collections.abc import Iterator
from typing import NamedTuple

from ssot_lint.api import (
    START,
    Definition,
    File,
    Finding,
    Index,
    Place,
    Related,
    Span,
    Target,
    Undecided,
    check,
    nearest,
)

from .annotations import mean_the_same
from .callables import faults
from .contract import CallableContract, Contract, Contracts
from .members import Member, lacks, members, names_of


class Owner(NamedTuple):
    """A class under contract, and where it is declared."""

    symbol: str
    file: File
    definition: Definition
    declared: Related


@check(code="SST401", severity="error", scope="project", section=Contracts)
def broken_contract(index: Index, section: Contracts) -> Iterator[Finding | Undecided]:
    """A declared interface that its class or function does not keep."""
    places = {
        target.text: Place(
            section.policy, Span(target.line, target.column, target.line, target.column + len(target.text))
        )
        for target in section.targets
        if target.key.startswith("contracts")
    }
    for symbol, contract in section.contracts.items():
        declared = Related(places.get(symbol, Place(section.policy)), "declared here")
        yield from _judged(index, symbol, contract, declared)


def _judged(
    index: Index, symbol: str, contract: Contract, declared: Related
) -> Iterator[Finding | Undecided]:
    target = index.lookup(symbol)
    file, definition = target.file, target.definition
    if definition is None or file is None:
        yield from _absent(index, symbol, target, declared)
    elif definition.kind == "class":
        owner = Owner(symbol, file, definition, declared)
        if contract.is_of_callable:
            message = f"{symbol} is a class, not a function as declared; declare {symbol}.__init__"
            yield _finding(index, owner, symbol, message)
        yield from _of_class(index, owner, contract)
    elif contract.is_of_class:
        message = f"{symbol} is a function, not a class as declared; make it one, or change the contract"
        yield _finding(index, Owner(symbol, file, definition, declared), symbol, message)
    else:
        yield from _of_callable(index, Owner(symbol, file, definition, declared), symbol, target, contract)


def _of_class(index: Index, owner: Owner, contract: Contract) -> Iterator[Finding | Undecided]:
    seen = members(index, owner.file, owner.definition) if contract.types else {}
    for name, field_type in contract.types.items():
        yield from _of_field(index, owner, name, field_type, seen.get(name))
    for name, method in contract.methods.items():
        symbol = f"{owner.symbol}.{name}"
        target = index.lookup(f"{_symbol_of(owner)}.{name}")
        if target.definition is not None and target.definition.kind != "class":
            yield from _of_callable(index, owner, symbol, target, method)
        elif target.kind == "undecided" and lacks(index, owner.file, owner.definition, name):
            yield _finding(
                index, owner, symbol, f"{owner.symbol} has no method {name}{_like(index, owner, name)}"
            )
        elif target.kind == "binding" or target.definition is not None:
            yield _unknown(index, owner, symbol, "it is bound to a value of which the parameters are unknown")
        else:
            yield _unknown(index, owner, symbol, "the class may get it where it cannot be seen")


def _of_callable(
    index: Index, owner: Owner, symbol: str, target: Target, contract: CallableContract
) -> Iterator[Finding]:
    file, definition = target.file, target.definition
    assert file is not None
    assert definition is not None
    broken = list(dict.fromkeys(faults(index, file, definition, contract)))
    if not broken:
        return
    message = f"{symbol} {', '.join(broken)}; keep what the policy declares, or change it and all callers"
    is_own = owner.definition is definition or definition.scope == owner.definition.body
    if file is owner.file and is_own:
        place = index.definition_place(file, definition)
        related: tuple[Related, ...] = (owner.declared,)
    else:  # the class may keep the contract by an override of its own
        place = index.definition_place(owner.file, owner.definition)
        related = (owner.declared, Related(index.definition_place(file, definition), "what it inherits"))
    yield Finding(place=place, message=message, subject=symbol, hint=_HINT, related=related)


def _of_field(
    index: Index, owner: Owner, name: str, declared: str | None, found: Member | None
) -> Iterator[Finding | Undecided]:
    symbol = f"{owner.symbol}.{name}"
    if found is None:
        if lacks(index, owner.file, owner.definition, name):
            yield _finding(
                index, owner, symbol, f"{owner.symbol} has no field {name}{_like(index, owner, name)}"
            )
        else:
            yield _unknown(index, owner, symbol, "the class may get it where it cannot be seen")
        return
    yield from _of_type(index, owner, symbol, found, declared)


def _of_type(
    index: Index, owner: Owner, symbol: str, found: Member, declared: str | None
) -> Iterator[Finding | Undecided]:
    if declared is None:
        return
    if found.annotation is None:
        if found.is_written:
            yield _unknown(index, owner, symbol, "the type of an attribute that methods set is unknown")
        else:
            yield _finding(index, owner, symbol, f"{symbol} has no annotation, not {declared}; annotate it")
    elif not mean_the_same(index, declared, found.file, found.scope, found.annotation):
        message = f"{symbol} is of type {found.annotation}, not {declared}; keep what the policy declares"
        yield _finding(index, owner, symbol, message)


# ------------------------------------------------------------------------------------------ findings

_HINT = "others rely on what the policy declares under contracts"


def _absent(index: Index, symbol: str, target: Target, declared: Related) -> Iterator[Finding | Undecided]:
    """What is told of a symbol that leads to no definition; a missing module is the policy's fault."""
    module, _, name = symbol.partition(":")
    above, _, last = name.rpartition(".")
    owner = index.lookup(f"{module}:{above}") if above else None
    if owner is not None and owner.definition is not None and owner.file is not None:
        if lacks(index, owner.file, owner.definition, last):
            class_ = Owner(f"{module}:{above}", owner.file, owner.definition, declared)
            yield _finding(
                index, class_, symbol, f"{class_.symbol} has no method {last}{_like(index, class_, last)}"
            )
            return
    elif target.kind == "missing" and target.file is not None:
        best = nearest(target.name, index.names_of(target.file))
        meant = f"; did you mean {best}" if best else "; bring it back, or change the contract and all users"
        yield Finding(
            place=Place(target.file.path, START, target.module),
            message=f"{target.module} has no {target.name}, of which a contract is declared{meant}",
            subject=symbol,
            hint=_HINT,
            related=(declared,),
        )
        return
    elif target.kind == "missing":
        return
    yield Undecided(declared.place, symbol, "what it leads to cannot be known")


def _finding(index: Index, owner: Owner, symbol: str, message: str) -> Finding:
    place = index.definition_place(owner.file, owner.definition)
    return Finding(place=place, message=message, subject=symbol, hint=_HINT, related=(owner.declared,))


def _unknown(index: Index, owner: Owner, symbol: str, reason: str) -> Undecided:
    return Undecided(index.definition_place(owner.file, owner.definition), symbol, reason)


def _like(index: Index, owner: Owner, name: str) -> str:
    best = nearest(name, names_of(index, owner.file, owner.definition))
    return f"; did you mean {best}" if best else "; bring it back, or change the contract and all users"


def _symbol_of(owner: Owner) -> str:
    return f"{owner.file.module}:{owner.definition.qualified_name}"

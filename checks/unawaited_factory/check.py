"""An async factory that is called and not awaited. The specification is README.md, beside this file."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

from pydantic import Field

from ssot_lint.api import (
    AWAITED,
    CONSUMED,
    EXPECTED_TO_FAIL,
    GENERATOR,
    OF_COROUTINES,
    STATEMENT,
    TESTED,
    Call,
    Factory,
    File,
    Finding,
    Index,
    Related,
    Section,
    Shape,
    Span,
    Symbol,
    Target,
    Undecided,
    check,
    key,
    simple_name,
)

from .callee import Callees, is_coroutine

# What coroutines, tasks and futures have: who takes it means them, not what they return.
_OF_AWAITABLES = frozenset((
    *OF_COROUTINES,
    *("cr_await", "cr_code", "cr_frame", "cr_origin", "cr_running", "cr_suspended"),
    *("add_done_callback", "cancel", "cancelled", "done", "exception", "get_coro", "get_name"),
    *("remove_done_callback", "result", "set_name"),
))  # fmt: skip
_FATES = (
    (STATEMENT, "is called, and what it returns is dropped before it has run; await it"),
    (TESTED, "is tested for truth before it has run, and what is not awaited is always true; await it"),
    (CONSUMED, "is used as what it returns before it has run; await it"),
)


class Coroutines(Shape):
    """What else must be awaited."""

    unawaited: Annotated[bool, Field(description="report coroutines that are no factories, too")] = False


class AwaitedSection(Section):
    """The factories that must be awaited."""

    factories: dict[Symbol, Factory] = key("factories", {}, "guarded classes and their factories")
    coroutines: Coroutines = key("coroutines", Coroutines(), "what else must be awaited")

    def off(self) -> str | None:
        if self.coroutines.unawaited or any(factory.is_async for factory in self.factories.values()):
            return None
        return "no factory declared to be async"


class Made(NamedTuple):
    """A call of what must be awaited; `guarded` is what a factory makes, "" for other coroutines."""

    file: File
    call: Call
    target: Target
    guarded: str


@check(code="SST202", severity="error", scope="project", section=AwaitedSection)
def unawaited_factory(index: Index, section: AwaitedSection) -> Iterator[Finding | Undecided]:
    """An async factory that is called and not awaited."""
    makers: dict[str, str] = {}  # symbol of an async factory -> the class that it makes
    for guarded, factory in section.factories.items():
        maker = index.lookup(factory.use)
        if factory.is_async and maker.kind in ("definition", "external"):
            makers.setdefault(maker.symbol, guarded)
    factory_names = {simple_name(symbol) for symbol in makers}
    names = set(factory_names)
    if section.coroutines.unawaited:
        names |= {
            definition.name for _, definition in index.definitions("function") if is_coroutine(definition)
        }
    callees = Callees(index)
    for file, call in index.calls(names):
        given = callees.given_once(file, call)
        is_lost = call.flags & (STATEMENT | TESTED | CONSUMED)
        if call.flags & (AWAITED | EXPECTED_TO_FAIL) or not (given or is_lost):
            continue
        target = callees.target(file, call)
        if target.symbol in makers:
            yield from _of_call(index, callees, Made(file, call, target, makers[target.symbol]), given)
        elif section.coroutines.unawaited and callees.is_coroutine(target):
            yield from _of_call(index, callees, Made(file, call, target, ""), given)
        elif target.kind == "undecided" and is_lost and simple_name(call.callee) in factory_names:
            place = index.place(file, call.span, call.scope)
            yield Undecided(place, call.callee, "it may be a factory that must be awaited")


def _of_call(index: Index, callees: Callees, made: Made, given: str) -> Iterator[Finding]:
    """What is wrong with a call, if anything is: what it returns is lost, or used before it has run."""
    file, call, target, _ = made
    is_generator = target.definition is not None and bool(target.definition.tags & GENERATOR)
    for flag, says in _FATES:
        if call.flags & flag:
            # what is not awaited but iterated
            if not is_generator:
                yield _finding(index, made, call.span, call.scope, f"{call.callee} {says}")
            return
    if not is_generator:
        for use, span, scope in callees.used(file, call, given):
            if use not in _OF_AWAITABLES:
                says = f"{given} is what {call.callee} returns before it has run, and has no {use}"
                yield _finding(index, made, span, scope, f"{says}; await {call.callee}")
                return


def _finding(index: Index, made: Made, span: Span, scope: int, says: str) -> Finding:
    target = made.target
    what = f"it makes {made.guarded}" if made.guarded else "it is a coroutine function"
    home = target.file
    return Finding(
        place=index.place(made.file, span, scope),
        message=f"{says} ({what})",
        subject=target.symbol,
        related=(Related(index.definition_place(home, target.definition), "defined here"),)
        if home is not None and target.definition is not None
        else (),
    )

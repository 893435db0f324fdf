"""A class that has a factory is built elsewhere. The specification is README.md, beside this file."""

from collections.abc import Iterator

from msgspec.structs import replace

from ssot_lint.api import (
    EXPECTED_TO_FAIL,
    STAR_ARGS,
    Call,
    File,
    Finding,
    Index,
    Planned,
    Undecided,
    check,
    simple_name,
)

from .guards import (
    FactoriesSection,
    Guarded,
    finding,
    guarded_by,
    is_at_home,
    may_build,
    unknown_keywords,
)
from .parameters import parameters, positional
from .repair import repair

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
# Those of them that hand on the other arguments.
HAND_ON = frozenset(("functools.partial", "functools.partialmethod", "asyncio.to_thread"))


@check(code="SST201", severity="error", scope="project", section=FactoriesSection)
def factory_bypass(index: Index, section: FactoriesSection) -> Iterator[Finding | Undecided]:
    """A class that has a factory is built elsewhere."""
    guarded = guarded_by(index, section)
    yield from unknown_keywords(index, section, guarded)
    names = {simple_name(symbol) for symbol in guarded}
    yield from _calls(index, guarded)
    yield from _handed_over(index, guarded, names)


def _calls(index: Index, guarded: dict[str, Guarded]) -> Iterator[Finding | Undecided]:
    planned = Planned()
    named: dict[str, list[Guarded]] = {}
    for symbol, each in guarded.items():
        named.setdefault(simple_name(symbol), []).append(each)
    doubtful: list[tuple[File, Call]] = []
    for file, call in index.calls(named):
        callee = call.callee.removesuffix(".__new__").removesuffix(".__init__")
        target = index.resolve_bound(file, call.scope, call.bound, callee)
        guard = guarded.get(target.symbol)
        if call.flags & EXPECTED_TO_FAIL:
            continue
        if guard is None:
            perhaps = named.get(simple_name(callee), ()) if target.kind == "undecided" else ()
            if any(_is_guarded(file, call, each) for each in perhaps):
                doubtful.append((file, call))
        elif _is_built(file, call, guard) and not call.callee.endswith(".__init__"):
            fix = repair(index, file, call, guard, planned) if callee == call.callee else None
            yield replace(_built(index, file, call, guard, "is built here"), fix=fix)
        else:
            yield from _reserved(index, file, call, guard)
    makers = {each.maker.symbol for each in guarded.values()}
    for file, call in index.carried(guarded, makers):
        if not call.flags & EXPECTED_TO_FAIL and any(_is_guarded(file, call, g) for g in guarded.values()):
            doubtful.append((file, call))
    yield from _inferred(index, guarded, doubtful)


def _inferred(
    index: Index, guarded: dict[str, Guarded], calls: list[tuple[File, Call]]
) -> Iterator[Finding | Undecided]:
    """What inference finds out of calls that resolution could not decide."""
    asked = {(file.path, call.row): (file, call) for file, call in calls}
    externals = [symbol for symbol, guard in guarded.items() if guard.target.kind == "external"]
    answers = index.inferred(asked.values(), externals)
    for place, (file, call) in asked.items():
        answer = answers[place]
        found = [guarded[target.symbol] for target in answer.targets if target.symbol in guarded]
        is_certain = answer.is_complete and len(answer.targets) == 1
        for guard in found:
            if _is_built(file, call, guard):
                yield _built(index, file, call, guard, "is built here" if is_certain else "may be built here")
            else:
                yield from _reserved(index, file, call, guard)
        if not found and not answer.is_complete:
            reason = f"it may be a class that has a factory: {answer.reason}"
            yield Undecided(index.place(file, call.span, call.scope), call.callee, reason)


def _handed_over(index: Index, guarded: dict[str, Guarded], names: set[str]) -> Iterator[Finding]:
    for file, use in index.uses(names):
        if use.call < 0:
            continue
        guard = guarded.get(index.resolve_bound(file, use.scope, use.bound, use.name).symbol)
        if guard is None:
            continue
        call = file.facts.call(use.call)
        builder = index.resolve_bound(file, call.scope, call.bound, call.callee).symbol
        if use.argument not in BUILDERS.get(builder, ()) or call.flags & EXPECTED_TO_FAIL:
            continue
        if _is_built(file, call, guard):
            fault = f"is handed to {call.callee}, which builds it; use {guard.factory.use}"
            yield finding(index, file, use.span, use.scope, guard, fault)
        elif builder in HAND_ON:
            yield from _reserved(index, file, replace(call, positional=call.positional - 1), guard)


def _is_guarded(file: File, call: Call, guard: Guarded) -> bool:
    """Whether it is a fault if a call is of that class or function."""
    given = set(call.keywords).intersection(guard.factory.keywords)
    return _is_built(file, call, guard) or bool(given and not is_at_home(file, call.scope, guard))


def _is_built(file: File, call: Call, guard: Guarded) -> bool:
    return guard.is_built and not may_build(file, call.scope, guard)


def _built(index: Index, file: File, call: Call, guard: Guarded, how: str) -> Finding:
    return finding(index, file, call.span, call.scope, guard, f"{how}; use {guard.factory.use}")


def _reserved(index: Index, file: File, call: Call, guard: Guarded) -> Iterator[Finding]:
    """The keywords that a call gives and only the factory may."""
    reserved = guard.factory.keywords
    if not reserved or is_at_home(file, call.scope, guard):
        return
    given = set(call.keywords)
    if call.positional and not call.flags & STAR_ARGS:
        own = call.callee.endswith(".__init__")  # which is given the instance first
        given.update(positional(parameters(index, guard.target) or ())[: call.positional - own])
    for name in reserved:
        if name in given:
            fault = f"is given {name} here, which only {guard.factory.use} may give it"
            subject = f"{guard.target.symbol} {name}"
            yield finding(index, file, call.span, call.scope, guard, fault, subject)

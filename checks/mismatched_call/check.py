"""Calls that cannot be bound to what they call. The specification is README.md, beside this file."""

from collections.abc import Iterator

from ssot_lint.api import (
    EXPECTED_TO_FAIL,
    Call,
    File,
    Finding,
    Index,
    Place,
    Refusal,
    Related,
    Section,
    Target,
    Undecided,
    check,
    key,
    nearest,
)


class CallsSection(Section):
    """Which calls are bound besides."""

    pydantic: bool = key("calls.pydantic", False, "bind calls of pydantic models to their fields, by name")


def mismatched_calls_in(file: File, index: Index, section: CallsSection) -> Iterator[Finding]:
    """Those of one file: to look into each of its calls takes less than to tell which are in doubt."""
    for call in file.facts.iter_calls():
        is_meant = not call.flags & EXPECTED_TO_FAIL
        if is_meant and (refusals := index.refusals(file, call, section.pydantic)):
            yield _finding(index, file, call, refusals)


@check(code="SST402", severity="error", scope="project", section=CallsSection, in_file=mismatched_calls_in)
def mismatched_call(index: Index, section: CallsSection) -> Iterator[Finding | Undecided]:
    """A call that cannot bind to the signature of the function or class that it resolves to."""
    for file, call in index.doubtful_calls():
        refusals = index.refusals(file, call, section.pydantic)
        if refusals:
            yield _finding(index, file, call, refusals)
        elif refusals is None:
            target = index.resolve_bound(file, call.scope, call.bound, call.callee)
            if target.kind == "definition":
                place = index.place(file, call.span, call.scope)
                yield Undecided(place, target.symbol, "what it takes cannot be known")


def _finding(index: Index, file: File, call: Call, refusals: tuple[Refusal, ...]) -> Finding:
    first = refusals[0]
    related = tuple(dict.fromkeys(_written(index, refusal.written) for refusal in refusals))
    home = related[0].place
    others = f"; none of its {len(related)} definitions takes it" if len(related) > 1 else ""
    where = f"it is defined in {home.path}:{home.span.line}"
    return Finding(
        place=index.place(file, call.span, call.scope),
        message=f"{call.callee}() {first.reason}{_nearest(first)}{others}; {where}",
        subject=first.target.symbol,
        hint="give it what it takes, or change its parameters and all that call it",
        related=related,
    )


def _nearest(refusal: Refusal) -> str:
    """The parameter that is most like one that there is not."""
    best = nearest(refusal.unknown, refusal.names) if refusal.unknown else None
    return f"; nearest {best!r}" if best else ""


def _written(index: Index, target: Target) -> Related:
    if target.file is None or target.definition is None:
        return Related(Place(target.symbol), "defined here")
    return Related(index.definition_place(target.file, target.definition), "defined here")

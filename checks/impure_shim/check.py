"""Shims that are more, or less, than shims. The specification is README.md, beside this file."""

from collections.abc import Iterator
from itertools import groupby
from typing import Literal, NamedTuple

from ssot_lint.api import (
    File,
    Finding,
    Index,
    OptionalSymbol,
    Place,
    Related,
    Span,
    Undecided,
    check,
    simple_name,
)

from .course import Astray, astray, span_of
from .declared import Shim, Shims, shims, with_colon
from .substance import Logic, Substance
from .usage import Usage
from .warned import RIGHT, Warnings

MOST_NAMED = 3


Kind = Literal["logic", "target", "warning", "use"]


class Fault(NamedTuple):
    """What is wrong with a module or name of a file, and where it shows."""

    kind: Kind
    shim: Shim
    span: Span
    message: str


@check(code="SST309", severity="warning", scope="project", section=Shims)
def impure_shim(index: Index, section: Shims) -> Iterator[Finding | Undecided]:
    """A redirect or deprecated module with logic, without a warning, that leads elsewhere, or is unused."""
    found = shims(index, section)
    yield from _gone(index, section)
    warnings = Warnings(index, section.warn or "")
    usage = None if section.public or not found else Usage(index)
    for _, group in groupby(found, key=lambda shim: shim.file.path):
        faults: dict[Kind, list[Fault]] = {}
        for shim in group:
            for fault in _faults(index, section, shim, warnings, usage):
                if isinstance(fault, Undecided):
                    yield fault
                else:
                    faults.setdefault(fault.kind, []).append(fault)
        for alike in faults.values():
            yield _finding(index, alike)


def _faults(
    index: Index, section: Shims, shim: Shim, warnings: Warnings, usage: Usage | None
) -> Iterator[Fault | Undecided]:
    logic = list(Substance(index, shim, warnings).logic())
    if logic:
        yield _with_logic(shim, logic)
    yield from _astray(index, shim, frozenset(each.what for each in logic))
    if section.warn is not None:
        yield from _unwarned(index, shim, section.warn, warnings)
    if usage is not None and usage.is_unused(shim):
        yield _unused(shim)


# ------------------------------------------------------------------------------------------- faults


def _gone(index: Index, section: Shims) -> Iterator[Finding]:
    """Redirects whose module is gone; there is no file left to point at, so they are told of the policy."""
    redirects = {str(old): new for old, new in section.redirects.items()}
    known = frozenset(index.modules())
    for target in section.targets:
        if target.kind != OptionalSymbol.kind or not target.key.startswith("shims.redirects"):
            continue
        new = redirects.get(target.text)
        module = with_colon(index, target.text).partition(":")[0]
        if new is None or module in known or index.is_unanalysed(module):
            continue
        span = Span(target.line, target.column, target.line, target.column + len(target.text))
        yield Finding(
            place=Place(section.policy, span),
            message=f"{target.text} must lead to {new}, but there is no module {module}; bring it back,"
            " or remove the redirect",
            subject=target.text,
        )


def _with_logic(shim: Shim, logic: list[Logic]) -> Fault:
    what = "" if shim.name else f": {_listed([each.what for each in logic])}"
    message = f"{shim.old} stands for {shim.new}, but has logic of its own{what}; move it there"
    return Fault("logic", shim, logic[0].span, message)


def _astray(index: Index, shim: Shim, held: frozenset[str]) -> Iterator[Fault | Undecided]:
    strays = []
    for each in astray(index, shim, held):
        if isinstance(each, Undecided):
            yield each
        else:
            strays.append(each)
    if strays:
        first = strays[0]
        others = f", and so do {_listed([stray.name for stray in strays[1:]])}" if strays[1:] else ""
        yield Fault("target", shim, first.span, _led(shim, first) + others)


def _led(shim: Shim, stray: Astray) -> str:
    old = shim.old if shim.name or not stray.name else f"{shim.old}:{stray.name}"
    if stray.here is None:
        return f"{old} leads nowhere, not to {stray.there}; import that in {shim.file.module}"
    if stray.here.file is shim.file:
        return f"{old} has a value of its own beside {stray.there}; import that"
    return f"{old} leads to {stray.here.symbol}, not to {stray.there}; import that"


def _unwarned(index: Index, shim: Shim, wanted: str, warnings: Warnings) -> Iterator[Fault]:
    told = warnings.of_name(shim.file, shim.name) if shim.name else _of_module(index, shim.file, warnings)
    if told == RIGHT:
        return
    category = simple_name(wanted)
    fault = f"warns with {told}, not {category}" if told else "does not warn that it is deprecated"
    message = f"{shim.old} {fault}; call warnings.warn(..., {category}, stacklevel=2)"
    yield Fault("warning", shim, span_of(shim.file, shim.name), message)


def _of_module(index: Index, file: File, warnings: Warnings) -> str | None:
    """How the import of a module warns; its packages run before it, and one with nothing in it need not."""
    facts = file.facts
    if not (facts.imports or facts.definitions or facts.bindings or facts.calls):
        return RIGHT
    told = warnings.of_file(file)
    above = (file.module or "").rpartition(".")[0]
    while told != RIGHT and above:
        package = index.module(above, file)
        if package is not None and warnings.of_name(package, "") == RIGHT:
            return RIGHT
        above = above.rpartition(".")[0]
    return told


def _unused(shim: Shim) -> Fault:
    message = f"nobody in the project imports {shim.old}; remove it, or set shims.public where others may"
    return Fault("use", shim, span_of(shim.file, shim.name), message)


# ------------------------------------------------------------------------------------------ findings


def _finding(index: Index, alike: list[Fault]) -> Finding:
    """One finding for the same fault of one module, or of several names in one."""
    kind, shim, span, message = alike[0]
    others = [fault.shim.name for fault in alike[1:]]
    return Finding(
        place=Place(shim.file.path, span, shim.old),
        message=f"{message}; likewise {_listed(others)}" if others else message,
        subject=f"{shim.file.module} {kind}",
        hint=f"the policy declares that {shim.new} replaces {shim.old}",
        related=tuple(_home(index, shim.new)),
        severity="info" if kind == "use" else None,
    )


def _home(index: Index, new: str) -> Iterator[Related]:
    target = index.lookup(new)
    if target.definition is not None and target.file is not None:
        yield Related(index.definition_place(target.file, target.definition), "what it stands for")
    elif target.file is not None:
        yield Related(Place(target.file.path, symbol=target.symbol), "what it stands for")


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:MOST_NAMED])
    return shown if len(names) <= MOST_NAMED else f"{shown} and {len(names) - MOST_NAMED} more"

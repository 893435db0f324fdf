"""What a function or method does not keep of what is declared of it."""

from collections.abc import Iterator, Sequence

from ssot_lint.api import Definition, File, Index, Parameter

from .annotations import mean_the_same
from .contract import CallableContract, Kind, ParameterContract

_ORDERED = ("positional", "standard")
_STARS = {"variadic": "*", "variadic-keyword": "**"}
_KINDS: dict[str, Kind] = {
    "builtins.classmethod": "classmethod",
    "builtins.property": "property",
    "builtins.staticmethod": "staticmethod",
    "functools.cached_property": "property",
}
_IMPLICIT: dict[str, Kind] = {
    "__class_getitem__": "classmethod",
    "__init_subclass__": "classmethod",
    "__new__": "classmethod",
}
_BY = {"positional": "by position only", "standard": "by position or name", "keyword": "by name only"}


def faults(index: Index, file: File, definition: Definition, contract: CallableContract) -> Iterator[str]:
    """What is broken, each in words that follow the name."""
    kind = _kind(index, file, definition)
    if contract.kind is not None and contract.kind != kind:
        yield f"is a {kind}, not a {contract.kind}"
    is_async = definition.kind == "async function"
    if contract.is_async is not None and contract.is_async != is_async:
        yield "is async" if is_async else "is not async"
    parameters = list(definition.parameters)
    if kind not in ("function", "staticmethod") and parameters and parameters[0].kind in _ORDERED:
        del parameters[0]
    if contract.params is not None:
        yield from _order(parameters, contract.declared)
        for declared in contract.declared:
            yield from _of_parameter(index, file, definition, parameters, declared)
        yield from _besides(parameters, contract.declared)
    own = {parameter.name: parameter for parameter in parameters}
    for name in contract.optional:
        if name not in own:
            yield f"misses the parameter {name!r}"
        elif not own[name].optional:
            yield f"asks for {name!r}, which is no longer optional"
    if contract.returns is not None:
        if not definition.returns:
            yield f"has no return annotation, not {contract.returns}"
        elif not mean_the_same(index, contract.returns, file, definition.scope, definition.returns):
            yield f"returns {definition.returns}, not {contract.returns}"


def _kind(index: Index, file: File, definition: Definition) -> Kind:
    if file.facts.scopes[definition.scope].kind != "class":
        return "function"
    for name in definition.decorators:
        symbol = index.resolve(file, definition.scope, name).symbol if name else ""
        if symbol in _KINDS:
            return _KINDS[symbol]
    return _IMPLICIT.get(definition.name, "method")


def _order(parameters: Sequence[Parameter], declared: Sequence[ParameterContract]) -> Iterator[str]:
    """What is not in its place, of what may be given by position."""
    own = [p.name for p in parameters if p.kind in _ORDERED]
    names = {parameter.name for parameter in parameters}
    wanted = [d.name for d in declared if d.kind in (None, *_ORDERED) and d.name in own]
    if own[: len(wanted)] != wanted:
        between = [name for name in own[: len(wanted)] if name not in wanted]
        if between:
            yield f"has the parameter {between[0]!r} before {_first_after(own, wanted, between[0])!r}"
        else:
            yield f"takes ({', '.join(own[: len(wanted)])}), not ({', '.join(wanted)})"
    for each in declared:
        if each.kind is None and each.name in names and each.name not in own:
            yield f"takes {each.name!r} by name only"


def _first_after(own: Sequence[str], wanted: Sequence[str], name: str) -> str:
    return next(each for each in own[own.index(name) :] if each in wanted)


def _of_parameter(
    index: Index,
    file: File,
    definition: Definition,
    parameters: Sequence[Parameter],
    declared: ParameterContract,
) -> Iterator[str]:
    own = next((p for p in parameters if p.name == declared.name), None)
    if own is None:
        shown = _STARS.get(declared.kind or "", "") + declared.name
        yield f"misses the parameter {shown!r}"
        return
    if declared.kind is not None and declared.kind != own.kind:
        shown = _STARS.get(own.kind, "") + own.name
        wanted = _BY.get(declared.kind, "for all the others")
        yield f"takes {shown!r} {_BY.get(own.kind, 'for all the others')}, not {wanted}"
    if declared.optional is not None and declared.optional != own.optional:
        yield (
            f"asks for {own.name!r}, which is no longer optional"
            if declared.optional
            else (f"lets {own.name!r} be left out")
        )
    if declared.annotation is not None:
        written = own.annotation
        if written is None:
            yield f"has {own.name!r} without annotation, not {declared.annotation}"
        elif not mean_the_same(index, declared.annotation, file, definition.scope, written):
            yield f"has {own.name!r} of type {written}, not {declared.annotation}"


def _besides(parameters: Sequence[Parameter], declared: Sequence[ParameterContract]) -> Iterator[str]:
    """Parameters that callers do not know of and must give."""
    known = {each.name for each in declared}
    more = [repr(p.name) for p in parameters if p.name not in known and not p.optional]
    if more:
        yield f"asks for {', '.join(more)} besides"

"""What a caller of a function or class has to give."""

from ssot_lint.api import Call, Definition, File, Index, Parameter, Target

_WITHOUT_INIT = ("builtins.object", "abc.ABC", "typing.Generic", "typing.Protocol")


def parameters(index: Index, target: Target) -> tuple[Parameter, ...] | None:
    """The parameters of a function of a module, a static or class method, or of a class; None if unknown."""
    definition, file = target.definition, target.file
    if definition is None or file is None:
        return None
    if definition.kind == "class":
        return _of_class(index, file, definition)
    is_method = file.facts.scopes[definition.scope].kind == "class"
    if is_method and definition.decorators == ("classmethod",):
        return definition.parameters[1:]
    plain = ("staticmethod",) if is_method else ()
    return definition.parameters if definition.decorators == plain else None


def _of_class(index: Index, file: File, definition: Definition) -> tuple[Parameter, ...] | None:
    while not (definition.decorators or definition.keywords):
        name = definition.qualified_name
        init = index.definition_of(file, f"{name}.__init__")
        if index.definition_of(file, f"{name}.__new__"):
            return None
        if init is not None:
            return None if init.decorators else init.parameters[1:]
        bases = [base for base in index.bases(file, definition) if base.symbol not in _WITHOUT_INIT]
        if not bases:
            return ()
        (base,) = bases if len(bases) == 1 else (None,)
        if base is None or base.definition is None or base.file is None:
            return None
        file, definition = base.file, base.definition
    return None


def positional(given: tuple[Parameter, ...]) -> list[str]:
    """The names of those that may be given by position."""
    return [parameter.name for parameter in given if parameter.kind in ("positional", "standard")]


def binds(call: Call, given: tuple[Parameter, ...]) -> bool:
    """Whether the arguments of a call, none of them starred, are such a function's, each parameter named."""
    by_position = positional(given)[: call.positional]
    if len(by_position) < call.positional:
        return False
    by_name = {p.name for p in given if p.kind in ("standard", "keyword")} - set(by_position)
    required = {p.name for p in given if not p.optional} - set(by_position)
    return set(call.keywords) <= by_name and required <= set(call.keywords)

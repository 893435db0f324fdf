"""The strings that the names of a class or of a module stand for."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ssot_lint.model import Definition, File, Span

if TYPE_CHECKING:
    from ssot_lint.index.core import Index
    from ssot_lint.index.names import Target

_ENUMS = ("Enum", "Choices", "Flag")


class NamedString(NamedTuple):
    """A name, qualified within its module, that is given a string, and where the string stands.

    `is_automatic`: it is what `auto()` makes of the name, whose span is given instead.
    """

    name: str
    value: str
    span: Span
    is_automatic: bool = False


def is_enum(index: "Index", file: File, definition: Definition) -> bool:
    """Whether the members of a class are all that it has: it inherits from something called so."""
    names = (a.external.rpartition(".")[2] or a.name for a in index.ancestors(file, definition))
    return any(name.endswith(_ENUMS) for name in names)


def named_strings(index: "Index", target: "Target") -> Iterator[NamedString]:
    """The strings, as far as the policy asks for them, that the body of a class or module gives to names.

    Of a tuple in a class that inherits it is the first element (`STARTED = "started", "Started"`).
    """
    file, definition = target.file, target.definition
    if file is None or (target.kind != "module" and (definition is None or definition.kind != "class")):
        return
    body = definition.qualified_name if definition else ""
    literals = index.literals(file)
    for each in literals.strings:
        name = each.name
        if not name and each.display >= 0 and each.position == 0 and definition and definition.bases:
            display = literals.displays[each.display]
            name = display.name if display.kind == "()" else ""
        if name and name.rpartition(".")[0] == body:
            yield NamedString(name, each.value, each.span)
    if definition is not None and _is_of_strings(index, file, definition):
        for binding in file.facts.bindings:
            if binding.scope == definition.body and binding.value in ("auto()", "enum.auto()"):
                yield NamedString(f"{body}.{binding.name}", binding.name.lower(), binding.span, True)


def _is_of_strings(index: "Index", file: File, definition: Definition) -> bool:
    names = (a.external.rpartition(".")[2] or a.name for a in index.ancestors(file, definition))
    return any(name == "StrEnum" for name in names)

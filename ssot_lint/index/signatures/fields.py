"""What the constructors take that Python writes: those of dataclasses and of named tuples."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from ssot_lint.index.names import UNDECIDED, Target
from ssot_lint.index.signatures.decorators import calls_in, decorating_call
from ssot_lint.index.signatures.parameters import Signature
from ssot_lint.index.trace import Tracer
from ssot_lint.model import ALWAYS, CONDITIONAL, DECORATOR, TYPING, Binding, Call, Definition, File

_HEAD = re.compile(r"['\"]?\s*([\w.]+)")
NO_FIELD = ("typing.ClassVar", "typing_extensions.ClassVar")


class Field(NamedTuple):
    """A field; of `absent` and `named` (it is no parameter; by name alone) None says that it may be."""

    name: str
    optional: bool
    absent: bool | None = False
    named: bool | None = False


def signatures(fields: Sequence[Field]) -> tuple[Signature, ...]:
    """What a constructor may take that is made from fields: one for each reading of what is not known."""
    unknown_absent = any(field.absent is None for field in fields)
    unknown_named = any(field.named is None for field in fields)
    readings = product((False, True)[: 1 + unknown_absent], (False, True)[: 1 + unknown_named])
    return tuple(dict.fromkeys(_signature(fields, absent, named) for absent, named in readings))


def _signature(fields: Sequence[Field], absent: bool, named: bool) -> Signature:
    given = [f for f in fields if not (absent if f.absent is None else f.absent)]
    by_name = [f.name for f in given if (named if f.named is None else f.named)]
    return Signature(
        ordered=tuple(f.name for f in given if f.name not in by_name),
        named=tuple(by_name),
        optional=frozenset(f.name for f in given if f.optional),
    )


class Fields:
    """Reads the fields of classes off their bodies."""

    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer

    def of_dataclass(self, file: File, definition: Definition, decorator: str) -> list[Field] | None:
        """The fields that a dataclass adds to those that it inherits, None where they are not known."""
        call = decorating_call(file, definition, decorator)
        options = call.keywords if call else ()
        if "init" in options:
            return None
        named: bool | None = None if "kw_only" in options else False
        found: dict[str, Field] = {}
        for binding in self.annotated(file, definition):
            if binding.tags & CONDITIONAL and not binding.tags & ALWAYS:
                return None
            kind = self.head(file, definition, binding).symbol
            if kind == "dataclasses.KW_ONLY":
                named = True
            elif kind not in NO_FIELD:
                field = self._field(file, definition, binding, named)
                if field is None:
                    return None
                found[field.name] = field
        return list(found.values())

    def of_named_tuple(self, file: File, definition: Definition) -> list[Field] | None:
        """The fields of a class that inherits from NamedTuple itself."""
        return [Field(b.name, not b.declared) for b in self.annotated(file, definition)]

    def annotated(self, file: File, definition: Definition) -> Iterator[Binding]:
        """The annotated names in a class body, in source order."""
        for binding in file.facts.bindings:
            if binding.scope == definition.body and binding.annotation and not binding.tags & TYPING:
                yield binding

    def head(self, file: File, definition: Definition, binding: Binding) -> Target:
        """What an annotation names first."""
        head = _HEAD.match(binding.annotation or "")
        return self._tracer.resolve_read(file, definition.body, head[1], ()) if head else UNDECIDED

    def _field(
        self, file: File, definition: Definition, binding: Binding, named: bool | None
    ) -> Field | None:
        statements = self._tracer.contents.names(file).get(definition.body, binding.name)
        if not binding.declared:
            for call in calls_after(file, definition, binding):
                target = self._tracer.resolve_bound(file, call.bound, call.callee)
                if target.symbol == "dataclasses.field":
                    is_optional = bool({"default", "default_factory"} & set(call.keywords))
                    absent = None if "init" in call.keywords else False
                    own = None if "kw_only" in call.keywords else named
                    return Field(binding.name, is_optional, absent, own)
                if target.kind != "external" and not (
                    target.definition is not None and target.definition.kind == "class"
                ):
                    return None  # it may make a field
        has_value = any(not (isinstance(s, Binding) and s.declared) for s in statements)
        return Field(binding.name, has_value, named=named)


def calls_after(file: File, definition: Definition, binding: Binding) -> Iterator[Call]:
    """The calls in the value that a name of a class body is given, or in its annotation."""
    start = binding.end_line, binding.end_column
    places = sorted((b.line, b.column) for b in file.facts.bindings if b.scope == definition.body)
    places += sorted((d.line, d.column) for d in file.facts.definitions if d.scope == definition.body)
    places.sort()
    next_one = bisect_right(places, (binding.line, binding.column))
    end = places[next_one] if next_one < len(places) else (definition.end_line + 1, 0)
    calls = list(calls_in(file, definition.body))
    first = bisect_left(calls, start, key=lambda call: (call.line, call.column))
    for call in calls[first:]:
        if (call.line, call.column) >= end:
            return
        if not call.flags & DECORATOR:
            yield call

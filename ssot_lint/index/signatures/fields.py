"""What the constructors take that Python writes: those of dataclasses and of named tuples."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence, Set
from functools import cached_property
from itertools import compress, product
from typing import NamedTuple

from ssot_lint.index.contents import Contents
from ssot_lint.index.names import UNDECIDED, Target
from ssot_lint.index.signatures.decorators import decorating_call
from ssot_lint.index.signatures.parameters import ANYTHING, Signature
from ssot_lint.index.trace import Tracer
from ssot_lint.model import ALWAYS, CONDITIONAL, DECORATOR, TYPING, Binding, Call, Definition, File

_HEAD = re.compile(r"['\"]?\s*([\w.]+)")
_MOST_DOUBTFUL = 8  # each doubles what the constructor may take
NO_FIELD = ("typing.ClassVar", "typing_extensions.ClassVar")


class Field(NamedTuple):
    """A field; of `absent` and `named` (it is no parameter; by name alone) None says that it may be."""

    name: str
    optional: bool
    absent: bool | None = False
    named: bool | None = False


def signatures(fields: Sequence[Field]) -> tuple[Signature, ...]:
    """What a constructor may take that is made from fields: one for each reading of what is not known."""
    doubtful = [field.name for field in fields if field.absent is None]
    if len(doubtful) > _MOST_DOUBTFUL:
        return (ANYTHING,)
    unknown_named = any(field.named is None for field in fields)
    absent = (set(compress(doubtful, chosen)) for chosen in product((True, False), repeat=len(doubtful)))
    readings = product(absent, (False, True)[: 1 + unknown_named])
    return tuple(dict.fromkeys(_signature(fields, without, named) for without, named in readings))


def _signature(fields: Sequence[Field], without: Set[str], named: bool) -> Signature:
    given = [f for f in fields if not f.absent and f.name not in without]
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
        call = decorating_call(self._tracer.contents, file, definition, decorator)
        options = call.keywords if call else ()
        if "init" in options:
            return None
        named: bool | None = None if "kw_only" in options else False
        values = Values(self._tracer.contents, file, definition)
        found: dict[str, Field] = {}
        for binding in self.annotated(file, definition):
            if binding.tags & CONDITIONAL and not binding.tags & ALWAYS:
                return None
            kind = self.head(file, definition, binding).symbol
            if kind == "dataclasses.KW_ONLY":
                named = True
            elif kind not in NO_FIELD:
                field = self._field(file, definition, binding, named, values)
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
        self, file: File, definition: Definition, binding: Binding, named: bool | None, values: "Values"
    ) -> Field | None:
        statements = self._tracer.contents.names(file).get(definition.body, binding.name)
        if not binding.declared:
            for call in values.calls(binding):
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


class Values:
    """What the names of one class body are given."""

    def __init__(self, contents: Contents, file: File, definition: Definition) -> None:
        self._contents = contents
        self._file = file
        self._definition = definition

    def calls(self, binding: Binding) -> Iterator[Call]:
        """The calls in the value that a name is given, or in its annotation."""
        places, calls = self._places, self._calls
        next_one = bisect_right(places, (binding.line, binding.column))
        end = places[next_one] if next_one < len(places) else (self._definition.end_line + 1, 0)
        first = bisect_left(calls, (binding.end_line, binding.end_column), key=_place)
        for call in calls[first:]:
            if _place(call) >= end:
                return
            yield call

    @cached_property
    def _places(self) -> list[tuple[int, int]]:
        """Where the statements of the body begin that bind a name."""
        facts, body = self._file.facts, self._definition.body
        inside: tuple[Binding | Definition, ...] = (*facts.bindings, *facts.definitions)
        return sorted((each.line, each.column) for each in inside if each.scope == body)

    @cached_property
    def _calls(self) -> list[Call]:
        calls = self._contents.standing(self._file).calls(self._definition.body)
        return [call for call in calls if not call.flags & DECORATOR]


def _place(call: Call) -> tuple[int, int]:
    return call.line, call.column

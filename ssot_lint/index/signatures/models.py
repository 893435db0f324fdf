"""What pydantic models take: their fields, by name."""

from collections.abc import Iterable, Iterator

from ssot_lint.index.names import Target
from ssot_lint.index.signatures.fields import NO_FIELD, Field, Fields, Values
from ssot_lint.index.trace import Tracer
from ssot_lint.model import (
    ALWAYS,
    CONDITIONAL,
    DECORATOR,
    STAR_ARGS,
    STAR_KWARGS,
    TYPING,
    Binding,
    Definition,
    File,
)

BASE_MODELS = ("pydantic.BaseModel", "pydantic.main.BaseModel")

_FIELDS = ("pydantic.Field", "pydantic.fields.Field")
_CONFIGS = ("pydantic.ConfigDict", "pydantic.config.ConfigDict")
# They may bring what is not given.
_FILLING = frozenset(
    f"{home}.{name}"
    for home in ("pydantic", "pydantic.functional_validators", "pydantic.class_validators")
    for name in ("model_validator", "root_validator")
)
_RENAMING = frozenset(("alias", "validation_alias", "init"))
_CHANGING = frozenset((
    "alias_generator", "extra", "fields", "populate_by_name", "allow_population_by_field_name",
    "validate_by_alias", "validate_by_name",
))  # fmt: skip
_MAY_BE_NONE = ("None", "Optional", "Any")  # before version 2 such a field may be left out


class Models:
    """Reads the fields of models off their bodies."""

    def __init__(self, tracer: Tracer, fields: Fields) -> None:
        self._tracer = tracer
        self._fields = fields

    def fields(self, line: Iterable[Target]) -> list[Field] | None:
        """The fields of the first class of a line, inherited ones included; None where they are not known."""
        found: dict[str, Field] = {}
        for each in reversed(tuple(line)):
            if each.file is None or each.definition is None:
                continue
            own = self._own(each.file, each.definition)
            if own is None:
                return None
            if own and not self._is_model(each.file, each.definition):
                return None  # whether those are fields depends on the version
            found.update((field.name, field) for field in own)
        return list(found.values())

    def _is_model(self, file: File, definition: Definition) -> bool:
        return any(each.external in BASE_MODELS for each in self._tracer.classes.linear(file, definition))

    def _own(self, file: File, definition: Definition) -> list[Field] | None:
        if not self._is_plain(file, definition):
            return None
        values = Values(self._tracer.contents, file, definition)
        found: list[Field] = []
        for binding in file.facts.bindings:
            if binding.scope != definition.body or binding.tags & TYPING or binding.name.startswith("_"):
                continue
            if binding.tags & CONDITIONAL and not binding.tags & ALWAYS:
                return None
            if binding.name == "model_config":
                if not self._is_plain_config(file, definition, binding):
                    return None
            elif binding.annotation is None:
                return None  # it is a field or an error, by the version
            elif self._fields.head(file, definition, binding).symbol not in NO_FIELD:
                field = self._field(file, definition, binding, values)
                if field is None:
                    return None
                found.append(field)
        return found

    def _field(self, file: File, definition: Definition, binding: Binding, values: Values) -> Field | None:
        if self._fields.head(file, definition, binding).kind not in ("external", "definition"):
            return None  # `Annotated` by another name may rename it
        may_be_none = any(word in (binding.annotation or "") for word in _MAY_BE_NONE)
        is_optional = may_be_none or not binding.declared
        for call in values.calls(binding):
            target = self._tracer.resolve_bound(file, call.bound, call.callee)
            if target.external not in _FIELDS:
                if target.kind != "external":
                    return None  # it may make a field
                continue
            if call.flags & (STAR_ARGS | STAR_KWARGS) or not _RENAMING.isdisjoint(call.keywords):
                return None
            has_default = bool(call.positional or {"default", "default_factory"} & set(call.keywords))
            is_optional = has_default or may_be_none
        return Field(binding.name, is_optional, named=True)

    # ------------------------------------------------------------------------- what changes all of it

    def _is_plain(self, file: File, definition: Definition) -> bool:
        """Whether no validator brings what is not given, and no inner `Config` changes what is taken."""
        if any(decorator in _FILLING for decorator in self._decorating(file, definition)):
            return False
        for inner in file.facts.definitions:
            if inner.scope == definition.body and inner.name == "Config":
                names = {b.name for b in file.facts.bindings if b.scope == inner.body}
                if inner.kind != "class" or inner.bases or not _CHANGING.isdisjoint(names):
                    return False
        return True

    def _decorating(self, file: File, definition: Definition) -> Iterator[str]:
        """What the decorators of the methods are."""
        for method in file.facts.definitions:
            if method.scope == definition.body:
                for name in filter(None, method.decorators):
                    yield self._tracer.resolve_read(file, definition.body, name, ()).external

    def _is_plain_config(self, file: File, definition: Definition, binding: Binding) -> bool:
        """Whether `model_config = ConfigDict(…)` changes nothing of what is taken."""
        calls = [
            call
            for call in self._tracer.contents.standing(file).calls(definition.body)
            if not call.flags & DECORATOR
            and (call.line, call.column) >= (binding.end_line, binding.end_column)
        ]
        config = min(calls, key=lambda call: (call.line, call.column), default=None)
        if config is None or not binding.value or binding.value != f"{config.callee}()":
            return False
        target = self._tracer.resolve_bound(file, config.bound, config.callee)
        return (
            target.external in _CONFIGS
            and not config.flags & STAR_KWARGS
            and not config.positional
            and _CHANGING.isdisjoint(config.keywords)
        )

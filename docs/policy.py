"""The keys of compliance.yaml, written out of the models that validate it."""

import json
import re
import types
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, MinLen
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from docs.text import DocsError
from ssot_lint.api import Check, Shape, Text
from ssot_lint.policy.general import rules_model
from ssot_lint.policy.schema import ENGINE, RULES, Leaf, leaves, section_keys
from ssot_lint.registry import Registry

_SIMPLE = {str: "text", int: "whole number", float: "number", bool: "`true` or `false`"}
_NO_VALUE: tuple[Any, ...] = (None, [], {}, "", PydanticUndefined)


def keys_of(check: Check) -> list[str]:
    """The dotted keys of the policy that a rule reads, but its severity."""
    return [path for _, path, _ in section_keys(check.section)] if check.section else []


def reference(registry: Registry) -> str:
    """A section on each key: its type, its default, its meaning, and the rules that read it."""
    readers: defaultdict[str, list[Check]] = defaultdict(list)
    for check in registry.checks:
        for path in keys_of(check):
            readers[path].append(check)
    groups: defaultdict[str, dict[str, Leaf]] = defaultdict(dict)
    for path, leaf in leaves(registry).items():
        groups[path.partition(".")[0]][path] = leaf
    shapes = _Shapes()
    parts = []
    for top, below in groups.items():
        if top not in below:
            parts.append(f"### `{top}` {{#{top}}}")
        for path, leaf in below.items():
            level = "###" if path == top else "####"
            parts.append(f"{level} `{path}` {{#{path}}}")
            parts.append(_key(leaf, readers[path], shapes))
            parts += shapes.described()
    parts += _rules(registry, shapes)
    return "\n\n".join([*parts, *shapes.values()])


def _key(leaf: Leaf, readers: list[Check], shapes: "_Shapes") -> str:
    description = leaf.field.description
    if not description:
        raise DocsError(f"a key of {leaf.owner} has no description")
    always = ["every run"] if leaf.owner == ENGINE else []
    read = f"- **Read by:** {', '.join([*always, *(rule_link(each) for each in readers)])}"
    if isinstance(leaf.default(), Shape):
        return f"{_sentence(description)}\n\n{read}\n\n{shapes.table(type(leaf.default()))}"
    facts = [f"- **Type:** {shapes.type_of(leaf.field)}", f"- **Default:** {_default(leaf.default())}", read]
    return f"{_sentence(description)}\n\n" + "\n".join(facts)


def rule_link(check: Check) -> str:
    """A link to the page of a rule, from the root of the site."""
    return f"[{check.code}](rules/{check.code}.md)"


def _rules(registry: Registry, shapes: "_Shapes") -> Iterator[str]:
    setting = next(iter(rules_model(registry).model_fields.values()))
    yield f"### `{RULES}` {{#{RULES}}}"
    yield "How severe each rule is, by its code or name; a rule that is not named keeps its own severity."
    kind = f"code or name of a [rule](rules/index.md) → {shapes.type_of(setting)}"
    yield f"- **Type:** {kind}\n- **Default:** none\n- **Read by:** every run"
    yield from shapes.described()


def _prose(text: str) -> str:
    """Text in which a star is a star."""
    return re.sub(r"(`[^`]*`)|\*", lambda found: found[1] or "\\*", text)


def _sentence(text: str) -> str:
    text = _prose(text)
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def _default(value: Any) -> str:
    if any(value is each or (value == each and type(value) is type(each)) for each in _NO_VALUE):
        return "none"
    return f"`{json.dumps(value, ensure_ascii=False)}`"


def rows_in(name: str, rows: Iterable[str]) -> str:
    """A table that the style sheet knows by name."""
    return "\n".join([f'<div class="{name}" markdown>', "", *rows, "", "</div>"])


class _Shapes:
    """The types of the policy in words; what they are made of is described once each."""

    def __init__(self) -> None:
        self._known: list[type[Shape]] = []
        self._waiting: list[type[Shape]] = []
        self._texts: dict[str, type[Text]] = {}

    def type_of(self, field: FieldInfo) -> str:
        """The type of a field, with what bounds its values."""
        return self._bounded(self._of(field.annotation), field.metadata)

    def described(self) -> Iterator[str]:
        """A table for each mapping that was named and is not described yet."""
        while self._waiting:
            shape = self._waiting.pop(0)
            yield f"#### {_name(shape)} {{#{_anchor(shape)}}}"
            if shape.__doc__ and shape.__doc__ != Shape.__doc__:
                yield shape.__doc__
            yield self.table(shape)

    def table(self, shape: type[Shape]) -> str:
        """A row for each key of a mapping."""
        rows = [self._row(name, field) for name, field in shape.model_fields.items()]
        if shape.model_config.get("extra") == "allow":
            _, level = get_args(shape.__annotations__["__pydantic_extra__"])
            rows.append(
                f"| name of a category | {_cell(self._of(level))} | none | In the files of that category. |"
            )
        return rows_in("keys", ["| key | type | default | meaning |", "|---|---|---|---|", *rows])

    def values(self) -> Iterator[str]:
        """What the words for the kinds of text mean."""
        yield "### Kinds of values {#values}"
        rows = [
            f'| <span id="{_anchor(kind)}">{name}</span> | {_cell(_prose(kind.__doc__ or ""))} |'
            for name, kind in sorted(self._texts.items())
        ]
        yield "\n".join(["| kind | what it is |", "|---|---|", *rows])

    def _row(self, name: str, field: FieldInfo) -> str:
        if not field.description:
            raise DocsError(f"{name} of the policy has no description")
        default = field.get_default(call_default_factory=True)
        told = "*required*" if field.is_required() else _default(default)
        cells = (f"`{field.alias or name}`", self.type_of(field), told, _sentence(field.description))
        return f"| {' | '.join(map(_cell, cells))} |"

    def _of(self, annotation: Any) -> str:
        if isinstance(annotation, str):
            raise DocsError(f"the type {annotation!r} is not resolved")
        origin, arguments = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            return self._bounded(self._of(arguments[0]), arguments[1:])
        if origin is Literal:
            return _alternatives([f"`{each}`" for each in arguments])
        if origin in (Union, types.UnionType):
            words = [self._of(each) for each in arguments if each is not type(None)]
            *scalars, last = words
            one = _alternatives(scalars) if scalars else ""
            return f"{one}, one or a list" if last == f"list of {one}" else _alternatives(words)
        if origin is list:
            return f"list of {self._of(arguments[0])}"
        if origin is dict:
            return f"{self._of(arguments[0])} → {self._of(arguments[1])}"
        return self._named(annotation)

    def _named(self, kind: type) -> str:
        if kind in _SIMPLE:
            return _SIMPLE[kind]
        if issubclass(kind, Text):
            self._texts[_name(kind)] = kind
            return f"[{_name(kind)}](#{_anchor(kind)})"
        if not issubclass(kind, Shape):
            raise DocsError(f"no words for the type {kind}")
        if kind not in self._known:
            self._known.append(kind)
            self._waiting.append(kind)
        return f"[{_name(kind)}](#{_anchor(kind)})"

    def _bounded(self, words: str, metadata: Any) -> str:
        flat = [
            part for each in metadata for part in (each.metadata if isinstance(each, FieldInfo) else [each])
        ]
        bounds = [_BOUNDS[type(each)](each) for each in flat if type(each) in _BOUNDS]
        return f"{words} ({', '.join(bounds)})" if bounds else words


_BOUNDS: dict[type, Any] = {
    Ge: lambda bound: f"at least {bound.ge}",
    Gt: lambda bound: f"more than {bound.gt}",
    Le: lambda bound: f"at most {bound.le}",
    MinLen: lambda bound: "not empty" if bound.min_length == 1 else f"at least {bound.min_length}",
}


def _alternatives(words: list[str]) -> str:
    flat = list(dict.fromkeys(words))
    return flat[0] if len(flat) == 1 else f"{', '.join(flat[:-1])} or {flat[-1]}"


def _name(kind: type) -> str:
    """`ParameterContract` as `parameter contract`."""
    return "".join(f" {each.lower()}" if each.isupper() else each for each in kind.__name__).strip()


def _anchor(kind: type) -> str:
    return f"of-{_name(kind).replace(' ', '-')}"


def _cell(text: str) -> str:
    """Text that ends no cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")

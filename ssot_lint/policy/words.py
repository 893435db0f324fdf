"""What the validator found, in plain words, one fault for each mistake."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from pydantic_core import ErrorDetails

from ssot_lint.api import nearest
from ssot_lint.policy.yaml import Document, Fault, Loc

MOST_KEYS_LISTED = 20

_NONE_FITS = "none_fits"
_SHAPES = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    _NONE_FITS: "{wanted}",
}
_EXPECTED = _SHAPES | {
    "finite_number": "a finite number",
    "greater_than": "more than {gt}",
    "greater_than_equal": "at least {ge}",
    "less_than": "less than {lt}",
    "less_than_equal": "at most {le}",
    "literal_error": "{expected}",
    "string_pattern_mismatch": "text like {pattern}",
}
_KEY = "[key]"


class _Error(NamedTuple):
    """One error of the validator. `tags` are the alternatives it went through, each at a depth of `loc`."""

    loc: Loc
    tags: tuple[tuple[int, str], ...]
    of_key: bool
    kind: str
    value: Any
    context: dict[str, Any]
    message: str


def faults(errors: Iterable[ErrorDetails], document: Document, schema: dict[str, Any]) -> Iterator[Fault]:
    """Each mistake once, where it stands; `schema` is the JSON Schema that knows the valid keys."""
    for error in _settle([_read(error, document.data) for error in errors]):
        of_key = error.of_key or error.kind in ("missing", "extra_forbidden")
        place = error.loc[:-1] if error.kind == "missing" else error.loc
        yield Fault(*document.position(place, of_key=of_key), _words(error, schema))


def dotted(loc: Loc) -> str:
    """The way to a value as a user writes it: `canonical[0].symbol`."""
    way = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in loc).removeprefix(".")
    return way if way.isprintable() else repr(way)


def _read(error: ErrorDetails, data: Any) -> _Error:
    """The error with its location split into what stands in the policy and what names an alternative."""
    loc: Loc = ()
    tags: list[tuple[int, str]] = []
    steps = error["loc"]
    last_is_absent = error["type"] == "missing"
    for number, step in enumerate(steps):
        inside = _holds(data, step)
        if inside or (last_is_absent and number == len(steps) - 1):
            loc = (*loc, step)
            data = data[step] if inside else None
        elif step != _KEY:
            tags.append((len(loc), str(step)))
    context = error.get("ctx", {})
    return _Error(loc, tuple(tags), _KEY in steps, error["type"], error["input"], context, error["msg"])


def _holds(data: Any, step: str | int) -> bool:
    if isinstance(data, dict):
        return step in data
    return isinstance(data, list) and isinstance(step, int) and step < len(data)


def _settle(errors: Iterable[_Error]) -> list[_Error]:
    """The errors, those of a value that fits none of several alternatives reduced to one of these."""
    settled = []
    groups: dict[Loc, list[_Error]] = {}
    for error in errors:
        if error.tags:
            groups.setdefault(error.loc[: error.tags[0][0]], []).append(error)
        else:
            settled.append(error)
    for site, group in groups.items():
        settled += _closest(site, group)
    return settled


def _closest(site: Loc, errors: list[_Error]) -> list[_Error]:
    """The errors of the alternative that the value comes closest to, the last among equals."""
    branches: dict[str, list[_Error]] = {}
    for error in errors:
        branches.setdefault(error.tags[0][1], []).append(error._replace(tags=error.tags[1:]))
    settled = [_settle(branch) for branch in branches.values()]
    alike = [branch for branch in settled if not all(_is_of_other_shape(error, site) for error in branch)]
    if not alike:
        wanted = dict.fromkeys(_expected(error) or "" for branch in settled for error in branch)
        context = {"wanted": " or ".join(wanted)}
        return [errors[0]._replace(loc=site, tags=(), kind=_NONE_FITS, context=context)]
    # Alternatives of one type share their tag, and so have an error each at one place.
    closest = min(reversed(alike), key=len)
    return list({(error.loc, error.of_key): error for error in closest}.values())


def _is_of_other_shape(error: _Error, site: Loc) -> bool:
    if error.loc != site or error.of_key:
        return False
    if error.kind == "literal_error":
        return isinstance(error.value, dict | list)
    return error.kind in _SHAPES


def _expected(error: _Error) -> str | None:
    template = _EXPECTED.get(error.kind)
    return template.format(**error.context) if template else None


def _words(error: _Error, schema: dict[str, Any]) -> str:
    way = dotted(error.loc)
    if error.kind == "missing":
        return f"missing key {error.loc[-1]!r}"
    if error.kind == "extra_forbidden":
        return _unknown_key(str(error.loc[-1]), _keys_at(schema, error.loc[:-1]))
    if error.kind == "value_error":
        return str(error.context["error"])
    if error.kind in ("string_too_short", "too_short") and error.context["min_length"] == 1:
        return f"{way} must not be empty"
    expected = _expected(error)
    if expected:
        return f"{way}: expected {expected}, got {_shown(error.value)}"
    return f"{way}: {error.message[:1].lower()}{error.message[1:].rstrip('.')}"


def _shown(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case str() if len(value) > 40:
            return repr(value[:40] + "…")
    return repr(value)


def _unknown_key(name: str, valid: list[str]) -> str:
    near = nearest(name, valid)
    if near:
        return f"unknown key {name!r}; did you mean {near!r}?"
    listed = ", ".join(valid[:MOST_KEYS_LISTED]) + (", …" if len(valid) > MOST_KEYS_LISTED else "")
    return f"unknown key {name!r}; valid keys are {listed}"


def _keys_at(schema: dict[str, Any], loc: Loc) -> list[str]:
    """The keys that a mapping may have, in all the alternatives that its place allows."""
    nodes = _alternatives(schema, schema)
    for step in loc:
        below = [node for each in nodes for node in _below(each, step)]
        nodes = [node for each in below for node in _alternatives(each, schema)]
    return list(dict.fromkeys(name for node in nodes for name in node.get("properties", ())))


def _below(node: dict[str, Any], step: str | int) -> Iterator[dict[str, Any]]:
    if isinstance(step, int):
        inner = node.get("items")
    else:
        inner = node.get("properties", {}).get(step, node.get("additionalProperties"))
    if isinstance(inner, dict):
        yield inner


def _alternatives(node: dict[str, Any], schema: dict[str, Any]) -> list[dict[str, Any]]:
    if "$ref" in node:
        return _alternatives(schema["$defs"][node["$ref"].rpartition("/")[2]], schema)
    choices = node.get("anyOf", node.get("oneOf"))
    return [found for choice in choices for found in _alternatives(choice, schema)] if choices else [node]

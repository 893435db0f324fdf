"""compliance.yaml to a Policy, with every error at once."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from ssot_lint.api import PolicyTarget, Service, Shape, Text
from ssot_lint.errors import PolicyError
from ssot_lint.policy.general import Level, RootEntry, RuleTable, contradictions
from ssot_lint.policy.record import Policy, Root, RuleSetting
from ssot_lint.policy.schema import RULES, json_schema, leaves, policy_model
from ssot_lint.policy.words import dotted, faults
from ssot_lint.policy.yaml import Broken, Document, Fault, Loc, read_yaml
from ssot_lint.registry import Registry

_MAY_IMPORT = re.compile(r"services\.\w+\.may_import\[\d+\]")


def load_policy(
    path: Path | None, registry: Registry, *, display: str | None = None, text: bytes | None = None
) -> Policy:
    """Read and validate a policy; with no path, all defaults.

    `display` is the name that the policy is shown under, the file's name where not given. `text` stands for
    the content of the file.
    PolicyError has one line, `compliance.yaml:LINE:COL: message`, for each thing that is wrong.
    """
    keys = leaves(registry)
    if path is None:
        return _policy(None, {name: leaf.default() for name, leaf in keys.items()}, {})
    shown = display or path.name
    try:
        document = read_yaml(_bytes(path, shown) if text is None else text)
    except Broken as broken:
        raise PolicyError([_line(shown, broken.fault)]) from broken
    notes = (f"{shown} is empty: every default applies",) if document.data is None else ()
    model = _validate(document, registry, shown)
    values = {name: _at(model, name) for name in keys}
    targets = tuple(
        target
        for target in _targets(model, (), document)
        # A service may be told to import a service by its name, which is no module.
        if not (_MAY_IMPORT.fullmatch(target.key) and target.text in values["services"])
    )
    return _policy(shown, values, _rule_settings(model, registry), targets, notes)


def _bytes(path: Path, shown: str) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise PolicyError([f"{shown}:1:1: is no regular file"])
        return path.read_bytes()
    except OSError as error:
        raise PolicyError([f"{shown}:1:1: cannot be read: {error.strerror or error}"]) from error


def _validate(document: Document, registry: Registry, shown: str) -> Shape:
    """The validated policy; PolicyError with all that is wrong, in the order of the text."""
    data = {} if document.data is None else document.data
    if not isinstance(data, dict):
        raise PolicyError(
            [_line(shown, Fault(1, 1, "a policy is a mapping of keys to values, such as `version: 1`"))]
        )
    found = list(document.faults)
    model = None
    try:
        model = policy_model(registry).model_validate(data, by_alias=True, by_name=False)
    except ValidationError as error:
        # A value that could not be read is None, which is no second mistake.
        unread = {(fault.line, fault.column) for fault in found}
        told = faults(error.errors(include_url=False), document, json_schema(registry))
        found += (fault for fault in told if (fault.line, fault.column) not in unread)
    for loc, message in contradictions(data, registry):
        found.append(Fault(*document.position(loc, of_key=True), message))
    if found or model is None:
        raise PolicyError([_line(shown, fault) for fault in sorted(set(found))])
    return model


def _line(shown: str, fault: Fault) -> str:
    return f"{shown}:{fault.line}:{fault.column}: {fault.message}"


def _at(model: Shape, path: str) -> Any:
    """The value of a dotted key; attributes are named as `schema` makes them."""
    value: Any = model
    for segment in path.split("."):
        value = getattr(value, f"{segment}_")
    return value


def _policy(
    shown: str | None,
    values: dict[str, Any],
    rules: dict[str, RuleSetting],
    targets: tuple[PolicyTarget, ...] = (),
    notes: tuple[str, ...] = (),
) -> Policy:
    services: dict[str, Service] = values["services"]
    roots: list[str | RootEntry] | None = values["roots"]
    return Policy(
        path=shown,
        roots=None if roots is None else tuple(map(_root, roots)),
        exclude=tuple(values["exclude"]),
        categories={name: tuple(globs) for name, globs in values["categories"].items()},
        services=dict(services),
        scored=tuple(dict.fromkeys(values["score.categories"])),
        counted=frozenset(values["score.counted"]),
        fail_on=values["fail_on"],
        fail_under=dict(values["score.fail_under"]),
        max_new=dict(values["score.max_new"]),
        rules=rules,
        values=values,
        targets=targets,
        notes=notes,
    )


def _root(entry: str | RootEntry) -> Root:
    return Root(entry) if isinstance(entry, str) else Root(entry.path, entry.package)


def _rule_settings(model: Shape, registry: Registry) -> dict[str, RuleSetting]:
    """The settings of the rules that the policy names, by code."""
    codes = {word: check.code for check in registry.checks for word in (check.code, check.name)}
    rules = _at(model, RULES)
    settings = {}
    for name, field in type(rules).model_fields.items():
        value = getattr(rules, name)
        if value is not None:
            settings[codes[str(field.alias)]] = _rule_setting(value)
    return settings


def _rule_setting(value: Level | RuleTable) -> RuleSetting:
    if isinstance(value, RuleTable):
        paths = {str(glob): level for glob, level in value.paths.items()}
        return RuleSetting(value.severity, dict(value.model_extra or {}), paths)
    return RuleSetting(value)


def _targets(value: Any, loc: Loc, document: Document) -> Iterator[PolicyTarget]:
    """Every name and glob below a validated value that the user wrote; defaults have no place."""
    if isinstance(value, Text) and loc in document.values:
        yield _target(value, loc, document.values[loc])
    elif isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            yield from _targets(getattr(value, name), (*loc, field.alias or name), document)
    elif isinstance(value, dict):
        for name, below in value.items():
            if isinstance(name, Text) and (*loc, name) in document.keys:
                yield _target(name, (*loc, name), document.keys[(*loc, name)])
            yield from _targets(below, (*loc, name), document)
    elif isinstance(value, list | tuple):
        for index, below in enumerate(value):
            yield from _targets(below, (*loc, index), document)


def _target(text: Text, loc: Loc, place: tuple[int, int]) -> PolicyTarget:
    return PolicyTarget(kind=text.kind, text=str(text), key=dotted(loc), line=place[0], column=place[1])

"""The groups for machines: the contract of `duplicates.schema.json`, byte for byte reproducible."""

import json
from collections.abc import Iterable

import msgspec

from ssot_lint.model import DuplicateGroup, Place
from ssot_lint.render.wording import encodable, floored

SCHEMA = "ssot-lint/duplicates/1"


def render(groups: Iterable[DuplicateGroup]) -> str:
    """Every group with its members; nothing is shortened."""
    document = {"schema": SCHEMA, "groups": list(map(_group, groups))}
    return msgspec.json.format(json.dumps(document), indent=2) + "\n"


def _group(group: DuplicateGroup) -> dict[str, object]:
    return {
        "code": group.code,
        "kind": group.kind,
        "severity": group.severity,
        "similarity": float(floored(group.similarity, 4)),
        "saved": group.saved,
        "canonical": group.canonical,
        "reason": group.reason,
        "members": list(map(_member, group.members)),
    }


def _member(place: Place) -> dict[str, str | int]:
    return {
        "path": encodable(place.path),
        "line": place.span.line,
        "end_line": place.span.line + place.lines - 1,
        "symbol": encodable(place.symbol),
    }

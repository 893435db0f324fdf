"""JSON as every renderer writes it: UTF-8 whatever it holds, indented, byte for byte reproducible."""

import json

import msgspec

from ssot_lint.render.wording import encodable

Value = str | int | float | bool | None | list["Value"] | dict[str, "Value"]


def written(document: Value) -> str:
    """The document, indented, with a newline at its end."""
    compact = json.dumps(_carried(document))
    # json indents in Python, which takes as long again as all the rest of a run that recalls its report
    return msgspec.json.format(compact, indent=2) + "\n"


def _carried(value: Value) -> Value:
    """The same value with every text, keys included, as UTF-8 can carry it."""
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, list):
        return [_carried(item) for item in value]
    if isinstance(value, dict):
        return {encodable(name): _carried(item) for name, item in value.items()}
    return value

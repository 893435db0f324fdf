"""A converted configuration as the text of a policy."""

from textwrap import indent
from typing import Any

from pydantic import ValidationError

from ssot_lint.errors import UsageError
from ssot_lint.policy.import_linter.convert import Converted, Entry
from ssot_lint.policy.import_linter.read import Config
from ssot_lint.policy.schema import policy_model
from ssot_lint.policy.yaml import write_yaml
from ssot_lint.registry import Registry


def written(found: Converted, config: Config, registry: Registry) -> str:
    """The policy, with comments for what it leaves out; UsageError where a contract makes none."""
    keys = {"boundaries": found.boundaries, "layers": found.layers}
    imports = {key: entries for key, entries in keys.items() if entries}
    _validate({"version": 1, **({"imports": imports} if imports else {})}, config, registry)
    remarks = [
        f"Converted from {config.shown}. import-linter looks at {', '.join(config.roots)} alone;",
        "here a chain of imports may lead through all modules of the project.",
        *(f"Not converted: {gap}" for gap in found.gaps),
    ]
    text = "".join(f"# {_on_one_line(remark)}\n" for remark in remarks)
    text += "version: 1\n" + ("imports:\n" if imports else "")
    for key, entries in imports.items():
        text += f"  {key}:\n" + "".join(indent(_entry(entry), "    ") for entry in entries)
    return text


def _entry(entry: Entry) -> str:
    """One entry of a list, its tags on a line, as they are the same in all."""
    others = {name: value for name, value in entry.items() if name != "tags"}
    return f"{write_yaml([others])}  tags: [{', '.join(entry['tags'])}]\n"


def _on_one_line(remark: str) -> str:
    return "".join(character if character.isprintable() else "?" for character in remark)


def _validate(data: dict[str, Any], config: Config, registry: Registry) -> None:
    try:
        policy_model(registry).model_validate(data, by_alias=True, by_name=False)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        _, key, number, *_ = first["loc"]
        name = data["imports"][key][number]["name"]
        message = str(first.get("ctx", {}).get("error", first["msg"]))
        raise UsageError(f"{config.shown}: the contract {name}: {message}") from error

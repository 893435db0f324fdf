"""One schema out of the general keys and the sections of the registered checks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Union

from pydantic import Field, create_model
from pydantic.fields import FieldInfo

from ssot_lint.api import PolicyTargets, Section, Shape, key_path
from ssot_lint.errors import CheckError
from ssot_lint.policy.general import General, Verdict, rules_model
from ssot_lint.registry import Registry

RULES = "rules"
ENGINE = "ssot_lint"


@dataclass(frozen=True)
class Leaf:
    """A key of the policy that holds a value: what some section's field reads."""

    field: FieldInfo
    owner: str

    def default(self) -> Any:
        """The value where the user gives none."""
        return self.field.get_default(call_default_factory=True)

    def declaration(self) -> tuple[Any, ...]:
        """What sections that read the same key must agree on."""
        return (self.field.annotation, self.field.metadata, self.default())


_Tree = dict[str, Union[Leaf, type[Shape], "_Tree"]]


def section_keys(section: type[Section]) -> Iterator[tuple[str, str, FieldInfo]]:
    """Attribute, dotted key and field of what a section reads; not what the engine fills in."""
    for attribute, field in section.model_fields.items():
        if attribute not in PolicyTargets.model_fields or not issubclass(section, PolicyTargets):
            yield attribute, key_path(field), field


def leaves(registry: Registry) -> dict[str, Leaf]:
    """All keys that hold values, but `rules`; CheckError where two sections disagree about one."""
    found: dict[str, Leaf] = {}
    owned: list[tuple[str, type[Section]]] = [(ENGINE, General)]
    owned += [(check.module, check.section) for check in registry.checks if check.section]
    owned.append((ENGINE, Verdict))
    for owner, section in owned:
        for _, path, field in section_keys(section):
            leaf = Leaf(field, owner)
            first = found.setdefault(path, leaf)
            if first.declaration() != leaf.declaration():
                raise CheckError(f"{owner} declares the policy key {path} otherwise than {first.owner}")
    for path, leaf in found.items():
        _refuse_inner_keys(path, leaf, found)
    return found


def _refuse_inner_keys(path: str, leaf: Leaf, found: dict[str, Leaf]) -> None:
    above = path.rpartition(".")[0]
    while above:
        if above in found or above == RULES:
            other = found[above].owner if above in found else ENGINE
            raise CheckError(f"{leaf.owner} reads the policy key {path}, which is inside {above} of {other}")
        above = above.rpartition(".")[0]


def policy_model(registry: Registry) -> type[Shape]:
    """The model of a whole policy file."""
    tree: _Tree = {}
    for path, leaf in leaves(registry).items():
        *above, last = path.split(".")
        branch: Any = tree
        for segment in above:
            branch = branch.setdefault(segment, {})
        branch[last] = leaf
    return _model("Policy", {**tree, RULES: rules_model(registry)})


def _model(name: str, tree: _Tree) -> type[Shape]:
    """A model whose attributes are the keys with `_` behind, so that no key hides a method of it."""
    definitions: dict[str, Any] = {}
    for head, below in tree.items():
        if isinstance(below, Leaf):
            field = Field(default=below.default(), alias=head, description=below.field.description)
            definitions[f"{head}_"] = Annotated[below.field.annotation, *below.field.metadata, field]
        else:
            model = below if isinstance(below, type) else _model(head.title().replace("_", ""), below)
            definitions[f"{head}_"] = (model, Field(default_factory=model, alias=head))
    return create_model(name, __base__=Shape, __doc__="", **definitions)


def json_schema(registry: Registry) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of compliance.yaml, for editors and for validation elsewhere."""
    model = policy_model(registry)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **model.model_json_schema(by_alias=True),
        "title": "compliance.yaml",
        "description": "The policy of ssot-lint: the single source of truth, and who may reach for it.",
    }

"""Which class attributes hold a mutable value, and of which classes it is known what they do with them."""

import sys

from ssot_lint.api import Binding, Definition, File, Index

from .changes import Attribute, Owner

_DISPLAYS = ("[]", "{}", "{*}")
_TYPES = frozenset((
    "builtins.bytearray", "builtins.dict", "builtins.list", "builtins.set", "collections.Counter",
    "collections.OrderedDict", "collections.defaultdict", "collections.deque",
))  # fmt: skip
_STANDARD = sys.stdlib_module_names | {"builtins"}
_NAMES = frozenset(name.rpartition(".")[2] for name in _TYPES)
_FIELDS = ("dataclass", "attrs", "define", "mutable", "frozen", "s", "attributes")
# Bases whose attributes are no values that instances share: members, fields, declarations.
_DECLARING = ("enum.", "pydantic.", "typing.NamedTuple", "typing.TypedDict", "ctypes.", "msgspec.", "attr.")


def owners(index: Index) -> dict[Owner, Attribute]:
    """The mutable class attributes that instances share, by file, scope of the class, and name."""
    found: dict[Owner, Attribute] = {}
    for file in index.files:
        if file.source.is_stub:
            continue
        classes: dict[int, Definition] | None = None
        for binding in file.facts.bindings:
            if not _may_be_mutable(binding) or file.facts.scopes[binding.scope].kind != "class":
                continue
            if classes is None:
                classes = {d.body: d for d in file.facts.definitions if d.kind == "class"}
            definition = classes[binding.scope]
            if _is_mutable(index, file, binding) and not _is_declared(index, file, definition, binding):
                found.setdefault((file.path, binding.scope, binding.name), (file, definition, binding))
    return found


def _may_be_mutable(binding: Binding) -> bool:
    value = binding.value
    return value in _DISPLAYS or (value.endswith("()") and value[:-2].rpartition(".")[2] in _NAMES)


def _is_mutable(index: Index, file: File, binding: Binding) -> bool:
    if binding.value in _DISPLAYS:
        return True
    return index.resolve(file, binding.scope, binding.value[:-2]).symbol in _TYPES


def _is_declared(index: Index, file: File, definition: Definition, binding: Binding) -> bool:
    """Whether an attribute is meant to be shared, or is no value but a field, a member, a declaration."""
    annotation = binding.annotation or ""
    if "ClassVar" in annotation or (binding.name.startswith("__") and binding.name.endswith("__")):
        return True
    if annotation and any(name.rpartition(".")[2] in _FIELDS for name in definition.decorators):
        return True
    return any(base.external.startswith(_DECLARING) for base in index.ancestors(file, definition))


def doubt(index: Index, file: File, definition: Definition) -> str | None:
    """Why instances may have values of their own that no statement of the project gives them."""
    for home, member in index.lineage(file, definition):
        for base in index.bases(home, member):
            if base.kind == "external" and base.external.partition(".")[0] not in _STANDARD:
                return f"{base.external} may give each instance its own"
            if base.kind not in ("external", "definition"):
                return "a base class is unknown, and may give each instance its own"
    return None

"""A mutable class attribute that a method changes. The specification is README.md, beside this file."""

from collections import defaultdict
from collections.abc import Iterator

from ssot_lint.api import Binding, Definition, File, Finding, Index, Related, Undecided, check

from .changes import Attribute, Change, Owner, changes, own_values
from .owners import doubt, owners

_MOST_RELATED = 5
_SHARED = frozenset((
    "cache", "caches", "instances", "memo", "pools", "registered", "registry", "registries", "shared",
    "singletons",
))  # fmt: skip
_KINDS = {"[]": "list", "{}": "dict", "{*}": "set"}


@check(code="SST204", severity="warning", scope="project")
def shared_mutable_state(index: Index) -> Iterator[Finding | Undecided]:
    """A mutable class attribute that a method changes, for all instances at once."""
    attributes = owners(index)
    if not attributes:
        return
    found: defaultdict[Owner, list[Change]] = defaultdict(list)
    for change in changes(index, attributes):
        found[change.owner].append(change)
    shielded = own_values(index, attributes)
    for owner in sorted(found):
        file, definition, binding = attributes[owner]
        through_self = [change for change in found[owner] if change.through == "self"]
        if owner in shielded:
            through_self = []
        reason = doubt(index, file, definition) if through_self else None
        if reason:
            place = index.place(file, binding.span, binding.scope)
            yield Undecided(place, f"{definition.qualified_name}.{binding.name}", reason)
        elif through_self or owner not in shielded:
            yield _finding(index, attributes[owner], through_self or found[owner])


def _is_mild(file: File, definition: Definition, binding: Binding, change: Change) -> bool:
    """Whether it may well be meant: who names the class means the class, a registry says so by its name.

    A class inside a test is made anew for each run of it, and seldom has more than one instance.
    """
    if change.through != "self" or not _SHARED.isdisjoint(binding.name.lower().split("_")):
        return True
    scopes, scope = file.facts.scopes, definition.scope
    while scope > 0 and scopes[scope].kind == "class":
        scope = scopes[scope].parent
    return file.category == "test" and scopes[scope].kind == "function"


def _finding(index: Index, attribute: Attribute, found: list[Change]) -> Finding:
    """The finding at an attribute, with the changes of it."""
    file, definition, binding = attribute
    name = f"{definition.qualified_name}.{binding.name}"
    kind = _KINDS.get(binding.value) or binding.value.removesuffix("()").rpartition(".")[2]
    return Finding(
        place=index.place(file, binding.span, binding.scope),
        message=f"{name} is one {kind} for all instances, and {found[0].where(file)} changes it; "
        f"give each instance its own in __init__, or annotate it ClassVar if it is meant to be shared",
        subject=f"{file.module or file.path}:{name}",
        related=tuple(
            Related(index.place(change.file, change.span, change.scope), "changed here")
            for change in found[:_MOST_RELATED]
        ),
        severity="info" if _is_mild(file, definition, binding, found[0]) else None,
    )

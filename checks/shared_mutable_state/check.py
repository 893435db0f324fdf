"""A mutable class attribute that a method changes. The specification is README.md, beside this file."""

from collections import defaultdict
from collections.abc import Iterator

from ssot_lint.api import Finding, Index, Related, Undecided, check

from .changes import Attribute, Change, Owner, changes, own_values
from .owners import doubt, owners

_MOST_RELATED = 5
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
        # who names the class means the class
        severity=None if found[0].through == "self" else "info",
    )

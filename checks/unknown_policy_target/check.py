"""Names and globs of the policy that name nothing. The specification is README.md, beside this file."""

from collections.abc import Iterable, Iterator

from ssot_lint.api import (
    Finding,
    Index,
    LayerRow,
    Place,
    PolicyTarget,
    PolicyTargets,
    Related,
    Span,
    Target,
    Undecided,
    check,
    matches_exactly,
    matches_module,
    matches_path,
    nearest,
)


@check(code="SST003", severity="error", scope="project", section=PolicyTargets)
def unknown_policy_target(index: Index, section: PolicyTargets) -> Iterator[Finding | Undecided]:
    """A module, symbol or path that the policy names and that does not exist."""
    for target in section.targets:
        place = Place(
            section.policy, Span(target.line, target.column, target.line, target.column + len(target.text))
        )
        if target.kind == "symbol":
            yield from _symbol(index, target, place)
        elif target.kind == "contract":
            yield from _home(index, target, place)
        elif target.kind == "module":
            yield from _module(index, target, place)
        elif target.kind == "layer-row":
            yield from _layers(index, section, target, place)
        elif target.kind == "path-glob":
            yield from _glob(index, target, place)
        elif target.kind == "directory":
            yield from _directory(index, target, place)


def _symbol(index: Index, target: PolicyTarget, place: Place) -> Iterator[Finding | Undecided]:
    module, colon, _ = target.text.partition(":")
    if not index.is_first_party(module.partition(".")[0]):
        if colon:
            yield _finding(target, place, f"no module {module} in the project", module, index.modules())
        return
    found = index.lookup(target.text)
    if found.kind == "missing":
        yield _missing(index, target, place, found)
    elif found.kind == "undecided":
        yield _undecided(index, target, place)


def _home(index: Index, target: PolicyTarget, place: Place) -> Iterator[Finding]:
    """The module of a contract; what that lacks is told by the rule on contracts."""
    module = target.text.partition(":")[0]
    if index.lookup(module).kind in ("missing", "external"):
        yield _finding(target, place, f"no module {module} in the project", module, index.modules())


def _undecided(index: Index, target: PolicyTarget, place: Place) -> Finding | Undecided:
    """A method is missing where all that the class inherits is known and none of it has the name."""
    above, _, name = target.text.rpartition(".")
    owner = index.lookup(above) if ":" in above else Target("undecided")
    file, definition = owner.file, owner.definition
    if file is None or definition is None or definition.kind != "class":
        return Undecided(place, target.text, "the policy's symbol may be bound where it cannot be seen")
    ancestry = (owner, *index.ancestors(file, definition))
    if not all(_is_plain(each) and name not in _members(each) for each in ancestry):
        return Undecided(place, target.text, "the class may get the name where it cannot be seen")
    related = (Related(index.definition_place(file, definition), "the class without it"),)
    members = sorted(set().union(*map(_members, ancestry)))
    return _finding(target, place, f"{owner.symbol} has no {name}", name, members, related)


def _is_plain(target: Target) -> bool:
    """Whether a class has what its body binds and no more."""
    definition = target.definition
    if definition is None:
        return target.external == "builtins.object"
    return definition.kind == "class" and not definition.decorators and not definition.keywords


def _members(target: Target) -> set[str]:
    """The names that the body of a class binds."""
    if target.file is None or target.definition is None:
        return set()
    facts, body = target.file.facts, target.definition.body
    names = {definition.name for definition in facts.definitions if definition.scope == body}
    names |= {binding.name for binding in facts.bindings if binding.scope == body}
    return names | {each.bound for each in facts.imports if each.scope == body and each.bound}


def _missing(index: Index, target: PolicyTarget, place: Place, found: Target) -> Finding:
    file = found.file
    if file is None:
        message = f"no module {found.module} in the project"
        return _finding(target, place, message, found.module, index.modules())
    related = (Related(Place(file.path), "the module without it"),)
    message = f"{found.module} has no {found.name}"
    return _finding(target, place, message, found.name, index.names_of(file), related)


def _module(index: Index, target: PolicyTarget, place: Place) -> Iterator[Finding]:
    if not any(matches_module(target.text, name) for name in index.modules()):
        message = f"no module of the project matches {target.text}"
        yield _finding(target, place, message, target.text, index.modules())


def _layers(index: Index, section: PolicyTargets, target: PolicyTarget, place: Place) -> Iterator[Finding]:
    """The layers of a row that must exist, in each container that there is."""
    where = target.key.rpartition(".order[")[0]
    containers = [t.text for t in section.targets if t.key.startswith(f"{where}.containers[")]
    inside = [f"{m}." for m in index.modules() if any(matches_exactly(c, m) for c in containers)]
    for name, may_be_missing in () if containers and not inside else LayerRow(target.text).siblings:
        for prefix in inside or [""]:
            wanted = f"{prefix}{name}"
            if not may_be_missing and not any(matches_exactly(wanted, m) for m in index.modules()):
                message = f"no module of the project is the layer {wanted}"
                yield _finding(target, place, message, wanted, index.modules())


def _glob(index: Index, target: PolicyTarget, place: Place) -> Iterator[Finding]:
    # What is excluded is not in the index, so that such a glob cannot be judged.
    if target.key.startswith("exclude"):
        return
    if index.file(target.text) or any(matches_path(target.text, file.path) for file in index.files):
        return
    yield Finding(
        place=place,
        message=f"the glob {target.text} of {target.key} matches no file",
        subject=target.text,
        hint="correct the glob, or remove it",
        severity="info",
    )


def _directory(index: Index, target: PolicyTarget, place: Place) -> Iterator[Finding]:
    inside = "" if target.text == "." else f"{target.text}/"
    if not any(file.path.startswith(inside) for file in index.files):
        message = f"no source lies in the directory {target.text}"
        holding = {folder for file in index.files for folder in _folders(file.path)}
        yield _finding(target, place, message, target.text, sorted(holding))


def _folders(path: str) -> Iterator[str]:
    """The directories that a file lies in, the project's root last."""
    while path:
        path = path.rpartition("/")[0]
        yield path or "."


def _finding(
    target: PolicyTarget,
    place: Place,
    message: str,
    name: str,
    candidates: Iterable[str],
    related: tuple[Related, ...] = (),
) -> Finding:
    best = nearest(name, candidates)
    return Finding(
        place=place,
        message=message + (f"; did you mean {best}" if best else f", named by {target.key}"),
        subject=target.text,
        hint="name what exists, or remove the entry; external names are dotted, without a colon",
        related=related,
    )

"""By which simple names, and in which star imports, reserved names are found."""

from collections.abc import Iterator, Sequence

from ssot_lint.api import REFERENCE, Edge, File, Import, Index, simple_name

from .declared import Guard


def simple_names(index: Index, reserved: Sequence[Guard]) -> set[str]:
    """The simple names, aliases included, that a call or use of something reserved has a segment of."""
    return index.aliases(
        set().union(*(_names(index, guard) for guard in reserved), _brought(index, reserved))
    )


def _names(index: Index, guard: Guard) -> set[str]:
    """The simple names of what a reservation covers, as far as the project defines it."""
    target = guard.target
    names = {simple_name(guard.symbol)}
    if target.kind == "module":
        for file in index.files:
            if guard.is_home(file):
                facts = file.facts
                names.add((file.module or "").rpartition(".")[2])
                names |= {definition.name for definition in facts.definitions if not definition.scope}
                names |= {binding.name for binding in facts.bindings if not binding.scope}
    return names


def _brought(index: Index, reserved: Sequence[Guard]) -> set[str]:
    """The simple names of what imports take out of reserved modules of other distributions."""
    return {
        statement.name or statement.module.rpartition(".")[2]
        for _, statement in _imports(index, {g.symbol for g in reserved if g.target.kind == "external"})
        if statement.name != "*"
    }


def star_imports(index: Index, reserved: Sequence[Guard]) -> dict[str, list[tuple[Edge, Guard]]]:
    """Path of a file -> its star imports of other distributions, and what is reserved of each.

    The files are those that take something reserved so.
    """
    external = [guard for guard in reserved if guard.target.kind == "external"]
    homes = {guard.symbol for guard in external} | {guard.symbol.rpartition(".")[0] for guard in external}
    files = {f.path: f for f, s in _imports(index, homes) if s.name == "*" and not s.scope}
    found: dict[str, list[tuple[Edge, Guard]]] = {}
    for path, file in sorted(files.items()):
        for edge in index.edges(file):
            if edge.statement.name == "*" and edge.origin.kind == "external":
                found.setdefault(path, []).extend(
                    (edge, guard) for guard in external if guard.binds(file) and _is_in(guard, edge.module)
                )
    return found


def _is_in(guard: Guard, module: str) -> bool:
    return f"{module}.".startswith(f"{guard.symbol}.") or guard.symbol.rpartition(".")[0] == module


def _imports(index: Index, names: set[str]) -> Iterator[tuple[File, Import]]:
    """The imports of some modules, and of what lies below them."""
    heads = {name.partition(".")[0] for name in names} - {""}
    prefixes = tuple(f"{name}." for name in names if name)
    for file in index.files:
        for statement in file.facts.imports:
            module = statement.module
            if (
                module.partition(".")[0] in heads
                and not statement.level
                and not statement.tags & REFERENCE
                and f"{module}.".startswith(prefixes)
            ):
                yield file, statement

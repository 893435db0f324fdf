"""A reserved name is used outside of its owner. The specification is README.md, beside this file."""

from collections.abc import Iterator
from itertools import chain

from ssot_lint.api import (
    TYPING,
    Binding,
    Call,
    Edge,
    File,
    Finding,
    Import,
    Index,
    Place,
    Target,
    Undecided,
    Use,
    check,
    matches_module,
    related_definition,
)

from .candidates import simple_names, star_imports
from .declared import Guard, Reservations, ReservedSection
from .ways import Stop, stops

# Callables that ask or tell of a type; what they are given is no more used than in an annotation.
ABOUT_TYPES = frozenset(
    ("builtins.isinstance", "builtins.issubclass", "typing.NewType", "typing.TypeVar", "typing.cast")
)


@check(code="SST601", severity="error", scope="project", section=ReservedSection)
def reserved_access(index: Index, section: ReservedSection) -> Iterator[Finding | Undecided]:
    """A reserved name is used outside of its owner."""
    reserved = Reservations(index, section)
    stars = star_imports(index, reserved.guards)
    yield from _taken_whole(index, stars)
    names = simple_names(index, reserved.guards)
    told: set[tuple[str, int, int]] = set()
    accesses: Iterator[tuple[File, Call | Use]] = chain(index.calls(names), index.uses(names))
    for file, access in accesses:
        found = _found(index, reserved, names, file, access, file.path in stars)
        # `f()()` is a call of `f` and of what that returns, `getattr(a, "b")` a use of `a` and `a.b`
        place = file.path, access.line, access.column
        if found is None or place in told:
            continue
        guard, target = found
        if not guard.may_use(file, access.scope) and not _is_excused(index, guard, file, access):
            told.add(place)
            yield _finding(index, guard, target, index.place(file, access.span, access.scope))


def _name(access: Call | Use) -> str:
    return access.callee.partition("()")[0] if isinstance(access, Call) else access.name


def _found(
    index: Index, reserved: Reservations, names: set[str], file: File, access: Call | Use, starred: bool
) -> tuple[Guard, Target] | None:
    """The reserved name that a dotted name, or a beginning of it, leads to, and its reservation."""
    segments = _name(access).split(".")
    shortest = next((n for n, segment in enumerate(segments, 1) if segment in names), 1)
    for length in range(len(segments), shortest - 1, -1):
        dotted = ".".join(segments[:length])
        target = index.resolve_bound(file, access.scope, access.bound, dotted)
        if target.kind == "undecided" and access.bound < 0 and starred:
            target = _from_star(index, file, access)
        guard = reserved.of(file, target)
        if guard is not None:
            return guard, target
    return None


# ------------------------------------------------------------------------------------------ excuses


def _is_excused(index: Index, guard: Guard, file: File, access: Call | Use) -> bool:
    """Whether an access is none: it is only about the type, or goes through what an owner offers."""
    if isinstance(access, Use) and access.call >= 0:
        call = file.facts.call(access.call)
        if index.resolve_bound(file, call.scope, call.bound, call.callee).symbol in ABOUT_TYPES:
            return True
    if _is_for_typing(index, file, access):
        return True
    ways = stops(index, file, access.bound, _name(access))
    return any(_offers(index, guard, stop) for stop in ways)


def _is_for_typing(index: Index, file: File, access: Call | Use) -> bool:
    first = _name(access).partition(".")[0]
    statements = index.statements(file, first, max(access.bound, 0))
    return bool(statements) and all(each.tags & TYPING for each in statements)


def _offers(index: Index, guard: Guard, stop: Stop) -> bool:
    """Whether a module is an owner's, and has given the reserved name a name of its own there."""
    if guard.reserved.use is not None and guard.reserved.use.replace(":", ".") == (
        f"{stop.file.module}.{stop.dotted}"
    ):
        return True
    if guard.is_home(stop.file) or not guard.is_owner(stop.file):
        return False
    name = stop.dotted.partition(".")[0]
    statement = next(iter(index.statements(stop.file, name)), None)
    if isinstance(statement, Import):
        return name in (stop.file.facts.exports or ())
    return isinstance(statement, Binding)


# -------------------------------------------------------------------------------------------- stars


def _taken_whole(index: Index, stars: dict[str, list[tuple[Edge, Guard]]]) -> Iterator[Finding | Undecided]:
    """Star imports of what is reserved, whose uses are not all seen."""
    for found in stars.values():
        for edge, guard in found:
            file, statement = edge.importer, edge.statement
            place = index.place(file, statement.span, statement.scope)
            if guard.may_use(file, statement.scope):
                continue
            if matches_module(guard.symbol, edge.module):
                yield _finding(index, guard, Target("external", external=f"{edge.module}.*"), place)
            else:
                yield Undecided(place, guard.symbol, f"the star may bring {guard.symbol}")


def _from_star(index: Index, file: File, access: Call | Use) -> Target:
    """What a name that no scope binds is, where one star import alone can bring it."""
    stars = [
        edge for edge in index.edges(file) if edge.statement.name == "*" and edge.origin.kind == "external"
    ]
    if len(stars) > 1:
        return Target("undecided")
    return Target("external", external=f"{stars[0].module}.{_name(access)}")


# ----------------------------------------------------------------------------------------- findings


def _finding(index: Index, guard: Guard, target: Target, place: Place) -> Finding:
    name = target.symbol if guard.is_module else guard.symbol
    use = index.lookup(guard.reserved.use) if guard.reserved.use else None
    return Finding(
        place=place,
        message=f"{name} is reserved ({guard.group}); {guard.repair}",
        subject=name,
        related=tuple(related_definition(index, use, "what to use")),
    )

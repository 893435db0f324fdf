"""A declared set that is not complete where all of it must be. See README.md, beside this file."""

from collections.abc import Iterator

from ssot_lint.api import (
    START,
    File,
    Finding,
    Index,
    Place,
    SetsSection,
    Span,
    Stretch,
    Stretches,
    StringSet,
    Target,
    Undecided,
    check,
    is_enum,
    named_strings,
    related_definition,
)

from .evidence import Reader

_KEEPS = ("frozenset", "tuple", "list", "set", "dict", "auto", "enum.auto")
"""Calls that give no more than they are given."""


@check(code="SST403", severity="error", scope="project", section=SetsSection)
def incomplete_set(index: Index, section: SetsSection) -> Iterator[Finding | Undecided]:
    """A declared set that is not complete in its home, or in a place that must have all of it."""
    looked_into = Stretches(index)
    for name, declared in section.sets.items():
        reader = Reader(index, looked_into, declared)
        yield from _home(index, name, declared, reader)
        for symbol in declared.complete_in:
            yield from _place(index, name, reader, index.lookup(symbol))


# ------------------------------------------------------------------------------------------ places


def _place(index: Index, name: str, reader: Reader, target: Target) -> Iterator[Finding | Undecided]:
    """What a place lacks that must have the whole set."""
    stretches = reader.stretches.of_target(target)
    found = reader.evidence(stretches)
    missing = [value for value in reader.values if value not in found.values]
    if not stretches or found.is_whole or not missing:
        return
    place = _where(index, target, stretches)
    doubt = found.doubt or _doubtful_star(index, reader, stretches[0].file)
    if doubt:
        yield Undecided(place, target.symbol, f"{_listed(missing)} of the set {name}: {doubt}")
        return
    yield Finding(
        place=place,
        message=f"{_called(target)} lacks {_listed(missing)} of the set {name}; it must have all of it",
        subject=f"{name} in {target.symbol}",
        hint=f"add what is missing, by the names that {reader.home.symbol} gives it",
        related=tuple(related_definition(index, reader.home, "the home of the set")),
    )


def _where(index: Index, target: Target, stretches: list[Stretch]) -> Place:
    """Where a finding about a place points: its name, or the statement."""
    file = stretches[0].file
    if target.definition is not None:
        return index.definition_place(file, target.definition)
    spans = (binding.span for binding in file.facts.bindings if binding.line == stretches[0].first)
    return index.place_in(file, next(spans, START) if target.name else START, "")


def _doubtful_star(index: Index, reader: Reader, file: File) -> str:
    """Why names may come in by a star, the uses of which are not known."""
    home = reader.home
    wanted = {home.name.rpartition(".")[2]}
    if home.kind == "module" and home.file is not None:
        wanted = set(index.names_of(home.file))
    stars = (edge for edge in index.edges(file) if edge.statement.name == "*")
    for star in stars:
        if star.origin.kind != "external" and (
            star.file is None or not wanted.isdisjoint(index.names_of(star.file))
        ):
            return f"names may come by the star from {star.module}"
    return ""


# ------------------------------------------------------------------------------------------ the home


def _home(index: Index, name: str, declared: StringSet, reader: Reader) -> Iterator[Finding | Undecided]:
    """Where the home states another set than the policy."""
    home = reader.home
    is_gone = home.kind == "missing"  # which is the policy's fault, and told as that
    if is_gone or home.file is None or (home.definition is not None and home.definition.kind != "class"):
        return
    stretches = list(_of_home(index, reader, home))
    found = reader.evidence(stretches)
    missing = [value for value in reader.values if value not in found.values]
    place = _where(index, home, stretches or [Stretch(home.file, 1, 1)])
    if missing and not found.is_whole:
        doubt = found.doubt or _computed(index, reader, home.file, stretches)
        if doubt:
            yield Undecided(place, home.symbol, f"{_listed(missing)} of the set {name}: {doubt}")
        else:
            yield Finding(
                place=place,
                message=f"{_called(home)} lacks {_listed(missing)} of the set {name}, whose home it is; "
                f"add {_it(missing)}, or take {_it(missing)} out of sets.{name}.values",
                subject=f"{name} in {home.symbol}",
            )
    for value, span in _surplus(index, home, frozenset(declared.values)):
        yield Finding(
            place=index.place_in(home.file, span, home.name if home.definition else ""),
            message=f"{_called(home)} has {value!r}, which the set {name} lacks; "
            f"add it to sets.{name}.values, or remove it",
            subject=f"{name}: {value}",
        )


def _of_home(index: Index, reader: Reader, home: Target) -> Iterator[Stretch]:
    """The statements that give the names of the home their values, inherited and imported ones included."""
    file, definition = home.file, home.definition
    if file is None:
        return
    if definition is not None:
        for owner in (home, *index.ancestors(file, definition)):
            yield from reader.members(owner)
        return
    yield from reader.stretches.of_target(home)
    for edge in index.edges(file) if home.kind == "module" else ():
        if edge.statement.scope == 0 and edge.origin.kind == "binding":
            yield from reader.stretches.of_target(edge.origin)


def _computed(index: Index, reader: Reader, file: File, stretches: list[Stretch]) -> str:
    """Why the home may have more than can be seen."""
    definition = reader.home.definition
    if reader.home.kind == "module":
        return _doubtful_star(index, reader, file) or ("it is dynamic" if file.facts.dynamic else "")
    if definition is not None and any(base.kind == "undecided" for base in index.bases(file, definition)):
        return "its bases are not all known"
    for stretch in stretches:
        for call in reader.stretches.calls(stretch):
            if call.callee not in _KEEPS:
                return f"{call.callee} may give some of them"
    return ""


def _surplus(index: Index, home: Target, values: frozenset[str]) -> Iterator[tuple[str, Span]]:
    """What an enum, or a display, has that the policy does not."""
    file, definition = home.file, home.definition
    if file is None:
        return
    if definition is not None and is_enum(index, file, definition):
        yield from (
            (each.value, each.span) for each in named_strings(index, home) if each.value not in values
        )
    if home.kind == "binding":
        literals = index.literals(file)
        for string in literals.strings:
            name = literals.displays[string.display].name if string.display >= 0 else ""
            if name == home.name and string.role != "f-string" and string.value not in values:
                yield string.value, string.span


# ------------------------------------------------------------------------------------------ wording


def _called(target: Target) -> str:
    """What a message calls a place: by its name, a module by its dotted one."""
    return target.name or target.module


def _listed(values: list[str]) -> str:
    shown = [repr(value) for value in values]
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def _it(values: list[str]) -> str:
    return "it" if len(values) == 1 else "them"

"""What became of the groups of duplicates of which findings were remedied."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from ssot_lint.compare.side import Side
from ssot_lint.compare.survivors import Survivors
from ssot_lint.comparison import GroupChange, GroupOutcome, RuleChange
from ssot_lint.model import Definition, File, Place

_Key = tuple[str, Place]


def group_changes(
    before: Side, after: Side, rules: Iterable[RuleChange], survivors: Survivors
) -> tuple[GroupChange, ...]:
    """The groups with remedied findings, by code and place."""
    remedied: dict[_Key, None] = {}
    for finding in (finding for rule in rules for finding in rule.remedied):
        if finding.home:
            remedied[finding.code, finding.home] = None
    copies: defaultdict[_Key, list[Place]] = defaultdict(list)
    for finding in before.findings:
        if finding.home:
            copies[finding.code, finding.home].append(finding.place)
    return tuple(_changed(code, (home, *copies[code, home]), after, survivors) for code, home in remedied)


def _changed(code: str, members: Sequence[Place], after: Side, survivors: Survivors) -> GroupChange:
    places = _whereabouts(members, survivors)
    stays = {place: now for place, now in places.items() if now is not None}
    # A copy that calls what stays instead of saying it again has gone too.
    names = {now.symbol for now in stays.values()}
    callers = [
        place for place, now in stays.items() if _calls_now(place, names - {now.symbol}, after, survivors)
    ]
    if len(callers) < len(stays):
        for place in callers:
            del stays[place]
    went = tuple(place for place in places if place not in stays)
    left = tuple(stays.values()) or tuple(_moved(went, survivors))
    outcome: GroupOutcome = "altered" if not went else "merged" if left else "removed"
    return GroupChange(code, outcome, went, left)


def _whereabouts(members: Iterable[Place], survivors: Survivors) -> dict[Place, Place | None]:
    """Where each member is now, None where it went: one may have moved away from others that stay."""
    places = {place: _now(place, survivors) for place in dict.fromkeys(members)}
    taken = {now for now in places.values() if now is not None}
    if taken:
        for place in (place for place, now in places.items() if now is None):
            moved = next(_moved([place], survivors), None)
            if moved is not None and moved not in taken:
                places[place] = moved
                taken.add(moved)
    return places


def _now(place: Place, survivors: Survivors) -> Place | None:
    """Where a member is now, None where it went."""
    _, colon, name = place.symbol.partition(":")
    if not colon:
        file = survivors.file(place.path)
        return Place(file.path, symbol=file.module or file.path) if file and _has_substance(file) else None
    home = survivors.at_place(place.path, name)
    return _place(*home) if home else None


def _has_substance(file: File) -> bool:
    """Whether a file still says something of its own: a shim does not."""
    names = [each.name for each in file.facts.definitions] + [each.name for each in file.facts.bindings]
    return any(not (name.startswith("__") and name.endswith("__")) for name in names)


def _calls_now(place: Place, names: Collection[str], after: Side, survivors: Survivors) -> bool:
    """Whether a function has become a caller of another that stays."""
    home = survivors.at_place(place.path, place.symbol.partition(":")[2])
    if home is None or not names:
        return False
    file, definition = home
    inside = f"{definition.qualified_name}."
    scopes = file.facts.scopes
    for call in file.facts.iter_calls():
        around = f"{scopes[call.scope].qualified_name}."
        if around.startswith(inside):
            target = after.index.resolve_bound(file, call.scope, call.bound, call.callee)
            if target.symbol in names:
                return True
    return False


def _moved(went: Iterable[Place], survivors: Survivors) -> Iterator[Place]:
    """What took the place of members that all went, each once."""
    homes: dict[Place, None] = {}
    for place in went:
        home = survivors.moved(place.path, place.symbol.partition(":")[2])
        if home is not None:
            homes[_place(*home)] = None
    yield from homes


def _place(file: File, definition: Definition) -> Place:
    symbol = f"{file.module or file.path}:{definition.qualified_name}"
    return Place(file.path, definition.name_span, symbol)

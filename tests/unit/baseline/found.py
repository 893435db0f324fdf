"""Findings as an analysis makes them, and what they were held against."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from ssot_lint.baseline import Entry, Match, entries_of, match
from ssot_lint.model import Finding, Place, Span


def module(path: str) -> str:
    return path.removesuffix(".py").replace("/", ".")


def fault(
    path: str, name: str = "", subject: str = "s", *, line: int = 1, code: str = "SST201", **stamped: str
) -> Finding:
    """A finding in a definition, or in none; of the subject "" the symbol is the subject."""
    symbol = f"{module(path)}:{name}" if name else module(path)
    place = Place(path, Span(line, 1, line, 2), symbol)
    return Finding(place=place, message="", subject=subject or symbol, code=code, **stamped)  # type: ignore[arg-type] # by name


def group(*members: str, code: str = "SST102", line: int = 1, waived: Sequence[str] = ()) -> list[Finding]:
    """The findings about a group whose home comes first; a member is `path:name`."""
    places = []
    for member in members:
        path, _, name = member.partition(":")
        places.append(Place(path, Span(line, 1, line, 2), f"{module(path)}:{name}"))
    home, *copies = places
    return [
        Finding(
            place=copy,
            message="",
            subject=copy.symbol,
            code=code,
            home=home,
            suppressed="" if member in waived else None,
        )
        for member, copy in zip(members[1:], copies, strict=True)
    ]


def held(
    before: Iterable[Finding],
    now: Sequence[Finding],
    *,
    renamed: Mapping[str, str] | None = None,
    paths: Iterable[str] = (),
    shims: Collection[str] = (),
) -> Match:
    """What there is now held against what there was; what is named is analysed, and so are `paths`.

    `shims` are files of those that define nothing any more.
    """
    named = {f.place.path for f in now} | {f.home.path for f in now if f.home} | {*paths, *shims}
    return match(entries_of(before), now, named, renamed or {}, lambda path, _: path not in shims)


def new(found: Match) -> list[str]:
    """The new findings, each as `path:name`."""
    return [_called(f.place.path, f.place.symbol) for f in found.new]


def gone(found: Match) -> list[str]:
    """The findings that are gone, each as `path:name`."""
    return [_called(e.path, e.symbol) for e in found.gone for _ in range(e.count)]


def known(found: Match) -> list[str]:
    """The known findings, each as `path:name`."""
    return [_called(f.place.path, f.place.symbol) for f, _ in found.known]


def _called(path: str, symbol: str) -> str:
    return f"{path}:{symbol.partition(':')[2]}"


def count(entries: Iterable[Entry]) -> int:
    """How many findings entries are of."""
    return sum(entry.count for entry in entries)

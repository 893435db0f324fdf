"""The groups as one page for a browser: each copy beside the member to keep. It loads nothing."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ssot_lint import __version__
from ssot_lint.model import DuplicateGroup, Place
from ssot_lint.render.beside import MOST_LINES, Ranges, Row, aligned, dedented, differences, folded
from ssot_lint.render.duplicates.code import Piece, Tokens, pieces, tokens
from ssot_lint.render.excerpt import Lines, lines_at
from ssot_lint.render.wording import counted, floored, printable

COPIES_A_GROUP = 5
ROWS_A_COPY = 80
MOST_ROWS = 12_000
"""On the whole page, some 5 MB: a browser must open it."""

FULL = "This page is full; with a PATH argument it has fewer groups."

TEMPLATE = "page.html"


class Location(NamedTuple):
    """Where a member stands, as it is told."""

    path: str
    line: int
    end_line: int
    name: str


class Cell(NamedTuple):
    """A line of one side."""

    number: int
    pieces: Sequence[Piece]


class ShownRow(NamedTuple):
    """A row of two sides, either of which may be empty; a gap of so many lines has neither."""

    kind: str
    left: Cell | None
    right: Cell | None
    gap: str


class ShownCopy(NamedTuple):
    """A copy, its rows beside the canonical member, and why some or all of them are not shown."""

    location: Location
    rows: Sequence[ShownRow]
    remark: str


class ShownGroup(NamedTuple):
    """A group as the page tells of it; `more` are the copies that are only named, `remark` why all are."""

    code: str
    kind: str
    severity: str
    alike: str
    saved: int
    reason: str
    home: Location
    copies: Sequence[ShownCopy]
    more: Sequence[Location]
    remark: str


def render(groups: Sequence[DuplicateGroup], lines: Lines, notes: Sequence[str] = ()) -> str:
    """The page; `lines` reads a source. What is left out for its length is told where it is missing."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(Path(__file__).with_name(TEMPLATE).read_text(encoding="utf-8"))
    return template.render(
        total=counted(len(groups), "group"),
        saved=counted(sum(group.saved for group in groups), "line"),
        groups=list(shown_groups(groups, lines)),
        notes=list(map(printable, notes)),
        version=__version__,
    )


def shown_groups(
    groups: Sequence[DuplicateGroup], lines: Lines, room: int = MOST_ROWS
) -> Iterator[ShownGroup]:
    """The groups with their copies side by side, in no more than so many rows in all."""
    left = room
    for group in groups:
        copies = list(_copies(group, lines, left)) if left > 0 else []
        left -= sum(len(copy.rows) for copy in copies)
        yield ShownGroup(
            code=group.code,
            kind=group.kind,
            severity=group.severity,
            alike=f"{floored(100 * group.similarity, 0)} %",
            saved=group.saved,
            reason=printable(group.reason),
            home=_location(group.home),
            copies=copies,
            more=list(map(_location, group.copies[len(copies) :])),
            remark="" if copies else FULL,
        )


def _copies(group: DuplicateGroup, lines: Lines, room: int) -> Iterator[ShownCopy]:
    """The copies beside the canonical member, in no more than so many rows."""
    home = dedented(lines_at(group.home, lines))
    seen = False  # whether the canonical member is shown
    for copy in group.copies[:COPIES_A_GROUP]:
        location = _location(copy)
        if room <= 0:
            yield ShownCopy(location, (), FULL)
            continue
        other = dedented(lines_at(copy, lines))
        if not home or not other:
            yield ShownCopy(location, (), "The source has changed or cannot be read.")
            continue
        rows = folded(aligned(home, other))
        is_short = max(copy.lines, group.home.lines) <= MOST_LINES
        if seen and is_short and all(row.kind == "equal" for row in rows):
            yield ShownCopy(location, (), "The same, line for line.")
            continue
        seen = True
        limit = min(room, ROWS_A_COPY)
        # one line that is told of takes the place of one that is shown
        shown = rows if len(rows) <= limit + 1 else rows[:limit]
        sides = home[: _reach(row.left for row in shown)], other[: _reach(row.right for row in shown)]
        colours = tokens(sides[0]), tokens(sides[1])
        starts = group.home.span.line, copy.span.line
        drawn = [_shown(row, sides, colours, starts) for row in shown]
        yield ShownCopy(location, drawn, _left_out(copy, group.home, rows, shown, room))
        room -= len(drawn)


def _reach(numbers: Iterable[int | None]) -> int:
    """How many lines there are up to the last that is shown: no others are worth to be coloured."""
    return max((number + 1 for number in numbers if number is not None), default=0)


def _left_out(copy: Place, home: Place, rows: Sequence[Row], shown: Sequence[Row], room: int) -> str:
    """What is told below the rows that are shown."""
    rest = rows[len(shown) :]
    told = []
    if more := sum(row.size for row in rest):
        same = " that are the same" if all(row.kind in ("equal", "gap") for row in rest) else ""
        told.append(f"{counted(more, 'more line')}{same}.")
    if (beyond := max(copy.lines, home.lines) - MOST_LINES) > 0:
        told.append(f"{counted(beyond, 'line')} beyond the first {MOST_LINES} are not compared.")
    if rest and room < ROWS_A_COPY:
        told.append(FULL)
    return " ".join(told)


def _shown(
    row: Row,
    lines: tuple[Sequence[str], Sequence[str]],
    colours: tuple[Sequence[Tokens], Sequence[Tokens]],
    starts: tuple[int, int],
) -> ShownRow:
    if row.kind == "gap":
        return ShownRow("gap", None, None, counted(row.size, "equal line"))
    marks: tuple[Ranges, Ranges] = (), ()
    if row.left is not None and row.right is not None:
        marks = differences(lines[0][row.left], lines[1][row.right])
    left, right = (
        None if number is None else Cell(start + number, list(pieces(colour[number], mark)))
        for number, colour, mark, start in zip((row.left, row.right), colours, marks, starts, strict=True)
    )
    return ShownRow(row.kind, left, right, "")


def _location(place: Place) -> Location:
    line = place.span.line
    module, _, name = place.symbol.partition(":")
    return Location(printable(place.path), line, line + place.lines - 1, printable(name or module))

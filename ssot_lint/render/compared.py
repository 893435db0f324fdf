"""A copy beside what it copies, on a terminal: in two columns where it is wide enough, else as a diff."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from ssot_lint.model import Place
from ssot_lint.render.beside import MOST_LINES, Ranges, Row, aligned, dedented, differences, folded
from ssot_lint.render.excerpt import Lines, lines_at, visible
from ssot_lint.render.options import RenderOptions
from ssot_lint.render.wording import Paint, counted, printable

WIDE = 112
"""Columns for source lines from which on two fit beside each other: a terminal then has 120."""

ROWS = 20
"""So many at most, unless all is asked for."""

_MARKS = {"equal": "│", "changed": "~", "removed": "<", "added": ">"}
_REMOVED, _ADDED = "red", "green"


class _Side(NamedTuple):
    """One of the two: where it stands, and its lines."""

    place: Place
    lines: Sequence[str]

    def number(self, line: int | None) -> str:
        return "" if line is None else str(self.place.span.line + line)

    @property
    def gutter(self) -> int:
        """The digits of its greatest line number."""
        return len(self.number(len(self.lines) - 1))

    @property
    def head(self) -> str:
        return f"{printable(self.place.path)}:{self.place.span.line}"


def render(places: Sequence[Place], lines: Lines, options: RenderOptions, paint: Paint) -> list[str]:
    """The two places, the one to keep first; nothing where there are none, or one cannot be read."""
    sides = [_Side(place, dedented(lines_at(place, lines))) for place in reversed(places)]
    if len(sides) != 2 or not all(side.lines for side in sides):
        return []
    left, right = sides
    in_full = "all" in options.show
    rows = aligned(left.lines, right.lines)
    rows = rows if in_full else folded(rows)
    shown = rows if in_full or len(rows) <= ROWS + 1 else rows[:ROWS]
    draw = _columns if options.width >= WIDE else _diff
    more = sum(row.size for row in rows[len(shown) :])
    rest = [paint(f"… and {counted(more, 'more line')} (--show all)", "dim")] if more else []
    beyond = max(place.lines for place in places) - MOST_LINES
    rest += [paint(f"… and {counted(beyond, 'line')} that are not compared", "dim")] if beyond > 0 else []
    return ["", *draw(left, right, shown, options.width, paint), *rest]


# --------------------------------------------------------------------------------------- two columns


def _columns(left: _Side, right: _Side, rows: Sequence[Row], width: int, paint: Paint) -> Iterator[str]:
    room = (width - left.gutter - right.gutter - 5) // 2
    yield "   ".join(
        " " * (side.gutter + 1) + _fitted([(side.head, "bold")], room, paint) for side in (left, right)
    ).rstrip()
    for row in rows:
        if row.kind == "gap":
            yield paint(_gap(row), "dim")
            continue
        ranges, others = _differences(left, right, row)
        mark = paint(_MARKS[row.kind], "dim" if row.kind == "equal" else "bold yellow")
        cells = (
            _cell(left, row.left, ranges, _REMOVED, room, paint),
            _cell(right, row.right, others, _ADDED, room, paint),
        )
        yield f" {mark} ".join(cells).rstrip()


def _cell(side: _Side, line: int | None, ranges: Ranges, style: str, room: int, paint: Paint) -> str:
    number = paint(f"{side.number(line):>{side.gutter}}", "blue")
    pieces = [] if line is None else _pieces(side.lines[line], ranges, style)
    return f"{number} {_fitted(pieces, room, paint)}"


# -------------------------------------------------------------------------------------------- a diff


def _diff(left: _Side, right: _Side, rows: Sequence[Row], width: int, paint: Paint) -> Iterator[str]:
    yield paint(f"--- {left.head}", "bold")
    yield paint(f"+++ {right.head}", "bold")
    gutter = max(left.gutter, right.gutter)

    def line(sign: str, side: _Side, at: int | None, ranges: Ranges, style: str) -> str:
        assert at is not None
        number = paint(f"{side.number(at):>{gutter}}", "blue")
        pieces = [(sign, style), *_pieces(side.lines[at], ranges, style)]
        return f"{number} {_fitted(pieces, width - gutter - 1, paint)}".rstrip()

    for differs, run in groupby(rows, key=lambda row: row.kind not in ("equal", "gap")):
        together = list(run)
        if not differs:
            for row in together:
                yield paint(_gap(row), "dim") if row.kind == "gap" else line("  ", right, row.right, (), "")
            continue
        pairs = [(row, *_differences(left, right, row)) for row in together]
        yield from (line("- ", left, r.left, part, _REMOVED) for r, part, _ in pairs if r.left is not None)
        yield from (line("+ ", right, r.right, part, _ADDED) for r, _, part in pairs if r.right is not None)


# --------------------------------------------------------------------------------------------- lines


def _gap(row: Row) -> str:
    return f"… {counted(row.size, 'equal line')}"


def _differences(left: _Side, right: _Side, row: Row) -> tuple[Ranges, Ranges]:
    """What to mark in the two lines of a row: all of a line that stands alone."""
    if row.left is not None and row.right is not None:
        return differences(left.lines[row.left], right.lines[row.right])
    return _whole(left, row.left), _whole(right, row.right)


def _whole(side: _Side, line: int | None) -> Ranges:
    return () if line is None else ((0, len(side.lines[line])),)


def _pieces(line: str, ranges: Ranges, style: str) -> Iterator[tuple[str, str]]:
    """The line cut where its style changes."""
    done = 0
    for start, end in ranges:
        yield line[done:start], ""
        yield line[start:end], style
        done = end
    yield line[done:], ""


def _fitted(pieces: Iterable[tuple[str, str]], room: int, paint: Paint) -> str:
    """The pieces in exactly so many cells of a terminal."""
    from rich.cells import cell_len, set_cell_size

    texts = [(visible(text), style) for text, style in pieces if text]
    if sum(cell_len(text) for text, _ in texts) > room:
        room, end = room - 1, "…"
    else:
        end = ""
    fitted = []
    for text, style in texts:
        text = set_cell_size(text, min(cell_len(text), room))
        room -= cell_len(text)
        fitted.append(paint(text, style) if style and text else text)
    return "".join(fitted) + end + " " * room

"""The groups as a table for people."""

from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from ssot_lint.model import DuplicateGroup, Place
from ssot_lint.render.wording import SEVERITY_STYLES, counted, floored, printable

PAGE = 80
"""Columns where there is no terminal: no more are used, unless a path needs them."""

COPIES_A_GROUP = 10
FIGURES = 26  # columns that the places leave to what stands beside them
INDENT = " " * 4


def render(groups: Sequence[DuplicateGroup], *, width: int | None = None, colour: bool = False) -> str:
    """A row a group and a line of what they come to; `width` is that of the terminal, if there is one."""
    total = f"{counted(len(groups), 'group')}, {counted(sum(g.saved for g in groups), 'line')} could go\n"
    return f"{_table(groups, width, colour)}\n{total}" if groups else total


def _table(groups: Sequence[DuplicateGroup], width: int | None, colour: bool) -> str:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    room = (width or PAGE) - FIGURES
    table = Table(box=SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0), leading=1, header_style="bold")
    table.add_column("Lines", justify="right", no_wrap=True)
    table.add_column("Rule", min_width=len("identical"), no_wrap=True)
    table.add_column("Alike", justify="right", no_wrap=True)
    table.add_column("Where", overflow="fold")
    for group in groups:
        places = Text("\n").join(
            Text.assemble(*((printable(text), style) for text, style in line))
            for line in _places(group, room)
        )
        table.add_row(
            Text(str(group.saved), style="bold"),
            Text.assemble((group.code, SEVERITY_STYLES[group.severity]), f"\n{group.kind}"),
            f"{floored(100 * group.similarity, 0)} %",
            places,
        )
    # in a pipe a path stays in one piece, however long
    longest = max(_cells(line) for group in groups for line in _places(group, room))
    columns = width or max(PAGE, FIGURES + longest)
    stream = StringIO()
    console = Console(
        file=stream,
        width=columns,
        color_system="standard" if colour else None,
        force_terminal=colour,
        no_color=not colour,
        legacy_windows=False,
        _environ={},
    )
    console.print(table)
    return "".join(f"{line.rstrip()}\n" for line in stream.getvalue().splitlines())


Line = list[tuple[str, str]]
"""Texts with their styles, beside each other."""


def _places(group: DuplicateGroup, room: int) -> Iterator[Line]:
    """The canonical member and why it is that, then the copies."""
    why = (f"({group.reason})", "dim")
    yield from _flowing(_head("keep", "green", group.home), [_name(group.home), why], room)
    for copy in group.copies[:COPIES_A_GROUP]:
        yield from _flowing(_head("copy", "yellow", copy), [_name(copy)], room)
    if more := len(group.copies[COPIES_A_GROUP:]):
        yield [(f"… and {more} more (--format json has all)", "dim")]


def _head(word: str, style: str, place: Place) -> Line:
    return [(f"{word} ", style), (place.path, "bold"), (f":{place.span.line}", "cyan")]


def _name(place: Place) -> tuple[str, str]:
    """What a place is in its module; of a whole file the module itself."""
    module, _, name = place.symbol.partition(":")
    return name or module, ""


def _flowing(line: Line, texts: Iterable[tuple[str, str]], room: int) -> Iterator[Line]:
    """A line with texts behind it, each on a line of its own where it does not fit."""
    for text in texts:
        if 1 + _cells([*line, text]) <= room:
            line = [*line, (" ", ""), text]
        else:
            yield line
            line = [(INDENT, ""), text]
    yield line


def _cells(line: Line) -> int:
    from rich.cells import cell_len

    return sum(cell_len(printable(text)) for text, _ in line)

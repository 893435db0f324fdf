"""The groups as a table for people."""

from collections.abc import Iterator, Sequence
from io import StringIO

from ssot_lint.model import DuplicateGroup, Place
from ssot_lint.render.wording import SEVERITY_STYLES, counted, floored, printable

PAGE = 80
"""Columns where there is no terminal: no more are used, unless a path needs them."""

COPIES_A_GROUP = 10
FIGURES = 28  # columns to the left of the places
INDENT = " " * 5


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
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, leading=1, header_style="bold")
    for name in ("Lines", "Rule", "Alike"):
        table.add_column(name, justify="left" if name == "Rule" else "right", no_wrap=True)
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
    yield from _place("keep", "green", group.home, room)
    yield [(f"{INDENT}({group.reason})", "dim")]
    for copy in group.copies[:COPIES_A_GROUP]:
        yield from _place("copy", "yellow", copy, room)
    if more := len(group.copies[COPIES_A_GROUP:]):
        yield [(f"{INDENT}… and {counted(more, 'more copy').replace('copys', 'copies')}", "dim")]


def _place(word: str, style: str, place: Place, room: int) -> Iterator[Line]:
    """Where a member stands and what it is, on one line if that fits."""
    line = [(f"{word} ", style), (place.path, "bold"), (f":{place.span.line}", "cyan")]
    name = (place.symbol.partition(":")[2], "")
    if _cells([*line, name]) < room:
        yield [*line, (" ", ""), name]
    else:
        yield line
        yield [(INDENT, ""), name]


def _cells(line: Line) -> int:
    from rich.cells import cell_len

    return sum(cell_len(printable(text)) for text, _ in line)

"""The comparison as people read it on a terminal: the sentence first, then what stands behind it."""

from io import StringIO

from ssot_lint.comparison import Comparison
from ssot_lint.render.comparison.blocks import Block, Item, about, blocks
from ssot_lint.render.comparison.sentence import sentence
from ssot_lint.render.options import RenderOptions
from ssot_lint.render.wording import Paint, painter

ITEMS = 10
"""So many of each list; JSON has all."""

_PAGE = 200  # columns where there is no terminal: a name stays in one piece
_STYLES = {
    "error": "bold red",
    "warning": "bold yellow",
    "good": "bold green",
    "info": "bold blue",
    "": "bold",
}


def render(comparison: Comparison, options: RenderOptions) -> str:
    """The sentence, which revisions these are, then each part."""
    paint = painter(options.colour)
    first = paint(sentence(comparison), _STYLES["error" if comparison.is_worse else "good"])
    parts = [[first], about(comparison), *(_block(block, options, paint) for block in blocks(comparison))]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _block(block: Block, options: RenderOptions, paint: Paint) -> list[str]:
    size = f" ({len(block.items)})" if block.items else ""
    lines = [paint(f"{block.title}{size}", _STYLES[block.tone])]
    lines += [block.lead] if block.lead else []
    lines += _table(block, options) if block.rows else []
    lines += [f"  {_item(item, paint)}" for item in block.items[:ITEMS]]
    if more := len(block.items[ITEMS:]):
        lines.append(paint(f"  … and {more} more (--format json has all)", "dim"))
    return lines


def _item(item: Item, paint: Paint) -> str:
    return f"{paint(item.place, 'bold')}: {item.text}" if item.place else item.text


def _table(block: Block, options: RenderOptions) -> list[str]:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, show_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for number, name in enumerate(block.head):
        is_figure = number in block.figures
        table.add_column(name, justify="right" if is_figure else "left", overflow="fold", no_wrap=is_figure)
    for row in block.rows:
        table.add_row(*map(Text, row))
    stream = StringIO()
    console = Console(
        file=stream, width=options.width if options.colour else _PAGE,
        color_system="standard" if options.colour else None, force_terminal=options.colour,
        no_color=not options.colour, legacy_windows=False, _environ={},
    )  # fmt: skip
    console.print(table)
    return [f"  {line.rstrip()}" for line in stream.getvalue().splitlines()]

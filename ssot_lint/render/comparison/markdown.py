"""The comparison as a comment on a pull request: the sentence first, long lists folded."""

from collections.abc import Iterator

from ssot_lint.comparison import Comparison
from ssot_lint.render.comparison.blocks import Block, Item, about, blocks
from ssot_lint.render.comparison.sentence import sentence
from ssot_lint.render.markup import code, plain

LONGEST = 60_000
"""Bytes; GitHub refuses a comment of more than 65,536 characters."""

OPEN = 10
"""Longer lists are folded."""


def render(comparison: Comparison) -> str:
    """The sentence, which revisions these are, then each part as far as there is room."""
    parts = [f"**{plain(sentence(comparison))}**", *map(plain, about(comparison))]
    room = LONGEST - sum(len(part.encode()) + 2 for part in parts)
    for block in blocks(comparison):
        text, room = _fitted(block, room)
        parts.append(text)
    return "\n\n".join(parts) + "\n"


def _fitted(block: Block, room: int) -> tuple[str, int]:
    """A part with as many rows or items of it as there is room for, and the room that is left."""
    head, columns, lines = _head(block), list(_columns(block)), list(_lines(block))
    room -= sum(len(line.encode()) + 1 for line in (head, "", *columns))
    shown = []
    for line in lines:
        room -= len(line.encode()) + 1
        if room < 0:
            break
        shown.append(line)
    more = len(lines) - len(shown)
    body = "\n".join([*columns, *shown]) + (f"\n\n… and {more} more" if more else "")
    if block.items and len(block.items) > OPEN:
        body = f"<details><summary>{len(block.items)} in all</summary>\n\n{body}\n\n</details>"
    return f"{head}\n\n{body}".rstrip(), max(room, 0)


def _head(block: Block) -> str:
    size = f" ({len(block.items)})" if block.items else ""
    title = f"#### {plain(block.title)}{size}"
    return f"{title}\n\n{plain(block.lead)}" if block.lead else title


def _columns(block: Block) -> Iterator[str]:
    """The head of a table, and how its columns are aligned."""
    if block.rows:
        figures = block.figures
        yield _row(block.head)
        yield f"|{'|'.join('---:' if n in figures else '---' for n in range(len(block.head)))}|"


def _lines(block: Block) -> Iterator[str]:
    yield from map(_row, block.rows)
    yield from map(_item, block.items)


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(map(plain, cells))} |"


def _item(item: Item) -> str:
    return f"- {code(item.place)} {plain(item.text)}" if item.place else f"- {plain(item.text)}"

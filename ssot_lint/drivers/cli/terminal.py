"""The terminal that a report is written to: whether there is one, its width and its colours."""

import os
import sys
from typing import TYPE_CHECKING

from ssot_lint.render import RenderOptions, Show

if TYPE_CHECKING:
    from rich.console import Console

GUTTER, NARROW = 8, 40  # columns beside a source line, and the least it is cropped to


def terminal_options(
    show: frozenset[Show] = frozenset(), limit: str = "", *, beside: bool = False
) -> RenderOptions:
    """How to render to stdout: on a terminal with colours (NO_COLOR is obeyed), its width and `beside`."""
    console = terminal()
    if console is None:
        return RenderOptions(show=show, limit=limit)
    width = max(NARROW, console.width - GUTTER)
    return RenderOptions(colour=has_colour(console), width=width, show=show, limit=limit, beside=beside)


def terminal() -> "Console | None":
    """What rich knows of stdout, None where that is no terminal and is not to be taken for one."""
    # rich takes longer to load than many a run takes without it
    if not sys.stdout.isatty() and os.environ.keys().isdisjoint(("FORCE_COLOR", "TTY_COMPATIBLE")):
        return None
    from rich.console import Console

    console = Console(file=sys.stdout)
    return console if console.is_terminal else None


def has_colour(console: "Console") -> bool:
    """Whether styles may be written to the terminal; NO_COLOR is obeyed."""
    return console.color_system is not None and not console.no_color

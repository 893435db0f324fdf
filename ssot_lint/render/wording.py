"""Text that is safe to print, figures that never flatter, and the plural."""

from collections.abc import Callable
from decimal import ROUND_FLOOR, Decimal
from functools import cache

from ssot_lint.model import Finding

SEVERITY_STYLES = {"error": "bold red", "warning": "bold yellow", "info": "bold blue"}

Paint = Callable[[str, str], str]
"""Gives a text a rich style (`bold red`), or leaves it as it is."""


def painter(colour: bool) -> Paint:
    """The function that styles text: with ANSI codes of the 16 standard colours, or not at all."""
    if not colour:
        return lambda text, style: text
    from rich.color import ColorSystem
    from rich.style import Style

    parse = cache(Style.parse)
    return lambda text, style: parse(style).render(text, color_system=ColorSystem.STANDARD)


def printable(text: str) -> str:
    """The text on one line, with everything that a terminal or a CI log could obey or hide as an escape."""
    if not text.isprintable():
        text = "".join(char if char.isprintable() else _escaped(char) for char in text)
    # GitHub takes `##[error]` for a command wherever it stands on a line
    return text.replace("##[", "##\\x5b")


def leading(path: str) -> str:
    """A path as it may begin a line: GitHub takes one that begins with `::`, after blanks, for a command."""
    shown = printable(path)
    return f"./{shown}" if shown.lstrip().startswith("::") else shown


def opening(text: str) -> str:
    """What else a user wrote as it may begin a line."""
    shown = printable(text)
    return shown.replace("::", "\\x3a:", 1) if shown.lstrip().startswith("::") else shown


def encodable(text: str) -> str:
    """The text as UTF-8 can carry it: undecodable bytes of a path (PEP 383) become `\\xNN`."""
    if text.isascii():
        return text
    return "".join(_escaped(char) if "\ud800" <= char <= "\udfff" else char for char in text)


def _escaped(char: str) -> str:
    if "\udc80" <= char <= "\udcff":
        return f"\\x{ord(char) - 0xDC00:02x}"
    return char.encode("unicode_escape").decode("ascii")


def floored(value: float, places: int) -> Decimal:
    """A percentage rounded down, so that 99.96 is never shown as 100.0."""
    # Nine digits undo the error of binary division; no project has the files to need a tenth.
    return Decimal(repr(round(value, 9))).quantize(Decimal(1).scaleb(-places), ROUND_FLOOR)


def percent(value: float | None) -> str:
    """A score as people read it: one decimal, rounded down; `n/a` where there is none."""
    return "n/a" if value is None else f"{floored(value, 1)}%"


def counted(number: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def state(finding: Finding) -> str:
    """Why a finding that is shown does not count, in brackets; "" where it does."""
    if finding.suppressed is not None:
        return f" [suppressed: {printable(finding.suppressed) or 'no reason given'}]"
    if finding.baselined:
        return " [baselined]"
    return " [old]" if finding.old else ""

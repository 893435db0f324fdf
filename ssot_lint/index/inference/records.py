"""What is asked of inference, within which bounds, and what it answers."""

from collections.abc import Callable
from typing import NamedTuple

from ssot_lint.index.names import Target
from ssot_lint.model import File

Read = Callable[[File], str | None]
"""The text of a source as it was analysed, None where it is no longer to be had."""


Question = tuple[str, int]
"""The path of a file and the row of a call in it."""


class Bounds(NamedTuple):
    """How far inference goes: counted, never by the clock, so that two runs give the same."""

    # of one question
    steps: int = 3_000  # nodes that are inferred
    depth: int = 120  # of them inside each other
    values: int = 60  # of one node
    modules: int = 16
    longest: int = 12_000  # lines of a module
    # of all questions together
    all_lines: int = 20_000  # of modules, and more in a large project:
    share: int = 50  # one line in so many
    all_steps: int = 200_000


BOUNDS = Bounds()


class Inferred(NamedTuple):
    """What a call may call: classes and functions of the project, and external ones that were asked for.

    `is_complete` says that it can be nothing else; `reason` in one line why that is not known.
    """

    targets: tuple[Target, ...] = ()
    is_complete: bool = False
    reason: str = ""

"""What a reader may ask of a rendered report."""

from collections.abc import Callable
from typing import Literal

import msgspec

from ssot_lint.model import Explanation, Severity

Show = Literal["all", "info", "undecided", "suppressed", "baselined", "old"]
"""What the text leaves out unless it is asked for; `all` lifts the limit on findings a rule."""


class RulePage(msgspec.Struct, frozen=True):
    """What there is to read of a rule; `readme` is Markdown."""

    code: str
    name: str
    severity: Severity
    summary: str
    readme: str


def no_rules() -> tuple[RulePage, ...]:
    """No page of any rule."""
    return ()


class Stdin(msgspec.Struct, frozen=True):
    """What stands for a file: its path from the root, the name that it was given, the content."""

    path: str
    name: str
    content: bytes


class RenderOptions(msgspec.Struct, frozen=True):
    """How to render: `colour` writes ANSI styles, `width` crops source lines, in code points.

    `limit` names what the report was limited to, "" where it is of the whole project. `beside` shows a
    copy beside what it copies, `source` the line of a finding. `start` is the working directory, "" for
    the root. `rules` gives the pages of all rules: only a format that tells of them asks for it.
    `explanation` is of the score, where that is to be explained.
    """

    colour: bool = False
    width: int = 120
    show: frozenset[Show] = frozenset()
    limit: str = ""
    beside: bool = False
    rules: Callable[[], tuple[RulePage, ...]] = no_rules
    explanation: Explanation | None = None
    source: bool = True
    start: str = ""
    stdin: Stdin | None = None

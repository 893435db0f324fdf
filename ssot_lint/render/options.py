"""What a reader may ask of a rendered report."""

from typing import Literal

import msgspec

Show = Literal["all", "info", "undecided", "suppressed", "baselined"]
"""What the text leaves out unless it is asked for; `all` lifts the limit on findings a rule."""


class RenderOptions(msgspec.Struct, frozen=True):
    """How to render: `colour` writes ANSI styles, `width` crops source lines, in code points.

    `limit` names what the report was limited to, "" where it is of the whole project. `beside` shows a
    copy beside what it copies.
    """

    colour: bool = False
    width: int = 120
    show: frozenset[Show] = frozenset()
    limit: str = ""
    beside: bool = False

"""Text that Markdown shows as it is, on GitHub and GitLab."""

import re

_MARKS = re.compile(r"[\\`*_\[\]<>&|~$]")
_RUNS = re.compile(r"`+")


def plain(text: str) -> str:
    """One line of text, to stand behind other text on its line; nobody is mentioned in it."""
    # the comment is seen by no reader, and parts the sign from the name
    return _MARKS.sub(r"\\\g<0>", text).replace("@", "@<!-- -->")


def code(text: str) -> str:
    """One line of text as a span of code."""
    longest = max(map(len, _RUNS.findall(text)), default=0)
    fence = "`" * (longest + 1)
    # a blank at both ends is taken off again; one at a backtick is needed
    pad = " " if longest or text.startswith(" ") or text.endswith(" ") else ""
    return f"{fence}{pad}{text}{pad}{fence}"

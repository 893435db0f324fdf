"""A rule's README, cut to what a reader wants at first."""

import re

# ```python title="app/x.py"
TITLED_FENCE = re.compile(r'^(?P<fence>`{3,}|~{3,})(?P<language>\w+) title="(?P<title>[^"]+)".*$', re.M)

PART = re.compile(r"^## ", re.M)


def shortened(text: str, command: str) -> str:
    """The README with its first example and its limits; of the other examples it keeps the headings.

    `command` is what prints them all.
    """
    intro, *parts = PART.split(text)
    examples = [part for part in parts if TITLED_FENCE.search(part)]
    others = [part for part in parts if part not in examples]
    more = [f"- {part.partition(chr(10))[0]}" for part in examples[1:]]
    listed = [f"More examples (`{command}`)\n\n" + "\n".join(more) + "\n\n"] if more else []
    return "## ".join([intro, *examples[:1], *listed, *others])


def with_titles(text: str) -> str:
    """The Markdown with the title of each code fence as a line above it, where a renderer drops it."""
    return TITLED_FENCE.sub(r"`\g<title>`\n\n\g<fence>\g<language>", text)


def introduction(text: str) -> str:
    """What stands between the title and the first code or `##` heading: why it is a fault, what to do."""
    intro = PART.split(text)[0].partition("\n")[2]
    return re.split(r"^(?:`{3,}|~{3,})", intro, maxsplit=1, flags=re.M)[0].strip()

"""Markdown as text: its sections, its fences, its links."""

import posixpath
import re
from collections.abc import Callable, Iterator

_FENCE = re.compile(r"^ *(`{3,}|~{3,})")
_HEADING = re.compile(r"^(#{1,6}) +(.*)$")
# A code span, which is left alone, or the target of a link or picture.
_LINK = re.compile(r"(?P<code>`+[^`]*`+)|(?<=\]\()(?P<target>[^)\s]+)(?=\))")


class DocsError(Exception):
    """The documentation contradicts itself or what it describes; the message names the page."""


def lines_outside_fences(text: str) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it stands outside of all code fences."""
    fence = ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if fence:
            yield line, False
            if mark and mark[1].startswith(fence) and line.strip() == mark[1]:
                fence = ""
        else:
            fence = mark[1] if mark else ""
            yield line, not fence


def sections(text: str, level: int = 2) -> dict[str, str]:
    """What stands under each heading of that level, by its words; under "" what stands above the first."""
    found: dict[str, list[str]] = {"": []}
    current = found[""]
    for line, is_prose in lines_outside_fences(text):
        heading = _HEADING.match(line) if is_prose else None
        if heading and len(heading[1]) == level:
            current = found.setdefault(heading[2], [])
        else:
            current.append(line)
    return {heading: "\n".join(lines).strip("\n") for heading, lines in found.items()}


def without_title(text: str) -> str:
    """The text without its `#` heading."""
    return "\n".join(line for line, is_prose in lines_outside_fences(text) if not _is_title(line, is_prose))


def _is_title(line: str, is_prose: bool) -> bool:
    return is_prose and line.startswith("# ")


def raised(text: str) -> str:
    """The text with each heading one level higher."""
    return "\n".join(
        line[1:] if is_prose and line.startswith("##") else line
        for line, is_prose in lines_outside_fences(text)
    )


def slug(heading: str) -> str:
    """The anchor that a heading gets, on a page of the site as on GitHub."""
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", heading).strip().lower())


def relinked(text: str, change: Callable[[str], str]) -> str:
    """The text with each target of a link changed; what is code stays."""

    def changed(match: re.Match[str]) -> str:
        return match[0] if match["code"] else change(match["target"])

    return "\n".join(
        _LINK.sub(changed, line) if is_prose else line for line, is_prose in lines_outside_fences(text)
    )


def relative(target: str, page: str) -> str:
    """The way from a page to a target, both from the root of the site."""
    path, hash_sign, anchor = target.partition("#")
    way = posixpath.relpath(path, posixpath.dirname(page) or ".")
    return f"{way}{hash_sign}{anchor}"


def indented(text: str, by: str = "    ") -> str:
    """The text within a block."""
    return "\n".join(by + line if line else line for line in text.split("\n"))

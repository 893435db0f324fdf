"""Patterns of the policy against names and paths, and the nearest name to a mistaken one."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_SEGMENT = r"\.[^.:]+"
_BELOW = rf"(?:{_SEGMENT})*"


@lru_cache(maxsize=1 << 16)
def matches_module(pattern: str, name: str) -> bool:
    """Whether a dotted name is what the pattern names, or lies below it.

    `a.b` matches `a.b` and `a.b.c`, never `a.bc`; `*` is one segment, `**` any number, none included.
    """
    if "*" not in pattern:
        return name == pattern or name.startswith(pattern + ".")
    return bool(_module_regex(pattern).fullmatch("." + name))


@lru_cache(maxsize=1 << 16)
def matches_exactly(pattern: str, name: str) -> bool:
    """Whether a dotted name is one that the pattern names; what lies below it is not."""
    return name == pattern if "*" not in pattern else bool(_exact_regex(pattern).fullmatch("." + name))


@lru_cache(maxsize=1 << 16)
def matched_part(pattern: str, name: str) -> str:
    """The shortest beginning of a dotted name that is what the pattern names, "" where there is none.

    Of `shop.plugins.pay.card` that is `shop.plugins.pay` for the pattern `shop.plugins.*`.
    """
    if "*" not in pattern:
        return pattern if matches_module(pattern, name) else ""
    segments = name.split(".")
    beginnings = (".".join(segments[: length + 1]) for length in range(len(segments)))
    return next((each for each in beginnings if matches_exactly(pattern, each)), "")


@lru_cache(maxsize=1 << 16)
def matches_symbol(pattern: str, symbol: str) -> bool:
    """Whether a symbol (`package.module:Name`, or dotted for external ones) matches the pattern.

    A pattern without a colon is a module or dotted name, and stands for all below it. With a colon
    both halves match exactly, unless the module half has a wildcard: it then stands for everything
    below it, submodules and enclosing classes alike, so that `*:Meta` is every `Meta`.
    """
    if ":" not in pattern:
        return matches_module(pattern, symbol.replace(":", ".", 1))
    if "*" not in pattern:
        return symbol == pattern
    module, _, name = symbol.partition(":")
    return bool(_symbol_regex(pattern).fullmatch(f".{module}:.{name}"))


_LEAST_ALIKE = 75  # of 100


@lru_cache(maxsize=1 << 16)
def matches_path(glob: str, path: str) -> bool:
    """Whether a path, relative to the root, matches a gitignore-style glob."""
    return _spec(glob).match_file(path)


def simple_name(symbol: str) -> str:
    """The last part of a symbol or dotted name."""
    return symbol.replace(":", ".").rpartition(".")[2]


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate that is most like the name, the first among equals; None where none is like it."""
    from rapidfuzz import fuzz, process

    found = process.extractOne(name, list(candidates), scorer=fuzz.ratio, score_cutoff=_LEAST_ALIKE)
    return found[0] if found else None


def all_near(name: str, candidates: Iterable[str]) -> list[str]:
    """The candidates that are like the name."""
    from rapidfuzz import fuzz, process

    found = process.extract_iter(name, list(candidates), scorer=fuzz.ratio, score_cutoff=_LEAST_ALIKE)
    return [candidate for candidate, _, _ in found]


@cache
def _module_regex(pattern: str) -> re.Pattern[str]:
    return re.compile(_regex(pattern) + _BELOW)


@cache
def _exact_regex(pattern: str) -> re.Pattern[str]:
    return re.compile(_regex(pattern))


@cache
def _symbol_regex(pattern: str) -> re.Pattern[str]:
    module, _, name = pattern.partition(":")
    between = f"{_BELOW}:{_BELOW}" if "*" in module else ":"
    return re.compile(_regex(module) + between + _regex(name))


def _regex(dotted: str) -> str:
    """Each segment with the dot before it, so that any number of segments may be none."""
    return "".join(map(_segment_regex, dotted.split(".")))


def _segment_regex(segment: str) -> str:
    if segment == "**":
        return _BELOW
    if segment == "*":
        return _SEGMENT
    return r"\." + "[^.:]*".join(map(re.escape, segment.split("*")))


@cache
def _spec(glob: str) -> "GitIgnoreSpec":
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines([glob])

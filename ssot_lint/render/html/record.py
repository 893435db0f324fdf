"""The data of the report page, as its script reads it: every text in it is safe to show.

Rows are arrays, in the order of the fields; numbers point into the lists of the page.
"""

from collections.abc import Sequence

import msgspec

from ssot_lint.model import Severity
from ssot_lint.render.duplicates.page import ShownGroup
from ssot_lint.trend import Point


class PageFile(msgspec.Struct, frozen=True, array_like=True):
    """A file: its path as it is shown and, where that differs, as a URL has it.

    `category` is "" for what is no source of the project: its policy, say.
    """

    path: str
    url: str
    category: str
    service: str
    lines: int


class PageRule(msgspec.Struct, frozen=True, array_like=True):
    """A rule with findings, and what it finds."""

    code: str
    name: str
    summary: str


class PageRelated(msgspec.Struct, frozen=True, array_like=True):
    """Another place that a finding points at; `line` is 0 where the whole file is meant."""

    message: str
    file: int
    line: int
    column: int


class PageFinding(msgspec.Struct, frozen=True, array_like=True):
    """A finding. `source` is its line: before, at and after the fault, empty where there is none.

    `accepted` says why it does not count, "" where it does; `fix` what would repair it.
    """

    rule: int
    severity: Severity
    file: int
    line: int
    column: int
    message: str
    hint: str
    symbol: str
    source: tuple[str, ...]
    related: tuple[PageRelated, ...]
    fingerprint: str
    accepted: str
    fix: str


class PagePath(msgspec.Struct, frozen=True, array_like=True):
    """A path by which a symbol is imported: the files that take it, each with the line of the import."""

    symbol: str
    is_home: bool
    is_astray: bool
    imports: tuple[tuple[int, int], ...]


class PageFragments(msgspec.Struct, frozen=True, array_like=True):
    """A symbol that is imported by several paths; `file` and `line` are where it is defined."""

    symbol: str
    file: int
    line: int
    paths: tuple[PagePath, ...]


class PageData(msgspec.Struct, frozen=True):
    """All that the script of the page shows.

    `link` is the template of links to the source, "" for none. `trend` has the revisions, the oldest
    first, None where none were given.
    """

    link: str
    files: Sequence[PageFile]
    rules: Sequence[PageRule]
    findings: Sequence[PageFinding]
    duplicates: Sequence[ShownGroup]
    imports: Sequence[PageFragments]
    trend: Sequence[Point] | None

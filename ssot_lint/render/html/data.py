"""What the script of the report page shows, from a report and what goes with it."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from ssot_lint.graph import Fragments
from ssot_lint.model import START, DuplicateGroup, File, Finding, Fix, Place, Report
from ssot_lint.render.duplicates.page import shown_groups
from ssot_lint.render.excerpt import Lines, cut, read_lines
from ssot_lint.render.html.links import url_path
from ssot_lint.render.html.record import (
    PageData,
    PageFile,
    PageFinding,
    PageFragments,
    PagePath,
    PageRelated,
    PageRule,
)
from ssot_lint.render.options import RulePage
from ssot_lint.render.shown import severity_of
from ssot_lint.render.wording import printable
from ssot_lint.trend import Point

WIDTH = 200
"""To so many code points the line of a finding is cropped."""

ROWS = 6000
"""Of copies side by side in all, some 2 MB."""


class Given(NamedTuple):
    """All that the page tells of.

    `link` is the template of links to the source, "" for none; `limit` is as in RenderOptions; `trend`
    has the revisions, the oldest first, None where none are to be drawn.
    """

    report: Report
    files: Sequence[File]
    groups: Sequence[DuplicateGroup]
    fragments: Sequence[Fragments]
    rules: Sequence[RulePage]
    trend: Sequence[Point] | None = None
    link: str = ""
    limit: str = ""


def page_data(given: Given) -> PageData:
    """What the page's script shows."""
    report = given.report
    lines = lru_cache(maxsize=64)(partial(read_lines, report.root))
    files = [file for file in given.files if not file.source.is_stub]
    mentioned = {place.path for finding in report.findings for place in _places(finding)}
    mentioned |= {place.path for each in given.fragments for place in (each.place, *_taken(each))}
    others = sorted(mentioned - {file.path for file in files})
    numbers = {path: number for number, path in enumerate([*(file.path for file in files), *others])}
    codes = sorted({finding.code for finding in report.findings})
    pages = {page.code: page for page in given.rules}
    return PageData(
        link=given.link,
        files=[*map(_file, files), *(PageFile(*_address(path), "", "", 0) for path in others)],
        rules=[PageRule(code, pages[code].name, printable(pages[code].summary)) for code in codes],
        findings=[
            _finding(finding, codes.index(finding.code), numbers, lines) for finding in report.findings
        ],
        duplicates=list(shown_groups(given.groups, lines, ROWS)),
        imports=[_imports(each, numbers) for each in given.fragments],
        trend=given.trend,
    )


def _places(finding: Finding) -> Iterator[Place]:
    yield finding.place
    yield from (related.place for related in finding.related)


def _taken(fragments: Fragments) -> Iterator[Place]:
    yield from (place for path in fragments.paths for place in path.imports)


def _file(file: File) -> PageFile:
    service = printable(file.service or "")
    return PageFile(*_address(file.path), printable(file.category), service, file.facts.lines)


def _address(path: str) -> tuple[str, str]:
    shown, url = printable(path), url_path(path)
    return shown, "" if url == shown else url


def _finding(finding: Finding, rule: int, numbers: Mapping[str, int], lines: Lines) -> PageFinding:
    place, fix = finding.place, finding.fix
    suppressed = finding.suppressed
    accepted = "baselined" if finding.baselined else ""
    if suppressed is not None:
        accepted = f"suppressed: {printable(suppressed) or 'no reason given'}"
    return PageFinding(
        rule=rule,
        severity=severity_of(finding),
        file=numbers[place.path],
        line=place.span.line,
        column=place.span.column,
        message=printable(finding.message),
        hint=printable(finding.hint),
        symbol=printable(place.symbol),
        source=_source(place, lines),
        related=tuple(
            PageRelated(
                printable(related.message), numbers[related.place.path],
                0 if related.place.span == START else related.place.span.line, related.place.span.column,
            )
            for related in finding.related
        ),
        fingerprint=finding.fingerprint,
        accepted=accepted,
        fix="" if fix is None else _fix(fix),
    )  # fmt: skip


def _fix(fix: Fix) -> str:
    return f"{printable(fix.message)} ({'--fix' if fix.is_safe else '--unsafe-fixes'})"


def _source(place: Place, lines: Lines) -> tuple[str, ...]:
    # a finding about a whole file points at no line; a file may have shrunk since it was analysed
    found = lines(place.path)[place.span.line - 1 :][:1] if place.span != START else []
    return cut(found[0], place.span, WIDTH) if found and found[0].strip() else ()


def _imports(fragments: Fragments, numbers: Mapping[str, int]) -> PageFragments:
    place = fragments.place
    return PageFragments(
        printable(fragments.symbol),
        numbers[place.path],
        place.span.line,
        tuple(
            PagePath(
                printable(path.symbol), path.is_home, path.is_astray,
                tuple((numbers[each.path], each.span.line) for each in path.imports),
            )
            for path in fragments.paths
        ),
    )  # fmt: skip

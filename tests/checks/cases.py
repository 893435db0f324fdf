"""A check's README as test cases: what it says must be found is found, and nothing else."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ssot_lint.model import Finding

_TITLE = re.compile(r'(?:^|\s)title="([^"]*)"')
_FIXED = re.compile(r'(?:^|\s)fixed="([^"]*)"')
_MARK = re.compile(r'[ \t]*#[ \t]*want[ \t]+(?:(SST\d{3})[ \t]+)?"((?:[^"\\]|\\.)*)"')
_MARKS = re.compile(rf"((?:{_MARK.pattern})+)[ \t]*$")
_LOOKS_LIKE_MARK = re.compile(r"#\s*want\b")


TODAY = date(2026, 1, 1)
"""The day on which the cases hold."""


class BadReadme(Exception):
    """A README that cannot be read as cases; the message names its line."""


@dataclass(frozen=True, order=True)
class Want:
    """A finding that must appear on a line: `pattern` is searched for in its message."""

    path: str
    line: int
    code: str
    pattern: str


@dataclass(frozen=True)
class Case:
    """The files under one `##` heading, with the marks taken out, and what is wanted of them.

    `fixed` are those that `--fix` changes, as they are then.
    """

    heading: str
    line: int
    files: tuple[tuple[str, str], ...]
    wants: tuple[Want, ...]
    fixed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Readme:
    """A README: its title, all its `##` headings, and a case for each one that has files."""

    title: str
    headings: tuple[str, ...]
    cases: tuple[Case, ...]


def parse(text: str, code: str) -> Readme:
    """Read a README; a want that names no code means `code`. Raises BadReadme."""
    title = heading = ""
    start = 0
    headings: list[str] = []
    cases: list[Case] = []
    fences: list[Token] = []

    tokens = MarkdownIt().parse(text)
    for token, content in zip(tokens, [*tokens[1:], None], strict=True):
        line = token.map[0] + 1 if token.map else 0
        if token.type == "fence":
            fences.append(token)
        elif token.type == "heading_open" and content is not None:
            if token.tag == "h1":
                title = title or content.content
            elif token.tag == "h2":
                cases += _cases(heading, start, fences, code)
                heading, start, fences = content.content, line, []
                headings.append(heading)
    cases += _cases(heading, start, fences, code)
    return Readme(title, tuple(headings), tuple(cases))


def _cases(heading: str, line: int, fences: list[Token], code: str) -> Iterator[Case]:
    files: dict[str, str] = {}
    wants: list[Want] = []
    fixed: list[tuple[str, str]] = []
    for fence in fences:
        first = fence.map[0] + 2 if fence.map else 0
        after = _FIXED.search(fence.info)
        if after is not None:
            fixed.append((after[1], fence.content))
            continue
        title = _TITLE.search(fence.info)
        if title is None:
            if _LOOKS_LIKE_MARK.search(fence.content):
                raise BadReadme(f"line {first}: a fence with wants needs a title")
            continue
        path = title[1]
        if not path or path.startswith("/") or ".." in PurePosixPath(path).parts or path in files:
            raise BadReadme(f"line {first}: {path!r} is no relative path, or stands twice under {heading!r}")
        if not heading:
            raise BadReadme(f"line {first}: {path} stands above the first ## heading")
        files[path] = _take_marks(path, fence.content, first, code, wants)
    if files:
        yield Case(heading, line, tuple(files.items()), tuple(sorted(wants)), tuple(fixed))


def _take_marks(path: str, text: str, first: int, code: str, wants: list[Want]) -> str:
    """The text without its marks, which go to `wants`; line numbers stay as they are."""
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        marks = _MARKS.search(line)
        if marks is not None:
            for named, pattern in _MARK.findall(marks[1]):
                wants.append(Want(path, number, named or code, pattern.replace(r"\"", '"')))
            line = line[: marks.start()]
            lines[number - 1] = line.rstrip(" \t")
        if _LOOKS_LIKE_MARK.search(line):
            raise BadReadme(f'line {first + number - 1}: write # want "regex" at the end of the line')
    return "\n".join(lines)


def write(case: Case, root: Path) -> None:
    """Lay the files of a case out under a directory."""
    for path, text in case.files:
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="")


def differences(case: Case, findings: Iterable[Finding], code: str) -> list[str]:
    """One line for each wanted finding that is missing and each found one that is not wanted.

    Looks at the findings of `code` and of the codes that the case's wants name; waived ones are
    no findings. A want takes one finding and a finding serves one want.
    """
    codes = {code, *(want.code for want in case.wants)}
    found = [f for f in findings if f.code in codes and f.suppressed is None]
    taken = _match(case.wants, found)
    lines = [
        (want.path, want.line, f'missing {want.code} "{want.pattern}"')
        for number, want in enumerate(case.wants)
        if number not in taken.values()
    ]
    lines += [
        (f.place.path, f.place.span.line, f"unexpected {f.code} {f.message}")
        for number, f in enumerate(found)
        if number not in taken
    ]
    return [f"{path}:{line}: {text}" for path, line, text in sorted(lines)]


def _match(wants: tuple[Want, ...], found: list[Finding]) -> dict[int, int]:
    """The largest one-to-one matching, finding to want, by augmenting paths."""
    taken: dict[int, int] = {}

    def place(want: int, seen: set[int]) -> bool:
        for number, finding in enumerate(found):
            if number not in seen and _fits(wants[want], finding):
                seen.add(number)
                if number not in taken or place(taken[number], seen):
                    taken[number] = want
                    return True
        return False

    for number in range(len(wants)):
        place(number, set())
    return taken


def _fits(want: Want, finding: Finding) -> bool:
    here = (finding.place.path, finding.place.span.line, finding.code)
    return here == (want.path, want.line, want.code) and bool(re.search(want.pattern, finding.message))


def message_faults(message: str, case: Case) -> list[str]:
    """What is wrong with the wording of a message: it is read by editors and after a colon."""
    faults = []
    if "\n" in message or "\r" in message:
        faults.append("has a newline")
    if re.search(r":\d+:\d+: ", message):
        faults.append("holds a line and column, which editors take for another finding")
    if message.endswith("."):
        faults.append("ends with a full stop")
    if message[:1].isupper() and not _opens_with_identifier(message, case):
        faults.append("opens with a capital that begins no identifier of the case")
    return faults


def _opens_with_identifier(message: str, case: Case) -> bool:
    first = re.match(r"\w+", message)
    word = re.compile(rf"\b{re.escape(first[0])}\b") if first else None
    return word is not None and any(word.search(part) for file in case.files for part in file)

"""The README of a check as a page: its examples say what the tool finds in them."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from docs.text import DocsError, indented, sections, without_title
from ssot_lint.model import Finding
from ssot_lint.options import Options
from ssot_lint.run import run
from tests.checks.cases import TODAY, Case, differences, parse, write

_FENCE = re.compile(r"^(?P<fence>`{3,}|~{3,})(?P<language>\w+) (?P<kind>title|fixed)=\"(?P<path>[^\"]+)\".*$")


@dataclass(frozen=True)
class Explained:
    """The text of a check's README for a reader, and whether the fixes that it shows are safe."""

    title: str
    text: str
    fixes: frozenset[bool]


def explained(readme: str, code: str) -> Explained:
    """Run what a README shows, and write beside each line what is found there."""
    parsed = parse(readme, code)
    cases = {case.heading: case for case in parsed.cases}
    found = {heading: _found(case, code) for heading, case in cases.items()}
    (_, intro), *parts = sections(readme).items()
    examples: list[str] = []
    others: list[str] = []
    kinds: set[bool] = set()
    for heading, text in parts:
        if heading in cases:
            shown = _with_findings(text, cases[heading], found[heading])
            is_bad = bool(cases[heading].wants)
            examples.append(_folded(heading, shown, is_bad=is_bad, is_open=is_bad not in kinds))
            kinds.add(is_bad)
        else:
            others.append(f"## {heading}\n\n{text}")
    fixes = {each.fix.is_safe for case in found.values() for each in case if each.fix and each.code == code}
    blocks = [without_title(intro).strip(), "## Examples", *examples, *others]
    return Explained(parsed.title, "\n\n".join(blocks), frozenset(fixes))


def _folded(heading: str, text: str, *, is_bad: bool, is_open: bool) -> str:
    """A block under the heading, with another look where nothing is found."""
    kind = "failure" if is_bad else "success"
    title = heading.replace('"', "&quot;")
    return f'???{"+" if is_open else ""} {kind} "{title}"\n\n{indented(text)}'


def _found(case: Case, code: str) -> list[Finding]:
    """What the tool finds in a case, of the codes that it is about; nothing where nothing is wanted."""
    if not case.wants:
        return []
    with TemporaryDirectory() as folder:
        write(case, Path(folder))
        report = run(Options(start=Path(folder), jobs=1, today=TODAY))
    faults = differences(case, report.findings, code)
    if faults:
        raise DocsError("\n".join([f"README of {code}: {case.heading}", *faults]))
    codes = {code, *(want.code for want in case.wants)}
    return [each for each in report.findings if each.code in codes and each.suppressed is None]


def _with_findings(text: str, case: Case, findings: Iterable[Finding]) -> str:
    """The text of a case, with a comment for each finding in place of the mark that wants it."""
    told: defaultdict[str, defaultdict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for finding in findings:
        place = finding.place
        told[place.path][place.span.line].append(f"{finding.code}: {finding.message}")
    sources = dict(case.files)
    lines: list[str] = []
    inside = ""
    for line in text.split("\n"):
        opening = None if inside else _FENCE.match(line)
        if opening is not None:
            inside, path = opening["fence"], opening["path"]
            if opening["kind"] == "title":
                lines += _fence(opening, *_annotated(sources[path], told[path]))
            else:
                lines += _fence(opening, dict(case.fixed)[path].rstrip("\n").split("\n"), [], ", repaired")
        elif not inside:
            lines.append(line)
        elif line == inside:
            inside = ""
    return "\n".join(lines)


def _annotated(source: str, told: dict[int, list[str]]) -> tuple[list[str], list[int]]:
    """The lines of a source with what is found below each, and the numbers of those to bring out."""
    lines: list[str] = []
    brought_out: list[int] = []
    for number, line in enumerate(source.rstrip("\n").split("\n"), 1):
        lines.append(line)
        for each in told.get(number, ()):
            indent = line[: len(line) - len(line.lstrip())]
            lines.append(f"{indent}# {each}")
            brought_out.append(len(lines))
    return lines, brought_out


def _fence(opening: re.Match[str], lines: list[str], marked: list[int], note: str = "") -> list[str]:
    numbers = f' hl_lines="{" ".join(map(str, marked))}"' if marked else ""
    title = f'{opening["fence"]}{opening["language"]} title="{opening["path"]}{note}"{numbers}'
    return [title, *lines, opening["fence"]]

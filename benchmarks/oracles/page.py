"""The page that says, case by case, what each tool answers."""

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

from benchmarks.oracles.compare import DJANGO, TOOLS, Compared, over_case, over_project
from benchmarks.oracles.reasons import REASONS, Pattern, Reason, Whose, of_case, of_project
from tests.unit.imports.case import Case, edges_told
from tests.unit.imports.cases import CASES

INTRODUCTION = """\
# Imports, beside other tools

Written by `python -m benchmarks.oracles`, never by hand. Each case is a small project in
`tests/unit/imports/`, with the edges that it must give; where Python itself can answer, the tests ask it.
grimp (which import-linter is built on) and `ruff analyze graph` are asked which file imports which, all in
all and at run time, griffe what the names of the importing module are. A dash means that a case asks
nothing of a tool. Other tags, lines and single symbols are no part of a graph: a tool is right without them.
The tests (`tests/oracles/`) fail on a difference that the reasons below do not explain.
"""
_VERDICTS: Mapping[Whose, str] = {"wrong": "wrong", "other": "another choice"}


def page() -> str:
    """The whole page; without the part on Django where that is not there."""
    lines = [INTRODUCTION, f"ssot-lint beside {', '.join(f'{tool} {version(tool)}' for tool in TOOLS)}.", ""]
    lines += _cases()
    if DJANGO.root.is_dir():
        lines += ["", f"## {DJANGO.root.name}", "", *_django()]
    return "\n".join(lines) + "\n"


def _cases() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as scratch:
        rows = {
            name: (_own(case), over_case(case, Path(scratch, str(number))))
            for number, (name, case) in enumerate(CASES.items())
        }
    yield "## Summary"
    yield ""
    yield "| | ssot-lint | grimp | ruff | griffe |"
    yield "|---|--:|--:|--:|--:|"
    cells = {
        name: [own, *(_cell(name, tool, found[tool]) for tool in TOOLS)]
        for name, (own, found) in rows.items()
    }
    for answer, means in (("right", "right"), ("other", "right in another way"), ("wrong", "wrong")):
        counts = (sum(row[column].startswith(answer) for row in cells.values()) for column in range(4))
        yield f"| {means} | {' | '.join(map(str, counts))} |"
    yield ""
    yield "## Case by case"
    yield ""
    yield "| case | ssot-lint | grimp | ruff | griffe |"
    yield "|---|---|---|---|---|"
    for name, row in cells.items():
        yield f"| {_escaped(name)} | {' | '.join(row)} |"
    yield ""
    for number, reason in enumerate(REASONS, 1):
        yield f"{number}. {_told(reason)}"


def _own(case: Case) -> str:
    return "right" if edges_told(case.index(), case.importer) == list(case.edges) else "wrong"


def _cell(case: str, tool: str, found: Compared) -> str:
    if not found.lacks and not found.extra:
        return "right" if found.ours or tool != "griffe" else "-"
    reason = of_case(tool, case)
    return f"{reason.whose} ({REASONS.index(reason) + 1})" if reason else "unexplained"


def _django() -> Iterator[str]:
    index, found = over_project(DJANGO)
    yield "ruff is asked about all of it, the others about the package `django`."
    yield ""
    yield "| tool | answers of ssot-lint | those it lacks | it has besides |"
    yield "|---|--:|--:|--:|"
    for tool in TOOLS:
        one = found[tool]
        what = "names" if tool == "griffe" else "edges, all and at run time"
        yield f"| {tool} | {len(one.ours):,} {what} | {len(one.lacks)} | {len(one.extra)} |"
    yield ""
    yield "| tool | differs because of | times |"
    yield "|---|---|--:|"
    for tool in TOOLS:
        reasons = Counter(_told(pattern) for _, pattern in of_project(index, tool, found[tool]))
        for text, count in reasons.most_common():
            yield f"| {tool} | {text} | {count} |"


def _told(reason: Reason | Pattern | None) -> str:
    if reason is None:
        return "unexplained"
    return f"{_VERDICTS[reason.whose]}: {reason.text}"


def _escaped(name: str) -> str:
    return name.replace("*", "\\*").replace("_", "\\_")

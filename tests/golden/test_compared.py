"""A copy beside what it copies, in the text for terminals: read in the files of `expected/`."""

import os
import re
from pathlib import Path

import pytest
from msgspec.structs import replace
from rich.cells import cell_len

from ssot_lint.model import Finding, Place, Report, Span
from ssot_lint.render import RenderOptions, render
from ssot_lint.render.compared import ROWS, WIDE
from ssot_lint.render.options import Show
from tests.drivers.cli import write
from tests.golden.conftest import Golden
from tests.golden.copies import EDITED, SOURCES
from tests.golden.reports import made_report

COPY = Finding(
    place=Place("shop/old.py", Span(4, 7, 4, 13), "shop.old:Engine"),
    message="Engine is an edited copy of Engine in shop/engine.py:1; keep that one",
    severity="error",
    code="SST101",
    name="duplicate-class",
    category="real",
    compared=(EDITED.members[1], EDITED.members[0]),
)


def beside(width: int, *show: Show, colour: bool = False) -> RenderOptions:
    return RenderOptions(colour=colour, width=width, show=frozenset(show), beside=True)


@pytest.fixture
def report(tmp_path: Path) -> Report:
    return made_report(write(tmp_path, SOURCES), COPY)


def whole(path: str, lines: int) -> Place:
    return Place(path, Span(1, 1, lines, 2))


def of(root: Path, copy: str, home: str) -> Report:
    """A report on two sources, the one a copy of the other."""
    write(root, {"copy.py": copy, "home.py": home})
    places = whole("copy.py", copy.count("\n")), whole("home.py", home.count("\n"))
    return made_report(root, replace(COPY, place=Place("copy.py", Span(1, 1, 1, 2)), compared=places))


def block(text: str) -> list[str]:
    """What stands below the finding, up to the next blank line."""
    lines = text.splitlines()
    start = next(n for n, line in enumerate(lines) if re.search(r"(home|engine)\.py:1\b", line) and n > 3)
    return lines[start : lines.index("", start)]


def test_a_wide_terminal_has_two_columns(report: Report, golden: Golden) -> None:
    golden("text-beside.txt", render(report, "text", beside(WIDE)))


def test_a_narrow_terminal_has_a_diff(report: Report, golden: Golden) -> None:
    golden("text-diff.txt", render(report, "text", beside(WIDE - 1)))


@pytest.mark.parametrize("width", [WIDE, WIDE - 1])
def test_what_differs_is_coloured(width: int, report: Report, golden: Golden) -> None:
    golden(f"text-beside-{width}-colour.txt", render(report, "text", beside(width, colour=True)))


@pytest.mark.parametrize("width", [40, 80, WIDE, 200])
def test_no_line_is_wider_than_the_terminal(width: int, tmp_path: Path) -> None:
    report = of(tmp_path, "名 = '値'\t# " + "漢" * 300 + "\nx\n", "y = 2  # " + "x" * 300 + "\nx\n")
    assert max(cell_len(line) for line in block(render(report, "text", beside(width)))) <= width


def test_without_being_asked_for_it_is_not_shown(report: Report) -> None:
    plain = render(replace(report, findings=(replace(COPY, compared=()),)), "text", RenderOptions())
    assert render(report, "text", RenderOptions()) == plain


def test_of_a_long_copy_twenty_lines_are_shown(tmp_path: Path) -> None:
    report = of(tmp_path, "x = 1\n" * 60, "x = 1\n" * 60)
    lines = block(render(report, "text", beside(WIDE)))
    assert (len(lines), lines[-1]) == (1 + ROWS + 1, "… and 40 more lines (--show all)")


def test_all_of_it_is_shown_on_request(tmp_path: Path) -> None:
    report = of(tmp_path, "x = 1\n" * 60, "x = 1\n" * 60)
    assert len(block(render(report, "text", beside(WIDE, "all")))) == 1 + 60


def test_one_line_more_is_shown_rather_than_told_of(tmp_path: Path) -> None:
    report = of(tmp_path, "x = 1\n" * (ROWS + 1), "x = 1\n" * (ROWS + 1))
    assert len(block(render(report, "text", beside(WIDE)))) == 1 + ROWS + 1


def test_long_runs_of_equal_lines_are_counted(tmp_path: Path) -> None:
    equal = "".join(f"x{number} = 1\n" for number in range(30))
    report = of(tmp_path, equal + "y = 1\n", equal)
    assert "… 24 equal lines" in block(render(report, "text", beside(WIDE)))


def test_the_sides_can_be_told_apart_without_colour(tmp_path: Path) -> None:
    report = of(tmp_path, "a = one\nnew()\n", "a = two\n")
    changed, added = block(render(report, "text", beside(WIDE)))[1:]
    assert (" ~ " in changed, " > " in added) == (True, True)


def test_the_colours_are_all_that_colour_adds(report: Report) -> None:
    coloured = render(report, "text", beside(WIDE, colour=True))
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render(report, "text", beside(WIDE))


@pytest.mark.parametrize("path", ["shop/engine.py", "shop/old.py"])
def test_a_source_that_is_gone_leaves_it_out(path: str, report: Report) -> None:
    os.unlink(Path(report.root, path))
    assert "class Engine:   " not in render(report, "text", beside(WIDE))


def test_a_source_that_has_shrunk_leaves_it_out(report: Report) -> None:
    Path(report.root, "shop/engine.py").write_text("class Engine:\n    pass\n")
    assert "│" not in render(report, "text", beside(WIDE))


def test_a_fifo_in_place_of_a_source_does_not_block(report: Report) -> None:
    os.unlink(Path(report.root, "shop/engine.py"))
    os.mkfifo(Path(report.root, "shop/engine.py"))
    assert "│" not in render(report, "text", beside(WIDE))


def test_what_a_terminal_would_obey_is_escaped(tmp_path: Path) -> None:
    report = of(tmp_path, "x = '\x1b[2J\x00'\n", "x = '\x9b\u202e'\n")
    text = render(report, "text", beside(WIDE))
    assert all(char.isprintable() or char == "\n" for char in text)


def test_the_json_report_has_nothing_of_it(report: Report) -> None:
    assert "compared" not in render(report, "json", beside(WIDE))

"""What is read from the reports of clone detectors; each report is a small one of the tool's own shape."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from benchmarks.clones import reports, tools
from benchmarks.clones.tools import CloneGroup, Stretch, groups

A, B, C = Stretch("app/a.py", 3, 9), Stretch("app/b.py", 13, 19), Stretch("app/c.py", 4, 10)

OWN = {
    "groups": [
        {
            "code": "SST102",
            "severity": "error",
            "kind": "renamed",
            "similarity": 1.0,
            "canonical": 0,
            "reason": "most importers",
            "members": [
                {"path": "app/b.py", "line": 13, "end_line": 19, "symbol": "app.b:second"},
                {"path": "app/a.py", "line": 3, "end_line": 9, "symbol": "app.a:first"},
            ],
        }
    ]
}
PYLINT = {
    "messages": [
        {"symbol": "cyclic-import", "message": "Cyclic import (f0 -> f1)", "path": "f0.py", "line": 1},
        {
            "symbol": "duplicate-code",
            "message": "Similar lines in 2 files\n==f0:[2:9]\n==f1:[12:19]\n    total = 0\n    return total",
            "path": "f1.py",
            "line": 1,
        },
    ]
}
PYSCN = {
    "clone": {
        "clones": [],
        "clone_pairs": None,
        "clone_groups": [
            {
                "id": 0,
                "type": 2,
                "similarity": 0.9,
                "clones": [
                    {"id": 1, "location": {"file_path": "app/a.py", "start_line": 3, "end_line": 9}},
                    {"id": 2, "location": {"file_path": "app/b.py", "start_line": 13, "end_line": 19}},
                ],
            }
        ],
    }
}
CPD = """\
<?xml version="1.0" encoding="UTF-8"?>
<pmd-cpd xmlns="https://pmd-code.org/schema/cpd-report" pmdVersion="7.28.0">
   <file path="{tree}/app/a.py" totalNumberOfTokens="93"/>
   <duplication lines="7" tokens="40">
      <file column="1" endcolumn="18" endline="9" endtoken="181" line="3" path="{tree}/app/a.py"/>
      <file column="1" endcolumn="18" endline="19" endtoken="270" line="13" path="{tree}/app/b.py"/>
      <codefragment><![CDATA[total = 0]]></codefragment>
   </duplication>
</pmd-cpd>
"""
ITEMS = [
    {"relative_path": "app/a.py", "qualname": "app.a:first", "start_line": 3, "end_line": 9},
    {"relative_path": "app/b.py", "qualname": "app.b:second", "start_line": 13, "end_line": 19},
]
CODECLONE = {
    "findings": {
        "groups": {
            "clones": {"functions": [{"clone_type": "Type-1", "items": ITEMS}], "blocks": [], "segments": []},
            "structural": {"groups": []},
        }
    }
}

Reader = Callable[[Path], Iterable[reports.Told]]


def pair(first: Stretch, second: Stretch, kind: str = "exact") -> dict[str, object]:
    """A duplicate as jscpd tells it."""
    one, other = (
        {"name": place.path, "start": place.line, "end": place.end_line} for place in (first, second)
    )
    return {"format": "python", "lines": 7, "firstFile": one, "secondFile": other, "kind": kind}


def read(reader: Reader, text: str, directory: Path, **options: bool) -> list[CloneGroup]:
    """The groups in a report about the tree `directory`; f0 and f1 are what pylint calls the files."""
    report = directory / "report"
    report.write_text(text, encoding="utf-8")
    return groups(reader(report), directory, {"f0": "app/a.py", "f1": "app/b.py"}, **options)


@pytest.mark.parametrize(
    ("reader", "report", "kind"),
    [
        (reports.of_pylint, json.dumps(PYLINT), "duplicate-code"),
        (reports.of_jscpd, json.dumps({"duplicates": [pair(B, A)]}), "exact"),
        (reports.of_pyscn, json.dumps(PYSCN), "type 2"),
        (reports.of_cpd, CPD, "duplication"),
        (reports.of_codeclone, json.dumps(CODECLONE), "function"),
    ],
)
def test_a_report_tells_groups_of_whole_lines_relative_to_the_tree(
    reader: Reader, report: str, kind: str, tmp_path: Path
) -> None:
    told = report.replace("{tree}", str(tmp_path))
    assert read(reader, told, tmp_path) == [CloneGroup(kind, (A, B))]


def test_the_canonical_member_of_a_group_of_ours_stays_the_first(tmp_path: Path) -> None:
    found = read(reports.of_ssot_lint, json.dumps(OWN), tmp_path, first_is_canonical=True)
    assert found == [CloneGroup("SST102", (B, A))]


@pytest.mark.parametrize(
    ("kind", "expected"), [("renamed", [(A, B, C)]), ("similar", [(A, B), (A, C)]), ("gap", [(A, B), (A, C)])]
)
def test_pairs_of_jscpd_that_share_a_stretch_are_one_group_where_they_are_equal(
    kind: str, expected: list[tuple[Stretch, ...]], tmp_path: Path
) -> None:
    report = json.dumps({"duplicates": [pair(A, B, kind), pair(C, A, kind)]})
    assert [group.members for group in read(reports.of_jscpd, report, tmp_path)] == expected


def test_pairs_of_jscpd_that_a_later_one_joins_are_one_group(tmp_path: Path) -> None:
    other = Stretch("app/d.py", 1, 7)
    report = json.dumps({"duplicates": [pair(A, B), pair(C, other), pair(B, C)]})
    assert [group.members for group in read(reports.of_jscpd, report, tmp_path)] == [(A, B, C, other)]


@pytest.mark.parametrize("report", [{}, {"clone": None}, {"clone": {"clone_groups": None}}])
def test_a_report_of_pyscn_without_a_clone_holds_no_group(report: object, tmp_path: Path) -> None:
    assert read(reports.of_pyscn, json.dumps(report), tmp_path) == []


def test_a_stretch_that_is_told_twice_is_no_copy_of_itself(tmp_path: Path) -> None:
    assert read(reports.of_jscpd, json.dumps({"duplicates": [pair(A, A)]}), tmp_path) == []


SOURCE = '''\
"""Areas."""


def area(shapes, factor):
    """The area of all."""
    total = 0
    for shape in shapes:
        if shape.kind == "circle":
            total += 3.14 * shape.radius ** 2
        elif shape.kind == "square":
            total += shape.side ** 2
        else:
            raise ValueError(shape.kind)
    if total > 100:
        total = total * factor
    result = {"total": total, "factor": factor, "shapes": len(shapes), "mean": total / len(shapes)}
    print("the area of all shapes is", result["total"], "and", result["mean"])
    return result
'''
PEERS = [tool for tool in tools.TOOLS.values() if tool.peer]


@pytest.mark.slow
@pytest.mark.parametrize("defaults", [False, True], ids=["best", "defaults"])
@pytest.mark.parametrize("tool", PEERS, ids=[tool.name for tool in PEERS])
def test_an_installed_tool_finds_a_copied_function(
    tool: tools.CloneTool, defaults: bool, tmp_path: Path
) -> None:
    if reason := tool.missing():
        pytest.skip(reason)
    for path, before in ("one.py", ""), ("pack/two.py", "import os\n\n\n"):
        file = tmp_path / "app" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(before + SOURCE, encoding="utf-8")
    found = tools.find(tool, tmp_path, 60, defaults)
    # Below the docstring, which some leave out; jscpd and CPD begin with the first token in common.
    bodies = {"app/one.py": range(6, 19), "app/pack/two.py": range(9, 22)}
    covered = [
        {m.path for m in group.members if {*bodies[m.path]} <= {*range(m.line, m.end_line + 1)}}
        for group in found
    ]
    assert {*bodies} in covered


def test_a_tree_is_copied_without_hidden_folders_and_other_files(tmp_path: Path) -> None:
    tree, copy = tmp_path / "tree", tmp_path / "copy"
    for path in "a.py", "b/c.py", ".git/d.py", "pyproject.toml":
        Path(tree, path).parent.mkdir(parents=True, exist_ok=True)
        Path(tree, path).touch()
    tools.laid_out(tree, copy, flat=False)
    assert sorted(tools.python_files(copy)) == [Path("a.py"), Path("b/c.py")]


def test_flat_each_file_has_a_name_of_its_own(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    for path in "a/x.py", "b/x.py":
        Path(tree, path).parent.mkdir(parents=True)
        Path(tree, path).touch()
    assert tools.laid_out(tree, tmp_path / "copy", flat=True) == {"f0": "a/x.py", "f1": "b/x.py"}

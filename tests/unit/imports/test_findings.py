"""What an import that leads nowhere comes to in a run over the files of a project."""

import os
from datetime import date
from pathlib import Path

from ssot_lint.model import Report
from ssot_lint.options import Options
from ssot_lint.run import run
from tests.unit.indexed import Sources, lay_out


def report(root: Path, sources: Sources) -> Report:
    return run(Options(start=lay_out(root, {"pyproject.toml": "", **sources}), today=date(2026, 6, 15)))


def told(found: Report) -> list[str]:
    """Code, place and message of each finding."""
    return [f"{f.code} {f.place.path}:{f.place.span.line} {f.message}" for f in found.findings]


def test_one_dot_too_many_is_a_finding_and_the_run_goes_on(tmp_path: Path) -> None:
    sources = {
        "p/__init__.py": "",
        "p/a.py": "from ...x import A\nimport p.gone\n",
        "p/b.py": "import p.lost\n",
    }
    assert [line.partition(";")[0] for line in told(report(tmp_path, sources))] == [
        "SST306 p/a.py:1 ...x leads above the top-level package of p.a",
        "SST306 p/a.py:2 p.gone does not exist",
        "SST306 p/b.py:1 p.lost does not exist",
    ]


def test_what_lies_behind_a_symbolic_link_is_analysed_once_and_where_it_lies(tmp_path: Path) -> None:
    lay_out(tmp_path, {"lib/p/__init__.py": "import p.gone\n"})
    os.symlink("lib/p", tmp_path / "linked")
    found = report(tmp_path, {"lib/pyproject.toml": ""})
    assert (told(found), found.files.not_analysed) == (
        ["SST306 lib/p/__init__.py:1 p.gone does not exist"],
        {"symlinks": 1},
    )


def test_a_name_that_fromlist_asks_for_in_vain_is_no_finding(tmp_path: Path) -> None:
    assert (
        told(report(tmp_path, {"p/__init__.py": "", "use.py": "x = __import__('p', fromlist=['gone'])\n"}))
        == []
    )

"""A name that is a symbolic link leads to what is analysed where it lies, once."""

import os
from pathlib import Path

import pytest

from ssot_lint.discover import discover, survey
from ssot_lint.extract import extract
from ssot_lint.index import Index, build_index
from ssot_lint.model import File
from ssot_lint.policy import load_policy
from ssot_lint.registry import Registry
from tests.unit.imports.case import edges_told, line
from tests.unit.indexed import Sources, lay_out, run

BASE = {"p/__init__.py": "", "q/__init__.py": "", "q/y.py": "class B: ...\n", "r/z.py": "class C: ...\n"}
LINKS = {"p/x": "../q", "p/y2.py": "../q/y.py", "p/n": "../r", "top": "q", "m/k": "../r"}


def index_of(root: Path, sources: Sources) -> Index:
    """The index of the files under a root, links included."""
    found = discover(survey(lay_out(root, sources)), load_policy(None, Registry(())))
    files = [File(source, extract((root / source.path).read_bytes())) for source in found.sources]
    return build_index(files, found.unanalysed_modules, linked_modules=found.linked_modules)


@pytest.fixture
def linked(tmp_path: Path) -> Path:
    """A project with links to a package, a module and a folder without `__init__`."""
    lay_out(tmp_path, BASE)
    for path, target in LINKS.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        os.symlink(target, tmp_path / path)
    return tmp_path


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("import p.x.y as y", "p.x.y as y = module q.y [runtime]"),
        ("from p import x", "p x as x loads p.x = module q [runtime]"),
        ("from p.x import y", "p.x y as y loads p.x.y = module q.y [runtime]"),
        ("from p.x.y import B", "p.x.y B as B = definition q.y:B [runtime]"),
        ("from p.y2 import B", "p.y2 B as B = definition q.y:B [runtime]"),
        ("from top.y import B", "top.y B as B = definition q.y:B [runtime]"),
        ("from p.n import z", "p.n z as z loads p.n.z = module r.z [runtime]"),
        ("from m.k.z import C", "m.k.z C as C = definition r.z:C [runtime]"),
        ("import m", "m as m = module m [runtime]"),
        ("import m.k", "m.k as m = module r [runtime]"),
        ("import p.x.gone", "p.x.gone as p = missing q.gone [runtime]"),
        ("from p.x.y import gone", "p.x.y gone as gone = missing q.y:gone [runtime]"),
    ],
)
def test_an_import_through_a_link_leads_to_where_it_lies(text: str, told: str, linked: Path) -> None:
    assert edges_told(index_of(linked, {"use.py": text}), "use.py") == [told]
    works = run(linked, {}, ["use"])["use"] is not None
    assert works == ("missing" not in told)


def test_the_packages_above_a_link_run(linked: Path) -> None:
    index = index_of(linked, {"use.py": "import p.x.y"})
    file = index.file("use.py")
    assert file is not None
    assert [line(edge) for edge in index.implicit_edges(file)] == [
        "p = module p [runtime implicit]",
        "q = module q [runtime implicit]",
    ]


def test_a_link_out_of_the_project_is_undecided(tmp_path: Path) -> None:
    lay_out(tmp_path, {"outside/a.py": "", "root/p/__init__.py": ""})
    os.symlink("../../outside", tmp_path / "root/p/x")
    found = index_of(tmp_path / "root", {"use.py": "from p.x.a import A"})
    assert edges_told(found, "use.py") == ["p.x.a A as A = undecided [runtime]"]


def test_links_that_lead_round_end(tmp_path: Path) -> None:
    lay_out(tmp_path, {"a/b/c.py": ""})
    os.symlink("..", tmp_path / "a/b/up")
    found = index_of(tmp_path, {"use.py": "import a.b.up.b.up.b.c as c"})
    assert edges_told(found, "use.py") == ["a.b.up.b.up.b.c as c = module a.b.c [runtime]"]


def test_a_link_that_gives_a_module_its_own_name_changes_nothing(tmp_path: Path) -> None:
    lay_out(tmp_path, {"lib/pyproject.toml": "", "lib/p/__init__.py": "", "lib/p/a.py": ""})
    os.symlink("lib/p", tmp_path / "p")
    found = index_of(tmp_path, {"use.py": "import p.a"})
    assert edges_told(found, "use.py") == ["p.a as p = module p.a [runtime]"]

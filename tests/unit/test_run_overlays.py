"""Contents that stand for files: the report is that of the project with them saved."""

import os
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from ssot_lint.model import Report, blob_id
from ssot_lint.options import Options
from ssot_lint.run import run, run_linked

FILES = {
    "compliance.yaml": "version: 1\nexclude: [legacy/]\n",
    "app/__init__.py": "",
    "app/core.py": "class Core:\n    pass\n",
    "app/use.py": "from app.core import Core\nfrom app.fresh import Fresh\nfrom app.data.table import ROWS\n"
    "import app.kept.x\n",
    "app/kept/notes.txt": "",
    "app/data/rows.txt": "",
    "app/gone.py": "x = 1\n",
    "legacy/old.py": "def f(): pass\ndef f(): pass\n",
    ".gitignore": "generated/\nkept/\n*_pb2.py\n",
    "generated/out.py": "",
}
FRESH = "from app.core import Core\nclass Fresh(Core):\n    pass\ndef f(): return 1\ndef f(): return 2\n"


@pytest.fixture(params=["git", "walk"])
def project(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A project, in a checkout or in none, with a tracked file that is deleted."""
    root = tmp_path / "project"
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    if request.param == "git":
        subprocess.run(["git", "init", "-q"], cwd=root, check=True)
        subprocess.run(["git", "add", "."], cwd=root, check=True)
    (root / "app/gone.py").unlink()
    return root


def report(
    start: Path,
    overlays: Mapping[str, bytes] | None = None,
    *,
    caching: bool = False,
    paths: tuple[str, ...] = (),
) -> Report:
    given = {Path(path): content for path, content in (overlays or {}).items()}
    return run(Options(start=start, today=date(2026, 6, 15), overlays=given, caching=caching, paths=paths))


def saved(project: Path, overlays: Mapping[str, bytes]) -> Report:
    for path, content in overlays.items():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_bytes(content)
    return report(project)


OVERLAYS = [
    {"app/core.py": b"class Other:\n    pass\n"},
    {"app/core.py": b"class Core(:\n"},
    {"app/core.py": b"\xff\xfe\x00"},
    {"app/core.py": b"\xef\xbb\xbfclass Core:\r\n    pass\r\n"},
    {"app/core.py": "# coding: latin-1\nÄ = 1\n".encode("latin-1")},
    {"app/core.py": b""},
    {"app/fresh.py": FRESH.encode()},
    {"app/gone.py": FRESH.encode()},
    {"app/fresh.pyi": b"class Fresh: ...\n"},
    {"app/fresh/__init__.py": FRESH.encode(), "app/fresh/deep/er/x.py": b"from app.nowhere import x\n"},
    {"app/data/table.py": b"ROWS = 1\n"},
    {"legacy/new.py": FRESH.encode()},
    {"generated/fresh.py": FRESH.encode()},
    {"app/kept/x.py": b""},
    {"app/fresh_pb2.py": FRESH.encode(), "app/data/x_pb2.py": b""},
    {"build/fresh.py": FRESH.encode()},
    {"app/build/fresh.py": FRESH.encode()},
    {"notes.txt": b"def f(): pass\n"},
    {"app/ä b%.py": FRESH.encode()},
]


@pytest.mark.parametrize("overlays", OVERLAYS, ids=lambda overlays: " ".join(overlays))
def test_the_report_is_that_of_the_files_saved(project: Path, overlays: dict[str, bytes]) -> None:
    uncached = report(project, overlays)
    report(project, caching=True)
    first, again = (report(project, overlays, caching=True) for _ in range(2))
    assert [uncached, first, again] == [saved(project, overlays)] * 3


def test_an_overlay_changes_something(project: Path) -> None:
    assert report(project, OVERLAYS[0]) != report(project)


@pytest.mark.parametrize("inside", [{"pyvenv.cfg": ""}, {".git/HEAD": ""}], ids=["venv", "repository"])
def test_a_new_file_is_left_out_where_its_folder_is(project: Path, inside: dict[str, str]) -> None:
    for path, text in inside.items():
        (project / "folder" / path).parent.mkdir(parents=True)
        (project / "folder" / path).write_text(text)
    overlays = {"folder/new.py": FRESH.encode()}
    assert report(project, overlays) == saved(project, overlays)


def test_what_lies_on_disk_is_recalled_as_before(project: Path) -> None:
    plain = report(project)
    report(project, caching=True)
    report(project, OVERLAYS[0], caching=True)
    assert report(project, caching=True) == plain


def test_a_link_is_saved_through(project: Path) -> None:
    (project / "link.py").symlink_to("app/core.py")
    assert report(project, {"link.py": b"x = 1\n"}) == report(project, {"app/core.py": b"x = 1\n"})


@pytest.mark.parametrize("name", ["../outside.py", "app", "pipe.py", "outward.py", "app/core.py/x.py"])
def test_what_no_file_of_the_project_can_hold_is_left_out(project: Path, name: str) -> None:
    os.mkfifo(project / "pipe.py")
    (project.parent / "outside.txt").write_text("")
    (project / "outward.py").symlink_to("../outside.txt")
    assert report(project, {name: FRESH.encode()}) == report(project)


def test_paths_are_as_from_the_working_directory(project: Path) -> None:
    content = FRESH.encode()
    from_root = report(project, {str(project / "app/core.py"): content})
    assert report(project / "app", {"core.py": content}) == from_root


def test_a_path_may_name_a_new_file(project: Path) -> None:
    limited = report(project, {"app/fresh.py": FRESH.encode()}, paths=("app/fresh.py",))
    assert [finding.code for finding in limited.findings] == ["SST106"]


def test_the_index_is_that_of_the_files_saved(project: Path) -> None:
    overlays = {Path("app/fresh.py"): FRESH.encode()}
    linked = run_linked(Options(start=project, today=date(2026, 6, 15), overlays=overlays, caching=True))
    assert linked.index.file("app/fresh.py")


def test_a_fix_is_of_the_buffer(project: Path) -> None:
    """It is made only on a file that holds just that."""
    (project / "compliance.yaml").write_text("version: 1\nimports: {relative: forbid}\n")
    content = b"from .core import Core\n"
    assert report(project, {"app/use.py": content}).blobs == {"app/use.py": blob_id(content)}

"""`ssot-lint check --fix`, `--unsafe-fixes` and `--diff` on projects of their own."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.drivers.cli import Lint, document, lint_in, write

pytestmark = pytest.mark.slow

POLICY = """\
version: 1
imports:
  relative: forbid
  deprecated:
    shop.old: shop.new
    shop.new:Older: shop.new:Newer
"""
SOURCES = {
    "compliance.yaml": POLICY,
    "shop/__init__.py": "",
    "shop/new.py": "class Newer:\n    pass\n\n\nclass Older:\n    pass\n",
    "shop/old.py": "from shop.new import Newer\n",
    "shop/a.py": "from shop.old import Newer  # why\n",
    "shop/b.py": "from .new import Newer\nfrom shop.new import Older\n",
}
SAFE = {
    "shop/a.py": "from shop.new import Newer  # why\n",
    "shop/b.py": "from shop.new import Newer\nfrom shop.new import Older\n",
}
UNSAFE = {**SAFE, "shop/b.py": "from shop.new import Newer\nfrom shop.new import Newer as Older\n"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write(tmp_path, SOURCES)


@pytest.fixture
def lint(project: Path) -> Lint:
    return lint_in(project)


def contents(project: Path) -> dict[str, str]:
    """The sources that are no longer as they were written."""
    now = {path: (project / path).read_text() for path in SOURCES}
    return {path: text for path, text in now.items() if text != SOURCES[path]}


def test_safe_fixes_are_made_and_what_is_left_is_reported(project: Path, lint: Lint) -> None:
    done = lint("check", "--fix", "--format", "concise")
    assert contents(project) == SAFE
    assert done.stderr == "ssot-lint: fixed 2 findings in 2 files\n"
    assert [line.partition(" ")[0] for line in done.stdout.splitlines()] == ["shop/b.py:2:22:"]
    assert done.returncode == 1


def test_unsafe_fixes_are_made_where_asked_for(project: Path, lint: Lint) -> None:
    done = lint("check", "--fix", "--unsafe-fixes", "--format", "concise")
    assert (contents(project), done.stdout, done.returncode) == (UNSAFE, "", 0)


def test_a_second_run_changes_nothing(project: Path, lint: Lint) -> None:
    lint("check", "--fix", "--unsafe-fixes")
    done = lint("check", "--fix", "--unsafe-fixes")
    assert (contents(project), done.stderr) == (UNSAFE, "")


def test_without_the_option_nothing_is_written(project: Path, lint: Lint) -> None:
    lint("check")
    assert contents(project) == {}


def test_the_text_tells_what_could_be_fixed(lint: Lint) -> None:
    assert "Fixable: 2 with --fix, 1 more with --unsafe-fixes\n" in lint("check").stdout


def test_the_json_report_tells_of_each_fix(lint: Lint) -> None:
    fixes = [finding["fix"] for finding in document(lint("check", "--format", "json"))["findings"]]
    assert fixes == [
        {"message": "write from shop.new import Newer", "applicability": "safe"},
        {"message": "write from shop.new import Newer", "applicability": "safe"},
        {"message": "write from shop.new import Newer", "applicability": "unsafe"},
    ]


def test_a_diff_writes_nothing_and_is_what_git_applies(project: Path, lint: Lint) -> None:
    done = lint("check", "--diff")
    assert (contents(project), done.returncode, done.stderr) == ({}, 1, "")
    subprocess.run(["git", "apply", "-"], cwd=project, input=done.stdout, text=True, check=True)
    assert contents(project) == SAFE


def test_a_diff_of_nothing_is_empty(lint: Lint) -> None:
    lint("check", "--fix", "--unsafe-fixes")
    done = lint("check", "--diff", "--unsafe-fixes")
    assert (done.stdout, done.returncode) == ("", 0)


def test_a_diff_tells_of_a_missing_line_end(project: Path, lint: Lint) -> None:
    write(project, {"shop/a.py": "from shop.old import Newer", "shop/b.py": ""})
    done = lint("check", "--diff")
    subprocess.run(["git", "apply", "-"], cwd=project, input=done.stdout, text=True, check=True)
    assert (project / "shop/a.py").read_text() == "from shop.new import Newer"


def test_paths_and_rules_limit_what_is_fixed(project: Path, lint: Lint) -> None:
    lint("check", "--fix", "shop/a.py")
    assert contents(project).keys() == {"shop/a.py"}
    lint("check", "--fix", "--select", "SST302")
    assert contents(project).keys() == {"shop/a.py"}


def test_what_is_waived_is_left_alone(project: Path, lint: Lint) -> None:
    write(project, {"shop/a.py": "from shop.old import Newer  # ssot: ignore[SST302] -- later\n"})
    lint("check", "--fix", "shop/a.py")
    assert "shop.old" in (project / "shop/a.py").read_text()


def test_a_file_keeps_its_permissions(project: Path, lint: Lint) -> None:
    (project / "shop/a.py").chmod(0o751)
    lint("check", "--fix")
    assert stat.S_IMODE((project / "shop/a.py").stat().st_mode) == 0o751


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_file_that_cannot_be_written_is_told_and_the_others_are_fixed(project: Path, lint: Lint) -> None:
    write(project, {"shop/sub/__init__.py": "", "shop/sub/c.py": SOURCES["shop/a.py"]})
    (project / "shop/sub").chmod(0o555)
    done = lint("check", "--fix")
    (project / "shop/sub").chmod(0o755)
    assert "shop/sub/c.py: not fixed, it cannot be written" in done.stderr
    assert (project / "shop/a.py").read_text() == SAFE["shop/a.py"]


def test_what_cannot_be_written_is_told_and_the_others_are_fixed(project: Path, lint: Lint) -> None:
    write(project, {"shop/c.py": "y = 1; from shop.new import (\n    Older,  # why\n    Newer)\n"})
    done = lint("check", "--unsafe-fixes")
    told = "ssot-lint: shop/c.py:2: not fixed, the line has no place for what would stand on it\n"
    assert told in done.stderr
    assert contents(project) == UNSAFE


def test_a_file_that_changed_since_it_was_analysed_is_left_alone(project: Path) -> None:
    # the analysis waits on standard input, by which time the file is another
    script = (
        "import sys, datetime, pathlib\n"
        "from ssot_lint.options import Options\n"
        "from ssot_lint.run import run\n"
        "from ssot_lint.drivers.cli.fixing import fix\n"
        "report = run(Options(start=pathlib.Path.cwd(), today=datetime.date(2026, 1, 1)))\n"
        "pathlib.Path('shop/a.py').write_text('from shop.old import Newer\\nx = 1\\n')\n"
        "fix(report, unsafe=False)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=project, capture_output=True, text=True, check=True
    )
    assert "shop/a.py: not fixed, it has changed since it was analysed; run again" in done.stderr
    assert (project / "shop/a.py").read_text() == "from shop.old import Newer\nx = 1\n"
    assert (project / "shop/b.py").read_text() == SAFE["shop/b.py"]


def test_without_libcst_one_line_says_how_to_install_it(project: Path) -> None:
    write(project, {"hidden/libcst.py": "raise ModuleNotFoundError('gone', name='libcst')\n"})
    done = lint_in(project)("check", "--fix", PYTHONPATH=str(project / "hidden"))
    assert done.stderr == "ssot-lint: fixes need libcst; install it with: pip install 'ssot-lint[fix]'\n"
    assert (done.returncode, contents(project)) == (2, {})


def test_a_report_with_names_of_the_policy_is_kept_and_recalled(project: Path, lint: Lint) -> None:
    write(project, {"compliance.yaml": "version: 1\nimports:\n  deprecated: {distutils: setuptools}\n"})
    write(project, {"shop/c.py": "import distutils\n"})
    first, second = (lint("check", "--format", "json") for _ in range(2))
    assert (first.returncode, first.stderr) == (1, "")
    assert second.stdout == first.stdout


def test_repairs_that_others_make_way_for_are_made_too(project: Path, lint: Lint) -> None:
    chain = "version: 1\nimports:\n  deprecated: {shop.a: shop.b, shop.b: shop.c}\n"
    bottom = {"shop/c.py": "x = 1\n", "shop/b.py": "from shop.c import x\n"}
    write(project, {"compliance.yaml": chain, "shop/a.py": "from shop.c import x\n", **bottom})
    write(project, {"shop/user.py": "from shop.a import x\n"})
    assert lint("check", "--fix").returncode == 0
    assert (project / "shop/user.py").read_text() == "from shop.c import x\n"

"""What a user installs: the engine and the rules with their documentation, and nothing generic."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHECKS = sorted(path.parent.name for path in ROOT.glob("checks/*/check.py"))
CACHES = shutil.ignore_patterns("__pycache__", ".*")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    tree = tmp_path_factory.mktemp("tree")
    for name in (
        "pyproject.toml",
        "setup.py",
        "README.md",
        "LICENSE",
        "action.yml",
        ".pre-commit-hooks.yaml",
    ):
        shutil.copy(ROOT / name, tree)
    for name in ("ssot_lint", "checks", "tests", "benchmarks", "docs"):
        shutil.copytree(ROOT / name, tree / name, ignore=CACHES)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir=dist", "."]
    subprocess.run(command, cwd=tree, check=True)
    (wheel,) = tree.glob("dist/*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_every_check_is_installed_with_its_readme(installed: set[str]) -> None:
    wanted = {f"ssot_checks/{name}/{file}" for name in CHECKS for file in ("check.py", "README.md")}
    assert wanted <= installed


def test_every_source_of_the_engine_is_installed(installed: set[str]) -> None:
    assert {path.relative_to(ROOT).as_posix() for path in ROOT.glob("ssot_lint/**/*.py")} <= installed


def test_the_type_marker_and_the_schemas_are_installed(installed: set[str]) -> None:
    schemas = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("ssot_lint/**/*.schema.json")}
    assert "ssot_lint/render/report.schema.json" in schemas
    assert {"ssot_lint/py.typed", *schemas} <= installed


def test_the_page_of_duplicates_is_installed(installed: set[str]) -> None:
    assert "ssot_lint/render/duplicates/page.html" in installed


def test_what_html_pages_are_made_of_is_installed(installed: set[str]) -> None:
    parts = {path for path in ROOT.glob("ssot_lint/render/html/*") if path.suffix in (".j2", ".css", ".js")}
    assert {"report.html.j2", "shell.css", "shell.js"} <= {path.name for path in parts}
    assert {path.relative_to(ROOT).as_posix() for path in parts} <= installed


def test_what_ci_and_commit_hooks_take_from_the_repository_is_not_installed(installed: set[str]) -> None:
    assert [name for name in installed if name.endswith((".yml", ".yaml"))] == []


def test_nothing_generic_is_installed_at_the_top_level(installed: set[str]) -> None:
    top = {name.partition("/")[0] for name in installed}
    assert {name for name in top if not name.endswith(".dist-info")} == {"ssot_lint", "ssot_checks"}

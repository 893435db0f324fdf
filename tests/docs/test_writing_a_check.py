"""The page about writing a check: its package is installed, its rule runs, its README holds."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from ssot_lint.options import Options
from ssot_lint.registry import load_registry
from ssot_lint.run import run
from tests.checks.cases import TODAY, differences, message_faults, parse, write
from tests.drivers import cli
from tests.drivers.clone import IN_ALL

PAGE = Path(__file__).resolve().parents[2] / "docs" / "writing-a-check.md"
FENCES = [token for token in MarkdownIt().parse(PAGE.read_text(encoding="utf-8")) if token.type == "fence"]
FILES = {token.info.split('"')[1]: token.content for token in FENCES if 'title="' in token.info}
(CONSOLE,) = (token.content for token in FENCES if token.info == "console")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pip has installed the distribution."""
    root = cli.write(tmp_path_factory.mktemp("acme"), FILES)
    options = ("--quiet", "--no-deps", "--target", "site")
    command = [sys.executable, "-m", "pip", "install", *options, "./acme-checks"]
    subprocess.run(command, cwd=root, check=True, timeout=IN_ALL)
    return root / "site"


@pytest.mark.slow
def test_the_console_shows_what_comes_out(installed: Path) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PYTHONPATH": str(installed), "PATH": path}
    commands = [line[2:] for line in CONSOLE.splitlines() if line.startswith("$ ")]
    shown = ""
    for command in commands:
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=installed.parent / "project",
            env=environment,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            timeout=cli.PATIENCE,
            check=False,
        )
        shown += f"$ {command}\n{done.stdout}"
    assert shown == CONSOLE


@pytest.mark.slow
def test_the_readme_on_the_page_holds(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(installed)
    registry = load_registry()
    check = registry.by_code["ACM101"]
    readme = parse(registry.readme(check), check.code)
    assert len(readme.cases) == 3
    for number, case in enumerate(readme.cases):
        root = tmp_path / str(number)
        write(case, root)
        report = run(Options(start=root, jobs=1, today=TODAY))
        assert report.incomplete == ()
        assert differences(case, report.findings, check.code) == []
        found = [finding for finding in report.findings if finding.code == check.code]
        assert [fault for each in found for fault in message_faults(each.message, case)] == []

"""flake8 with the plugin over whole projects: what it shows is what the command says of the same files."""

import subprocess
from pathlib import Path

import pytest

from benchmarks.corpora import CORPORA
from tests.drivers.cli import SCRIPT
from tests.drivers.flake8 import FLAKE8

ROOT = Path(__file__).resolve().parents[2]
DJANGO = next(corpus.root for corpus in CORPORA if corpus.name == "django")
PATIENCE = 900.0  # seconds; flake8 runs all the other plugins too

pytestmark = pytest.mark.slow


def output(command: tuple[str, ...], *arguments: str, cwd: Path) -> str:
    done = subprocess.run(
        [*command, *arguments], cwd=cwd, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False
    )
    assert (done.returncode, done.stderr) in ((0, ""), (1, ""))
    return done.stdout


def by_flake8(project: Path, *files: str) -> list[str]:
    """All findings in these files; what does not parse is told by flake8 itself (E999)."""
    chosen = ",".join(
        f"SST{digit}" for digit in range(10)
    )  # each family by name, so that what is info shows too
    printed = output(FLAKE8, "--isolated", f"--select={chosen}", "--disable-noqa", "-j2", *files, cwd=project)
    return sorted(line.removeprefix("./") for line in printed.splitlines())


def by_the_command(project: Path) -> list[str]:
    """All findings but of what does not parse."""
    printed = output(SCRIPT, "check", "--show", "info", "--format", "concise", cwd=project)
    return sorted(line for line in printed.splitlines() if " SST001 " not in line)


def test_findings_in_this_project_are_those_of_the_command() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "*.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    files = listed.stdout.split()
    found = by_flake8(ROOT, *files)
    assert found
    assert found == by_the_command(ROOT)


@pytest.mark.skipif(not DJANGO.is_dir(), reason="`make bench` fetches Django")
def test_findings_in_django_are_those_of_the_command() -> None:
    found = by_flake8(DJANGO)
    assert len(found) > 10
    assert found == by_the_command(DJANGO)

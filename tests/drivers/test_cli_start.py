"""Starting the command line: what is imported, what help and mistakes look like."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    "pygls",
    "watchfiles",
    "astroid",
    "libcst",
    "lsprotocol",
    "msgspec",
    "numpy",
    "pathspec",
    "pydantic",
    "pygraphviz",
    "rapidfuzz",
    "rich",
    "yaml",
}


def run(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ssot_lint", *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", cwd=cwd, check=False)


def test_version_is_printed() -> None:
    from ssot_lint import __version__

    assert run("--version").stdout == f"ssot-lint, version {__version__}\n"


def test_version_imports_click_and_nothing_heavier() -> None:
    code = (
        "import atexit, sys\n"
        "atexit.register(lambda: print(*{name.partition('.')[0] for name in sys.modules}, sep='\\n'))\n"
        "from ssot_lint.drivers.cli import main\n"
        "main(['--version'])\n"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    imported = set(done.stdout.splitlines())
    assert "click" in imported
    assert not imported & HEAVY


def test_a_piped_check_without_a_policy_imports_no_library_that_it_does_without(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("def f(): ...\n")
    code = (
        "import atexit, sys\n"
        "atexit.register(lambda: print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr))\n"
        "from ssot_lint.drivers.cli import main\n"
        "main(['check', '--no-cache'])\n"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, cwd=tmp_path)
    imported = set(done.stderr.split())
    assert "msgspec" in imported
    assert not imported & {"astroid", "libcst", "numpy", "pathspec", "rapidfuzz", "rich"}


@pytest.mark.parametrize("arguments", [(), ("--help",), ("-h",)])
def test_help_names_every_command(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    text = done.stdout + done.stderr
    assert all(
        f"\n  {command} " in text
        for command in ("check", "score", "duplicates", "graph", "rules", "policy", "server")
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("chekc",),
        ("check", "--jobs", "0"),
        ("check", "--format", "xml"),
        ("check", "no/such/path"),
        ("check", "--config", "no-such-policy.yaml"),
        ("check", "--show", "everything"),
        ("score", "--format", "concise"),
        ("graph", "--format", "text"),
        ("graph", "--exit-zero"),
    ],
    ids=" ".join,
)
def test_a_usage_mistake_exits_with_two(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).returncode == 2


def test_a_module_of_the_analysed_project_is_never_imported(tmp_path: Path) -> None:
    for name in ("click.py", "rich.py", "msgspec.py"):
        (tmp_path / name).write_text("raise SystemExit('imported')\n")
    assert run("--version", cwd=tmp_path).returncode == 0

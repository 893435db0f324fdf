"""`ssot-lint cache` tells what is kept, and removes that and nothing else."""

import os
from pathlib import Path

import pytest

from ssot_lint.cache import clear, info, open_cache
from ssot_lint.errors import UsageError
from tests.drivers.cli import lint_in
from tests.unit.cached import TOOL, run_once, tree


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with a cache."""
    paths = tree(tmp_path, {"compliance.yaml": "version: 1\n", "a.py": "a", "pkg/b.py": "b"})
    run_once(tmp_path / ".ssot_cache", tmp_path, paths[1:])
    with open_cache(tmp_path / ".ssot_cache", TOOL) as cache:
        cache.save_report(b"key", b"report")
    return tmp_path


def test_info_counts_what_is_kept(root: Path) -> None:
    done = lint_in(root / "pkg")("cache", "info")
    assert (done.returncode, done.stderr) == (0, "")
    cache, size, *counts = done.stdout.splitlines()
    assert cache == f"cache: {root / '.ssot_cache'}"
    assert size.startswith("size: ")
    assert counts == [f"facts: 2 of {TOOL}", "stamps: 0", "projects: 0", "reports: 1", "revisions: 0"]


def test_info_looks_where_it_is_told(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = lint_in(tmp_path_factory.mktemp("elsewhere"))
    assert "facts: 2 of" in elsewhere("cache", "info", "--cache-dir", str(root / ".ssot_cache")).stdout


def test_info_makes_nothing(tmp_path: Path) -> None:
    done = lint_in(tmp_path)("cache", "info")
    assert (done.returncode, done.stdout) == (0, f"{tmp_path / '.ssot_cache'}: there is no cache\n")
    assert list(tmp_path.iterdir()) == []


def test_info_leaves_a_damaged_file_as_it_is(root: Path) -> None:
    (root / ".ssot_cache" / "facts.db").write_bytes(b"damage" * 1000)
    assert info(root / ".ssot_cache").problem == "was damaged"
    assert (root / ".ssot_cache" / "facts.db").read_bytes() == b"damage" * 1000


def test_clear_removes_the_cache(root: Path) -> None:
    done = lint_in(root / "pkg")("cache", "clear")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{root / '.ssot_cache'}: removed, ")
    assert not (root / ".ssot_cache").exists()


def test_clear_of_nothing_is_no_mistake(tmp_path: Path) -> None:
    done = lint_in(tmp_path)("cache", "clear")
    assert (done.returncode, done.stdout) == (0, f"{tmp_path / '.ssot_cache'}: there is no cache\n")


def test_clear_leaves_what_is_not_ours(root: Path) -> None:
    (root / ".ssot_cache" / "precious").touch()
    done = lint_in(root)("cache", "clear")
    assert done.stdout.endswith("; what else lies there is kept\n")
    assert os.listdir(root / ".ssot_cache") == ["precious"]


@pytest.mark.parametrize("tag", [None, "Signature: 8a477f597d28d172789f06886806bc55\n# of another tool\n"])
@pytest.mark.parametrize("action", ["clear", "info"])
def test_a_directory_that_is_not_ours_is_refused(tmp_path: Path, tag: str | None, action: str) -> None:
    tree(tmp_path, {"facts.db": "precious"} | ({"CACHEDIR.TAG": tag} if tag else {}))
    done = lint_in(tmp_path)("cache", action, "--cache-dir", ".")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "ssot-lint: .: is no cache of ssot-lint: it has no CACHEDIR.TAG of ours\n"
    assert (tmp_path / "facts.db").read_text() == "precious"


def test_a_file_is_refused(root: Path) -> None:
    with pytest.raises(UsageError, match="is no cache of ssot-lint"):
        clear(root / "a.py")
    assert (root / "a.py").exists()

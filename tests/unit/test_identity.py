"""The line that says what facts depend on beside the source."""

import shutil
import subprocess
import sys
from pathlib import Path

import ssot_lint

ASK = "from ssot_lint.identity import extractor; print(extractor())"


def identity(package: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-P", "-c", f"import sys; sys.path.insert(0, {str(package.parent)!r}); {ASK}"],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def copied(target: Path) -> Path:
    return Path(shutil.copytree(Path(ssot_lint.__file__).parent, target / "ssot_lint"))


def test_it_is_the_same_wherever_the_code_lies(tmp_path: Path) -> None:
    assert identity(copied(tmp_path)) == identity(Path(ssot_lint.__file__).parent)


def test_it_names_the_python_that_parses(tmp_path: Path) -> None:
    assert ".".join(map(str, sys.version_info[:3])) in identity(copied(tmp_path))


def test_it_changes_with_the_code_that_extracts(tmp_path: Path) -> None:
    package = copied(tmp_path)
    before = identity(package)
    for name in ("extract/loop.py", "model.py"):
        with open(package / name, "a") as file:
            file.write("# changed\n")
        assert identity(package) != before
        before = identity(package)


def test_it_does_not_change_with_other_code(tmp_path: Path) -> None:
    package = copied(tmp_path)
    before = identity(package)
    with open(package / "score.py", "a") as file:
        file.write("# changed\n")
    assert identity(package) == before

"""Repairs Django's imports in a copy, and has Django's own tests say whether it still works.

The copy lies in a temporary directory, with a virtual environment for what Django needs.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.corpora import CORPORA, fetch

REQUIREMENTS = ("asgiref>=3.8.1", "sqlparse>=0.3.1")
_SETUP = "import django; from django.conf import settings; settings.configure(); django.setup()"
_COUNT = re.compile(r"^Ran (\d+) tests", re.MULTILINE)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a line for each step; exit 1 where one fails that did not fail before."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--select", default="SST303", help="the rules whose fixes are made")
    parser.add_argument("--tests", default="utils_tests", help="the test module of Django that is run")
    options = parser.parse_args(arguments)
    corpus = next(corpus for corpus in CORPORA if corpus.name == "django")
    with tempfile.TemporaryDirectory() as directory:
        copy = Path(directory, "django")
        shutil.copytree(fetch(corpus), copy, ignore=shutil.ignore_patterns(".git", ".ssot_cache"))
        python = _environment(Path(directory, "venv"))
        before = _tests(python, copy, options.tests)
        told = _run([sys.executable, "-m", "ssot_lint", "check", "--select", options.select, "--fix"], copy)
        print(f"check --select {options.select} --fix: {told.stderr.strip() or 'nothing to fix'}")
        steps = {
            "compileall": _run([python, "-m", "compileall", "-q", "django"], copy).returncode == 0,
            "django.setup()": _run([python, "-c", _SETUP], copy).returncode == 0,
        }
        after = _tests(python, copy, options.tests)
        again = _run([sys.executable, "-m", "ssot_lint", "check", "--select", options.select, "--diff"], copy)
    print(f"{options.tests} before: {before}\n{options.tests} after: {after}")
    steps |= {options.tests: after == before, "nothing is left to fix": again.stdout == ""}
    for step, passed in steps.items():
        print(f"{step}: {'passes' if passed else 'FAILS'}")
    if not all(steps.values()):
        raise SystemExit(1)


def _environment(place: Path) -> str:
    subprocess.run([sys.executable, "-m", "venv", place], check=True)
    python = str(place / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", *REQUIREMENTS], check=True)
    return python


def _tests(python: str, copy: Path, module: str) -> str:
    done = _run([python, "runtests.py", module, "--parallel", "1"], copy / "tests")
    count = _COUNT.search(done.stderr)
    return f"{count[1] if count else 'no'} tests, exit code {done.returncode}"


def _run(command: Sequence[str], directory: Path) -> subprocess.CompletedProcess[str]:
    root = directory.parent if directory.name == "tests" else directory
    environment = {**os.environ, "PYTHONPATH": str(root)}
    return subprocess.run(
        command, cwd=directory, env=environment, capture_output=True, text=True, check=False
    )


if __name__ == "__main__":
    main()

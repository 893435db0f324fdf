"""`ssot-lint compare` and bad input: what it refuses, what it will not run, and what it says instead."""

import json
import os
import sys
from pathlib import Path

import pytest

from tests.drivers.cli import TWICE, Lint, lint_in, write
from tests.drivers.histories import AFTER, BEFORE, begin, change, commit, compared, findings, sentence
from tests.unit.trees import git

pytestmark = pytest.mark.slow


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout with two findings."""
    place = tmp_path / "project"
    begin(place, {"a.py": TWICE, "b.py": TWICE})
    return place


@pytest.fixture
def lint(root: Path) -> Lint:
    return lint_in(root)


# ------------------------------------------------------------------------------------------------ refusals


@pytest.mark.parametrize("name", ["gone", "--output=written", "HEAD:a.py", "-x"])
def test_what_is_no_commit_is_a_mistake_of_usage(root: Path, lint: Lint, name: str) -> None:
    for arguments in (("--", name), ("--", "HEAD", name)):
        done = lint("compare", *arguments)
        assert done.returncode == 2
        assert done.stderr == f"ssot-lint: {name}: no commit is called so in this repository\n"
    assert not (root / "written").exists()


def test_an_ambiguous_name_is_a_mistake_of_usage(root: Path, lint: Lint) -> None:
    commit(root)
    git(root, "branch", "both", "HEAD~1")
    git(root, "tag", "both")
    done = lint("compare", "both")
    assert (done.returncode, "both: means several things" in done.stderr) == (2, True)


def test_no_checkout_is_a_mistake_of_usage(tmp_path: Path) -> None:
    write(tmp_path, {"pyproject.toml": "", "a.py": TWICE})
    done = lint_in(tmp_path)("compare", "HEAD")
    assert done.returncode == 2
    assert "this is no checkout of git" in done.stderr


def test_a_missing_git_is_a_mistake_of_usage(lint: Lint, tmp_path: Path) -> None:
    done = lint("compare", "HEAD", PATH=str(tmp_path))
    assert (done.returncode, done.stderr) == (2, "ssot-lint: HEAD: git is not installed\n")


def test_a_base_without_sources_is_told_by_name(root: Path, lint: Lint) -> None:
    git(root, "rm", "-q", "a.py", "b.py")
    write(root, {"notes.txt": ""})
    commit(root)
    change(root, {"a.py": TWICE})
    done = lint("compare", "HEAD")
    assert done.returncode == 2
    assert "ssot-lint: HEAD: " in done.stderr
    assert "no Python file to analyse" in done.stderr


def test_a_policy_of_the_base_that_does_not_load_is_a_mistake(root: Path, lint: Lint) -> None:
    write(root, {"compliance.yaml": "version: 1\nrulez: {}\n"})
    commit(root)
    write(root, {"compliance.yaml": "version: 1\n"})
    assert lint("compare", "HEAD").returncode == 0
    done = lint("compare", "HEAD", "--policy-of", "base")
    assert (done.returncode, "compliance.yaml:2:1: " in done.stderr) == (2, True)


# ------------------------------------------------------------------------------------------ nothing is run


def test_no_program_of_the_repository_is_run(tmp_path: Path) -> None:
    root = tmp_path / "project"
    begin(root, BEFORE)
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch '{tmp_path}/sprung'\ncat\n")
    trap.chmod(0o755)
    write(root, {".gitattributes": "*.py filter=evil diff=evil textconv=evil merge=evil\n"})
    commit(root)
    for name in (
        "filter.evil.smudge", "filter.evil.clean", "filter.evil.process", "diff.evil.textconv",
        "diff.evil.command", "diff.external", "core.fsmonitor", "core.pager", "core.sshCommand",
        "core.gitProxy", "core.editor", "uploadpack.packObjectsHook",
    ):  # fmt: skip
        git(root, "config", name, str(trap))
    for hook in ("post-checkout", "post-index-change", "reference-transaction", "pre-commit"):
        (root / ".git/hooks" / hook).symlink_to(trap)
    change(root, AFTER)
    before = sorted(path for path in (root / ".git").rglob("*") if "ssot" not in path.name)
    index = (root / ".git/index").read_bytes()
    done = lint_in(root)("compare", "HEAD")
    assert sentence(done).startswith("Score 55.5% -> 100.0%: ")
    assert "public API kept" in sentence(done)
    assert not (tmp_path / "sprung").exists()
    assert (root / ".git/index").read_bytes() == index
    assert sorted(path for path in (root / ".git").rglob("*") if "ssot" not in path.name) == before


def test_no_source_is_imported(tmp_path: Path) -> None:
    root = tmp_path / "project"
    evil = f"open({str(tmp_path / 'sprung')!r}, 'w')\n\n\ndef f():\n    return 1\n"
    begin(root, {"shop/__init__.py": evil, "shop/a.py": evil, "griffe.py": evil, "setup.py": evil})
    change(root, {"shop/a.py": evil + "\n\ndef g():\n    return 2\n"})
    assert lint_in(root)("compare", "HEAD").returncode == 0
    assert not (tmp_path / "sprung").exists()


# ------------------------------------------------------------------------------------- odd repositories


def test_a_project_in_a_folder_of_its_checkout_is_compared(tmp_path: Path) -> None:
    begin(tmp_path, {f"services/shop/{path}": text for path, text in BEFORE.items()})
    root = tmp_path / "services/shop"
    change(root, AFTER)
    done = lint_in(root / "shop")("compare", "HEAD")
    assert sentence(done).startswith("Score 55.5% -> 100.0%: 8 findings remedied, none remain, none new; ")


def test_submodules_take_no_part(root: Path, tmp_path: Path) -> None:
    begin(tmp_path / "other", {"c.py": TWICE})
    git(root, "submodule", "add", str(tmp_path / "other"), "sub")
    commit(root)
    change(root, {"a.py": "x = 1\n"})
    document = compared(lint_in(root)("compare", "HEAD", "--format", "json"))
    assert findings(document, "remaining") == ["SST106 b.py:f"]


@pytest.mark.parametrize("side", ["before", "after"])
def test_findings_of_a_file_that_does_not_parse_are_undecided(tmp_path: Path, side: str) -> None:
    root = tmp_path / "project"
    texts = {"before": TWICE, "after": TWICE, side: "x = (\n"}
    begin(root, {"a.py": texts["before"], "b.py": "x = 1\n"})
    change(root, {"a.py": texts["after"]})
    done = lint_in(root)("compare", "HEAD", "--format", "json")
    document = compared(done)
    assert findings(document, "undecided") == ["SST106 a.py:f"]
    assert findings(document, "new") == (["SST001 a.py:"] if side == "after" else [])
    assert findings(document, "remedied") == (["SST001 a.py:"] if side == "before" else [])
    assert document["base" if side == "before" else "head"]["unparsable"] == ["a.py"]
    assert ", 1 undecided, " in document["sentence"]


def test_what_a_terminal_or_a_page_could_obey_is_shown_as_text(tmp_path: Path) -> None:
    root = tmp_path / "project"
    path = "e\x1b[2Jvil<script>@me`|.py"
    begin(root, {"a.py": "x = 1\n"})
    write(root, {path: TWICE, "b.py": "y = '</script><script>alert(1)</script> \x1b]0;t\x07'\ny = (\n"})
    lint = lint_in(root)
    for output_format in ("text", "markdown", "html", "json"):
        done = lint("compare", "HEAD", "--format", output_format)
        assert done.returncode == 1
        assert "\x1b" not in done.stdout
        assert "\x07" not in done.stdout
    page = lint("compare", "HEAD", "--format", "html").stdout
    assert page.count("<script") == 2  # its data and its own
    assert "<script>@me" not in page
    comment = lint("compare", "HEAD", "--format", "markdown").stdout
    assert "`` e\\x1b[2Jvil<script>@me`|.py:5 ``" in comment


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    root = tmp_path / "project"
    begin(root, BEFORE)
    change(root, AFTER)
    lint = lint_in(root)
    for output_format in ("json", "html"):
        first, *others = (
            lint("compare", "HEAD", "--format", output_format, *more).stdout
            for more in ((), (), ("--no-cache", "--jobs", "1"))
        )
        assert others == [first, first]


@pytest.mark.parametrize("more", [(), ("--exit-zero",)])
def test_an_incomplete_analysis_exits_with_3(root: Path, more: tuple[str, ...]) -> None:
    crash = (
        "import dataclasses, sys; import ssot_lint.registry as r; known = r.load_registry()\n"
        "def broken(*_):\n    raise ValueError('no')\n"
        "checks = [dataclasses.replace(c, run=broken) if c.code == 'SST102' else c for c in known.checks]\n"
        "r.load_registry = lambda: r.Registry(tuple(checks))\n"
        "from ssot_lint.drivers.cli import main; main()\n"
    )
    lint = lint_in(root, (sys.executable, "-c", crash))
    done = lint("compare", "HEAD", "--format", "json", *more)
    assert done.returncode == 3, done.stderr
    assert "incomplete: " in done.stderr
    assert json.loads(done.stdout)["incomplete"]


def test_the_page_goes_to_a_file(root: Path, lint: Lint) -> None:
    done = lint("compare", "HEAD", "--format", "html", "--output", "proof.html")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    text = (root / "proof.html").read_text(encoding="utf-8")
    assert "no findings remedied, 2 remain, none new" in text
    assert os.fsdecode(str(root)) not in text

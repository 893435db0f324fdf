"""A policy that is broken, hostile or names what is not there: one clear line a fault, no traceback."""

import os
from itertools import pairwise
from pathlib import Path

import pytest

from tests.drivers.cli import Done, document, lint_in, write

pytestmark = pytest.mark.slow

BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{below}'] * 10)}]\n" for below, name in pairwise("abcdefghi")
)


def checked(root: Path, policy: str | bytes, *options: str) -> Done:
    """What `check` says to a project of one clean source under a policy."""
    write(root, {"pyproject.toml": "", "app.py": "def f():\n    return 1\n", "compliance.yaml": policy})
    return lint_in(root)("check", *options)


FAULTS: dict[str, tuple[str | bytes, list[str]]] = {
    "a list": ("- a\n", ["1:1: a policy is a mapping of keys to values, such as `version: 1`"]),
    "a text": ("text\n", ["1:1: a policy is a mapping of keys to values, such as `version: 1`"]),
    "a key twice": (
        "exclude: [a.py]\nfail_on: info\nexclude: [b.py]\n",
        ["3:1: the key 'exclude' stands on line 1 already; keep one"],
    ),
    "a rule twice": (
        "rules:\n  SST106: info\n  SST106: off\n",
        ["3:3: the key 'SST106' stands on line 2 already; keep one"],
    ),
    "no and on": (
        "no: 1\non: 2\n",
        [
            "1:1: unknown key 'no'; valid keys are version, ",
            "2:1: unknown key 'on'; valid keys are version, ",
        ],
    ),
    "no as a value": (
        "services: {a: {package: a, tests: no}}\n",
        ["1:35: services.a.tests: expected true or false, got 'no'"],
    ),
    "unknown keys": (
        "version: 1\nexclud: [a]\nscore: {counts: [error]}\n",
        ["2:1: unknown key 'exclud'; did you mean 'exclude'?", "3:9: unknown key 'counts'; did you mean "],
    ),
    "misspelt rules": (
        "rules: {SST1O1: off, duplicate-clas: off}\n",
        [
            "1:9: unknown key 'SST1O1'; did you mean 'SST101'?",
            "1:22: unknown key 'duplicate-clas'; did you mean 'duplicate-class'?",
        ],
    ),
    "an unknown rule": ("rules: {SST999: off}\n", ["1:9: unknown key 'SST999'; valid keys are SST001, "]),
    "an alias bomb": (BOMB, ["1:29: aliases unfold to more than 10000 values; use fewer"]),
    "an alias in itself": ("a: &a [*a]\n", ["1:4: an alias stands inside what it names, or nests too "]),
    "a deep list": ("exclude: " + "[" * 100_000 + "]" * 100_000, ["1:73: nested deeper than 64 levels"]),
    "a deep mapping": (
        "".join(" " * depth + "a:\n" for depth in range(500)),
        ["64:64: nested deeper than 64 levels"],
    ),
    "an open bracket": (
        "exclude: [a\n",
        ["2:1: expected ',' or ']', but got '<stream end>' (while parsing a flow sequence that "],
    ),
    "a tag": (
        "exclude: !!python/object/apply:os.abort []\n",
        ["1:10: the tag !!python/object/apply:os.abort is not allowed"],
    ),
    "a broken glob": ("exclude: ['[z-a]']\n", ["1:12: '[z-a]' is no gitignore-style glob"]),
    "a long glob": (
        f"exclude: ['{'a' * 1_000_000}']\n",
        ["1:12: a glob of 1000000 characters is longer than any path"],
    ),
    "no UTF-8": (b"exclude: [\xff]\n", ["1:11: the byte 0xff is not UTF-8"]),
    "a NUL byte": (b"\x00", ["1:1: the character '\\x00' is not allowed"]),
}


@pytest.mark.parametrize(("policy", "lines"), FAULTS.values(), ids=FAULTS)
def test_each_fault_of_a_policy_is_one_line_with_its_place(
    tmp_path: Path, policy: str | bytes, lines: list[str]
) -> None:
    done = checked(tmp_path, policy)
    told = done.stderr.splitlines()
    assert (done.returncode, done.stdout, len(told)) == (2, "", len(lines))
    for line, expected in zip(told, lines, strict=True):
        assert line.startswith(f"ssot-lint: compliance.yaml:{expected}")


@pytest.mark.parametrize("policy", ["", "# nothing yet\n", "---\n"])
def test_an_empty_policy_is_told_and_means_the_defaults(tmp_path: Path, policy: str) -> None:
    done = checked(tmp_path, policy)
    assert (done.returncode, done.stderr) == (0, "")
    assert "\nnote: compliance.yaml is empty: every default applies\n" in done.stdout


@pytest.mark.parametrize("kind", ["pipe", "directory", "link"])
def test_a_policy_that_is_no_regular_file_is_one_line(tmp_path: Path, kind: str) -> None:
    write(tmp_path, {"app.py": ""})
    policy = tmp_path / "compliance.yaml"
    if kind == "pipe":
        os.mkfifo(policy)
    elif kind == "directory":
        policy.mkdir()
    else:
        policy.symlink_to("nowhere.yaml")
    done = lint_in(tmp_path)("check")
    (line,) = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (2, "")
    assert line.startswith("ssot-lint: compliance.yaml:1:1: ")


# ------------------------------------------------------------------------- what the policy names is not there

GLOB = "categories:\n  test: ['spec/**']\n"
SYMBOL = "canonical:\n  - symbol: app:F\n"


def test_a_glob_that_matches_nothing_is_one_line_of_info(tmp_path: Path) -> None:
    done = checked(tmp_path, GLOB, "--format", "concise", "--show", "info")
    line = "compliance.yaml:2:11: SST003 the glob spec/** of categories.test[0] matches no file\n"
    assert (done.returncode, done.stdout, done.stderr) == (0, line, "")


def test_a_glob_that_matches_nothing_costs_no_file_its_compliance(tmp_path: Path) -> None:
    report = document(checked(tmp_path, GLOB, "--format", "json"))
    assert [(f["code"], f["severity"]) for f in report["findings"]] == [("SST003", "info")]
    assert (report["score"]["overall"], report["gate"]["passed"]) == (100.0, True)


def test_a_glob_of_exclude_that_matches_nothing_is_told(tmp_path: Path) -> None:
    done = checked(tmp_path, "exclude: ['gen/**']\n")
    assert done.returncode == 0
    assert "\nnote: globs of exclude that match nothing which would be analysed: gen/**\n" in done.stdout


def test_a_symbol_that_does_not_exist_is_one_line_and_fails_the_check(tmp_path: Path) -> None:
    done = checked(tmp_path, SYMBOL, "--format", "concise")
    line = "compliance.yaml:2:13: SST003 app has no F, named by canonical[0].symbol\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, line, "")


def test_a_symbol_that_does_not_exist_fails_the_gate(tmp_path: Path) -> None:
    report = document(checked(tmp_path, SYMBOL, "--format", "json"))
    assert (report["score"]["overall"], report["gate"]["passed"]) == (100.0, False)


@pytest.mark.parametrize("policy", ["roots: [lib]\n", "roots: [{path: lib}]\n"])
def test_an_import_root_that_does_not_exist_is_one_line_and_fails_the_check(
    tmp_path: Path, policy: str
) -> None:
    done = checked(tmp_path, policy, "--format", "concise")
    (line,) = done.stdout.splitlines()
    assert done.returncode == 1
    assert "SST003 no source lies in the directory lib, named by roots[0]" in line

"""Files of odd names: one line a finding in every format."""

import os
from pathlib import Path

import pytest

from tests.drivers.cli import TWICE, Done, document, lint_in, write

NAMES = {
    "a b.py": "a b.py",
    "a\nb.py": r"a\nb.py",
    "a\r\x1b[2J.py": r"a\r\x1b[2J.py",
    os.fsdecode(b"\xff\xfe.py"): r"\xff\xfe.py",
    "a\u2028b.py": r"a\u2028b.py",
    "a:1:1: b.py": "a:1:1: b.py",
    "-r.py": "-r.py",
    "é.py": "é.py",
}


@pytest.fixture
def oddly_named(tmp_path: Path) -> Path:
    """A project with a finding in each of some files of odd names."""
    return write(tmp_path, {"pyproject.toml": "", **dict.fromkeys(NAMES, TWICE)})


def fault_lines(done: Done) -> list[str]:
    return [line for line in done.stdout.split("\n") if "f is defined again" in line]


def test_concise_is_one_line_a_finding_whatever_the_name(oddly_named: Path) -> None:
    lines = lint_in(oddly_named)("check", "--format", "concise", "--select", "SST106").stdout.split("\n")[:-1]
    told = "5:5: SST106 f is defined again; the definition on line 1 is lost"
    assert sorted(lines) == sorted(f"{shown}:{told}" for shown in NAMES.values())


def test_text_is_one_line_a_finding_whatever_the_name(oddly_named: Path) -> None:
    lines = fault_lines(lint_in(oddly_named)("check", "--select", "SST106", "--show", "all"))
    told = "5:5: f is defined again; the definition on line 1 is lost"
    assert sorted(lines) == sorted(f"{shown}:{told}" for shown in NAMES.values())


def test_json_carries_every_name(oddly_named: Path) -> None:
    done = lint_in(oddly_named)("check", "--format", "json", "--select", "SST106")
    found = {finding["path"] for finding in document(done)["findings"]}
    assert found == {name if max(name) < "\udc80" else shown for name, shown in NAMES.items()}


def test_json_is_one_line_a_path_whatever_the_name(oddly_named: Path) -> None:
    done = lint_in(oddly_named)("check", "--format", "json", "--select", "SST106")
    assert done.stdout.count('\n      "path": "') == len(NAMES)


def test_a_file_of_an_odd_name_can_be_asked_for(oddly_named: Path) -> None:
    done = lint_in(oddly_named)("check", "--format", "concise", "--select", "SST106", "a\nb.py")
    assert [line.partition(":")[0] for line in fault_lines(done)] == [r"a\nb.py"]

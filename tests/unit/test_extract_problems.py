"""Sources that cannot be analysed: one problem at the right place, never an exception."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ssot_lint.extract import extract
from ssot_lint.extract.read import read_facts
from ssot_lint.model import Problem


def problem(source: bytes) -> Problem:
    found = extract(source).problem
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("source", "kind", "line", "column"),
    [
        (b"a = 1\nprint 'x'\n", "syntax", 2, 1),
        (b"a = (1,\nb = 2\n", "syntax", 1, 5),
        (b"if a:\n\tb\n        c\n", "syntax", 3, 1),
        (b"a = 1\nb\0 = 2\n", "syntax", 2, 2),
        (b"# coding: klingon\n", "decoding", 1, 1),
        (b"a = 1\nb = '\xff'\n", "decoding", 2, 6),
        ("a = 1".encode("utf-16"), "decoding", 1, 1),
        (b"a = 1\ns = " + b"+".join([b"1"] * 20_000), "nesting", 2, 1),
        (b"a = 1\nb = 2\nx" + b".y" * 5_000, "nesting", 3, 1),
        (b"a = 1\nif a: pass\n" + b"elif a: pass\n" * 3_000, "nesting", 2, 1),
        (b"a = 1\nb = " + b"(" * 300 + b")" * 300, "nesting", 2, 1),
        (b"type A = int\n", "newer-syntax", 1, 6),
        (b"def f[T](a: T): pass\n", "newer-syntax", 1, 6),
    ],
    ids=[
        "python-2", "unclosed", "tabs", "nul", "cookie", "utf-8", "utf-16", "sum", "attributes", "elif",
        "brackets", "type-statement", "type-parameters",
    ],
)  # fmt: skip
def test_a_source_that_cannot_be_parsed_has_one_problem_at_its_place(
    source: bytes, kind: str, line: int, column: int
) -> None:
    found = problem(source)
    assert (kind, line, column) == (found.kind, found.line, found.column)
    assert "\n" not in found.message


@pytest.mark.parametrize(
    "source",
    [
        b"", b"\n", b"\xef\xbb\xbfa = 1", b"a = 1\r\nb = 2\r\n", b"a = 1\rb = 2\r",
        b"\x0ca = 1\n\x0c\ndef f(): pass",
        "# -*- coding: shift_jis -*-\na = '日本'\n".encode("shift_jis"),
        "# vim: set fileencoding=latin-1 :\na = 'é'\n".encode("latin-1"),
        b"a = 0x" + b"f" * 5_000, b"a = '\\ud800'", b"x = '\\d'",
    ],
    ids=[
        "empty", "blank", "bom", "crlf", "cr", "form-feed", "shift-jis", "latin-1", "huge", "surrogate",
        "escape",
    ],
)  # fmt: skip
def test_a_source_that_python_reads_has_no_problem(source: bytes) -> None:
    assert extract(source).problem is None


def test_a_syntax_warning_of_the_source_is_not_shown(recwarn: pytest.WarningsRecorder) -> None:
    extract(b"x = '\\d'\nx is 1\n")
    assert list(recwarn) == []


def test_a_deep_but_parsable_tree_is_walked() -> None:
    facts = extract(b"x = " + b"-" * 900 + b"f()\n")
    assert [call.callee for call in facts.iter_calls()] == ["f"]


def test_lines_are_counted_as_the_editor_shows_them() -> None:
    assert [extract(source).lines for source in (b"", b"a", b"a\n", b"a\nb")] == [0, 1, 1, 2]


def test_a_pipe_is_not_opened_for_reading(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.py")
    found = read_facts(tmp_path / "x.py").problem
    assert found is not None
    assert found.kind == "not-regular"


def test_a_directory_named_like_a_source_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "x.py").mkdir()
    found = read_facts(tmp_path / "x.py").problem
    assert found is not None
    assert found.kind in ("not-regular", "unreadable")


def test_a_file_that_vanished_is_a_problem(tmp_path: Path) -> None:
    found = read_facts(tmp_path / "gone.py").problem
    assert found is not None
    assert found.kind == "unreadable"


@pytest.mark.parametrize("seed", ["1", "2"])
def test_fingerprints_do_not_depend_on_the_process(seed: str) -> None:
    source = Path(__file__).read_bytes()
    code = (
        "import sys; from ssot_lint.extract import extract; f = extract(open(sys.argv[1], 'rb').read());"
        "sys.stdout.buffer.write(f.exact + f.semi + repr(f.definitions).encode())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    apart = subprocess.run(
        [sys.executable, "-c", code, __file__], env=environment, capture_output=True, check=True
    )
    facts = extract(source)
    assert facts.exact + facts.semi + repr(facts.definitions).encode() == apart.stdout

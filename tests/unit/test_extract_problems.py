"""Sources that cannot be analysed: one problem at the right place, never an exception."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from ssot_lint.extract import extract
from ssot_lint.extract.newer import extent
from ssot_lint.extract.read import read
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
        (b"a = 1\nb = " + b"9" * 5_000, "syntax", 2, 1),
        (b"# \xe9", "decoding", 1, 3),
        (b"# coding: latin-1 \xe9\na = (\n", "syntax", 2, 5),
        (b"#" + b"-" * 500 + b"\n# coding: klingon\n", "decoding", 2, 1),
        (b"\xef\xbb\xbf\xef\xbb\xbfa = 1\n", "syntax", 1, 1),
        ("a = b'é'\n".encode(), "syntax", 1, 5),
        (b"a = '\\N{NO SUCH CHARACTER}'\n", "syntax", 1, 28),
        (b"\x0ca = 1\n\x0c\nb" + b".c" * 5_000, "nesting", 3, 1),
        (b"a" + b".b" * 6_000 + b"\nprint 'x'\n", "syntax", 2, 1),
        (b"a" + b"(b)" * 6_000 + b"\ntype A = int\n", "syntax", 2, 6),
        (b"match a:\n    case " + b"[" * 50 + b"]" * 50 + b": pass\ntype A = int\n", "syntax", 3, 6),
        (b"type A = int\n", "newer-syntax", 1, 6),
        (b"def f[T](a: T): pass\n", "newer-syntax", 1, 6),
    ],
    ids=[
        "python-2", "unclosed", "tabs", "nul", "cookie", "utf-8", "utf-16", "sum", "attributes", "elif",
        "brackets", "digits", "utf-8-in-line-1", "cookie-beside-latin-1", "late-cookie", "two-boms",
        "bytes", "escape", "form-feeds", "python-2-with-attributes", "newer-with-calls",
        "newer-with-deep-case", "type-statement", "type-parameters",
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


@pytest.mark.parametrize(
    ("source", "extents"),
    [
        ("a.b.c(d).e[f]", (5, 1)),
        ("[f(1), f(2), f(3)]", (1, 2)),
        ("a = (\n1 +\n2 +\n3)", (2, 1)),
        ("a + b\nc + d", (1, 0)),
        ("f(a + b + c, d.e)", (2, 1)),
        ("not not a if b else c", (4, 0)),
        ("'a + b' # c + d", (0, 0)),
        ("'''a\n+ b\n+ c'''", (0, 0)),
        (")))(((", (1, 3)),
    ],
)
def test_how_far_an_expression_extends_is_known_without_parsing(
    source: str, extents: tuple[int, int]
) -> None:
    assert extent(source) == extents


def test_a_syntax_warning_of_the_source_is_not_shown(recwarn: pytest.WarningsRecorder) -> None:
    extract(b"x = '\\d'\nx is 1\n")
    assert list(recwarn) == []


def test_a_deep_but_parsable_tree_is_walked() -> None:
    facts = extract(b"x = " + b"-" * 900 + b"f()\n")
    assert [call.callee for call in facts.iter_calls()] == ["f"]


def test_lines_are_counted_as_the_editor_shows_them() -> None:
    assert [extract(source).lines for source in (b"", b"a", b"a\n", b"a\nb")] == [0, 1, 1, 2]


def test_a_pipe_is_a_problem(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.py")
    told = Problem("not-regular", "it is a named pipe, not a regular file")
    assert read(tmp_path / "x.py").facts.problem == told


def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    """A writer that waits for a reader would go on, and be killed when the reader goes."""
    os.mkfifo(tmp_path / "x.py")
    with subprocess.Popen(["tee", tmp_path / "x.py"], stdin=subprocess.PIPE) as writer:
        read(tmp_path / "x.py")
        with suppress(subprocess.TimeoutExpired):
            writer.wait(0.3)
        assert writer.returncode is None
        writer.kill()


def test_a_directory_named_like_a_source_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "x.py").mkdir()
    told = Problem("not-regular", "it is a directory, not a regular file")
    assert read(tmp_path / "x.py").facts.problem == told


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("nowhere.py", "it is a symbolic link that leads nowhere"),
        ("x.py", "it is a symbolic link that leads in a circle"),
        (__file__, "it is a symbolic link, which is not followed"),
    ],
    ids=["dangling", "looping", "leading"],
)
def test_a_link_is_a_problem(tmp_path: Path, target: str, told: str) -> None:
    (tmp_path / "x.py").symlink_to(target)
    assert read(tmp_path / "x.py").facts.problem == Problem("unreadable", told)


def test_a_file_that_vanished_is_a_problem(tmp_path: Path) -> None:
    told = Problem("unreadable", "No such file or directory")
    assert read(tmp_path / "gone.py").facts.problem == told


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

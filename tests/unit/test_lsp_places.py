"""Places as editors name them: characters in UTF-16 units, files by address."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol.types import Position, Range
from pygls.workspace import PositionCodec

from ssot_lint.drivers.lsp.places import content_of, path_of, range_of, touches, uri_of
from ssot_lint.extract.read import text_of
from ssot_lint.model import Span

UTF16 = PositionCodec("utf-16").client_num_units
CHARACTERS = st.text(st.characters(codec=None, exclude_characters="\r\n\0"))  # lone surrogates too
PATHS = st.binary(min_size=1).filter(lambda path: b"\0" not in path and b"/" not in path and path.strip(b"."))


@given(CHARACTERS, CHARACTERS)
def test_a_column_in_code_points_is_one_in_utf_16(before: str, name: str) -> None:
    line = before + name
    span = Span(1, len(before) + 1, 1, len(line) + 1)
    units = [len(text.encode("utf-16-le", "surrogatepass")) // 2 for text in (before, line)]
    assert range_of(span, [line], UTF16) == Range(*(Position(0, unit) for unit in units))


@given(st.integers(1, 9), st.integers(1, 9))
def test_a_line_that_is_no_more_is_named_all_the_same(line: int, column: int) -> None:
    where = range_of(Span(line, column, line, column), [], UTF16)
    assert where.start == Position(line - 1, 0)


@pytest.mark.skipif(os.name == "nt", reason="paths are text there")
@given(PATHS)
def test_a_path_comes_back_from_its_address(name: bytes) -> None:
    path = "/" + os.fsdecode(name)
    assert path_of(uri_of(path)) == path


@pytest.mark.parametrize("uri", ["untitled:Untitled-1", "git:/a/b.py?x", "", "file:", "no address"])
def test_what_is_no_file_has_no_path(uri: str) -> None:
    assert path_of(uri) is None


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0")))
def test_a_buffer_is_analysed_as_it_will_be_saved(text: str) -> None:
    shown = text_of(content_of(f"# {text}\n\n"))
    assert shown is None or shown.removeprefix("\ufeff") == f"# {text}\n\n"


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("# coding: latin-1\nä", b"# coding: latin-1\n\xe4"),
        ("# coding: latin-1\n😋", "# coding: latin-1\n😋".encode()),
        ("# coding: nonsense\nä", "# coding: nonsense\nä".encode()),
        ("\ufeffä", b"\xef\xbb\xbf\xc3\xa4"),
        ("\ud800", b"\xed\xa0\x80"),
    ],
)
def test_a_buffer_has_the_encoding_that_it_names(text: str, content: bytes) -> None:
    assert content_of(text) == content


@pytest.mark.parametrize(
    ("first", "last", "expected"), [(0, 1, False), (0, 2, True), (4, 4, True), (5, 9, False)]
)
def test_ranges_touch_where_they_meet(first: int, last: int, expected: bool) -> None:
    one = Range(Position(0, 2), Position(0, 4))
    assert touches(one, Range(Position(0, first), Position(0, last))) is expected

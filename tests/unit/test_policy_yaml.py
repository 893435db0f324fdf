"""YAML as the policy reads it: what the values are, where they stand, what is refused."""

from contextlib import suppress
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ssot_lint.policy.yaml import Broken, Fault, read_yaml, write_yaml


def data(text: str) -> Any:
    return read_yaml(text.encode()).data


def broken(text: str | bytes) -> Fault:
    with pytest.raises(Broken) as caught:
        read_yaml(text if isinstance(text, bytes) else text.encode())
    return caught.value.fault


@pytest.mark.parametrize("word", ["off", "on", "no", "yes", "Off", "NO", "y", "1:30", "2027-01-31", "<<"])
def test_what_yaml_1_1_takes_for_something_else_is_text(word: str) -> None:
    assert data(f"key: {word}") == {"key": word}


@pytest.mark.parametrize("word", ["off", "no", "on"])
def test_the_words_of_yaml_1_1_are_keys(word: str) -> None:
    assert data(f"{word}: 1") == {word: 1}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("FALSE", False),
        ("~", None),
        ("", None),
        ("010", 10),
        ("0o17", 15),
        ("0x1F", 31),
        ("-3", -3),
        ("1e3", 1000.0),
        ("-.inf", float("-inf")),
        ("'true'", "true"),
        ("!!str 12", "12"),
    ],
)
def test_scalars_are_those_of_the_core_schema(written: str, value: object) -> None:
    assert data(f"key: {written}") == {"key": value}


@pytest.mark.parametrize("text", ["", "# nothing but this\n", "---\n", "\ufeff"])
def test_an_empty_text_is_no_data(text: str) -> None:
    assert data(text) is None


def test_keys_and_values_have_their_places() -> None:
    document = read_yaml(b"first: 1\nouter:\n  - inner: 'quoted'\n")
    assert document.keys[("outer", 0, "inner")] == (3, 5)
    assert document.values[("outer", 0, "inner")] == (3, 13)


def test_columns_count_code_points() -> None:
    assert read_yaml("{é: [ü, here]}".encode()).values[("é", 1)] == (1, 9)


def test_a_place_that_does_not_exist_is_that_of_what_holds_it() -> None:
    assert read_yaml(b"outer:\n  inner: 1\n").position(("outer", "inner", "absent")) == (2, 10)


def test_an_aliased_value_stands_where_it_is_written() -> None:
    document = read_yaml(b"one: &a [x]\ntwo: *a\n")
    assert (document.data["two"], document.values[("two", 0)]) == (["x"], (1, 10))


def test_a_duplicate_key_is_told_with_both_lines() -> None:
    told = "the key 'a' stands on line 1 already; keep one"
    assert read_yaml(b"a: 1\nb: 2\na: 3\n").faults == [Fault(3, 1, told)]


def test_every_duplicate_key_is_told() -> None:
    assert [fault.line for fault in read_yaml(b"a: 1\na: 2\nb: {c: 1, c: 2}\n").faults] == [2, 3]


@pytest.mark.parametrize("key", ["1", "true", "~", "? [a]\n"])
def test_a_key_that_is_no_text_is_refused(key: str) -> None:
    (fault,) = read_yaml(f"{key}: x".encode()).faults
    assert fault.message.startswith("a key is text")


@pytest.mark.parametrize("value", ["!!python/object:os.system {}", "!other x", "!!int x", "!!set {a}"])
def test_a_tag_outside_the_core_schema_is_refused(value: str) -> None:
    (fault,) = read_yaml(f"key: {value}".encode()).faults
    assert fault.message.endswith("is not allowed")


def test_a_number_past_all_bounds_is_refused() -> None:
    assert read_yaml(b"key: " + b"9" * 5000).faults == [Fault(1, 6, "a number of 5000 digits is too long")]


def test_an_alias_bomb_is_refused() -> None:
    text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in range(1, 10):
        text += f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]\n"
    assert "aliases unfold" in broken(text).message


def test_a_large_policy_without_aliases_is_no_bomb() -> None:
    assert len(data("".join(f"- [a{n}, b, c]\n" for n in range(4000)))) == 4000


def test_an_alias_inside_what_it_names_is_refused() -> None:
    assert "an alias stands inside what it names" in broken("a: &a [*a]").message


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 100_000])
def test_deep_nesting_is_refused(text: str) -> None:
    assert broken(text).message == "nested deeper than 64 levels"


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        (b"a: 1\nb: \xff", 2, 4, "the byte 0xff is not UTF-8"),
        (b"\xef\xbb\xbfa: 1\nb: \xff", 2, 4, "the byte 0xff is not UTF-8"),
        ("a: 1".encode("utf-16"), 1, 1, "the byte 0xff is not UTF-8"),
        (b"a: 1\nb: \x00", 2, 4, r"the character '\x00' is not allowed"),
        (b"a: \x1b", 1, 4, r"the character '\x1b' is not allowed"),
        (b'a: "\\UFFFFFFFF"', 1, 7, "this escape is no character"),
        (b"a: 1\n---\nb: 2\n", 2, 1, "a second document begins; a policy is one"),
        (b"a: b: c", 1, 5, "mapping values are not allowed here"),
        (b"a: *gone", 1, 4, "found undefined alias 'gone'"),
    ],
)
def test_what_is_no_yaml_is_told_where_it_stands(text: bytes, line: int, column: int, message: str) -> None:
    assert broken(text) == Fault(line, column, message)


def test_an_unclosed_bracket_is_told_with_the_line_where_it_opens() -> None:
    assert "begins on line 2" in broken("a: 1\nb: [\n  c\n").message


def test_half_of_a_surrogate_pair_is_refused() -> None:
    assert [fault.line for fault in read_yaml(b'a: 1\nb: "\\ud800"').faults] == [2]


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffe\uffff"))
VALUES = st.recursive(
    TEXT | st.integers() | st.booleans() | st.none() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=10,
)


@given(VALUES)
def test_what_is_written_is_read_again(value: object) -> None:
    assert data(write_yaml(value)) == value


@given(VALUES)
def test_what_is_written_is_the_same_to_a_reader_of_yaml_1_1(value: object) -> None:
    assert yaml.safe_load(write_yaml(value)) == value


@given(st.text(alphabet="ab:-[]{}&*!|>'\"%@`#, \n\t\\?~1", max_size=40))
def test_the_reader_never_breaks(text: str) -> None:
    with suppress(Broken):
        read_yaml(text.encode())

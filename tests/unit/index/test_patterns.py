"""Patterns of the policy against names and paths."""

import pytest

from ssot_lint.index.patterns import (
    matched_part,
    matches_exactly,
    matches_module,
    matches_path,
    matches_symbol,
    nearest,
)


@pytest.mark.parametrize(
    ("pattern", "name", "expected"),
    [
        ("a.b", "a.b", True),
        ("a.b", "a.b.c", True),
        ("a.b", "a.bc", False),
        ("a.b", "a", False),
        ("a.*", "a.b", True),
        ("a.*", "a.b.c", True),
        ("a.*", "a", False),
        ("a.*.c", "a.b.c", True),
        ("a.*.c", "a.b.x.c", False),
        ("a.**.c", "a.c", True),
        ("a.**.c", "a.b.x.c", True),
        ("a.**.c", "a.b.cc", False),
        ("**", "a.b", True),
        ("**.db", "db", True),
        ("**.db", "shop.db.session", True),
        ("shop.api_*", "shop.api_v2", True),
        ("shop.api_*", "shop.api", False),
    ],
)
def test_a_module_pattern_stands_for_a_module_and_all_below_it(
    pattern: str, name: str, expected: bool
) -> None:
    assert matches_module(pattern, name) is expected


@pytest.mark.parametrize(
    ("pattern", "symbol", "expected"),
    [
        ("a.b:C", "a.b:C", True),
        ("a.b:C", "a.b:C.run", False),
        ("a.b:C", "a.b.c:C", False),
        ("a.b:*", "a.b:C", True),
        ("a.b:*", "a.b:C.run", False),
        ("a.b:**", "a.b:C.run", True),
        ("a.b:C.*", "a.b:C.run", True),
        ("a.b:*", "a.bc:C", False),
        ("a.b:Mock*", "a.b:MockClient", True),
        ("os.environ", "os.environ", True),
        ("os.environ", "os.environ.get", True),
        ("os.environ", "os.environb", False),
        ("a.b", "a.b:C", True),
        ("a.b", "a.b.c:C.run", True),
        ("a.b", "a.bc:C", False),
        ("a.b:C", "a.b", False),
    ],
)
def test_a_symbol_pattern_matches_both_halves_exactly(pattern: str, symbol: str, expected: bool) -> None:
    assert matches_symbol(pattern, symbol) is expected


@pytest.mark.parametrize("symbol", ["models:Meta", "shop.models:Meta", "shop.models:User.Meta"])
def test_a_wildcard_for_the_module_stands_for_every_place_below(symbol: str) -> None:
    assert matches_symbol("*:Meta", symbol)


@pytest.mark.parametrize(
    ("glob", "path", "expected"),
    [
        ("tests/unit/**", "tests/unit/a/b.py", True),
        ("tests/unit/**", "tests/units/b.py", False),
        ("tools/", "tools/a.py", True),
        ("**/conftest.py", "conftest.py", True),
        ("/setup.py", "app/setup.py", False),
    ],
)
def test_a_path_glob_is_read_as_gitignore_reads_it(glob: str, path: str, expected: bool) -> None:
    assert matches_path(glob, path) is expected


def test_the_nearest_name_is_offered() -> None:
    assert nearest("shop.engin", ["shop.model", "shop.engine"]) == "shop.engine"


def test_no_name_is_offered_where_none_is_like_it() -> None:
    assert nearest("zzz", ["shop", "engine"]) is None


def test_the_first_of_equally_near_names_is_offered() -> None:
    assert nearest("abcd", ["abce", "abcf"]) == "abce"


@pytest.mark.parametrize(
    ("pattern", "name", "part"),
    [
        ("a.b", "a.b.c", "a.b"),
        ("a.b", "a.bc", ""),
        ("a.*", "a.b.c", "a.b"),
        ("a.*", "a", ""),
        ("a.**", "a.b.c", "a"),
        ("a.*.**", "a.b.c", "a.b"),
        ("**.db", "shop.db.db", "shop.db"),
    ],
)
def test_a_module_lies_in_one_part_of_what_a_pattern_stands_for(pattern: str, name: str, part: str) -> None:
    assert matched_part(pattern, name) == part


@pytest.mark.parametrize(
    ("pattern", "name", "expected"),
    [
        ("a.b", "a.b", True),
        ("a.b", "a.b.c", False),
        ("a.*", "a.b", True),
        ("a.*", "a.b.c", False),
        ("a.**", "a", True),
        ("a.**", "a.b.c", True),
        ("a.*.**", "a", False),
    ],
)
def test_a_pattern_can_be_taken_without_what_lies_below(pattern: str, name: str, expected: bool) -> None:
    assert matches_exactly(pattern, name) is expected

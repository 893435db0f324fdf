"""The globs of a policy match as git's patterns do, whether or not it takes their whole grammar."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from ssot_lint.discover.ignore import Globs

NAMES = st.text("ab*-._", min_size=1, max_size=5)
PATHS = st.lists(st.text("abé-._\n", min_size=1, max_size=4), min_size=1, max_size=3)


@given(st.builds(str.__add__, NAMES, st.sampled_from(["", "/"])), PATHS)
def test_a_name_matches_wherever_git_would_have_it(pattern: str, segments: list[str]) -> None:
    # A folder `.` is none, and pathspec takes a newline for an end.
    path = "/".join("x" if segment in (".", "..") else segment for segment in segments)
    expected = GitIgnoreSpec.from_lines([pattern]).match_file(path.replace("\n", "\0"))
    assert Globs([pattern]).match(path) is expected


@pytest.mark.parametrize(
    ("patterns", "path", "expected"),
    [
        ([], "a.py", False),
        (["tests/"], "tests/a.py", True),
        (["tests/"], "pkg/tests/deep/a.py", True),
        (["tests/"], "tests", False),
        (["test_*.py"], "test_a.py/b.py", True),
        (["/a.py", "tests/"], "pkg/tests/a.py", True),
        (["/a.py", "tests/"], "pkg/a.py", False),
    ],
)
def test_globs_match_files_and_all_in_a_folder(patterns: list[str], path: str, expected: bool) -> None:
    assert Globs(patterns).match(path) is expected

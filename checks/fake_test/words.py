"""The names by which what asserts is known: calls, fixtures, decorators."""

import re
from functools import cache

_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_ASSERTING = frozenset((
    "approve", "assert", "assertion", "asserts", "check", "checks", "compare", "comparison", "ensure",
    "expect", "expecting", "expects", "fail", "must", "raises", "should", "validate", "verify", "verifies",
    "warns",
))  # fmt: skip
_CALLED = frozenset((
    "AssertionError", "ExpectedException", "deprecated_call", "failureResultOf", "filterwarnings",
    "fnmatch_lines", "fnmatch_lines_random", "gradcheck", "no_fnmatch_line", "raise_for_status",
    "re_match_lines", "reveal_type", "run_state_machine_as_test", "simplefilter", "successResultOf",
    "testfile", "testmod", "trap", "until",
))  # fmt: skip
_WAITS = ("wait_for", "wait_until", "waitFor", "waitUntil")
_FIXTURES = frozenset(("benchmark", "golden", "regression", "snapshot"))
_MARKS = frozenset(("benchmark", "expectedFailure", "image", "limit_memory", "memray", "snapshot", "xfail"))


_REQUESTS = frozenset(("delete", "get", "head", "options", "patch", "post", "put", "request"))
_EQUALITY = frozenset((
    "eq", "equal", "equality", "equals", "identical", "identity", "itself", "reflexive", "same", "self",
))  # fmt: skip


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(part.lower() for part in _PARTS.findall(name))


@cache
def is_asserting(callee: str) -> bool:
    """Whether a callee is by its name something that asserts: `self.assertEqual`, `_check_rows`."""
    name = callee.rpartition(".")[2]
    return name in _CALLED or name.startswith(_WAITS) or not _ASSERTING.isdisjoint(_words(name))


def is_asserting_fixture(name: str) -> bool:
    """Whether a fixture of this name asserts, or exists for tests that measure: `snapshot`, `benchmark`."""
    return name == "httpx_mock" or not (_ASSERTING | _FIXTURES).isdisjoint(_words(name))


def is_asserting_decorator(dotted: str) -> bool:
    """Whether a decorator of this name judges the test: `image_comparison`, `expectedFailure`."""
    name = dotted.rpartition(".")[2]
    return name in _MARKS or not (_ASSERTING | _FIXTURES | _MARKS).isdisjoint(_words(name))


def is_asserting_keyword(name: str) -> bool:
    """Whether what is called checks something itself if it is given this: `check`, `expected_status`."""
    return name == "check" or name.startswith("expect")


def is_request(callee: str) -> bool:
    """Whether a callee is by its name a method that makes a request of HTTP: `app.get`, `post_json`."""
    return callee.rpartition(".")[2].removesuffix("_json") in _REQUESTS and "." in callee


def is_about_equality(name: str) -> bool:
    """Whether a test may well compare a thing with itself: `test_equal_to_itself`."""
    return not _EQUALITY.isdisjoint(_words(name))

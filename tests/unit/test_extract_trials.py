"""What is told of assertions, and of calls inside tests: whether they run, can fail, and are heard."""

import pytest

from ssot_lint import model
from ssot_lint.extract import extract
from ssot_lint.model import Facts


def facts(body: str, name: str = "test_a") -> Facts:
    lines = body.replace("\n", "\n ")
    return extract(f"def {name}(self):\n {lines}\n".encode())


def assertion(body: str) -> int:
    (found,) = facts(body).iter_assertions()
    return found.flags


def call(body: str, callee: str = "self.assertEqual") -> int:
    (found,) = [call for call in facts(body).iter_calls() if call.callee == callee]
    return found.flags


def test_an_assertion_is_told_with_its_place() -> None:
    (found,) = extract(b"def f():\n  assert a, b\n").iter_assertions()
    assert (found.scope, found.flags, found.span) == (1, 0, model.Span(2, 3, 2, 14))


def test_only_functions_named_test_are_looked_into_closely() -> None:
    assert assertion("assert x") == model.TRIAL
    (other,) = facts("return\nassert True", name="check").iter_assertions()
    assert other.flags == 0


def test_functions_inside_a_test_belong_to_it() -> None:
    assert assertion("def helper():\n assert x") & model.TRIAL


@pytest.mark.parametrize(
    "test",
    ["True", "1", "'a'", "(a, 'message')", "[a]", "f'{a}'", "a == a", "a.b is a.b", "1 == 1", "a or True",
     "True and 1", "not None", "lambda: a"],
)  # fmt: skip
def test_what_holds_whatever_happens_is_foregone(test: str) -> None:
    assert assertion(f"assert {test}") & model.FOREGONE


@pytest.mark.parametrize(
    "test",
    ["False", "0", "None", "a", "a == b", "1 == 2", "a != a", "f() == f()", "a or b", "a and True", "()",
     "not a", "1 < a < 3"],
)  # fmt: skip
def test_what_may_fail_is_not_foregone(test: str) -> None:
    assert not assertion(f"assert {test}") & model.FOREGONE


@pytest.mark.parametrize("arguments", ["1, 1", "a, a", "'x', 'x', 'message'", "a.b, a.b"])
def test_a_call_that_is_given_the_same_twice_is_foregone(arguments: str) -> None:
    assert call(f"self.assertEqual({arguments})") & model.FOREGONE


@pytest.mark.parametrize("arguments", ["a, 1", "f(), f()", "1, 2", "", "a"])
def test_a_call_that_is_given_what_may_differ_is_not_foregone(arguments: str) -> None:
    assert not call(f"self.assertEqual({arguments})") & model.FOREGONE


@pytest.mark.parametrize(
    "end", ["return", "raise x", "pytest.skip('why')", "self.skipTest('why')", "pytest.xfail()"]
)
def test_what_comes_after_the_end_is_dead(end: str) -> None:
    assert assertion(f"{end}\nassert x") & model.DEAD
    assert assertion(f"{end}\nif a:\n for b in c:\n  assert x") & model.DEAD


@pytest.mark.parametrize(
    "body",
    ["if a:\n return\nassert x", "assert x\nreturn", "for a in b:\n continue\nassert x", "skip\nassert x",
     "try:\n return\nfinally:\n assert x"],
)  # fmt: skip
def test_what_may_run_is_not_dead(body: str) -> None:
    assert not assertion(body) & model.DEAD


@pytest.mark.parametrize(
    "handler",
    ["except:\n pass", "except Exception:\n pass", "except (ValueError, AssertionError):\n x = 1",
     "except BaseException as e:\n print('failed')"],
)  # fmt: skip
def test_a_broad_handler_that_is_silent_swallows(handler: str) -> None:
    assert assertion(f"try:\n assert x\n{handler}") & model.SWALLOWED
    assert call(f"try:\n self.assertEqual(a, b)\n{handler}") & model.SWALLOWED


@pytest.mark.parametrize(
    "handler",
    [
        "except ValueError:\n pass",
        "except Exception:\n raise",
        "except Exception:\n self.fail('x')",
        "except Exception as e:\n seen.append(e)",
        "except Exception:\n assert y is None or True if z else w",
        "except AssertionError:\n raise\nexcept Exception:\n pass",
        "finally:\n pass",
    ],
)
def test_a_handler_that_speaks_does_not_swallow(handler: str) -> None:
    first = next(facts(f"try:\n assert x\n{handler}").iter_assertions())
    assert not first.flags & model.SWALLOWED


def test_what_stands_beside_the_suite_is_not_swallowed() -> None:
    body = "try:\n f()\nexcept Exception:\n pass\nelse:\n assert x"
    assert not assertion(body) & model.SWALLOWED
    assert not assertion("try:\n f()\nexcept Exception:\n pass\nassert x") & model.SWALLOWED

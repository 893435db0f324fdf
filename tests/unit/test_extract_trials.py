"""What is told of assertions, and of calls inside tests: whether they run, can fail, and are heard."""

import pytest

from ssot_lint import model
from ssot_lint.extract import extract
from ssot_lint.model import Facts


def facts(body: str, name: str = "test_a") -> Facts:
    lines = body.replace("\n", "\n ")
    return extract(f"def {name}(self):\n {lines}\n".encode())


def assertion(body: str) -> int:
    *_, found = facts(body).iter_assertions()
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
    ["True", "1", "'a'", "(a, 'message')", "[a]", "f'{a}'", "a == a", "a is a", "1 == 1", "a or True",
     "True and 1", "not None", "lambda: a"],
)  # fmt: skip
def test_what_holds_whatever_happens_is_foregone(test: str) -> None:
    assert assertion(f"assert {test}") & model.FOREGONE


@pytest.mark.parametrize(
    "test",
    ["False", "0", "None", "a", "a == b", "1 == 2", "a != a", "f() == f()", "a or b", "a and True", "()",
     "not a", "1 < a < 3", "a.b is a.b"],
)  # fmt: skip
def test_what_may_fail_is_not_foregone(test: str) -> None:
    assert not assertion(f"assert {test}") & model.FOREGONE


@pytest.mark.parametrize("arguments", ["1, 1", "a, a", "'x', 'x', 'message'"])
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


@pytest.mark.parametrize("callee", ["self.check", "run", "self.assertRaises", "self.assertNumQueries"])
def test_only_assertions_of_equality_and_truth_are_foregone(callee: str) -> None:
    assert not call(f"{callee}(0)", callee) & model.FOREGONE
    assert not call(f"{callee}(a, a)", callee) & model.FOREGONE


@pytest.mark.parametrize(
    ("asserted", "foregone"),
    [
        ("self.assertTrue(True)", True),
        ("self.assertTrue(False)", False),
        ("self.assertFalse(0)", True),
        ("self.assertFalse(1)", False),
        ("self.assertIsNone(None)", True),
        ("self.assertIsNotNone(None)", False),
    ],
)
def test_an_assertion_of_a_literal_is_foregone_where_it_holds(asserted: str, foregone: bool) -> None:
    assert bool(call(asserted, asserted.partition("(")[0]) & model.FOREGONE) == foregone


@pytest.mark.parametrize(
    "body",
    ["raise x", "raise", "if a:\n raise Failure(a)", "for a in b:\n raise a.error",
     "def f():\n raise AssertionError"],
)  # fmt: skip
def test_a_raise_in_a_test_may_fail_it(body: str) -> None:
    assert len(list(facts(body).iter_assertions())) == 1


@pytest.mark.parametrize(
    "body", ["raise SkipTest('why')", "raise NotImplementedError", "def view():\n raise x"]
)
def test_other_raises_are_no_assertions(body: str) -> None:
    assert not list(facts(body).iter_assertions())


@pytest.mark.parametrize(
    ("body", "callee"),
    [
        ("f(1).g.assert_called_once()", "().assert_called_once"),
        ("mocks[0].assert_called()", "().assert_called"),
        ("(a or b).check(1)", "().check"),
        ("f().addCallback(self.g)", "().addCallback"),
    ],
)
def test_an_assertion_on_what_has_no_name_is_told(body: str, callee: str) -> None:
    assert callee in [call.callee for call in facts(body).iter_calls()]


@pytest.mark.parametrize("name", ["test_a", "helper"])
def test_what_is_handed_to_a_callback_is_used(name: str) -> None:
    found = facts("d.addCallback(self.check)", name).iter_uses()
    assert [(use.name, use.argument) for use in found] == [("self.check", "0")]


def test_an_attribute_of_self_that_a_call_is_given_is_used_in_a_test() -> None:
    assert [use.name for use in facts("run(self.check)").iter_uses()] == ["self.check"]
    assert not list(facts("run(self.check)", name="helper").iter_uses())


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("test_close_does_not_raise", "f()"),
        ("test_smoke", "f()"),
        ("test_does_not_trigger_infinite_recursion", "f()"),
        ("test_without_an_error", "f()"),
        ("test_a", "'''Closing twice shouldn't raise an exception.'''\nf()"),
        ("test_a", "'''It works without error.'''\nf()"),
    ],
)
def test_a_test_that_says_that_nothing_is_raised_is_a_smoke_test(name: str, body: str) -> None:
    assert facts(body, name).definitions[0].tags & model.SMOKE


@pytest.mark.parametrize("name", ["test_raises", "test_notes", "test_error", "helper_no_error"])
def test_other_tests_are_no_smoke_tests(name: str) -> None:
    assert not facts("f()", name).definitions[0].tags & model.SMOKE


@pytest.mark.parametrize("call", ["reader.skip(3)", "exit(1)", "self.skip()"])
def test_what_merely_has_the_name_of_a_skip_ends_nothing(call: str) -> None:
    assert not assertion(f"{call}\nassert x") & model.DEAD

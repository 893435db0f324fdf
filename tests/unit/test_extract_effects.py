"""What becomes of what a call returns, which attributes are written to, what a name in a class is given."""

import pytest

from ssot_lint import model
from ssot_lint.extract import extract
from ssot_lint.model import Facts


def facts(source: str) -> Facts:
    return extract(source.encode())


def callees(source: str) -> list[str]:
    return [call.callee for call in facts(source).iter_calls()]


def flags(source: str, callee: str = "f") -> int:
    (found,) = [call.flags for call in facts(source).iter_calls() if call.callee == callee]
    return found


# ------------------------------------------------------------------------------------------ callees


def test_a_call_of_what_a_call_returns_is_kept_beside_it() -> None:
    assert callees("a.f(1)(2)") == ["a.f()", "a.f"]


def test_a_call_of_an_item_of_what_a_call_returns_is_kept() -> None:
    assert callees("f()[0]()") == ["f()", "f"]


def test_a_method_of_the_class_above_is_named_after_super() -> None:
    assert callees("class A(B):\n def f(self):\n  super().f(1)") == ["super().f", "super"]


def test_a_method_of_a_named_class_above_is_not_kept() -> None:
    assert callees("super(A, self).f(1)") == ["super"]


def test_a_method_of_what_a_call_returns_is_not_kept() -> None:
    assert callees("f().g()") == ["f"]


# -------------------------------------------------------------------------------------------- fates


@pytest.mark.parametrize(
    "source",
    [
        "if f(): pass",
        "if not f(): pass",
        "if a and f(): pass",
        "while f() or b: pass",
        "assert f()",
        "if a: pass\nelif f(): pass",
    ],
)
def test_a_result_that_decides_a_test_is_tested_for_truth(source: str) -> None:
    assert flags(source) & model.TESTED


@pytest.mark.parametrize(
    "source", ["f()", "x = f()", "if f() == 1: pass", "if g(f()): pass", "assert a, f()"]
)
def test_any_other_result_is_not_tested(source: str) -> None:
    assert not flags(source) & model.TESTED


@pytest.mark.parametrize(
    "source",
    ["f().x", "f().x.y", "f().g()", "for x in f(): pass", "with f() as x: pass", "with f(): pass"],
)
def test_a_result_of_which_something_is_taken_is_consumed(source: str) -> None:
    assert flags(source) & model.CONSUMED


@pytest.mark.parametrize("source", ["f()", "x = f()", "return_ = g(f())", "x.y = f()", "with g(f()): pass"])
def test_any_other_result_is_not_consumed(source: str) -> None:
    assert not flags(source) & model.CONSUMED


@pytest.mark.parametrize("method", ["send(None)", "throw(x)", "close()", "__await__()"])
def test_a_call_of_what_coroutines_have_consumes_nothing(method: str) -> None:
    assert not flags(f"f().{method}") & model.CONSUMED


@pytest.mark.parametrize(
    ("source", "generates"),
    [
        ("async def f(): yield 1", True),
        ("async def f():\n for x in y:\n  z = yield x", True),
        ("async def f(): return 1", False),
        ("def f(): yield 1", False),
    ],
)
def test_an_async_function_that_yields_is_told(source: str, generates: bool) -> None:
    assert bool(facts(source).definitions[0].tags & model.GENERATOR) == generates


def results(source: str) -> list[tuple[str, str, bool]]:
    found = facts(source)
    return [(found.call(r.call).callee, r.name, r.once) for r in found.iter_results()]


def test_a_result_is_told_with_all_that_is_given_it() -> None:
    assert results("a = self.b = f()") == [("f", "a", True), ("f", "self.b", False)]


def test_a_result_with_an_annotation_is_told() -> None:
    assert results("a: int = f()") == [("f", "a", True)]


def test_a_name_that_is_bound_again_is_not_given_it_once() -> None:
    assert results("def g():\n a = f()\n a = 1") == [("f", "a", False)]


def test_a_global_name_is_not_the_functions_own() -> None:
    assert results("def g():\n global a\n a = f()") == [("f", "a", False)]


@pytest.mark.parametrize(
    "source", ["a, b = f()", "a = g(f)", "a = await_(1) + f()", "a[0] = f()", "h().a = f()"]
)
def test_what_is_given_part_of_it_or_has_no_name_is_not_told(source: str) -> None:
    assert "f" not in [callee for callee, _, _ in results(source)]


# ------------------------------------------------------------------------------------------- writes


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("self.a = 1", [("self.a", "=")]),
        ("self.a: int = 1", [("self.a", "=")]),
        ("self.a.b = c.d = 1", [("self.a.b", "="), ("c.d", "=")]),
        ("self.a[k] = 1", [("self.a", "[]")]),
        ("self.a[k][l] += 1", [("self.a", "[]")]),
        ("del self.a[k], self.b", [("self.a", "[]"), ("self.b", "del")]),
        ("self.a += 1", [("self.a", "+=")]),
        ("for self.a in b: pass", [("self.a", "=")]),
        ("with b as self.a: pass", [("self.a", "=")]),
        ("self.a, (x.y, z) = b", [("self.a", "="), ("x.y", "=")]),
        ("f().a = 1", []),
        ("a = b[0] = 1", []),
    ],
)
def test_every_attribute_that_is_written_to_is_told(source: str, expected: list[tuple[str, str]]) -> None:
    assert [(write.name, write.kind) for write in facts(source).iter_writes()] == expected


def test_a_write_tells_what_binds_its_first_name() -> None:
    (write,) = facts("class A:\n def f(self):\n  A.x = 1").iter_writes()
    assert (write.scope, write.bound, write.line, write.column, write.end_column) == (2, 0, 3, 3, 6)


# ------------------------------------------------------------------------------------------- values


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("[1]", "[]"),
        ("[x for x in y]", "[]"),
        ("{}", "{}"),
        ("{1}", "{*}"),
        ("(1, 2)", "()"),
        ("'a'", "0"),
        ("None", "0"),
        ("a.deque(1)", "a.deque()"),
        ("f()()", ""),
        ("a + b", ""),
        ("a.b", ""),
    ],
)
def test_a_binding_says_what_the_name_is_given(value: str, expected: str) -> None:
    (binding,) = facts(f"class A:\n x: int = {value}").bindings[:1]
    assert binding.value == expected


# --------------------------------------------------------------------------------------------- uses


def uses(source: str) -> list[tuple[str, str]]:
    return [(use.name, use.argument) for use in facts(source).iter_uses()]


def test_a_literal_getattr_reads_the_attribute() -> None:
    assert ("o.environ", "") in uses("import os as o\ngetattr(o, 'environ', None)")


@pytest.mark.parametrize(
    "call", ["getattr(o, name)", "getattr(o, 'a b')", "getattr(o, 1)", "setattr(o, 'x', 1)"]
)
def test_any_other_getattr_reads_no_attribute(call: str) -> None:
    assert [name for name, _ in uses(f"import os as o\n{call}")] == ["o"]


def test_what_the_source_itself_defines_is_used() -> None:
    assert uses("class A: pass\nx = A.b\nmakers = [A]") == [("A.b", ""), ("A", "")]


def test_what_a_function_defines_for_itself_is_used_only_where_it_is_handed_on() -> None:
    assert uses("def f():\n def g(): pass\n x = [g]\n return h(g)") == [("g", "0")]


# ------------------------------------------------------------------------------------- idle functions


def idle(source: str) -> list[str]:
    found = facts(source)
    return [found.definitions[number].qualified_name for number in found.idle]


def test_a_function_within_a_function_that_nothing_reads_is_idle() -> None:
    assert idle("def test_a():\n def test_b(): pass") == ["test_a.test_b"]


@pytest.mark.parametrize(
    "source",
    [
        "def f():\n def g(): pass\n g()",
        "def f():\n def g(): pass\n return g",
        "def f():\n def g(): pass\n def h(): return g\n return h",
        "def f():\n @register\n def g(): pass",
        "def f():\n global g\n def g(): pass",
        "class A:\n def g(self): pass",
        "def g(): pass",
    ],
)
def test_what_is_read_registered_or_elsewhere_is_not_idle(source: str) -> None:
    assert idle(source) == []


def test_a_function_that_only_it_itself_reads_is_idle() -> None:
    assert idle("def f():\n def g(): return g()") == ["f.g"]

"""What makes a test a test: which statements never run, which assertions cannot fail."""

import ast
import operator
import re
from collections.abc import Callable, Sequence

_ENDS = (ast.Return, ast.Raise, ast.Continue, ast.Break)
_SKIPS = frozenset((
    "skip", "xfail", "skipTest", "self.skipTest", "pytest.skip", "pytest.xfail", "pytest.exit", "pytest.fail",
    "self.fail",
))  # fmt: skip
_PASSED_OVER = ("AssertionError", "Exception", "BaseException")
CALLBACKS = ("addCallback", "addErrback", "addBoth")
VERDICTS = ("assert", "check", "verify", "expect", "should", "ensure", "must", *CALLBACKS)
"""How the names of methods begin that assert something, or call what they are given, which may."""

# Assertions -> whether they hold of a literal.
_OF_ONE: dict[str, Callable[[object], bool]] = {
    "assertTrue": bool, "assert_": bool, "failUnless": bool, "assertFalse": operator.not_,
    "failIf": operator.not_, "assertIsNone": lambda value: value is None,
    "assertIsNotNone": lambda value: value is not None,
}  # fmt: skip
_OF_TWO = frozenset((
    "assertEqual", "assertEquals", "failUnlessEqual", "assertIs", "assertAlmostEqual", "assertGreaterEqual",
    "assertLessEqual", "assertListEqual", "assertDictEqual", "assertTupleEqual", "assertSetEqual",
    "assertSequenceEqual", "assertCountEqual", "assertMultiLineEqual", "assert_equal", "assert_array_equal",
    "assert_allclose",
))  # fmt: skip
_NOTHING_IS_RAISED = re.compile(
    r"smoke|(?:\bnot?|n['\u2019]?t|never|without|nor|any|nothing)"
    r"(?:[_\W]+(?:an?|any|to|be|get|should|does|trigger|cause|produce|emit))*[_\W]*"
    r"(?:rais|throw|fail|crash|err|exception|break|blow|explode|hang|deadlock|recurs|infinite|leak|warn|complain"
    r"|segfault|panic|die|abort|choke|reject)"
    r"|\bnothing[_\W]+happens\b|\bdoes[_\W]+nothing\b|\bit[_\W]+(?:just[_\W]+)?works\b"
    r"|\b(?:used[_\W]+to|previously|formerly|would)[_\W]+(?:previously[_\W]+)?"
    r"(?:rais|throw|fail|crash|err|br[eo]a?k|hang|hung|segfault|recurs|loop)"
    r"|\bregression[_\W]+test[_\W]+for[_\W]+(?:an?[_\W]+)?(?:crash|segfault|hang|error|exception|deadlock)",
    re.IGNORECASE,
)
_NO_FAILURES = ("SkipTest", "NotImplementedError", "Skipped")
_FAILS = ("fail", "skip", "skipTest", "xfail", "exit")


def live_length(body: Sequence[ast.stmt]) -> int:
    """How many statements of a suite may run: those after a return, a raise or a skip never do."""
    for number, node in enumerate(body, 1):
        if isinstance(node, _ENDS):
            return number
        called = node.value if isinstance(node, ast.Expr) else None
        if isinstance(called, ast.Call) and _short_name(called.func) in _SKIPS:
            return number
    return len(body)


def is_smoke_test(node: ast.FunctionDef | ast.AsyncFunctionDef, lines: Sequence[str]) -> bool:
    """Whether a test says that it is to see that nothing is raised; `lines` are its own, of the source."""
    first = node.body[0]
    text = first.value.value if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) else ""
    name = node.name.replace("_", " ")
    if _NOTHING_IS_RAISED.search(f"{name}\n{text}" if isinstance(text, str) else name):
        return True
    comments = " ".join(line.partition("#")[2] for line in lines if "#" in line)
    return bool(comments) and bool(_NOTHING_IS_RAISED.search(comments))


def gives_back(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a test returns something, which whoever runs it may wait for, as trial does."""
    stack: list[ast.AST] = list(node.body)
    while stack:
        step = stack.pop()
        if isinstance(step, ast.Return):
            if step.value is not None and not isinstance(step.value, ast.Constant):
                return True
        elif not isinstance(step, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for suite in ("body", "orelse", "finalbody", "handlers", "cases"):
                stack += getattr(step, suite, ())
    return False


def fails(node: ast.stmt, in_test: bool) -> bool:
    """Whether a statement makes a test fail: it raises, in a function within the test an AssertionError."""
    if not isinstance(node, ast.Raise):
        return False
    name = _last_name(node.exc)
    return name not in _NO_FAILURES if in_test else name == "AssertionError"


def swallows(handlers: Sequence[ast.ExceptHandler]) -> bool:
    """Whether a failed assertion ends in one of the handlers, and nobody hears of it.

    The first handler that takes it decides. One that raises, asserts, fails, or does something with the
    error that it has caught does not swallow it.
    """
    for handler in handlers:
        types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
        if not any(kind is None or _last_name(kind) in _PASSED_OVER for kind in types):
            continue
        return not any(_speaks(node, handler.name) for step in handler.body for node in ast.walk(step))
    return False


def _speaks(node: ast.AST, caught: str | None) -> bool:
    if isinstance(node, ast.Raise | ast.Assert):
        return True
    if isinstance(node, ast.Name):
        return node.id == caught
    name = _last_name(node) if isinstance(node, ast.Call) else ""
    return name in _FAILS or name.startswith("assert")


def cannot_fail(test: ast.expr) -> bool:
    """Whether what is asserted holds whatever the code under test does."""
    if isinstance(test, ast.Constant):
        return bool(test.value)
    if isinstance(test, ast.Tuple | ast.List | ast.Set):
        return bool(test.elts)
    if isinstance(test, ast.JoinedStr | ast.Lambda):
        return True
    if isinstance(test, ast.BoolOp):
        decisive = any if isinstance(test.op, ast.Or) else all
        return decisive(map(cannot_fail, test.values))
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return isinstance(test.operand, ast.Constant) and not test.operand.value
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        # `x != x` tells a NaN, and fails else; `1 == 2` never holds
        holds = isinstance(test.ops[0], ast.Eq | ast.Is | ast.LtE | ast.GtE)
        return holds and _are_same(test.left, test.comparators[0])
    return False


def is_foregone(node: ast.Call) -> bool:
    """Whether a call asserts what holds whatever happens: of one literal, or of the same thing twice."""
    arguments = node.args
    if not arguments:
        return False
    name = _last_name(node)
    holds = _OF_ONE.get(name)
    if holds is not None:
        return isinstance(arguments[0], ast.Constant) and holds(arguments[0].value)
    return len(arguments) > 1 and name in _OF_TWO and _are_same(arguments[0], arguments[1])


def _are_same(left: ast.expr, right: ast.expr) -> bool:
    """Whether two expressions are one literal, or one name; an attribute may give another thing each time."""
    return isinstance(left, ast.Name | ast.Constant) and ast.dump(left) == ast.dump(right)


def _short_name(node: ast.expr) -> str:
    """`b` and `a.b`, "" for anything else."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def _last_name(node: ast.AST | None) -> str:
    """`c` of `a.b.c` and of a call of it, "" where there is no name."""
    if isinstance(node, ast.Call):
        node = node.func
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""

"""What makes a test a test: which statements never run, which assertions cannot fail."""

import ast
from collections.abc import Sequence

_ENDS = (ast.Return, ast.Raise, ast.Continue, ast.Break)
_SKIPS = ("skip", "skipTest", "xfail", "exit")
_PASSED_OVER = ("AssertionError", "Exception", "BaseException")
_FAILS = ("fail", "skip", "skipTest", "xfail", "exit")


def live_length(body: Sequence[ast.stmt]) -> int:
    """How many statements of a suite may run: those after a return, a raise or a skip never do."""
    for number, node in enumerate(body, 1):
        if isinstance(node, _ENDS):
            return number
        called = node.value if isinstance(node, ast.Expr) else None
        if isinstance(called, ast.Call) and _last_name(called) in _SKIPS:
            return number
    return len(body)


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
    """Whether a call is given nothing that the code under test has made: one literal, or the same twice."""
    arguments = node.args
    if not arguments:
        return False
    if len(arguments) == 1:
        return isinstance(arguments[0], ast.Constant)
    return _are_same(arguments[0], arguments[1])


def _are_same(left: ast.expr, right: ast.expr) -> bool:
    return _is_plain(left) and ast.dump(left) == ast.dump(right)


def _is_plain(node: ast.expr) -> bool:
    """Whether it is a literal or a dotted name, so that it gives the same twice."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name | ast.Constant)


def _last_name(node: ast.AST | None) -> str:
    """`c` of `a.b.c` and of a call of it, "" where there is no name."""
    if isinstance(node, ast.Call):
        node = node.func
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""

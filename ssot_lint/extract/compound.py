"""Statements with suites: which tags and flags hold inside each of them."""

import ast
import builtins
from collections.abc import Sequence
from typing import Any

from ssot_lint.extract.simple import note_test
from ssot_lint.extract.targets import bind
from ssot_lint.extract.tokens import ABSENT, NAMES
from ssot_lint.extract.trials import swallows
from ssot_lint.extract.walk import Walk, dotted
from ssot_lint.model import (
    ALWAYS,
    CONDITIONAL,
    CONSUMED,
    EXPECTED_TO_FAIL,
    FALLBACK,
    GUARDED,
    LAZY,
    RAISES,
    RUNTIME,
    SCRIPT,
    SWALLOWED,
    TRIAL,
    TYPING,
)

Stack = list[Any]
_IMPORT_ERRORS = ("ImportError", "ModuleNotFoundError", "Exception", "BaseException")
_OTHER_ERRORS = frozenset(
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException) and name not in _IMPORT_ERRORS
)


def _tagged(walk: Walk, stack: Stack, body: Sequence[ast.stmt], tags: int) -> None:
    """Have a suite walked with other tags, and the present ones restored after it."""
    if not body:
        return
    walk.push_block(stack, body)
    if tags != walk.tags:
        stack.append((Walk.set_tags, tags))


def _at_run_time(walk: Walk, test: ast.expr) -> bool | None:
    """What a test is at run time, when `TYPE_CHECKING` is false; None where that is not known."""
    kind = type(test)
    if kind is ast.Name or kind is ast.Attribute:
        name = dotted(test)
        return False if name in walk.typing_names or name.endswith(".TYPE_CHECKING") else None
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        inner = _at_run_time(walk, test.operand)
        return None if inner is None else not inner
    if isinstance(test, ast.BoolOp):
        decisive = isinstance(test.op, ast.Or)
        found = {_at_run_time(walk, value) for value in test.values}
        return decisive if decisive in found else None if None in found else not decisive
    return bool(test.value) if isinstance(test, ast.Constant) else None


def _typing(tags: int) -> int:
    return tags & ~(RUNTIME | LAZY) | TYPING


def _conditional(tags: int) -> int:
    return tags & ~ALWAYS | CONDITIONAL


def _in_suite(tags: int) -> int:
    """The tags in a suite that always runs, if what it stands in does."""
    return tags if tags & CONDITIONAL else tags | CONDITIONAL | ALWAYS


def _script_test(test: ast.expr) -> bool | None:
    """True where the test holds only for the file that is run, False where it fails there, None else."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        return True if any(_script_test(value) for value in test.values) else None
    if not (isinstance(test, ast.Compare) and len(test.ops) == 1):
        return None
    sides = (test.left, test.comparators[0])
    named = any(isinstance(side, ast.Name) and side.id == "__name__" for side in sides)
    main = any(isinstance(side, ast.Constant) and side.value == "__main__" for side in sides)
    if not (named and main):
        return None
    return {ast.Eq: True, ast.NotEq: False}.get(type(test.ops[0]))


# What a handler pushes is walked in reverse: suites first, then the header's expressions on top of them.


def on_if(walk: Walk, node: ast.If, stack: Stack) -> None:
    """`if`, with an `else` of its own mark; an `elif` is an `if` in it."""
    walk.begin(node, node.body[0].lineno - 1)
    holds, tags = _at_run_time(walk, node.test), walk.tags
    body = orelse = _conditional(tags)
    if holds is not None:  # one of the two always runs, the other only type checkers look at
        body, orelse = (tags, _typing(tags)) if holds else (_typing(tags), tags)
    elif walk.scope == 0:
        script = _script_test(node.test)
        if script is not None:
            body, orelse = (body | SCRIPT, orelse) if script else (body, orelse | SCRIPT)
    _tagged(walk, stack, node.orelse, orelse)
    _tagged(walk, stack, node.body, body)
    note_test(walk, node.test)
    stack.append(node.test)


def on_loop(walk: Walk, node: ast.For | ast.AsyncFor | ast.While, stack: Stack) -> None:
    """`for` and `while`."""
    walk.begin(node, node.body[0].lineno - 1)
    tags = _conditional(walk.tags)
    _tagged(walk, stack, node.orelse, tags)
    _tagged(walk, stack, node.body, tags)
    if isinstance(node, ast.While):
        note_test(walk, node.test)
        stack.append(node.test)
    else:
        bind(walk, node.target, stack)
        walk.fates[node.iter] = CONSUMED
        stack.append(node.iter)


def on_with(walk: Walk, node: ast.With | ast.AsyncWith, stack: Stack) -> None:
    """`with`; inside `pytest.raises`, `contextlib.suppress` and their like, what fails is meant to."""
    walk.begin(node, node.body[0].lineno - 1)
    tags, flags = _in_suite(walk.tags), walk.call_flags
    for item in node.items:
        context = item.context_expr
        if not isinstance(context, ast.Call):
            continue
        walk.fates[context] = CONSUMED
        name = dotted(context.func).rpartition(".")[2]
        expects = name == "raises" or name.startswith("assertRaises")
        if expects:
            flags |= EXPECTED_TO_FAIL
        if (expects or name == "suppress") and _may_name_import_errors(context):
            tags |= RAISES
    if flags != walk.call_flags:
        stack.append((Walk.set_call_flags, walk.call_flags))
    _tagged(walk, stack, node.body, tags)
    if flags != walk.call_flags:
        stack.append((Walk.set_call_flags, flags))
    walk.tokens.append(len(node.items))
    for item in reversed(node.items):
        if item.optional_vars is None:
            walk.tokens.append(ABSENT)
        else:
            bind(walk, item.optional_vars, stack)
        stack.append(item.context_expr)


def on_try(walk: Walk, node: ast.Try, stack: Stack) -> None:
    """`try` and `try` with `except*`."""
    walk.begin(node, node.body[0].lineno - 1)
    walk.tokens.append(len(node.handlers))
    conditional = _conditional(walk.tags) if node.handlers else _in_suite(walk.tags)
    _tagged(walk, stack, node.finalbody, _in_suite(walk.tags))
    _tagged(walk, stack, node.orelse, conditional)
    for handler in reversed(node.handlers):
        _tagged(walk, stack, handler.body, conditional | FALLBACK)
        stack.append(handler)
    guarded = any(map(_catches_import_errors, node.handlers))
    swallowed = walk.call_flags & TRIAL and swallows(node.handlers)
    if swallowed:
        stack.append((Walk.set_call_flags, walk.call_flags))
    _tagged(walk, stack, node.body, conditional | GUARDED if guarded else conditional)
    if swallowed:
        stack.append((Walk.set_call_flags, walk.call_flags | SWALLOWED))


def _may_name_import_errors(call: ast.Call) -> bool:
    """Whether not all of what a call is given are builtin errors that no import raises."""
    given = [
        *call.args[:1],
        *(k.value for k in call.keywords if k.arg in ("expected_exception", "exception")),
    ]
    if dotted(call.func).endswith("suppress"):
        given = call.args
    errors = [e for kind in given for e in (kind.elts if isinstance(kind, ast.Tuple) else [kind])]
    return not errors or any(dotted(error).removeprefix("builtins.") not in _OTHER_ERRORS for error in errors)


def _catches_import_errors(handler: ast.ExceptHandler) -> bool:
    types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or dotted(kind).rpartition(".")[2] in _IMPORT_ERRORS for kind in types)


def on_handler(walk: Walk, node: ast.ExceptHandler, stack: Stack) -> None:
    """`except`; its suite lies on the stack already."""
    walk.begin(node, node.body[0].lineno - 1)
    if node.name:
        walk.tokens.append(NAMES[node.name])
        walk.bind_name(walk.scope, node.name, node)
    stack.append(node.type)


def on_match(walk: Walk, node: ast.Match, stack: Stack) -> None:
    """`match`; every case is conditional."""
    walk.begin(node, node.cases[0].pattern.lineno - 1)
    walk.tokens.append(len(node.cases))
    for case in reversed(node.cases):
        _tagged(walk, stack, case.body, _conditional(walk.tags))
        stack.append(case)
    stack.append(node.subject)


def on_case(walk: Walk, node: ast.match_case, stack: Stack) -> None:
    """`case`; its suite lies on the stack already."""
    walk.begin(node.pattern, node.pattern.end_lineno)
    walk.tokens.append(ABSENT)
    stack += [node.guard, node.pattern]

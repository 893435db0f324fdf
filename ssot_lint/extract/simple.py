"""Statements without suites that bind, alias or export names."""

import ast
from typing import Any

from ssot_lint.extract.loop import visit
from ssot_lint.extract.targets import bind, write
from ssot_lint.extract.tokens import ABSENT, KINDS, NAMES
from ssot_lint.extract.trials import cannot_fail
from ssot_lint.extract.walk import Walk, dotted
from ssot_lint.model import FOREGONE, TESTED, TRIAL

Stack = list[Any]
_KINDS: dict[type, str] = {
    ast.List: "[]", ast.ListComp: "[]", ast.Dict: "{}", ast.DictComp: "{}", ast.Set: "{*}",
    ast.SetComp: "{*}", ast.Tuple: "()", ast.Constant: "0",
}  # fmt: skip


def on_expr(walk: Walk, node: ast.Expr, stack: Stack) -> None:
    """An expression for its effect."""
    value = walk.statement_call = node.value
    stack.append(value)
    if walk.scope == 0 and isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
        _export_call(walk, value, value.func)


def on_assign(walk: Walk, node: ast.Assign, stack: Stack) -> None:
    """`a = b = value`; a value that is a dotted name makes aliases of the names."""
    value, targets = node.value, node.targets
    walk.tokens.append(len(targets))
    stack.append(value)
    if type(value) is ast.Call:
        walk.assigned, walk.assigned_to = value, targets
    root: Any = value
    while type(root) is ast.Attribute:
        root = root.value
    source = dotted(value) if type(root) is ast.Name and root.id != "self" else ""
    for target in targets:
        if isinstance(target, ast.Attribute):
            write(walk, target)
            stack.append(target)
        elif isinstance(target, ast.Name):
            if walk.local and not source:
                bind(walk, target, stack)
            else:
                walk.tokens.append(NAMES[target.id])
                walk.bind_name(walk.scope, target.id, target, source, value=kind_of(value))
            if walk.scope == 0 and target.id == "__all__":
                _export(walk, value, fresh=True)
        else:
            bind(walk, target, stack)


def on_annotated(walk: Walk, node: ast.AnnAssign, stack: Stack) -> None:
    """`a: T = value`; the annotation is part of no fingerprint, and with a value it is an assignment."""
    text = annotation(walk, node.annotation)
    target, value = node.target, node.value
    if value is not None:
        walk.tokens[-1:] = KINDS[ast.Assign], 1
    stack.append(value)
    if type(value) is ast.Call:
        walk.assigned, walk.assigned_to = value, (target,)
    if isinstance(target, ast.Name):
        walk.tokens.append(NAMES[target.id])
        source, what = dotted(value), kind_of(value)
        walk.bind_name(walk.scope, target.id, target, source, text, value is None, what)
        if walk.scope == 0 and target.id == "__all__" and value:
            _export(walk, value, fresh=True)
    else:
        write(walk, target)
        stack.append(target)


def on_assert(walk: Walk, node: ast.Assert, stack: Stack) -> None:
    """`assert test, message`."""
    test, flags = node.test, walk.call_flags
    if flags & TRIAL and cannot_fail(test):
        flags |= FOREGONE
    walk.assertions += (walk.scope, flags, *walk.where(node))
    note_test(walk, test)
    if node.msg is None:
        walk.tokens.append(ABSENT)
    else:
        stack.append(node.msg)
    stack.append(test)


def on_augmented(walk: Walk, node: ast.AugAssign, stack: Stack) -> None:
    """`a += value`."""
    walk.tokens.append(KINDS[type(node.op)])
    stack.append(node.value)
    bind(walk, node.target, stack, "+=")
    if isinstance(node.target, ast.Name):
        walk.loads.add(node.target.id)
        if walk.scope == 0 and node.target.id == "__all__":
            _export(walk, node.value, fresh=False)


def on_delete(walk: Walk, node: ast.Delete, stack: Stack) -> None:
    """`del a, b.c`: a function's own name is its own because of it."""
    walk.tokens.append(len(node.targets))
    for target in node.targets:
        bind(walk, target, stack, "del")


def on_outer(walk: Walk, node: ast.Global | ast.Nonlocal, stack: Stack) -> None:
    """`global a` and `nonlocal a`."""
    walk.tokens += [NAMES[name] for name in node.names]
    if walk.scope:
        declared = walk.scopes.outer.setdefault(walk.scope, {})
        declared.update(dict.fromkeys(node.names, isinstance(node, ast.Global)))
        walk.local = False


def on_type_alias(walk: Walk, node: Any, stack: Stack) -> None:
    """`type A = value` (Python 3.12)."""
    walk.bind_name(walk.scope, node.name.id, node.name)
    walk.tokens += NAMES[node.name.id], ABSENT


def note_test(walk: Walk, test: ast.expr) -> None:
    """Note the calls whose results decide a test by their truth."""
    kind = type(test)
    if kind is ast.Call:
        walk.fates[test] = TESTED
    elif isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        note_test(walk, test.operand)
    elif isinstance(test, ast.BoolOp):
        for value in test.values:
            note_test(walk, value)


def kind_of(value: ast.expr | None) -> str:
    """What kind of thing an expression gives, in the words of `model.Binding.value`."""
    if isinstance(value, ast.Call):
        callee = dotted(value.func)
        return f"{callee}()" if callee else ""
    return _KINDS.get(type(value), "")


def annotation(walk: Walk, node: ast.expr) -> str:
    """The text of an annotation. Its calls are noted, its names are no uses and no tokens."""
    text = walk.slice(node, node)
    if "(" in text:
        seen: tuple[list[Any], ...] = (walk.tokens, walk.literals, walk.names, walk.chains)
        marks = [len(things) for things in seen]
        visit(walk, [node])
        for things, mark in zip(seen, marks, strict=True):
            del things[mark:]
    return text


def _export(walk: Walk, value: ast.expr, fresh: bool) -> None:
    """Take a value into `__all__`; what is no literal leaves it open."""
    if fresh or walk.exports is None:
        walk.exports = []
    if isinstance(value, ast.List | ast.Tuple):
        for item in value.elts:
            if isinstance(item, ast.Constant) and isinstance(item.value, str):
                walk.exports.append(item.value)
            else:
                walk.open_exports = True
    else:
        walk.open_exports = True


def _export_call(walk: Walk, call: ast.Call, function: ast.Attribute) -> None:
    if isinstance(function.value, ast.Name) and function.value.id == "__all__":
        if function.attr == "append":
            _export(walk, ast.List(list(call.args)), fresh=False)
        elif function.attr == "extend" and call.args:
            _export(walk, call.args[0], fresh=False)
        else:
            walk.open_exports = True

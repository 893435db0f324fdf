"""Expressions and patterns that open a scope, bind a name, or need a second look."""

import ast
from typing import Any

from ssot_lint.extract.targets import bind
from ssot_lint.extract.tokens import ABSENT, ATTRIBUTES, CHILDREN, KINDS, NAMES, SINGLETONS
from ssot_lint.extract.walk import Walk, lazy, parameters_of

Stack = list[Any]
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def on_absent(walk: Walk, node: None, stack: Stack) -> None:
    """The key of `**mapping` in a display."""
    walk.tokens.append(ABSENT)


def on_await(walk: Walk, node: ast.Await, stack: Stack) -> None:
    """`await value`."""
    walk.tokens.append(KINDS[ast.Await])
    walk.awaiting.append(len(walk.begins) - 1)
    value = walk.awaited = node.value
    if node is walk.statement_call:
        walk.statement_call = value
    stack.append(value)


def on_formatted(walk: Walk, node: ast.FormattedValue, stack: Stack) -> None:
    """`{value!r:spec}` in an f-string."""
    walk.tokens += KINDS[ast.FormattedValue], node.conversion + 1
    stack += [node.value] if node.format_spec is None else [node.format_spec, node.value]


def on_walrus(walk: Walk, node: ast.NamedExpr, stack: Stack) -> None:
    """`name := value`, which binds outside of comprehensions."""
    scope = walk.scope
    while walk.scopes.records[scope].kind == "comprehension":
        scope = walk.scopes.records[scope].parent
    walk.tokens += KINDS[ast.NamedExpr], NAMES[node.target.id]
    walk.bind_name(scope, node.target.id, node.target)
    stack.append(node.value)


def on_lambda(walk: Walk, node: ast.Lambda, stack: Stack) -> None:
    """`lambda`, whose defaults belong to the scope around."""
    inner, outer, arguments = _inner_scope(walk), walk.scope, node.args
    defaults = [default for default in (*arguments.defaults, *arguments.kw_defaults) if default]
    walk.tokens += KINDS[ast.Lambda], len(defaults)
    for argument in parameters_of(arguments):
        walk.tokens.append(NAMES[argument.arg])
        walk.scopes.bind(inner, argument.arg)
    stack += [(Walk.set_tags, walk.tags), (Walk.enter, outer), node.body]
    stack += [(Walk.enter, inner), (Walk.set_tags, lazy(walk.tags)), *reversed(defaults)]


def on_comprehension(walk: Walk, node: Any, stack: Stack) -> None:
    """A comprehension, whose first iterable is evaluated in the scope around."""
    kind = type(node)
    inner, outer = _inner_scope(walk), walk.scope
    walk.tokens += KINDS[kind], len(node.generators)
    stack.append((Walk.enter, outer))
    stack += [node.value, node.key] if kind is ast.DictComp else [node.elt]
    for position, part in reversed(list(enumerate(node.generators))):
        walk.tokens.append(len(part.ifs) * 2 + part.is_async)
        stack += part.ifs[::-1]
        stack.append((_bind, (part.target, stack)))
        stack += [part.iter] if position else [(Walk.enter, inner), part.iter]


def _bind(walk: Walk, waiting: tuple[ast.expr, Stack]) -> None:
    bind(walk, *waiting)


def _inner_scope(walk: Walk) -> int:
    name = walk.scopes.records[walk.scope].qualified_name
    return walk.scopes.open("comprehension", walk.scope, name)


def on_pattern(walk: Walk, node: Any, stack: Stack) -> None:
    """A `match` pattern, or an expression of a later Python: by its fields, whatever they hold."""
    emit = walk.tokens.append
    emit(KINDS[type(node)])
    for field in CHILDREN[type(node)]:
        child = getattr(node, field)
        for item in child[::-1] if type(child) is list else [child]:
            if isinstance(item, ast.AST):
                stack.append(item)
            elif type(item) is str:
                emit(ATTRIBUTES[item])
            else:
                emit(SINGLETONS.get(item, ABSENT))
        if type(child) is list:
            emit(len(child))
        elif type(child) is str and field in ("name", "rest"):
            walk.bind_name(walk.scope, child, node)

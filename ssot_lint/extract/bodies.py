"""`def` and `class`: the scope that each opens, and the tokens that make its fingerprint."""

import ast
from collections.abc import Sequence
from typing import Any

from ssot_lint.extract.definitions import Pending, signature
from ssot_lint.extract.loop import visit
from ssot_lint.extract.simple import annotation
from ssot_lint.extract.tokens import ABSENT, ATTRIBUTES, KINDS, NAMES
from ssot_lint.extract.trials import gives_back, is_smoke_test
from ssot_lint.extract.walk import Walk, lazy, parameters_of, shape_of, without_docstring
from ssot_lint.model import DECORATOR, GENERATOR, GIVES_BACK, SMOKE, TRIAL, DefinitionKind, ScopeKind

Stack = list[Any]
_YIELD = KINDS[ast.Yield]


def on_function(walk: Walk, node: ast.FunctionDef | ast.AsyncFunctionDef, stack: Stack) -> None:
    """`def` and `async def`; defaults and decorators belong to the scope around."""
    if node.decorator_list:
        _decorators(walk, node.decorator_list)
    walk.begin(node, node.body[0].lineno - 1)
    tokens, arguments = walk.tokens, node.args
    tokens.append(NAMES[node.name])
    own = len(tokens), len(walk.literals)
    parameters = parameters_of(arguments)
    tokens += [NAMES[argument.arg] for argument in parameters]
    tokens.append(shape_of(arguments))
    text = signature(walk, arguments)
    if "(" in text:
        for argument in parameters:
            if argument.annotation is not None:
                annotation(walk, argument.annotation)
    if node.returns is not None and type(node.returns) is not ast.Name:
        annotation(walk, node.returns)
    if node.name == "__getattr__" and walk.scope == 0:
        walk.dynamic = True
    stack.append((_open_function, (node, own, text, parameters, stack)))
    if arguments.defaults or arguments.kw_defaults:
        stack += reversed((*arguments.defaults, *arguments.kw_defaults))


def _open_function(walk: Walk, opened: tuple[Any, tuple[int, int], str, list[ast.arg], Stack]) -> None:
    node, own, text, parameters, stack = opened
    word: DefinitionKind = "function" if type(node) is ast.FunctionDef else "async function"
    pending = _open(walk, node, word, "function", text, own, lazy(walk.tags))
    if node.name.startswith("test"):
        own_lines = walk.text_lines[node.lineno - 1 : node.end_lineno]
        pending.tags |= SMOKE * is_smoke_test(node, own_lines) | GIVES_BACK * gives_back(node)
    stack.append((_close, pending))
    for argument in parameters:
        walk.bound[argument.arg] = 2  # as if bound twice: it is never an alias
    walk.push_block(stack, without_docstring(node.body))


def on_class(walk: Walk, node: ast.ClassDef, stack: Stack) -> None:
    """`class`; bases and keywords are part of the statement."""
    if node.decorator_list:
        _decorators(walk, node.decorator_list)
    walk.begin(node, node.body[0].lineno - 1)
    walk.tokens += NAMES[node.name], len(node.bases)
    stack.append((_open_class, (node, stack)))
    for keyword in reversed(node.keywords):
        walk.tokens.append(ATTRIBUTES[keyword.arg] if keyword.arg else ABSENT)
        stack.append(keyword.value)
    stack += reversed(node.bases)


def _open_class(walk: Walk, opened: tuple[ast.ClassDef, Stack]) -> None:
    node, stack = opened
    own = len(walk.tokens), len(walk.literals)
    stack.append((_close, _open(walk, node, "class", "class", "", own, walk.tags)))
    walk.push_block(stack, without_docstring(node.body))


def _decorators(walk: Walk, decorators: Sequence[ast.expr]) -> None:
    """Note the calls and names of decorators, which are part of no fingerprint."""
    tokens, literals, flags = len(walk.tokens), len(walk.literals), walk.call_flags
    walk.call_flags |= DECORATOR
    visit(walk, list(reversed(decorators)))
    walk.call_flags = flags
    del walk.tokens[tokens:], walk.literals[literals:]


def _open(
    walk: Walk,
    node: Any,
    kind: DefinitionKind,
    opens: ScopeKind,
    text: str,
    own: tuple[int, int],
    tags: int,
) -> Pending:
    """Bind the name and go on inside its scope; `text`: its signature; `own`: its first token and literal."""
    scopes = walk.scopes
    outer = scopes.records[walk.scope].qualified_name
    name = f"{outer}.{node.name}" if outer else node.name
    walk.rebound |= node.name in scopes.bound[walk.scope]
    scope = scopes.bind(walk.scope, node.name)
    scopes.learn(scope, node.name)
    body = scopes.open(opens, walk.scope, name)
    around = walk.scope, walk.tags, walk.call_flags
    pending = Pending(
        node, kind, name, text, scope, body, walk.tags, around, walk.function, *own, len(walk.begins)
    )
    if walk.function is None and kind != "class":
        walk.function = pending
        walk.functions.append(pending)
    walk.definitions.append(pending)
    for parameter in getattr(node, "type_params", ()):
        scopes.bound[body][parameter.name] = 2
    walk.enter(body)
    trial = kind != "class" and node.name.startswith("test")
    walk.tags, walk.call_flags = tags, TRIAL if trial else walk.call_flags & TRIAL
    return pending


def _close(walk: Walk, pending: Pending) -> None:
    """Go back to the scope around a definition whose body was walked."""
    pending.last_token = len(walk.tokens)
    if pending.kind == "async function" and _YIELD in walk.tokens[pending.first_token :]:
        pending.tags |= GENERATOR
    pending.last_literal = len(walk.literals)
    pending.last_row = len(walk.begins)
    pending.last_scope = len(walk.scopes.records)
    scope, walk.tags, walk.call_flags = pending.around
    walk.enter(scope)
    if walk.function is pending:
        walk.function = None

"""The one pass over the tree: an explicit stack of nodes, and of changes of context among them."""

import ast
from typing import Any

from ssot_lint.extract.tokens import (
    ABSENT,
    ATTRIBUTES,
    KINDS,
    NAMES,
    SHAPES,
    SINGLETONS,
    STRINGS,
    literal,
)
from ssot_lint.extract.trials import CALLBACKS, VERDICTS, is_foregone
from ssot_lint.extract.walk import Walk, dotted
from ssot_lint.model import (
    AWAITED,
    CONSUMED,
    EXPECTED_TO_FAIL,
    FOREGONE,
    OF_COROUTINES,
    SOME,
    STAR_ARGS,
    STAR_KWARGS,
    STATEMENT,
    SUBSCRIPTED,
    SUPER,
    TRIAL,
)

_CALL = KINDS[ast.Call]
_FIRST = ("name", "target")  # what a first argument is called that names something to import, or to patch


def visit(walk: Walk, stack: list[Any]) -> None:
    """Walk what is on the stack, the last node first, until it is empty.

    Nearly all time of an extraction is spent here. Types are told apart in the order of their
    frequency; nothing is called for names, constants, attributes and plain expressions. A name that
    comes by is read: those that are bound are taken by whatever binds them.
    """
    emit, pop, push = walk.tokens.append, stack.pop, stack.append
    tokens, names, chains, literals = walk.tokens, walk.names, walk.chains, walk.literals
    begins, lines, (simple, handlers) = walk.begins, walk.row_lines, walk.handlers
    texts = walk.texts
    Name, Attribute, Constant, Call = ast.Name, ast.Attribute, ast.Constant, ast.Call
    while stack:
        node = pop()
        kind = type(node)
        if kind is Name:
            name = node.id
            emit(NAMES[name])
            walk.loads.add(name)
            names.append(node)
        elif kind is Constant:
            value = node.value
            if type(value) is str:
                token = STRINGS[value]
                if texts is not None:
                    texts.append(value)
            elif type(value) is bool or value is None or value is ...:
                emit(SINGLETONS[value])
                continue
            else:
                token = literal(value)
            emit(token)
            literals.append(token)
        elif kind is Attribute:
            chain = node
            while kind is Attribute:
                emit(ATTRIBUTES[node.attr])
                node = node.value
                kind = type(node)
            if kind is Name:
                name = node.id
                emit(NAMES[name])
                if name != "self":
                    walk.loads.add(name)
                    chains.append((chain, name, walk.scope))
            else:
                if kind is Call:
                    walk.fates[node] = CONSUMED
                push(node)
        elif kind is Call:
            _call(walk, node, stack)
        elif kind in SHAPES:
            token, statement, operator, lists, children = SHAPES[kind]
            if statement:
                begins.append(len(tokens))
                lines += (node.lineno, node.end_lineno)
            emit(token)
            if operator:
                emit(KINDS[type(getattr(node, operator))])
            for field in lists:
                child = getattr(node, field)
                emit(len(child))
                stack += child[::-1]
            for field in children:
                child = getattr(node, field)
                if child is None:
                    emit(ABSENT)
                else:
                    push(child)
        elif kind is tuple:  # a change of context
            node[0](walk, node[1])
        elif kind in simple:
            begins.append(len(tokens))
            lines += (node.lineno, node.end_lineno)
            emit(KINDS[kind])
            simple[kind](walk, node, stack)
        else:
            handlers[kind](walk, node, stack)


def _call(walk: Walk, node: Any, stack: list[Any]) -> None:
    tokens, strings = walk.tokens, walk.strings
    arguments, keywords = node.args, node.keywords
    tokens += (_CALL, len(arguments), len(keywords))
    function: Any = node.func
    kind = type(function)
    flags = walk.call_flags
    if kind is ast.Subscript:  # `Engine[int]()`
        tokens.append(KINDS[kind])
        stack.append(function.slice)
        flags |= SUBSCRIPTED
        function = function.value
        kind = type(function)
    callee = last = ""
    while kind is ast.Attribute:
        attribute = function.attr
        tokens.append(ATTRIBUTES[attribute])
        if last:
            callee = f"{attribute}.{callee}"
        else:
            callee = last = attribute
        function = function.value
        kind = type(function)
    root = ""  # only calls of dotted names are kept, and of what those return
    if kind is ast.Name:
        root = function.id
        tokens.append(NAMES[root])
        walk.loads.add(root)
        callee = f"{root}.{callee}" if last else root
        last = last or root
    elif kind is ast.Call:
        root, callee = _of_a_result(walk, function, callee)
    if not root and last.startswith(VERDICTS):
        root, callee = SOME, f"{SOME}.{last}"
    fails = last == "raises" or last[:12] == "assertRaises"
    if fails:  # what it is given to call, a lambda perhaps
        stack.append((Walk.set_call_flags, walk.call_flags))
    row = len(walk.roots)
    passed = 0
    if keywords:
        names = []
        for keyword in keywords[::-1]:
            name, value = keyword.arg, keyword.value
            stack.append(value)
            if name is None:
                flags |= STAR_KWARGS
                tokens.append(ABSENT)
            else:
                names.append(name)
                tokens.append(ATTRIBUTES[name])
                kind = type(value)
                if root and (kind is ast.Name or kind is ast.Attribute):
                    walk.arguments[value] = (row, name, walk.scope)
        if names:
            passed = strings.setdefault(",".join(names[::-1]), len(strings))
    if arguments:
        stack += arguments[::-1]
    if fails:
        stack.append((Walk.set_call_flags, walk.call_flags | EXPECTED_TO_FAIL))
    if type(function) is not ast.Name:
        stack.append(function)
        if not root:
            return
    fates = walk.fates
    if fates and node in fates:
        flags |= fates.pop(node)
    if flags & TRIAL and is_foregone(node):
        flags |= FOREGONE
    if node is walk.assigned:
        walk.results += [(row, target, walk.scope) for target in walk.assigned_to]
    if node is walk.awaited:
        flags |= AWAITED
    if node is walk.statement_call:
        flags |= STATEMENT
    positional = 0
    if arguments:
        for argument in arguments:
            kind = type(argument)
            if kind is ast.Name or kind is ast.Attribute:
                walk.arguments[argument] = (row, positional, walk.scope)
                if kind is ast.Attribute and (flags & TRIAL or last.startswith(CALLBACKS)):
                    walk.handed.append(argument)
            elif kind is ast.Starred:
                flags |= STAR_ARGS
                continue
            positional += 1
        if callee == "getattr" and positional > 1:
            _literal_attribute(walk, arguments)
    first: Any = arguments[0] if arguments else keywords[0].value if keywords else None
    if type(first) is ast.Constant and type(first.value) is str and (arguments or keywords[0].arg in _FIRST):
        walk.literal_calls.append((node, first, walk.scope, walk.tags))
    walk.roots.append(root)
    number = strings.setdefault(callee, len(strings))
    walk.calls += (number, walk.scope, 0, flags, positional, passed, *walk.where(node))


def _of_a_result(walk: Walk, inner: ast.Call, attributes: str) -> tuple[str, str]:
    """First segment and name of the callee in `inner()` and `inner.attributes()`, "" where it is not kept."""
    if not attributes:
        callee = dotted(inner.func)
        return callee.partition(".")[0], callee and f"{callee}()"
    if attributes not in OF_COROUTINES:
        walk.fates[inner] = CONSUMED
    is_super = isinstance(inner.func, ast.Name) and inner.func.id == "super" and not inner.args
    return (SUPER, f"{SUPER}.{attributes}") if is_super and "." not in attributes else ("", "")


def _literal_attribute(walk: Walk, arguments: list[ast.expr]) -> None:
    """Note that `getattr(a.b, "c")` reads `a.b.c`."""
    owner, name = arguments[0], arguments[1]
    if isinstance(name, ast.Constant) and isinstance(name.value, str) and name.value.isidentifier():
        whole = dotted(owner)
        if whole:
            walk.literal_attributes.append((owner, f"{whole}.{name.value}", walk.scope))

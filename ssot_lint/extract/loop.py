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
    STRING,
    STRINGS,
    literal,
)
from ssot_lint.extract.walk import Walk
from ssot_lint.model import AWAITED, EXPECTED_TO_FAIL, STAR_ARGS, STAR_KWARGS, STATEMENT, SUBSCRIPTED

_CALL = KINDS[ast.Call]


def visit(walk: Walk, stack: list[Any]) -> None:
    """Walk what is on the stack, the last node first, until it is empty.

    Nearly all time of an extraction is spent here. Types are told apart in the order of their
    frequency; nothing is called for names, constants, attributes and plain expressions.
    """
    emit, pop, push = walk.tokens.append, stack.pop, stack.append
    tokens, names, chains, literals = walk.tokens, walk.names, walk.chains, walk.literals
    begins, literal_begins = walk.begins, walk.literal_begins
    lines, handlers = walk.statement_lines, walk.handlers
    Name, Attribute, Constant, Call, Load = ast.Name, ast.Attribute, ast.Constant, ast.Call, ast.Load
    while stack:
        node = pop()
        kind = node.__class__
        if kind is Name:
            name = node.id
            emit(NAMES[name])
            if node.ctx.__class__ is Load:
                walk.loads.add(name)
                names.append(node)
            elif walk.local:
                walk.bound[name] = walk.bound.get(name, 0) + 1
            else:
                walk.bind_name(walk.scope, name, node)
        elif kind is Constant:
            value = node.value
            if value.__class__ is str:
                emit(STRING)
                literals.append(STRINGS[value])
            elif value.__class__ is bool or value is None or value is ...:
                emit(SINGLETONS[value])
            else:
                token, blinded = literal(value)
                emit(blinded)
                literals.append(token)
        elif kind is Attribute:
            chain = node
            while kind is Attribute:
                emit(ATTRIBUTES[node.attr])
                node = node.value
                kind = node.__class__
            if kind is Name:
                name = node.id
                emit(NAMES[name])
                if name != "self":
                    walk.loads.add(name)
                    chains.append((chain, name, walk.scope))
            else:
                push(node)
        elif kind is Call:
            _call(walk, node, stack)
        elif kind in SHAPES:
            token, statement, operator, lists, children = SHAPES[kind]
            if statement:
                begins.append(len(tokens))
                literal_begins.append(len(literals))
                lines.append(node.lineno)
                lines.append(node.end_lineno)
            emit(token)
            if operator:
                emit(KINDS[getattr(node, operator).__class__])
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
            node[0](node[1])
        else:
            handlers[kind](walk, node, stack)


def _call(walk: Walk, node: ast.Call, stack: list[Any]) -> None:
    emit = walk.tokens.append
    arguments, keywords = node.args, node.keywords
    emit(_CALL)
    emit(len(arguments))
    emit(len(keywords))
    function: Any = node.func
    kind = function.__class__
    flags = walk.call_flags
    parts = []
    if kind is ast.Subscript:  # `Engine[int]()`
        emit(KINDS[kind])
        stack.append(function.slice)
        flags |= SUBSCRIPTED
        function = function.value
        kind = function.__class__
    while kind is ast.Attribute:
        attribute = function.attr
        parts.append(attribute)
        emit(ATTRIBUTES[attribute])
        function = function.value
        kind = function.__class__
    named = kind is ast.Name  # only calls of dotted names are kept
    last = parts[0] if parts else function.id if named else ""
    fails = last == "raises" or last.startswith("assertRaises")
    if fails:  # what it is given to call, a lambda perhaps
        stack.append((walk.set_call_flags, walk.call_flags))
    row = len(walk.roots)
    names = []
    for keyword in keywords[::-1]:
        name, value = keyword.arg, keyword.value
        stack.append(value)
        if name is None:
            flags |= STAR_KWARGS
            emit(ABSENT)
        else:
            names.append(name)
            emit(ATTRIBUTES[name])
            kind = value.__class__
            if named and (kind is ast.Name or kind is ast.Attribute):
                walk.arguments[value] = (row, name)
    if arguments:
        stack += arguments[::-1]
    if fails:
        stack.append((walk.set_call_flags, walk.call_flags | EXPECTED_TO_FAIL))
    if not named:
        stack.append(function)
        return
    root: str = function.id
    emit(NAMES[root])
    walk.loads.add(root)
    if node is walk.awaited:
        flags |= AWAITED
    if node is walk.statement_call:
        flags |= STATEMENT
    positional = 0
    for argument in arguments:
        kind = argument.__class__
        if kind is ast.Name or kind is ast.Attribute:
            walk.arguments[argument] = (row, str(positional))
        elif kind is ast.Starred:
            flags |= STAR_ARGS
            continue
        positional += 1
    parts.append(root)
    strings = walk.strings
    callee = strings.setdefault(".".join(parts[::-1]), len(strings))
    passed = strings.setdefault(",".join(names[::-1]), len(strings)) if names else 0
    walk.roots.append(root)
    walk.calls += (callee, walk.scope, 0, flags, positional, passed, *walk.where(node))
    if arguments:
        first: Any = arguments[0]
        if first.__class__ is ast.Constant and first.value.__class__ is str:
            walk.literal_calls.append((node, walk.scope, walk.tags))

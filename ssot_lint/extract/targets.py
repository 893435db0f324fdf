"""What assignments, loops, `with` and `del` bind: the names of a target; the rest of it is walked."""

import ast
from typing import Any

from ssot_lint.extract.tokens import KINDS, NAMES
from ssot_lint.extract.walk import Walk
from ssot_lint.model import WriteKind


def bind(walk: Walk, target: Any, stack: list[Any], how: WriteKind = "=") -> None:
    """Bind the names of a target in the present scope."""
    kind = type(target)
    if kind is ast.Name:
        name = target.id
        walk.tokens.append(NAMES[name])
        if walk.local:
            walk.bound[name] = walk.bound.get(name, 0) + 1
        else:
            walk.bind_name(walk.scope, name, target)
    elif kind is ast.Tuple or kind is ast.List:
        walk.tokens += KINDS[kind], len(target.elts)
        for element in target.elts:
            bind(walk, element, stack, how)
    elif kind is ast.Starred:
        walk.tokens.append(KINDS[kind])
        bind(walk, target.value, stack, how)
    else:
        write(walk, target, how)
        stack.append(target)


def write(walk: Walk, target: Any, how: WriteKind = "=") -> None:
    """Note what a target that is no name writes to: an attribute, or that of which it takes an item."""
    while type(target) is ast.Subscript:
        target = target.value
        how = "[]"
    if type(target) is ast.Attribute:
        walk.writes.append((target, how, walk.scope))
    walk.written.add(target)

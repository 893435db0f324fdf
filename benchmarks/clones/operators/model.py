"""What an operator is, what it draws from, and what makes a copy fit for use."""

import ast
from collections.abc import Callable
from random import Random
from typing import Literal, NamedTuple

from benchmarks.clones import scope

Level = Literal["function", "class", "file"]
Kind = Literal["type 1", "type 2", "type 3", "class and file"]
KINDS: tuple[Kind, ...] = ("type 1", "type 2", "type 3", "class and file")
ATTEMPTS = 8

# What an edit may use that the origin has not: the module to import for it, and how it is made of that.
BROUGHT = {
    "contextlib": ("contextlib", ""),
    "threading": ("threading", ""),
    "logger": ("logging", "logger = logging.getLogger(__name__)"),
}


class Draw(NamedTuple):
    """What chance brings: the dice, and code from other files of the corpora."""

    dice: Random
    statements: tuple[str, ...]
    methods: tuple[str, ...]
    keywords: tuple[str, ...]
    attributes: tuple[str, ...]


Mutate = Callable[[str, Draw], str | None]


class Operator(NamedTuple):
    """One way to change a copy; `mutate` gives None where a unit offers no place for it."""

    name: str
    kind: Kind
    level: Level
    mutate: Mutate


def mutant(operator: Operator, source: str, draw: Draw) -> str | None:
    """A copy changed by the operator that compiles and lacks no name; None where there is none.

    ValueError where a type 1 copy is not the same code: the operator is broken.
    """
    for _ in range(ATTEMPTS):
        changed = operator.mutate(source, draw)
        if changed is None:
            continue
        if operator.kind == "type 1" and meaning(unwrapped(changed)) != meaning(ast.parse(source)):
            raise ValueError(f"{operator.name} changed the code:\n{changed}")
        if sound(source, changed) and (changed != source or operator.name == "verbatim"):
            return changed
    return None


def sound(source: str, changed: str) -> bool:
    """It compiles, and wants no name that the source did not, but for what is brought along."""
    try:
        compile(changed, "mutant", "exec", dont_inherit=True)
    except SyntaxError:
        return False
    return scope.wanted(changed) <= scope.wanted(source) | BROUGHT.keys()


def meaning(tree: ast.Module) -> str:
    """A tree as text, docstrings aside."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            first = node.body[0]
            alone = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            if alone and ast.get_docstring(node, clean=False) is not None:
                del node.body[0]
    return ast.dump(tree)


def unwrapped(source: str) -> ast.Module:
    """The tree of a copy, which may be the one static method of a class without being changed by that."""
    tree = ast.parse(source)
    holder = tree.body[0]
    if isinstance(holder, ast.ClassDef):
        method = holder.body[-1]
        if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef):
            first, *rest = method.decorator_list
            if isinstance(first, ast.Name) and first.id == "staticmethod":
                method.decorator_list = rest
                tree.body = [method]
    return tree

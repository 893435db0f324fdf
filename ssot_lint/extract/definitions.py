"""Classes and functions: signature, decorators, bases, and a second definition of the same name."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from ssot_lint.extract.walk import Walk, dotted, is_docstring, is_plain
from ssot_lint.model import Definition, DefinitionKind, Parameter, ParameterKind

Defined = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef

# Decorators after which the undecorated name is all that is left: nothing else holds the definition.
_TRANSPARENT = frozenset(
    (
        *("staticmethod", "classmethod", "property", "cached_property", "functools.cached_property"),
        *("cache", "lru_cache", "functools.cache", "functools.lru_cache", "wraps", "functools.wraps"),
        *(
            "contextmanager",
            "asynccontextmanager",
            "contextlib.contextmanager",
            "contextlib.asynccontextmanager",
        ),
        *("abstractmethod", "abc.abstractmethod", "dataclass", "dataclasses.dataclass"),
        *("override", "typing.override", "final", "typing.final"),
    )
)


_KEYWORD_WIDTH: dict[DefinitionKind, int] = {"class": 6, "function": 4, "async function": 10}


@dataclass(slots=True)
class Pending:
    """A definition whose body is being walked; `first_` and `last_` are half-open ranges."""

    node: Defined
    kind: DefinitionKind
    qualified_name: str
    scope: int
    body: int
    tags: int
    around: tuple[int, int, int]  # scope, tags and call flags to go back to
    function: "Pending | None"  # the outermost function around it
    first_token: int
    first_literal: int
    first_statement: int
    last_token: int = 0
    last_literal: int = 0
    last_statement: int = 0
    last_scope: int = 0
    names: frozenset[int] = frozenset()  # tokens of what an outermost function binds, nested ones included


def record(
    walk: Walk, pending: Pending, statements: tuple[int, int], exact: int, renamed: int, redefines: int
) -> Definition:
    """The finished record of a definition."""
    node = pending.node
    kind = pending.kind
    line, column, end_line, end_column = walk.where(node)
    bases: tuple[str, ...] = ()
    keywords: tuple[tuple[str, str], ...] = ()
    parameters: tuple[Parameter, ...] = ()
    returns = None
    free: tuple[str, ...] = ()
    if isinstance(node, ast.ClassDef):
        bases = tuple(map(_base, node.bases))
        keywords = tuple((k.arg or "", dotted(k.value)) for k in node.keywords)
    else:
        parameters = _parameters(walk, node.args)
        returns = None if node.returns is None else walk.segment(node.returns)
        free = walk.scopes.free(pending.body, pending.last_scope)
    return Definition(
        kind=kind,
        name=node.name,
        qualified_name=pending.qualified_name,
        scope=pending.scope,
        body=pending.body,
        tags=pending.tags,
        bases=bases,
        keywords=keywords,
        decorators=tuple(map(callee, node.decorator_list)) if node.decorator_list else (),
        parameters=parameters,
        returns=returns,
        statements=statements,
        exact=exact,
        renamed=renamed,
        free=free,
        trivial=len(node.body) < 4 and all(map(_is_trivial, node.body)),
        redefines=redefines,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        name_column=column + _KEYWORD_WIDTH[kind],
    )


def _base(node: ast.expr) -> str:
    """The dotted name of a base class, its type arguments left out."""
    return dotted(node.value if isinstance(node, ast.Subscript) else node)


def callee(decorator: ast.expr) -> str:
    """The dotted name of a decorator, called or not."""
    return dotted(decorator.func if isinstance(decorator, ast.Call) else decorator)


def _parameters(walk: Walk, arguments: ast.arguments) -> tuple[Parameter, ...]:
    segment = walk.segment
    optional = len(arguments.args) - len(arguments.defaults)
    if is_plain(arguments):
        return tuple(
            [
                Parameter(a.arg, "standard", n >= optional, segment(a.annotation) if a.annotation else None)
                for n, a in enumerate(arguments.args)
            ]
        )
    positional = [*arguments.posonlyargs, *arguments.args]
    first_standard = len(arguments.posonlyargs)
    first_optional = len(positional) - len(arguments.defaults)
    listed: list[tuple[ast.arg, ParameterKind, bool]] = [
        (argument, "positional" if number < first_standard else "standard", number >= first_optional)
        for number, argument in enumerate(positional)
    ]
    if arguments.vararg:
        listed.append((arguments.vararg, "variadic", True))
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        listed.append((argument, "keyword", default is not None))
    if arguments.kwarg:
        listed.append((arguments.kwarg, "variadic-keyword", True))
    return tuple(
        [
            Parameter(a.arg, kind, has_default, segment(a.annotation) if a.annotation else None)
            for a, kind, has_default in listed
        ]
    )


def _is_trivial(node: ast.stmt) -> bool:
    if isinstance(node, ast.Pass):
        return True
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant) and (node.value.value is ... or is_docstring(node))
    if isinstance(node, ast.Raise) and node.exc is not None:
        return callee(node.exc).rpartition(".")[2] in ("NotImplementedError", "NotImplemented")
    return False


def redefinitions(walk: Walk, tree: ast.Module) -> dict[ast.stmt, int]:
    """Definitions of the source that replace an earlier one of the same suite -> the line of that one."""
    found: dict[ast.stmt, int] = {}
    if walk.rebound:
        for body in (tree.body, *(pending.node.body for pending in walk.definitions)):
            found.update(_redefinitions(body))
    return found


def _redefinitions(body: Sequence[ast.stmt]) -> dict[ast.stmt, int]:
    """Definitions of one suite that replace an earlier one nothing has used -> the line of that one.

    A use anywhere between the two counts, also inside a function that may run later.
    """
    last: dict[str, tuple[int, ast.stmt]] = {}
    found: dict[ast.stmt, int] = {}
    for position, node in enumerate(body):
        if isinstance(node, Defined):
            earlier = last.get(node.name)
            if earlier is not None and _replaces(node, earlier[1], body[earlier[0] + 1 : position]):
                found[node] = earlier[1].lineno
            last[node.name] = position, node
        elif isinstance(node, ast.ImportFrom | ast.Import):
            for alias in node.names:
                last[alias.asname or alias.name] = position, node
    return found


def _replaces(node: Defined, earlier: ast.stmt, between: Sequence[ast.stmt]) -> bool:
    name = node.name
    if name == "_" or not set(map(callee, node.decorator_list)) <= _TRANSPARENT:
        return False
    if isinstance(earlier, Defined) and not set(map(callee, earlier.decorator_list)) <= _TRANSPARENT:
        return False
    looked_at: list[ast.AST | None] = [*between, *node.decorator_list]
    if isinstance(node, ast.ClassDef):
        # a class body runs at once, and may still see what it is about to replace
        looked_at += [*node.bases, *(node.body if isinstance(earlier, ast.Import | ast.ImportFrom) else [])]
    else:
        looked_at += [*node.args.defaults, *node.args.kw_defaults]
    return not any(_mentions(part, name) for part in looked_at if part)


def _mentions(node: ast.AST, name: str) -> bool:
    return any(
        (isinstance(inner, ast.Name) and inner.id == name)
        or (isinstance(inner, ast.Global | ast.Nonlocal) and name in inner.names)
        or (isinstance(inner, ast.Constant) and inner.value == name)
        for inner in ast.walk(node)
    )

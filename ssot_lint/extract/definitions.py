"""Classes and functions: signature, decorators, bases, and a second definition of the same name."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ssot_lint.extract.walk import Walk, dotted, is_docstring, is_plain
from ssot_lint.model import REBOUND, Definition, DefinitionKind

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
    """A definition whose body is being walked; `first_` and `last_` are half-open ranges.

    The tokens and literals are those of parameters and body, the rows those of the body alone.
    """

    node: Defined
    kind: DefinitionKind
    qualified_name: str
    signature: str
    scope: int
    body: int
    tags: int
    around: tuple[int, int, int]  # scope, tags and call flags to go back to
    function: "Pending | None"  # the outermost function around it
    first_token: int
    first_literal: int
    first_row: int
    last_token: int = 0
    last_literal: int = 0
    last_row: int = 0
    last_scope: int = 0
    names: dict[int, str] = field(default_factory=dict)  # token -> name: what an outermost function binds


def record(
    walk: Walk,
    pending: Pending,
    statements: tuple[int, int],
    fingerprints: tuple[int, int],
    names: str,
    literals: int,
    redefines: int,
) -> Definition:
    """The finished record of a definition; `fingerprints`: exact and renamed."""
    node = pending.node
    bases: tuple[str, ...] = ()
    keywords: tuple[tuple[str, str], ...] = ()
    returns = None
    unbound = ""
    if isinstance(node, ast.ClassDef):
        bases = tuple(map(_base, node.bases))
        keywords = tuple((k.arg or "", dotted(k.value)) for k in node.keywords)
    else:
        returns = None if node.returns is None else walk.slice(node.returns, node.returns)
        unbound = ",".join(walk.scopes.free(pending.body, pending.last_scope))
    where = walk.where(node)
    return Definition(
        pending.kind,
        node.name,
        pending.qualified_name,
        pending.scope,
        pending.body,
        pending.tags | REBOUND * _is_rebound(walk, pending),
        bases,
        keywords,
        tuple(map(callee, node.decorator_list)) if node.decorator_list else (),
        pending.signature,
        returns,
        statements,
        *fingerprints,
        names,
        literals,
        unbound,
        len(node.body) < 4 and all(map(_is_trivial, node.body)),
        redefines,
        *where,
        where[1] + _KEYWORD_WIDTH[pending.kind],
    )


def _is_rebound(walk: Walk, pending: Pending) -> bool:
    """Whether a function gives the name of a definition of its own a value as well."""
    scopes, scope, name = walk.scopes, pending.scope, pending.node.name
    times = scopes.bound[scope].get(name, 0)
    if times < 2 or scopes.records[scope].kind != "function":
        return False
    times -= sum(other.scope == scope and other.node.name == name for other in walk.definitions)
    return bool(times > sum(each.scope == scope and each.bound == name for each in walk.imports))


def _base(node: ast.expr) -> str:
    """The dotted name of a base class, its type arguments left out."""
    return dotted(node.value if isinstance(node, ast.Subscript) else node)


def callee(decorator: ast.expr) -> str:
    """The dotted name of a decorator, called or not."""
    return dotted(decorator.func if isinstance(decorator, ast.Call) else decorator)


def signature(walk: Walk, arguments: ast.arguments) -> str:
    """The source of the parameters, without the parentheses around them."""
    if is_plain(arguments):
        parameters, defaults = arguments.args, arguments.defaults
        if not parameters:
            return ""
        first = parameters[0]
        if not defaults:
            return walk.slice(first, parameters[-1])
        if walk.is_bare(defaults[-1]):
            return walk.slice(first, defaults[-1])
    return ", ".join(_pieces(walk, arguments))


def _pieces(walk: Walk, arguments: ast.arguments) -> Iterator[str]:
    positional = (*arguments.posonlyargs, *arguments.args)
    required = len(positional) - len(arguments.defaults)
    for number, argument in enumerate(positional, 1):
        yield walk.slice(argument, argument) + "=..." * (number > required)
        if number == len(arguments.posonlyargs):
            yield "/"
    if arguments.vararg:
        yield f"*{walk.slice(arguments.vararg, arguments.vararg)}"
    elif arguments.kwonlyargs:
        yield "*"
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        yield walk.slice(argument, argument) + "=..." * (default is not None)
    if arguments.kwarg:
        yield f"**{walk.slice(arguments.kwarg, arguments.kwarg)}"


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

"""The handler of every kind of node that the loop does not deal with itself."""

import ast

from ssot_lint.extract.bodies import on_class, on_function
from ssot_lint.extract.compound import on_case, on_handler, on_if, on_loop, on_match, on_try, on_with
from ssot_lint.extract.expressions import (
    on_absent,
    on_await,
    on_comprehension,
    on_formatted,
    on_lambda,
    on_pattern,
    on_walrus,
)
from ssot_lint.extract.imports import on_import, on_import_from
from ssot_lint.extract.loop import visit
from ssot_lint.extract.simple import (
    on_annotated,
    on_assert,
    on_assign,
    on_augmented,
    on_delete,
    on_expr,
    on_outer,
    on_type_alias,
)
from ssot_lint.extract.tokens import KINDS
from ssot_lint.extract.walk import Handlers, Walk, without_docstring

_SIMPLE: Handlers = {
    ast.Expr: on_expr,
    ast.Assign: on_assign,
    ast.AnnAssign: on_annotated,
    ast.AugAssign: on_augmented,
    ast.Delete: on_delete,
    ast.Assert: on_assert,
    ast.Global: on_outer,
    ast.Nonlocal: on_outer,
    **({ast.TypeAlias: on_type_alias} if hasattr(ast, "TypeAlias") else {}),
}
_OTHERS: Handlers = {
    **dict.fromkeys(KINDS, on_pattern),
    type(None): on_absent,
    ast.Await: on_await,
    ast.FormattedValue: on_formatted,
    ast.NamedExpr: on_walrus,
    ast.Lambda: on_lambda,
    ast.ListComp: on_comprehension,
    ast.SetComp: on_comprehension,
    ast.DictComp: on_comprehension,
    ast.GeneratorExp: on_comprehension,
    ast.Import: on_import,
    ast.ImportFrom: on_import_from,
    ast.If: on_if,
    ast.For: on_loop,
    ast.AsyncFor: on_loop,
    ast.While: on_loop,
    ast.With: on_with,
    ast.AsyncWith: on_with,
    ast.Try: on_try,
    ast.TryStar: on_try,
    ast.ExceptHandler: on_handler,
    ast.Match: on_match,
    ast.match_case: on_case,
    ast.FunctionDef: on_function,
    ast.AsyncFunctionDef: on_function,
    ast.ClassDef: on_class,
}


def walk_module(text: str, tree: ast.Module, texts: list[str] | None = None) -> Walk:
    """Walk a whole tree, in source order, without recursion; its strings are added to `texts`."""
    walk = Walk(text, (_SIMPLE, _OTHERS), texts)
    stack: list[object] = []
    walk.push_block(stack, without_docstring(tree.body))
    visit(walk, stack)
    return walk

"""Changes of single statements, from which the edits of type 3 are made."""

import ast
import builtins
import copy
from collections.abc import Callable, Iterator, Mapping, Sequence

from benchmarks.clones import scope
from benchmarks.clones.operators.model import Draw
from benchmarks.clones.text import Edit, Spot, Text

_BUILTIN = frozenset(dir(builtins))
_COMPARED: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_COMBINED: Mapping[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_WRAPPERS = ("str", "list", "bool", "tuple", "sorted", "int")


def inserted(text: Text, spot: Spot, draw: Draw) -> Edit | None:
    """A statement from elsewhere above this one, its free names made names that are known here."""
    known = scope.visible(text.tree.body[0], spot.node.lineno)
    statement = adapted(draw, known, scope.names(text.source))
    return Edit(spot.start, spot.start, f"{spot.indent}{statement}\n") if statement else None


def deleted(text: Text, spot: Spot, draw: Draw) -> Edit | None:
    """The statement goes; not where its block would be empty, nor where it ends the function."""
    if not _short(spot) or isinstance(spot.node, ast.Return) or len(spot.block) < 2:
        return None
    return Edit(spot.start, spot.end, "")


def modified(text: Text, spot: Spot, draw: Draw) -> Edit | None:
    """The statement calls, reads or computes something else."""
    if not _short(spot):
        return None
    known = scope.visible(text.tree.body[0], spot.node.lineno)
    changed = copy.deepcopy(spot.node)
    ways = list(_ways(changed, known, draw))
    if not ways:
        return None
    draw.dice.choice(ways)()
    told = ast.unparse(ast.fix_missing_locations(changed))
    if told == ast.unparse(spot.node):
        return None
    # Longer ones would be wrapped by a formatter, and then more lines than one would differ.
    return Edit(spot.start, spot.end, f"{spot.indent}{told}\n") if len(told) <= 100 else None


def adapted(draw: Draw, known: Sequence[str], taken: frozenset[str]) -> str | None:
    """A statement of other code whose free names are among the known ones, and whose own are not taken."""
    for _ in range(12):
        tree = ast.parse(draw.dice.choice(draw.statements))
        stored = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        loaded = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
        free = sorted(loaded - _BUILTIN)
        if stored & taken or (free and not known):
            continue
        others = [name for name in known if name not in ("self", "cls")] or list(known)
        drawn = draw.dice.sample(others, len(others)) * len(free)
        mapping = {name: name if name in known else drawn.pop(0) for name in free}
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                node.id = mapping.get(node.id, node.id)
        return ast.unparse(tree)
    return None


def _short(spot: Spot) -> bool:
    """It is no more than a person calls a line, although it may be wrapped."""
    assert spot.node.end_lineno is not None
    return spot.simple and spot.node.end_lineno - spot.node.lineno < 3


def _ways(node: ast.stmt, known: Sequence[str], draw: Draw) -> Iterator[Callable[[], None]]:
    """All ways in which a statement can be changed; each changes it when it is called."""
    for child in ast.walk(node):
        match child:
            case ast.Attribute():
                yield _later(child, "attr", draw.dice.choice(draw.attributes))
            case ast.Call(args=[_, *_]) if not isinstance(child.args[-1], ast.GeneratorExp):
                if known:
                    other = ast.Name(draw.dice.choice(known), ast.Load())
                    yield _later(child, "args", [*child.args[:-1], other])
                if len(child.args) > 1:
                    yield _later(child, "args", child.args[:-1])
            case ast.Compare(ops=[first, *rest]) if type(first) in _COMPARED:
                yield _later(child, "ops", [_COMPARED[type(first)](), *rest])
            case ast.BinOp(op=operation) if type(operation) in _COMBINED and not _of_text(child):
                yield _later(child, "op", _COMBINED[type(operation)]())
            case ast.BoolOp():
                yield _later(child, "op", ast.Or() if isinstance(child.op, ast.And) else ast.And())
            case ast.Assign(value=value) | ast.Return(value=ast.expr() as value):
                wrapper = ast.Name(draw.dice.choice(_WRAPPERS), ast.Load())
                if not isinstance(value, ast.Await | ast.Yield | ast.YieldFrom):
                    yield _later(child, "value", ast.Call(wrapper, [value], []))


def _of_text(node: ast.BinOp) -> bool:
    return any(
        isinstance(part, ast.Constant) and isinstance(part.value, str) for part in (node.left, node.right)
    )


def _later(node: ast.AST, field: str, value: object) -> Callable[[], None]:
    return lambda: setattr(node, field, value)

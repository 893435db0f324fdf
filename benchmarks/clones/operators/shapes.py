"""Type 3, changes of shape: the body is wrapped, turned inside out, made async, logged, or all of that."""

import ast
from collections.abc import Mapping

from benchmarks.clones import scope, words
from benchmarks.clones.operators.edits import argument_added, gap_of_15, line_inserted, line_modified, swapped
from benchmarks.clones.operators.model import Draw, Mutate, sound
from benchmarks.clones.operators.renames import locals_renamed
from benchmarks.clones.text import INDENT, Edit, Function, Spot, Text, applied, count, indented

_OPPOSITES: Mapping[type[ast.cmpop], str] = {
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.Lt: ">=",
    ast.GtE: "<",
    ast.Gt: "<=",
    ast.LtE: ">",
    ast.Is: "is not",
    ast.IsNot: "is",
    ast.In: "not in",
    ast.NotIn: "in",
}
_ERRORS = ("ValueError", "KeyError", "(TypeError, ValueError)", "AttributeError", "OSError", "Exception")
_CONTEXTS = ("contextlib.suppress(KeyError)", "contextlib.ExitStack() as stack", "threading.Lock()")


def wrapped_in_try(source: str, draw: Draw) -> str | None:
    """The body stands in a try, whose handler tells, gives up or raises something else."""
    error = draw.dice.choice(_ERRORS)
    told = words.remark(draw.dice).rstrip(".")
    handlers = (
        f'except {error} as error:\n{INDENT}raise RuntimeError("{told}") from error\n',
        f'except {error}:\n{INDENT}logger.exception("{told}")\n{INDENT}raise\n',
        f"except {error}:\n{INDENT}return None\n",
        f'except {error} as error:\n{INDENT}logger.warning("{told}: %s", error)\n{INDENT}return None\n',
    )
    return _wrapped(source, "try:", draw.dice.choice(handlers))


def wrapped_in_with(source: str, draw: Draw) -> str | None:
    """The body stands in a with."""
    function = ast.parse(source).body[0]
    own = ["self._lock", "self.lock"] if "self" in scope.visible(function, 0) else []
    return _wrapped(source, f"with {draw.dice.choice([*_CONTEXTS, *own])}:", "")


def wrapped_in_if(source: str, draw: Draw) -> str | None:
    """The body is done only where a parameter says so."""
    function = ast.parse(source).body[0]
    given = [name for name in scope.visible(function, 0) if name not in ("self", "cls")]
    if not given:
        return None
    name = draw.dice.choice(given)
    condition = draw.dice.choice((f"if {name} is not None:", f"if {name}:"))
    return _wrapped(source, condition, "")


def guard_inverted(source: str, draw: Draw) -> str | None:
    """`if not x: return` and what follows become `if x:` with that nested in it."""
    text = Text(source)
    rows = {id(spot.block): spot.block for spot in text.spots()}
    guards = [
        (spot, after)
        for block in rows.values()
        for spot, after in _with_rest(list(text.row(block)))
        if _is_guard(spot.node)
    ]
    if not guards:
        return None
    guard, rest = draw.dice.choice(guards)
    assert isinstance(guard.node, ast.If)
    leaving = text.part(guard.node.body[0])
    condition = _opposite(guard.node.test, text)
    nested = indented(source[guard.end : rest[-1].end])
    bare = leaving in ("return", "continue", "return None")
    end = "" if bare else f"{guard.indent}{leaving}\n"
    changed = f"{guard.indent}if {condition}:\n{nested}{end}"
    return applied(source, [Edit(guard.start, rest[-1].end, changed)])


def temporary_extracted(source: str, draw: Draw) -> str | None:
    """An argument of a call gets a name on a line of its own."""
    text = Text(source)
    places = [
        (spot, argument)
        for spot in text.spots()
        if spot.simple and not isinstance(spot.node, ast.AugAssign)
        for argument in _first_arguments(spot.node)
    ]
    if not places:
        return None
    spot, argument = draw.dice.choice(places)
    name = words.variable(draw.dice, scope.names(source))
    told = text.part(argument)
    if "\n" in told:
        told = f"({told})"
    return applied(
        source,
        [Edit(spot.start, spot.start, f"{spot.indent}{name} = {told}\n"), Edit(*text.span(argument), name)],
    )


def logging_added(source: str, draw: Draw) -> str | None:
    """Calls of a logger come in, one for each eight statements, at least one."""
    text = Text(source)
    spots = text.spots()
    number = max(1, count(text.tree.body[0]) // 8)
    edits = []
    for spot in draw.dice.sample(spots, min(number, len(spots))):
        known = [n for n in scope.visible(text.tree.body[0], spot.node.lineno) if n not in ("self", "cls")]
        level = draw.dice.choice(("debug", "debug", "info", "warning"))
        told = words.remark(draw.dice).rstrip(".")
        name = draw.dice.choice(known) if known else ""
        given = f'"{told}: %s", {name}' if name else f'"{told}"'
        edits.append(Edit(spot.start, spot.start, f"{spot.indent}logger.{level}({given})\n"))
    return applied(source, edits) if edits else None


def made_async(source: str, draw: Draw) -> str | None:
    """The function is async, awaits some of its calls, and some of its loops and withs are async."""
    text = Text(source)
    function = text.tree.body[0]
    if not isinstance(function, ast.FunctionDef):
        return None
    nested = {id(inner) for node in _inner_functions(function) for inner in ast.walk(node)}
    calls, blocks = [], []
    for spot in text.spots():
        value = getattr(spot.node, "value", None)
        if id(spot.node) in nested:
            continue
        if isinstance(value, ast.Call):
            calls.append(Edit(text.span(value)[0], text.span(value)[0], "await "))
        elif isinstance(spot.node, ast.For | ast.With):
            place = text.span(spot.node)[0]
            blocks.append(Edit(place, place, "async "))
    if not calls:
        return None
    start = text.span(function)[0]
    some = draw.dice.sample(calls, max(1, len(calls) // 2))
    some += [edit for edit in blocks if draw.dice.random() < 0.5]
    return applied(source, [Edit(start, start, "async "), *some])


def mixed(source: str, draw: Draw) -> str | None:
    """Several edits of type 3, one after the other, and all locals renamed."""
    ways: tuple[Mutate, ...] = (
        line_inserted,
        line_modified,
        argument_added,
        swapped,
        logging_added,
        temporary_extracted,
        guard_inverted,
        gap_of_15,
    )
    changed, done = source, 0
    for way in draw.dice.sample(ways, len(ways)):
        further = way(changed, draw)
        if further and sound(source, further):
            changed, done = further, done + 1
        if done == 3:
            break
    return locals_renamed(changed, draw) if done == 3 else None


def _wrapped(source: str, head: str, tail: str) -> str | None:
    """The body of a function, docstring aside, below a head, and with a tail."""
    text = Text(source)
    function = text.tree.body[0]
    if not isinstance(function, Function):
        return None
    spots = list(text.row(function.body))
    plain = [node for node in function.body if node.lineno > function.lineno]
    if len(spots) < len(plain) - 1 or not spots:
        return None
    start, end, indent = spots[0].start, spots[-1].end, spots[0].indent
    body = indented(source[start:end])
    return applied(source, [Edit(start, end, f"{indent}{head}\n{body}{indented(tail, indent)}")])


def _with_rest(row: list[Spot]) -> list[tuple[Spot, list[Spot]]]:
    return [(spot, row[number + 1 :]) for number, spot in enumerate(row[:-1])]


def _is_guard(node: ast.stmt) -> bool:
    """An if that leaves at once, and nothing else."""
    if not isinstance(node, ast.If) or node.orelse or len(node.body) != 1:
        return False
    return isinstance(node.body[0], ast.Return | ast.Raise | ast.Continue)


def _opposite(test: ast.expr, text: Text) -> str:
    """The condition that holds where this one does not."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return _one_line(text.part(test.operand))
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        left, right = (_one_line(text.part(part)) for part in (test.left, test.comparators[0]))
        return f"{left} {_OPPOSITES[type(test.ops[0])]} {right}"
    plain = isinstance(test, ast.Name | ast.Attribute | ast.Call)
    return f"not {_one_line(text.part(test))}" if plain else f"not ({text.part(test)})"


def _one_line(told: str) -> str:
    return f"({told})" if "\n" in told else told


def _first_arguments(statement: ast.stmt) -> list[ast.expr]:
    """The first arguments that are worth a name, of the call that is all of a statement's value."""
    value = getattr(statement, "value", None)
    call = value.value if isinstance(value, ast.Await) else value
    if not isinstance(call, ast.Call) or not call.args:
        return []
    argument = call.args[0]
    worth = isinstance(argument, ast.Call | ast.BinOp | ast.Attribute | ast.Subscript | ast.Dict | ast.List)
    return [argument] if worth else []


def _inner_functions(function: Function) -> list[ast.AST]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
    return [node for node in ast.walk(function) if isinstance(node, kinds) and node is not function]

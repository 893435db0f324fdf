"""Class and file level: methods come, go and change places; a whole file lives on as its second version."""

import ast
import re

from benchmarks.clones import scope, words
from benchmarks.clones.operators.edits import change
from benchmarks.clones.operators.model import Draw
from benchmarks.clones.operators.renames import renamed
from benchmarks.clones.text import INDENT, Edit, Function, Spot, Text, applied, count, indented


def methods_dropped(source: str, draw: Draw) -> str | None:
    """Up to a third of the methods go, at least one."""
    text = Text(source)
    able = [group for group in _methods(text) if group[0].node.name != "__init__"]  # type: ignore[attr-defined]
    number = _third(len(_methods(text)), draw)
    if len(able) <= number:
        return None
    gone = draw.dice.sample(able, number)
    return applied(source, [Edit(spot.start, spot.end, "") for group in gone for spot in group])


def methods_added(source: str, draw: Draw) -> str | None:
    """Up to a third more methods, at least one, of classes elsewhere."""
    text = Text(source)
    groups = _methods(text)
    taken = scope.names(source)
    fitting = [method for method in draw.methods if _name(method) not in taken]
    added: list[str] = []
    for method in draw.dice.sample(fitting, min(len(fitting), 40)):
        if len(added) == _third(len(groups), draw):
            break
        if _name(method) not in {_name(other) for other in added}:
            added.append(method)
    if not added:
        return None
    edits = []
    for method in added:
        before = draw.dice.choice(groups)[0]
        edits.append(Edit(before.start, before.start, indented(method, INDENT) + "\n"))
    return applied(source, edits)


def methods_reordered(source: str, draw: Draw) -> str | None:
    """The methods stand in another order, those of one name together."""
    text = Text(source)
    groups = _methods(text)
    flat = [spot for group in groups for spot in group]
    if [spot.start for spot in flat] != sorted(spot.start for spot in flat) or len(groups) < 2:
        return None  # Methods of one name stand apart.
    order = draw.dice.sample(groups, len(groups))
    chunks = ["\n".join(source[spot.start : spot.end] for spot in group) for group in order]
    edits = []
    for group, chunk in zip(groups, chunks, strict=True):
        edits.append(Edit(group[0].start, group[-1].end, chunk))
    return applied(source, edits)


def class_renamed(source: str, draw: Draw) -> str | None:
    """The class has another name, also where it names itself."""
    holder = ast.parse(source).body[0]
    assert isinstance(holder, ast.ClassDef)
    return renamed(source, {holder.name: words.title(draw.dice, scope.names(source))})


def second_version_10(source: str, draw: Draw) -> str | None:
    """10 % of the statements of a file are changed, in a file beside it."""
    return _file_edited(source, draw, 10)


def second_version_30(source: str, draw: Draw) -> str | None:
    """30 % of the statements of a file are changed, in a file beside it."""
    return _file_edited(source, draw, 30)


def _file_edited(source: str, draw: Draw, percent: int) -> str | None:
    """So many of the statements of a file changed, function by function, in any of them."""
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, Function)]
    nested = {id(n) for f in functions for n in ast.walk(f) if n is not f and isinstance(n, Function)}
    outer = [node for node in functions if id(node) not in nested]
    number = max(1, percent * count(ast.parse(source)) // 100)
    sizes = {node.lineno: count(node) for node in outer}
    if sum(sizes.values()) < number * 1.2:
        return None
    shares = dict.fromkeys(sizes, 0)
    for _ in range(number):
        open_ones = [line for line in sizes if shares[line] < sizes[line] * 0.8]
        shares[draw.dice.choices(open_ones, [sizes[line] for line in open_ones])[0]] += 1
    text = Text(source)
    edits = []
    for node in outer:
        if shares[node.lineno]:
            edit = _function_edited(text, node, draw, shares[node.lineno])
            if edit is None:
                return None
            edits.append(edit)
    return applied(source, edits)


def _function_edited(text: Text, node: Function, draw: Draw, number: int) -> Edit | None:
    """A function with so many changes; a few draws, since a deletion may leave a name unbound."""
    assert node.end_lineno is not None
    start, end = text.starts[node.lineno - 1], text.starts[node.end_lineno]
    indent = re.match(r"[ \t]*", text.source[start:])
    margin = indent[0] if indent else ""
    # With its margin, below a header as deep as that, so that nothing in it has to be moved.
    depth = margin.count(INDENT)
    header = "".join(f"{INDENT * level}class _{level}:\n" for level in range(depth))
    if margin != INDENT * depth:
        return None
    whole = header + text.source[start:end]
    before = scope.wanted(whole)
    for _ in range(12):
        part = Text(whole)
        inner = next(n for n in ast.walk(part.tree) if isinstance(n, Function))
        spots = (
            [spot for spot in part.spots() if spot.node in list(ast.walk(inner))[1:]]
            if depth
            else part.spots()
        )
        # The statement that a change looks around in is the first of the tree.
        part.tree.body[0] = inner
        changed = change(part, spots, draw, number)
        if changed is not None and _compiles(changed) and scope.wanted(changed) <= before:
            return Edit(start, end, changed[len(header) :])
    return None


def _compiles(source: str) -> bool:
    try:
        compile(source, "mutant", "exec", dont_inherit=True)
    except SyntaxError:
        return False
    return True


def _methods(text: Text) -> list[list[Spot]]:
    """The methods of a class in order, those of one name (a property and its setter) as one."""
    holder = text.tree.body[0]
    found: dict[str, list[Spot]] = {}
    for spot in text.row(getattr(holder, "body", [])):
        if isinstance(spot.node, Function):
            found.setdefault(spot.node.name, []).append(spot)
    return list(found.values())


def _third(number: int, draw: Draw) -> int:
    return draw.dice.randint(1, max(1, number // 3))


def _name(method: str) -> str:
    return getattr(ast.parse(method).body[0], "name", "")

"""Type 3, single edits: lines come, go and change, in one place or in many."""

import ast
from collections.abc import Callable, Sequence
from itertools import pairwise

from benchmarks.clones.operators.changes import deleted, inserted, modified
from benchmarks.clones.operators.model import Draw
from benchmarks.clones.text import Edit, Spot, Text, applied, count
from benchmarks.clones.words import words

_Change = Callable[[Text, Spot, Draw], Edit | None]
# Nobody adds an argument to these.
_SETTLED = words(
    "len str int bool float list dict set tuple isinstance issubclass getattr hasattr setattr "
    "super type repr iter next range zip map any all id append pop get join items keys values "
    "lower upper strip add startswith"
)


def line_inserted(source: str, draw: Draw) -> str | None:
    """A statement of other code comes in."""
    return _once(source, draw, inserted)


def line_deleted(source: str, draw: Draw) -> str | None:
    """A simple statement goes."""
    return _once(source, draw, deleted)


def line_modified(source: str, draw: Draw) -> str | None:
    """A simple statement calls, reads or computes something else."""
    return _once(source, draw, modified)


def argument_added(source: str, draw: Draw) -> str | None:
    """A call gets a keyword argument that it had not."""
    text = Text(source)
    calls = _calls(text.tree.body[0])
    draw.dice.shuffle(calls)
    for call in calls:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        given: list[ast.expr | ast.keyword] = [*call.args, *call.keywords]
        argument = draw.dice.choice(draw.keywords)
        keyword = argument.split("=")[0]
        lone = len(call.args) == 1 and isinstance(call.args[0], ast.GeneratorExp)
        if name in _SETTLED or lone or keyword in {k.arg for k in call.keywords} or not given:
            continue
        end = max(text.span(one)[1] for one in given)
        return applied(source, [Edit(end, end, f", {argument}")])
    return None


def gap_of_5(source: str, draw: Draw) -> str | None:
    """5 % of the statements are changed: inserted, deleted, modified."""
    return edited(source, draw, 5)


def gap_of_15(source: str, draw: Draw) -> str | None:
    """15 % of the statements are changed: inserted, deleted, modified."""
    return edited(source, draw, 15)


def gap_of_30(source: str, draw: Draw) -> str | None:
    """30 % of the statements are changed: inserted, deleted, modified."""
    return edited(source, draw, 30)


def swapped(source: str, draw: Draw) -> str | None:
    """Neighbours that do not depend on each other change places, in one to three places."""
    text = Text(source)
    spots = text.spots()
    pairs = [
        (first, second)
        for first, second in pairwise(spots)
        if first.end == second.start and first.block is second.block and _independent(first, second)
    ]
    draw.dice.shuffle(pairs)
    edits: list[Edit] = []
    for first, second in pairs:
        if len(edits) < draw.dice.randint(1, 3) and not any(
            e.start < second.end and first.start < e.end for e in edits
        ):
            changed = source[second.start : second.end] + source[first.start : first.end]
            edits.append(Edit(first.start, second.end, changed))
    return applied(source, edits) if edits else None


def edited(source: str, draw: Draw, percent: int) -> str | None:
    """So many of the statements of the first definition changed, at least one; None where too few can be."""
    text = Text(source)
    return change(text, text.spots(), draw, max(1, percent * count(text.tree.body[0]) // 100))


def change(text: Text, spots: Sequence[Spot], draw: Draw, number: int) -> str | None:
    """So many changes, each at a spot of its own."""
    edits: list[Edit] = []
    emptied: dict[int, int] = {}
    for spot in draw.dice.sample(spots, len(spots)):
        if len(edits) == number:
            break
        way: _Change = draw.dice.choice((inserted, deleted, modified))
        if way is deleted and emptied.get(id(spot.block), 0) + 2 > len(spot.block):
            continue
        edit = way(text, spot, draw)
        if edit:
            edits.append(edit)
            emptied[id(spot.block)] = emptied.get(id(spot.block), 0) + (way is deleted)
    return applied(text.source, edits) if len(edits) == number else None


def _once(source: str, draw: Draw, way: _Change) -> str | None:
    text = Text(source)
    spots = text.spots()
    for spot in draw.dice.sample(spots, len(spots)):
        edit = way(text, spot, draw)
        if edit:
            return applied(source, [edit])
    return None


def _calls(node: ast.AST) -> list[ast.Call]:
    """The calls in a node, without those in f-strings, whose places are wrong in Python 3.11."""
    found: list[ast.Call] = []
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, ast.Call):
            found.append(one)
        if not isinstance(one, ast.JoinedStr):
            waiting += ast.iter_child_nodes(one)
    return found


def _independent(first: Spot, second: Spot) -> bool:
    """Neither reads or writes what the other writes, and not both act on the world."""
    if not (first.simple and second.simple):
        return False
    if any(isinstance(spot.node, ast.Return | ast.Raise | ast.Assert) for spot in (first, second)):
        return False
    reads, writes, acts = zip(*(_effects(spot.node) for spot in (first, second)), strict=True)
    crossed = writes[0] & (reads[1] | writes[1]) or writes[1] & reads[0]
    return not crossed and not (acts[0] and acts[1])


def _effects(node: ast.stmt) -> tuple[set[str], set[str], bool]:
    """What a statement reads and writes (names, and attributes by their text), and whether it may do more."""
    reads: set[str] = set()
    writes: set[str] = set()
    acts = False
    for child in ast.walk(node):
        if isinstance(child, ast.Name | ast.Attribute | ast.Subscript):
            stored = not isinstance(child.ctx, ast.Load)
            (writes if stored else reads).add(ast.unparse(child))
            if stored and isinstance(node, ast.AugAssign):
                reads.add(ast.unparse(child))
        # A value that is taken from a call and kept in a name is read, as far as a person sees it.
        calls = isinstance(child, ast.Call | ast.Await | ast.Yield | ast.YieldFrom)
        acts |= calls and not (isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name))
    return reads, writes, acts

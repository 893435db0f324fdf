"""Makes the tree: real files, among them copies of parts of them in fresh files, and what is no copy.

What was hidden is told beside the tree, in `truth.json`.
"""

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from random import Random

import msgspec

from benchmarks.clones import negatives, scope, units, words
from benchmarks.clones.modules import header, module
from benchmarks.clones.negatives import Negative
from benchmarks.clones.operators import Draw, Operator, mutant
from benchmarks.clones.text import INDENT, indented, tokens
from benchmarks.clones.tools import Stretch
from benchmarks.clones.units import Corpora, Unit


class Pair(msgspec.Struct, frozen=True):
    """A unit and its copy. Code lines alone: none that is blank, a comment, or of a docstring."""

    operator: str
    statements: int
    original: Stretch
    copy: Stretch
    original_code: frozenset[int]
    copy_code: frozenset[int]


class Truth(msgspec.Struct, frozen=True):
    """What a tree hides; `short` says which operators found fewer units than were asked for."""

    seed: int
    pairs: tuple[Pair, ...]
    negatives: tuple[Negative, ...]
    files: int
    lines: int
    short: dict[str, int]


def plant(tree: Path, corpora: Corpora, operators: Sequence[Operator], seed: int, each: int) -> Truth:
    """A tree with so many copies of each operator, among the files of the corpora."""
    dice = Random(f"tree {seed}")
    draw = units.donated(corpora.donors, dice)
    sources = dict(corpora.files)
    pairs: list[Pair] = []
    found = dict.fromkeys((operator.name for operator in operators), 0)
    for operator, unit, changed in copies(units.units(corpora.files), operators, draw, seed, each):
        path, source, line = _placed(operator, unit, changed, sources, dice)
        sources[path] = source
        copied = changed.rstrip("\n").count("\n") + 1
        original = Stretch(unit.path, unit.line, unit.end_line)
        copy = Stretch(path, line, line + copied - 1)
        code = [_code(sources[stretch.path], stretch) for stretch in (original, copy)]
        pairs.append(Pair(operator.name, unit.statements, original, copy, *code))
        found[operator.name] += 1
    quiet = tuple(negatives.plant(sources, Random(f"negatives {seed}")))
    for path, source in sources.items():
        target = tree / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(source, encoding="utf-8")
    # Or the root would be that of a checkout which the tree happens to lie in.
    Path(tree, "compliance.yaml").write_text("version: 1\n", encoding="utf-8")
    short = {name: number for name, number in found.items() if number < each}
    lines = sum(source.count("\n") for source in sources.values())
    return Truth(seed, tuple(pairs), quiet, len(sources), lines, short)


def copies(
    able: Sequence[Unit], operators: Sequence[Operator], draw: Draw, seed: int, each: int
) -> Iterator[tuple[Operator, Unit, str]]:
    """Copies by each operator in turn, over the strata in turn, of units that no other copy is made of.

    Files first, then classes: a unit within one that is used, or around it, is used as well.
    """
    dice = Random(f"units {seed}")
    shuffled = dice.sample(list(able), len(able))
    used: dict[str, list[Unit]] = {}
    for level in ("file", "class", "function"):
        waiting: list[list[Unit]] = [[] for _ in units.STRATA]
        for unit in shuffled:
            if unit.level == level:
                waiting[units.stratum(unit)].append(unit)
        chosen = [operator for operator in operators if operator.level == level]
        for number in range(each):
            for place, operator in enumerate(chosen):
                # Another stratum each time, whichever operator comes first.
                first = (number + place) % len(waiting)
                for stratum in (waiting[(first + step) % len(waiting)] for step in range(len(waiting))):
                    made = _made(operator, stratum, used, draw, seed)
                    if made:
                        yield operator, *made
                        break


def _made(
    operator: Operator, stratum: list[Unit], used: dict[str, list[Unit]], draw: Draw, seed: int
) -> tuple[Unit, str] | None:
    """The first unit of a stratum that the operator has a place in, and the copy; the unit is taken out."""
    for unit in stratum:
        if any(
            unit.line <= other.end_line and other.line <= unit.end_line for other in used.get(unit.path, ())
        ):
            continue
        own = draw._replace(dice=Random(f"{seed} {operator.name} {unit.path} {unit.line}"))
        changed = mutant(operator, unit.source, own)
        if changed is not None:
            stratum.remove(unit)
            used.setdefault(unit.path, []).append(unit)
            return unit, changed
    return None


def _placed(
    operator: Operator, unit: Unit, changed: str, sources: dict[str, str], dice: Random
) -> tuple[str, str, int]:
    """The path of the fresh file, what stands in it, and the line where the copy begins."""
    place = PurePosixPath(unit.path)
    if unit.level == "file":
        return place.with_name(f"{place.stem}_v2.py").as_posix(), changed, 1
    origin = module(unit.path, ast.parse(sources[unit.path]))
    top = header(origin, scope.wanted(changed))
    if unit.method and not changed.startswith("class "):
        name = words.title(dice, origin.provided)
        top += f"\n\nclass {name}:\n" if top else f"class {name}:\n"
        body = indented(changed, INDENT)
    else:
        top += "\n\n" if top else ""
        body = changed
    folder = dice.choice([place.parent, place.parent, *_sibling(place.parent, sources, dice)])
    taken = {PurePosixPath(path).stem for path in sources if PurePosixPath(path).parent == folder}
    path = (folder / f"{words.module(dice, taken)}.py").as_posix()
    source = top + body.rstrip("\n") + "\n"
    compile(source, path, "exec", dont_inherit=True)
    return path, source, top.count("\n") + 1


def _sibling(folder: PurePosixPath, sources: dict[str, str], dice: Random) -> list[PurePosixPath]:
    """One package beside a package of the tree, if there is one; none of the top ones."""
    if len(folder.parts) < 2:
        return []
    beside = {
        PurePosixPath(path).parent
        for path in sources
        if path.endswith("/__init__.py") and PurePosixPath(path).parent.parent == folder.parent
    }
    others = sorted(beside - {folder})
    return [dice.choice(others)] if others else []


def _code(source: str, stretch: Stretch) -> frozenset[int]:
    """The lines of a stretch that hold code."""
    rows: set[int] = set()
    for token in tokens(source):
        if token.string.strip() and not token.string.startswith("#"):
            rows.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and ast.get_docstring(node, clean=False) is not None:
                assert first.end_lineno is not None
                rows.difference_update(range(first.lineno, first.end_lineno + 1))
    return frozenset(row for row in rows if stretch.line <= row <= stretch.end_line)

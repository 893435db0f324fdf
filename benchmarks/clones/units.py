"""Real functions, classes and files to make copies of, and the real files that they are hidden among."""

import ast
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from benchmarks.clones import scope
from benchmarks.clones.modules import Module, module
from benchmarks.clones.operators import Draw
from benchmarks.clones.operators.model import Level
from benchmarks.clones.text import Function, Text, count, dedented
from benchmarks.corpora import corpus, fetch

# The package of each corpus that is read: no tests beside it.
PACKAGES = {"django": "django", "homeassistant-2024": "homeassistant"}
STRATA = ((6, 10), (11, 20), (21, 35), (36, 60))
_LEFT_OUT = re.compile(r"(^|/)(tests?|migrations|locale|conf/app_template|conf/project_template)/|(^|/)test_")
_ENTANGLED = {"super", "locals", "globals", "vars", "eval", "exec", "__class__"}
_DONOR_FILES = 120


class Unit(NamedTuple):
    """A definition or a whole file; `source` is moved to the left margin, `line` is its first decorator."""

    level: Level
    path: str
    line: int
    end_line: int
    statements: int
    source: str
    method: bool = False


class Corpora(NamedTuple):
    """Files of the corpora by their path in a tree, those that a tree is made of and those that donate."""

    files: dict[str, str]
    donors: dict[str, str]


def corpora(dice: Random, number: int) -> Corpora:
    """So many files of each corpus, and others to take code for edits from."""
    files: dict[str, str] = {}
    donors: dict[str, str] = {}
    for name, package in PACKAGES.items():
        root = fetch(corpus(name))
        paths = sorted(path for path in (root / package).rglob("*.py") if path.is_file())
        able = [path for path in paths if not _LEFT_OUT.search(path.relative_to(root).as_posix())]
        chosen = dice.sample(able, len(able))
        read = _readable(root, chosen, number + _DONOR_FILES)
        files |= dict(read[:number])
        donors |= dict(read[number:])
        # The packages that they are in, or nothing in them would have a module name.
        for path in [path for path, _ in read[:number]]:
            for folder in list(Path(path).parents)[:-1]:
                init = folder / "__init__.py"
                if (root / init).is_file():
                    files[init.as_posix()] = (root / init).read_text(encoding="utf-8")
    return Corpora(files, donors)


def _readable(root: Path, paths: Sequence[Path], number: int) -> list[tuple[str, str]]:
    """The first so many that hold more than a few lines and parse."""
    found: list[tuple[str, str]] = []
    for path in paths:
        source = path.read_text(encoding="utf-8")
        if source.count("\n") < 20 or "\t" in source or "\f" in source:
            continue
        try:
            ast.parse(source)
        except SyntaxError:
            continue
        found.append((path.relative_to(root).as_posix(), source))
        if len(found) == number:
            break
    return found


def units(files: dict[str, str]) -> list[Unit]:
    """All units of the files that are fit to be copied, and of which the files hold no copy already."""
    found: list[tuple[Unit, int]] = []
    shapes: Counter[int] = Counter()
    for path, source in files.items():
        text = Text(source)
        for node in ast.walk(text.tree):
            if isinstance(node, Function | ast.ClassDef):
                shapes[_shape(node)] += 1
        shapes[_shape(text.tree)] += 1
        found += _fit(path, text)
    return [unit for unit, shape in found if shapes[shape] == 1]


def stratum(unit: Unit) -> int:
    """Which of the strata the unit belongs to."""
    return next(number for number, (_, most) in enumerate(STRATA) if unit.statements <= most)


def donated(files: dict[str, str], dice: Random) -> Draw:
    """What edits are made of: statements of one line, methods, keywords and attributes of these files."""
    statements: dict[str, None] = {}
    methods: dict[str, None] = {}
    keywords: dict[str, None] = {}
    attributes: dict[str, None] = {}
    for source in files.values():
        text = Text(source)
        for holder in text.tree.body:
            if isinstance(holder, ast.ClassDef):
                methods |= dict.fromkeys(_small_methods(text, holder))
        for node in ast.walk(text.tree):
            if isinstance(node, Function):
                statements |= dict.fromkeys(ast.unparse(n) for n in ast.walk(node) if _donatable(n))
            elif isinstance(node, ast.Attribute) and not node.attr.startswith("__"):
                attributes[node.attr] = None
            elif isinstance(node, ast.keyword) and node.arg and isinstance(node.value, ast.Constant):
                keywords[f"{node.arg}={node.value.value!r}"] = None
    return Draw(dice, tuple(statements), tuple(methods), tuple(keywords), tuple(attributes))


def _donatable(node: ast.AST) -> bool:
    """A statement that makes sense elsewhere: it calls methods or builtins only, and fits on a line."""
    if isinstance(node, ast.Assign):
        kept = len(node.targets) == 1 and isinstance(node.targets[0], ast.Name | ast.Attribute)
    else:
        kept = isinstance(node, ast.AugAssign) or (
            isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
        )
    if not kept:
        return False
    for child in ast.walk(node):
        if isinstance(
            child, ast.Await | ast.Yield | ast.YieldFrom | ast.Lambda | ast.comprehension | ast.NamedExpr
        ):
            return False
        if isinstance(child, ast.Name) and child.id in _ENTANGLED | {"_"}:
            return False
        if (
            isinstance(child, ast.Call)
            and isinstance(child.func, ast.Name)
            and child.func.id not in scope.BUILTINS
        ):
            return False
    loads = any(isinstance(c, ast.Name) and isinstance(c.ctx, ast.Load) for c in ast.walk(node))
    return loads and len(ast.unparse(node)) <= 90


def _small_methods(text: Text, holder: ast.ClassDef) -> Iterator[str]:
    """Methods of 2 to 10 statements that want nothing of their module."""
    for spot in text.row(holder.body):
        if isinstance(spot.node, Function) and 2 <= count(spot.node) <= 10 and not spot.node.decorator_list:
            source = dedented(text.source[spot.start : spot.end])
            own = spot.node.args.args and spot.node.args.args[0].arg == "self"
            if own and not scope.wanted(source) and not _entangled(spot.node):
                yield source


def _fit(path: str, text: Text) -> Iterator[tuple[Unit, int]]:
    """The units of a file that are fit to be copied, with their shapes."""
    context = module(path, text.tree)
    for spot in text.row(text.tree.body):
        node = spot.node
        if isinstance(node, ast.ClassDef):
            methods = [s for s in text.row(node.body) if isinstance(s.node, Function)]
            for method in methods:
                yield from _unit(context, text, method.node, method.start, method.end, method=True)
            if len({getattr(method.node, "name", "") for method in methods}) >= 3:
                yield from _unit(context, text, node, spot.start, spot.end)
        elif isinstance(node, Function):
            yield from _unit(context, text, node, spot.start, spot.end)
    size = count(text.tree) - sum(isinstance(n, ast.Import | ast.ImportFrom) for n in text.tree.body)
    functions = sum(isinstance(node, Function) for node in ast.walk(text.tree))
    if _sized(size) and functions >= 2 and _calls(text.tree) >= 3 and not path.endswith("__init__.py"):
        lines = text.source.rstrip("\n").count("\n") + 1
        yield Unit("file", path, 1, lines, size, text.source), _shape(text.tree)


def _unit(
    context: Module, text: Text, node: ast.stmt, start: int, end: int, method: bool = False
) -> Iterator[tuple[Unit, int]]:
    size = count(node)
    if not _sized(size) or _calls(node) < 2 or _tabular(node) or (method and _entangled(node)):
        return
    source = dedented(text.source[start:end])
    if _entangled(node, allowed={"super", "__class__"} if isinstance(node, ast.ClassDef) else set()):
        return
    if not scope.wanted(source) <= context.provided:
        return
    line = text.source[:start].count("\n") + 1
    level: Level = "class" if isinstance(node, ast.ClassDef) else "function"
    assert node.end_lineno is not None
    yield Unit(level, context.path, line, node.end_lineno, size, source, method), _shape(node)


def _sized(size: int) -> bool:
    return STRATA[0][0] <= size <= STRATA[-1][1]


def _calls(node: ast.AST) -> int:
    return sum(isinstance(child, ast.Call) for child in ast.walk(node))


def _tabular(node: ast.stmt) -> bool:
    """Mostly attributes set, constants listed or arguments declared: no copy of it is worth a finding."""
    inner = [child for child in ast.walk(node) if isinstance(child, ast.stmt) and child is not node]
    plain = 0
    for child in inner:
        value = getattr(child, "value", None)
        settled = isinstance(child, ast.Assign | ast.AnnAssign) and not any(
            isinstance(n, ast.Call) for n in ast.walk(value or child)
        )
        called = isinstance(child, ast.Expr) and isinstance(value, ast.Call)
        declared = called and getattr(getattr(value, "func", None), "attr", "") in (
            "add_argument",
            "append",
            "update",
        )
        plain += settled or declared
    return plain * 2 > len(inner)


def _entangled(node: ast.AST, allowed: frozenset[str] | set[str] = frozenset()) -> bool:
    """It would mean something else in another place."""
    return any(
        isinstance(child, ast.Global | ast.Nonlocal)
        or (isinstance(child, ast.ImportFrom) and (child.level > 0 or child.names[0].name == "*"))
        or (isinstance(child, ast.Name) and child.id in _ENTANGLED - set(allowed))
        for child in ast.walk(node)
    )


def _shape(node: ast.AST) -> int:
    """The kinds of all nodes in order, as a number: trees equal but for names and literals share it."""
    return hash(tuple(type(child) for child in ast.walk(node)))

"""Import statements, the calls that import, and the dotted names that mocks patch."""

import ast
import re
from typing import Any

from ssot_lint.extract.walk import IMPORT_FUNCTIONS, Walk, Where, dotted
from ssot_lint.model import DYNAMIC, REFERENCE, Import

_PATCHES = re.compile(r"(^|\.)(patch(\.dict|\.multiple)?|monkeypatch\.(setattr|delattr))$")
_HOMES = ("importlib", "builtins")
_OWN_PACKAGE = ("__package__", "__spec__.parent")


def on_import(walk: Walk, node: ast.Import, stack: list[Any]) -> None:
    """`import a.b as c, d`."""
    for alias in node.names:
        first = alias.name.partition(".")[0]
        bound = alias.asname or first
        scope = _add(walk, alias.name, 0, None, bound, walk.where(alias))
        if first in _HOMES and (alias.asname is None or alias.name == first):
            walk.importing[scope, bound] = first


def on_import_from(walk: Walk, node: ast.ImportFrom, stack: list[Any]) -> None:
    """`from ..a import b as c, d`, and the star."""
    module = node.module or ""
    for alias in node.names:
        bound = None if alias.name == "*" else alias.asname or alias.name
        scope = _add(walk, module, node.level, alias.name, bound, walk.where(alias))
        if alias.name == "TYPE_CHECKING":
            walk.typing_names.add(bound or "")
        elif module == "importlib" and not node.level:
            for name in IMPORT_FUNCTIONS if bound is None else (alias.name,):
                # what a star brings, no scope of the source binds
                walk.importing[(-1, name) if bound is None else (scope, bound)] = f"importlib.{name}"


def _add(walk: Walk, module: str, level: int, name: str | None, bound: str | None, where: Where) -> int:
    """Note an import; returns the scope that it binds its name in."""
    scope = walk.scope
    if bound is not None:
        scope = walk.scopes.bind(scope, bound)
        walk.scopes.learn(scope, bound)
        walk.scopes.imported[scope].add(bound)
    walk.imports.append(Import(module, level, name, bound, scope, walk.tags, *where))
    return scope


def literal_imports(walk: Walk) -> None:
    """Note what the calls of the whole source import or patch by a literal name."""
    for scope, alias, inner, target in walk.import_aliases:
        meant = _meant(walk, inner, target)
        if meant and walk.scopes.bound[scope].get(alias) == 1:
            walk.importing[scope, alias] = meant
    roots = {name for _, name in walk.importing}
    for node, first, scope, tags in walk.literal_calls:
        callee = dotted(node.func)
        text: str = first.value
        function = ""
        if callee.partition(".")[0] in roots:
            function = _meant(walk, scope, callee).rpartition(".")[2]
        if function == "import_module":
            module, level = _import_module(text, node)
            if module is not None:
                _reference(walk, module, level, None, scope, tags | DYNAMIC, node)
        elif function == "__import__":
            level = _level(node)
            for name in _from_list(node) or [None] if level >= 0 else ():
                _reference(walk, text, level, name, scope, tags | DYNAMIC, node)
        elif "." in text and _PATCHES.search(callee):
            _reference(walk, text, 0, None, scope, tags | REFERENCE, first)


def _meant(walk: Walk, scope: int, callee: str) -> str:
    """The dotted name of the importing function that a callee is, "" where it is none."""
    root, _, rest = callee.partition(".")
    meant = walk.importing.get((walk.scopes.binder(scope, root), root), "")
    whole = f"{meant}.{rest}" if meant and rest else meant
    home, _, name = whole.rpartition(".")
    return whole if home in _HOMES and name in IMPORT_FUNCTIONS else ""


def _reference(
    walk: Walk, module: str, level: int, name: str | None, scope: int, tags: int, node: ast.expr
) -> None:
    if all(part.isidentifier() for part in module.split(".")) or (level and not module):
        walk.imports.append(Import(module, level, name, None, scope, tags, *walk.where(node)))


def _import_module(text: str, node: ast.Call) -> tuple[str | None, int]:
    """Module and level of `import_module(text, package)`; the module is None where it is unknown.

    It is for `__name__`, which only in an `__init__` is what `__package__` is.
    """
    module = text.lstrip(".")
    level = len(text) - len(module)
    if not level:
        return module, 0
    package = _argument(node, 1, "package")
    if dotted(package) in _OWN_PACKAGE:
        return module, level
    if isinstance(package, ast.Constant) and isinstance(package.value, str):
        parents = package.value.split(".")
        base = parents[: len(parents) - level + 1] if level <= len(parents) else []
        return ".".join([*base, module] if module else base) if base else None, 0
    return None, 0


def _level(node: ast.Call) -> int:
    """How many dots a call of `__import__` stands for, -1 where that is not known."""
    if any(isinstance(argument, ast.Starred) for argument in node.args):
        return -1
    level = _argument(node, 4, "level")
    if level is None:
        return 0
    return level.value if isinstance(level, ast.Constant) and type(level.value) is int else -1


def _from_list(node: ast.Call) -> list[str | None]:
    """The names that `__import__` is to load submodules for, as far as they are literal."""
    names = _argument(node, 3, "fromlist")
    if not isinstance(names, ast.List | ast.Tuple):
        return []
    literal = [e.value for e in names.elts if isinstance(e, ast.Constant) and isinstance(e.value, str)]
    return [name for name in literal if name.isidentifier()]


def _argument(node: ast.Call, position: int, name: str) -> ast.expr | None:
    if len(node.args) > position:
        return node.args[position]
    return next((k.value for k in node.keywords if k.arg == name), None)

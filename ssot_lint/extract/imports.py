"""Import statements, the calls that import, and the dotted names that mocks patch."""

import ast
import re
from typing import Any

from ssot_lint.extract.walk import Walk, Where, dotted
from ssot_lint.model import CONDITIONAL, DYNAMIC, REFERENCE, TYPING, Import

_PATCHES = re.compile(r"(^|\.)(patch(\.dict|\.multiple)?|monkeypatch\.(setattr|delattr))$")


def on_import(walk: Walk, node: ast.Import, stack: list[Any]) -> None:
    """`import a.b as c, d`."""
    for alias in node.names:
        bound = alias.asname or alias.name.partition(".")[0]
        _add(walk, alias.name, 0, None, bound, walk.where(alias))
        if alias.name == "importlib":
            walk.import_functions[f"{bound}.import_module"] = "import_module"
            walk.import_functions[f"{bound}.__import__"] = "__import__"


def on_import_from(walk: Walk, node: ast.ImportFrom, stack: list[Any]) -> None:
    """`from ..a import b as c, d`, and the star."""
    module = node.module or ""
    for alias in node.names:
        bound = None if alias.name == "*" else alias.asname or alias.name
        _add(walk, module, node.level, alias.name, bound, walk.where(alias))
        if alias.name == "TYPE_CHECKING":
            walk.typing_names.add(bound or "")
        elif alias.name == "import_module" and module == "importlib":
            walk.import_functions[bound or ""] = "import_module"


def _add(walk: Walk, module: str, level: int, name: str | None, bound: str | None, where: Where) -> None:
    scope = walk.scope
    if bound is not None:
        scope = walk.scopes.bind(scope, bound)
        walk.scopes.learn(scope, bound)
        walk.scopes.imported[scope].add(bound)
    walk.imports.append(Import(module, level, name, bound, scope, walk.tags, *where))


def literal_imports(walk: Walk) -> None:
    """Note what the calls of the whole source import or patch by a literal name."""
    for node, scope, tags in walk.literal_calls:
        callee = dotted(node.func)
        text = node.args[0].value  # type: ignore[attr-defined] # a literal, by the list's contract
        function = walk.import_functions.get(callee)
        tags = tags & ~TYPING | CONDITIONAL
        if function == "import_module":
            module, level = _import_module(text, node)
            if module is not None:
                _reference(walk, module, level, None, scope, tags | DYNAMIC, node)
        elif function == "__import__":
            for name in _from_list(node) or [None]:
                _reference(walk, text, 0, name, scope, tags | DYNAMIC, node)
        elif "." in text and _PATCHES.search(callee):
            _reference(walk, text, 0, None, scope, tags | REFERENCE, node.args[0])


def _reference(
    walk: Walk, module: str, level: int, name: str | None, scope: int, tags: int, node: ast.expr
) -> None:
    if all(part.isidentifier() for part in module.split(".")) or (level and not module):
        walk.imports.append(Import(module, level, name, None, scope, tags, *walk.where(node)))


def _import_module(text: str, node: ast.Call) -> tuple[str | None, int]:
    """Module and level of `import_module(text, package)`; the module is None where it is unknown."""
    module = text.lstrip(".")
    level = len(text) - len(module)
    if not level:
        return module, 0
    package = node.args[1] if len(node.args) > 1 else _keyword(node, "package")
    if isinstance(package, ast.Name) and package.id in ("__package__", "__name__"):
        return module, level
    if isinstance(package, ast.Constant) and isinstance(package.value, str):
        parents = package.value.split(".")
        base = parents[: len(parents) - level + 1]
        return ".".join([*base, module] if module else base) if base else None, 0
    return None, 0


def _from_list(node: ast.Call) -> list[str | None]:
    names = node.args[3] if len(node.args) > 3 else _keyword(node, "fromlist")
    if not isinstance(names, ast.List | ast.Tuple):
        return []
    return [
        e.value for e in names.elts if isinstance(e, ast.Constant) and isinstance(e.value, str) and e.value
    ]


def _keyword(node: ast.Call, name: str) -> ast.expr | None:
    return next((k.value for k in node.keywords if k.arg == name), None)

"""Whether two annotations mean the same: by what their names lead to, and by text where they lead nowhere."""

import ast
import re
from collections.abc import Callable

from ssot_lint.api import File, Index, Target

_SYMBOL = re.compile(r"([A-Za-z_]\w*(?:\.\w+)*):([A-Za-z_]\w*(?:\.\w+)*)")
_HOMES = ("typing.", "typing_extensions.", "collections.abc.", "collections.", "contextlib.", "builtins.")
_OTHER_NAMES = {"AbstractSet": "Set", "Set": "set", "Text": "str"}
_BUILTIN_FORMS = ("Dict", "FrozenSet", "List", "Set", "Tuple", "Type")

Resolve = Callable[[str], Target]


def mean_the_same(index: Index, declared: str, file: File, scope: int, written: str) -> bool:
    """Whether an annotation in a scope of a file is the one that the policy declares."""
    if _blank(declared) == _blank(written):
        return True
    symbols: dict[str, str] = {}

    def hide(found: re.Match[str]) -> str:
        return symbols.setdefault(found[0], f"symbol_{len(symbols)}_")

    text = _SYMBOL.sub(hide, declared)
    hidden = {name: symbol for symbol, name in symbols.items()}

    def in_policy(dotted: str) -> Target:
        return index.lookup(hidden.get(dotted, dotted))

    ours = _meaning(text, in_policy)
    theirs = _meaning(written, lambda dotted: index.resolve(file, scope, dotted))
    return ours is not None and ours == theirs


def _meaning(text: str, resolve: Resolve) -> str | None:
    try:
        return _told(ast.parse(text.strip(), mode="eval").body, resolve)
    except (SyntaxError, RecursionError):
        return None


def _told(node: ast.expr, resolve: Resolve) -> str:
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            return _meaning(node.value, resolve) or repr(node.value)
        return repr(node.value)
    if isinstance(node, ast.Name | ast.Attribute):
        return _named(node, resolve)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return _union([_told(node.left, resolve), _told(node.right, resolve)])
    if isinstance(node, ast.List):
        return f"[{', '.join(_told(item, resolve) for item in node.elts)}]"
    if isinstance(node, ast.Subscript):
        return _subscripted(node, resolve)
    return ast.unparse(node)


def _named(node: ast.Name | ast.Attribute, resolve: Resolve) -> str:
    dotted = ast.unparse(node)
    target = resolve(dotted)
    symbol = target.symbol if target.kind in ("definition", "binding", "external") else dotted
    for home in _HOMES:
        if symbol.startswith(home):
            name = symbol.removeprefix(home)
            if home.startswith("typing"):
                return name.lower() if name in _BUILTIN_FORMS else _OTHER_NAMES.get(name, name)
            return name
    return symbol


def _subscripted(node: ast.Subscript, resolve: Resolve) -> str:
    base = _told(node.value, resolve)
    items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if base == "Literal":
        return f"Literal[{', '.join(sorted(map(ast.unparse, items)))}]"
    inner = [_told(item, resolve) for item in items]
    if base == "Optional":
        return _union([*inner, "None"])
    return _union(inner) if base == "Union" else f"{base}[{', '.join(inner)}]"


def _union(parts: list[str]) -> str:
    """Each alternative once, in one order, those of unions within it included."""
    return " | ".join(sorted({each for part in parts for each in _alternatives(part)}))


def _alternatives(text: str) -> list[str]:
    found, depth, start = [], 0, 0
    for place, character in enumerate(text):
        depth += (character == "[") - (character == "]")
        if not depth and text.startswith(" | ", place):
            found.append(text[start:place])
            start = place + 3
    return [*found, text[start:]]


def _blank(text: str) -> str:
    return "".join(text.split())

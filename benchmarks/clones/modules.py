"""What a module brings along for the names in it, and how a file in another place gets the same."""

import ast
from collections.abc import Collection, Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from benchmarks.clones.operators.model import BROUGHT


class Import(NamedTuple):
    """A name that an import binds: `from source import name as bound`, or `import source as bound`."""

    source: str
    name: str
    bound: str
    typing: bool = False


class Module(NamedTuple):
    """A module: its imports by the names that they bind, what it defines, and its future imports."""

    path: str
    imports: dict[str, tuple[Import, ...]]
    defined: frozenset[str]
    future: tuple[str, ...]

    @property
    def provided(self) -> frozenset[str]:
        """All names that are bound in it."""
        return self.defined | self.imports.keys()


def module(path: str, tree: ast.Module) -> Module:
    """What the module at a path brings along."""
    imports: dict[str, list[Import]] = {}
    defined: set[str] = set()
    future: list[str] = []
    for node, typing in _top(tree.body, False):
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            future += [alias.name for alias in node.names]
        elif isinstance(node, ast.Import | ast.ImportFrom):
            for one in _bound(node, path, typing):
                imports.setdefault(one.bound.split(".")[0], []).append(one)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            defined.add(node.name)
        else:
            targets = [n for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
            defined |= {target.id for target in targets}
    found = {name: tuple(dict.fromkeys(given)) for name, given in imports.items()}
    return Module(path, found, frozenset(defined - imports.keys()), tuple(future))


def dotted(path: str) -> str:
    """The name of the module at a path."""
    parts = PurePosixPath(path).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def header(origin: Module, wanted: Collection[str]) -> str:
    """The imports that bring these names along; those that the origin defines come from the origin."""
    lines = [f"from __future__ import {name}" for name in origin.future]
    lines += [""] if lines else []
    plain: list[str] = []
    named: dict[str, list[str]] = {}
    typing: dict[str, list[str]] = {}
    brought = [BROUGHT[name] for name in sorted(wanted) if name in BROUGHT and name not in origin.provided]
    plain += [f"import {name}" for name, _ in brought]
    for name in sorted(wanted):
        if name in origin.imports:
            for one in origin.imports[name]:
                if one.name:
                    group = typing if one.typing else named
                    renamed = one.name if one.name == one.bound else f"{one.name} as {one.bound}"
                    group.setdefault(one.source, []).append(renamed)
                else:
                    plain.append(
                        f"import {one.source}" + (f" as {one.bound}" if one.bound != one.source else "")
                    )
        elif name in origin.defined:
            named.setdefault(dotted(origin.path), []).append(name)
    if typing and "TYPE_CHECKING" not in named.get("typing", ()):
        named.setdefault("typing", []).append("TYPE_CHECKING")
    lines += sorted(set(plain)) + [_told(source, names) for source, names in sorted(named.items())]
    if typing:
        lines += ["", "if TYPE_CHECKING:"]
        lines += [
            f"    {line}" for s, names in sorted(typing.items()) for line in _told(s, names).split("\n")
        ]
    lines += [line for _, definition in brought if definition for line in ("", definition)]
    return "\n".join(lines) + "\n" if lines else ""


def _told(source: str, names: list[str]) -> str:
    given = sorted(dict.fromkeys(names))
    line = f"from {source} import {', '.join(given)}"
    if len(line) <= 88:
        return line
    return f"from {source} import (\n" + "".join(f"    {name},\n" for name in given) + ")"


def _top(body: list[ast.stmt], typing: bool) -> Iterator[tuple[ast.stmt, bool]]:
    """The statements that run as the module is imported, and whether for type checkers alone."""
    for node in body:
        if isinstance(node, ast.If):
            typed = typing or ast.unparse(node.test).endswith("TYPE_CHECKING")
            yield from _top(node.body, typed)
            yield from _top(node.orelse, typing)
        elif isinstance(node, ast.Try):
            for block in (
                node.body,
                *(handler.body for handler in node.handlers),
                node.orelse,
                node.finalbody,
            ):
                yield from _top(block, typing)
        elif isinstance(node, ast.With):
            yield from _top(node.body, typing)
        else:
            yield node, typing


def _bound(node: ast.Import | ast.ImportFrom, path: str, typing: bool) -> Iterator[Import]:
    for alias in node.names:
        if isinstance(node, ast.Import):
            yield Import(alias.name, "", alias.asname or alias.name, typing)
        elif alias.name != "*":
            yield Import(_absolute(node, path), alias.name, alias.asname or alias.name, typing)


def _absolute(node: ast.ImportFrom, path: str) -> str:
    """The module that is imported from, by its whole name, which means the same in every place."""
    if not node.level:
        return node.module or ""
    parts = PurePosixPath(path).with_suffix("").parts
    package = parts[: len(parts) - node.level]
    return ".".join([*package, *([node.module] if node.module else [])])

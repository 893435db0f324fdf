"""Calls made of another name in a source, which is imported for them; every other byte is kept."""

import ast
from collections.abc import Collection, Iterator, Sequence

from ssot_lint.fix.sources import Rewritten, decoded, lines_of, newline_of
from ssot_lint.model import RenamedCallee


def rename_callees(source: bytes, changes: Collection[RenamedCallee]) -> Rewritten | str:
    """A source, line by line, with some calls made of other names, or in one line why that cannot be done.

    What is not written as it was analysed is left as it is, and so is a call for which a name would have to
    be imported that the source has given to something else. The imports are left to `import_names`.
    """
    try:
        text, encoding = decoded(source)
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return "it cannot be parsed"
    lines = lines_of(text)
    bound, imported = set(_bound_names(tree)), set(_imported(tree))
    made = set()
    for change in sorted(changes, key=lambda each: (-each.line, -each.column)):
        line, start = lines[change.line - 1], change.column - 1
        end = start + len(change.written)
        is_taken = change.name in bound and (change.module, change.name) not in imported
        if line[start:end] == change.written and not is_taken:
            lines[change.line - 1] = line[:start] + change.callee + line[end:]
            made.add(change)
    return _encoded("".join(lines), encoding, made)


def import_names(source: bytes, changes: Collection[RenamedCallee]) -> Rewritten | str:
    """A source that imports what its renamed calls need, after the imports that it opens with."""
    text, encoding = decoded(source)
    tree = ast.parse(text)
    wanted = {(change.module, change.name) for change in changes if change.name} - set(_imported(tree))
    new = [f"from {module} import {name}" for module, name in sorted(wanted)]
    lines = _with(lines_of(text), _place(tree), new, newline_of(text), bool(_leading_imports(tree)))
    return _encoded("".join(lines), encoding, set(changes))


def _encoded(text: str, encoding: str, made: Collection[RenamedCallee]) -> Rewritten | str:
    try:
        ast.parse(text)
        return Rewritten(text.encode(encoding), frozenset(made))
    except UnicodeEncodeError:
        return "its encoding has no characters for the new names"
    except SyntaxError:
        return "what it would become cannot be parsed"


def _with(lines: Sequence[str], number: int, new: Sequence[str], end: str, follows: bool) -> list[str]:
    """The lines with new statements after so many of them, set off where they follow no other import."""
    if not new:
        return list(lines)
    before, after = list(lines[:number]), list(lines[number:])
    if before and not before[-1].endswith(("\n", "\r")):
        before[-1] += end
    if before and not follows:
        before.append(end)
    block = [f"{statement}{end}" for statement in new]
    if after and after[0].strip() and not follows:
        block.append(end)
    return [*before, *block, *after]


def _place(tree: ast.Module) -> int:
    """How many lines are above the place for another import."""
    imports = _leading_imports(tree)
    if imports:
        return imports[-1].end_lineno or 0
    if ast.get_docstring(tree, clean=False) is not None:
        return tree.body[0].end_lineno or 0
    first = tree.body[0]
    decorators: list[ast.expr] = getattr(first, "decorator_list", [])
    return min([first.lineno, *(decorator.lineno for decorator in decorators)]) - 1


def _leading_imports(tree: ast.Module) -> list[ast.stmt]:
    """The imports that a module opens with, after its docstring."""
    found: list[ast.stmt] = []
    for statement in tree.body[ast.get_docstring(tree, clean=False) is not None :]:
        if not isinstance(statement, ast.Import | ast.ImportFrom):
            break
        found.append(statement)
    return found


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """What a module imports under its own name where it opens."""
    for statement in _leading_imports(tree):
        if isinstance(statement, ast.ImportFrom) and not statement.level:
            yield from (
                (statement.module or "", a.name) for a in statement.names if a.asname in (None, a.name)
            )


def _bound_names(tree: ast.Module) -> Iterator[str]:
    """Every name that a source binds anywhere."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.alias):
            yield node.asname or node.name.partition(".")[0]
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.MatchMapping):
            yield node.rest or ""
        elif isinstance(node, ast.Global | ast.Nonlocal):
            yield from node.names
        else:
            name = getattr(node, "name", None)
            if isinstance(name, str):
                yield name

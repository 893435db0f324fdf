"""Type 2: names of its own, literals and annotations of the copy differ, and nothing else."""

import ast
import re
from collections.abc import Mapping

import libcst

from benchmarks.clones import scope, words
from benchmarks.clones.operators.model import Draw
from benchmarks.clones.text import Edit, Function, Text, applied

_WORD = re.compile(r"(?<![%{\\A-Za-z])[A-Za-z]{3,}(?![}A-Za-z(])")
_TYPES = ("int", "str", "float", "bool", "bytes", "list[str]", "dict[str, int]", "set[str]", "str | None")


def locals_renamed(source: str, draw: Draw) -> str | None:
    """Every local and parameter has another name."""
    own = scope.renamable(source)
    if not own:
        return None
    taken = set(scope.names(source))
    renaming: dict[str, str] = {}
    for name in own:
        renaming[name] = words.variable(draw.dice, taken)
        taken.add(renaming[name])
    return renamed(source, renaming)


def one_local_renamed(source: str, draw: Draw) -> str | None:
    """One local or parameter has another name."""
    own = scope.renamable(source)
    if not own:
        return None
    return renamed(source, {draw.dice.choice(own): words.variable(draw.dice, scope.names(source))})


def numbers_changed(source: str, draw: Draw) -> str | None:
    """Every number is another one."""
    return _with_literals(source, draw, numbers=True, strings=False)


def strings_changed(source: str, draw: Draw) -> str | None:
    """Every string that has words has others in their place; formats and docstrings stay."""
    return _with_literals(source, draw, numbers=False, strings=True)


def literals_changed(source: str, draw: Draw) -> str | None:
    """Numbers and strings are others; a unit without either offers no place."""
    once = numbers_changed(source, draw)
    return strings_changed(once, draw) if once else None


def annotations_changed(source: str, draw: Draw) -> str | None:
    """Every annotation is another type."""
    text = Text(source)
    edits = []
    for _, annotation in _annotations(text.tree):
        told = text.part(annotation)
        others = [other for other in (*_TYPES, f"{told} | None") if other != told]
        quoted = isinstance(annotation, ast.Constant)
        edits.append(Edit(*text.span(annotation), draw.dice.choice(others[:-1] if quoted else others)))
    return applied(source, edits) if edits else None


def annotations_dropped(source: str, draw: Draw) -> str | None:
    """Parameters and results are no longer annotated, nor locals that get a value at once."""
    text = Text(source)
    edits = []
    for owner, annotation in _annotations(text.tree):
        start, end = text.span(annotation)
        if isinstance(owner, ast.FunctionDef | ast.AsyncFunctionDef):
            start = source.rindex("->", 0, start)
            start = len(source[:start].rstrip())
        elif isinstance(owner, ast.arg):
            start = text.span(owner)[0] + len(owner.arg)
        elif owner.value is not None and owner.simple:
            start = text.span(owner.target)[1]
        else:
            continue
        edits.append(Edit(start, end, ""))
    return applied(source, edits) if edits else None


def annotations_added(source: str, draw: Draw) -> str | None:
    """Parameters that had no annotation have one."""
    text = Text(source)
    edits = []
    for node in ast.walk(text.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            for argument in arguments:
                if argument.annotation is None and argument.arg not in ("self", "cls"):
                    _, end = text.span(argument)
                    edits.append(Edit(end, end, f": {draw.dice.choice(_TYPES)}"))
    return applied(source, edits) if edits else None


def function_renamed(source: str, draw: Draw) -> str | None:
    """The function has another name, also where it calls itself."""
    name = getattr(ast.parse(source).body[0], "name", "")
    return renamed(source, {name: words.function(draw.dice, scope.names(source))})


def names_and_literals(source: str, draw: Draw) -> str | None:
    """All locals, the function, and numbers and strings where there are any: all of type 2 at once."""
    changed = locals_renamed(source, draw)
    for further in (function_renamed, strings_changed, numbers_changed):
        changed = (further(changed, draw) or changed) if changed else None
    return changed


def renamed(source: str, renaming: Mapping[str, str]) -> str:
    """The source with other names for these: not attributes, not keywords of calls."""
    return libcst.parse_module(source).visit(_Renamer(renaming)).code


class _Renamer(libcst.CSTTransformer):
    def __init__(self, renaming: Mapping[str, str]) -> None:
        super().__init__()
        self.renaming = renaming

    def visit_Attribute(self, node: libcst.Attribute) -> bool:
        return True

    def leave_Attribute(
        self, original_node: libcst.Attribute, updated_node: libcst.Attribute
    ) -> libcst.Attribute:
        return updated_node.with_changes(attr=original_node.attr)

    def leave_Arg(self, original_node: libcst.Arg, updated_node: libcst.Arg) -> libcst.Arg:
        return updated_node.with_changes(keyword=original_node.keyword)

    def leave_MatchKeywordElement(
        self, original_node: libcst.MatchKeywordElement, updated_node: libcst.MatchKeywordElement
    ) -> libcst.MatchKeywordElement:
        return updated_node.with_changes(key=original_node.key)

    def leave_ImportAlias(
        self, original_node: libcst.ImportAlias, updated_node: libcst.ImportAlias
    ) -> libcst.ImportAlias:
        return original_node

    def visit_ImportFrom(self, node: libcst.ImportFrom) -> bool:
        return False

    def leave_Name(self, original_node: libcst.Name, updated_node: libcst.Name) -> libcst.Name:
        return updated_node.with_changes(value=self.renaming.get(original_node.value, original_node.value))


def _annotations(tree: ast.Module) -> list[tuple[Function | ast.arg | ast.AnnAssign, ast.expr]]:
    """What is annotated, and with what."""
    found: list[tuple[Function | ast.arg | ast.AnnAssign, ast.expr]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns:
            found.append((node, node.returns))
        elif isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
            found.append((node, node.annotation))
    return found


def _with_literals(source: str, draw: Draw, *, numbers: bool, strings: bool) -> str | None:
    changer = _Literals(draw, numbers=numbers, strings=strings)
    changed = libcst.parse_module(source).visit(changer).code
    return changed if changed != source else None


class _Literals(libcst.CSTTransformer):
    def __init__(self, draw: Draw, *, numbers: bool, strings: bool) -> None:
        super().__init__()
        self.dice, self.numbers, self.strings = draw.dice, numbers, strings

    def visit_Annotation(self, node: libcst.Annotation) -> bool:
        return False  # A quoted type is a name.

    def visit_Expr(self, node: libcst.Expr) -> bool:
        return not isinstance(node.value, libcst.SimpleString | libcst.ConcatenatedString)

    def leave_Integer(self, original_node: libcst.Integer, updated_node: libcst.Integer) -> libcst.Integer:
        if not self.numbers:
            return updated_node
        value = original_node.evaluated_value
        return libcst.Integer(str(value + self.dice.randint(1, max(3, value // 2))))

    def leave_Float(self, original_node: libcst.Float, updated_node: libcst.Float) -> libcst.Float:
        if not self.numbers:
            return updated_node
        return libcst.Float(repr(original_node.evaluated_value * 2 + self.dice.randint(1, 9) / 4))

    def leave_SimpleString(
        self, original_node: libcst.SimpleString, updated_node: libcst.SimpleString
    ) -> libcst.SimpleString:
        if not self.strings:
            return updated_node
        value = original_node.value
        mark = len(original_node.prefix) + len(original_node.quote)
        inside = value[mark : -len(original_node.quote)]
        changed = f"{value[:mark]}{self._other(inside)}{value[-len(original_node.quote) :]}"
        return updated_node.with_changes(value=changed)

    def leave_FormattedStringText(
        self, original_node: libcst.FormattedStringText, updated_node: libcst.FormattedStringText
    ) -> libcst.FormattedStringText:
        if not self.strings:
            return updated_node
        return updated_node.with_changes(value=self._other(original_node.value))

    def leave_FormattedStringExpression(
        self,
        original_node: libcst.FormattedStringExpression,
        updated_node: libcst.FormattedStringExpression,
    ) -> libcst.FormattedStringExpression:
        # Quotes in an f-string stay, and so does what says how a value is formatted.
        return updated_node.with_changes(format_spec=original_node.format_spec)

    def _other(self, inside: str) -> str:
        """Other words, one capital as before; what belongs to a format or an escape stays."""

        def word(found: re.Match[str]) -> str:
            other = self.dice.choice(words.NOUNS)
            return other.title() if found[0][0].isupper() else other

        return _WORD.sub(word, inside)

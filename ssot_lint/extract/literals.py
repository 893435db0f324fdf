"""The strings of a source that the policy asks for, with what each of them is there."""

import ast
from collections.abc import Sequence
from typing import Any, NamedTuple

from msgspec.structs import replace

from ssot_lint.extract.tokens import CHILDREN
from ssot_lint.extract.walk import Walk, is_docstring
from ssot_lint.extract.wanted import Wanted, may_have
from ssot_lint.model import Display, DisplayKind, Literals, Mention, StringLiteral, StringRole

_NOT_WALKED = ("annotation", "returns", "type_params", "type_comment")
_KINDS: dict[type, DisplayKind] = {ast.Tuple: "()", ast.List: "[]", ast.Set: "{*}", ast.Dict: "{}"}
_Function = ast.FunctionDef | ast.AsyncFunctionDef
_Pair = ast.Tuple | ast.List
_FIELDS = {
    kind: tuple(field for field in fields if field not in _NOT_WALKED) for kind, fields in CHILDREN.items()
}


def literals_of(walk: Walk, tree: ast.Module, asked: Wanted) -> Literals:
    """The strings of a walked source that are asked for; most sources have none, and are left at that."""
    return _Search(walk, asked).found(tree) if may_have(walk, tree, asked) else Literals()


class _Place(NamedTuple):
    """What is around a node: the definition, the name that it is given to, the display, an f-string.

    `local`: names bound here are those of a function. `direct`: what is named is the node itself.
    """

    around: str = ""
    local: bool = False
    name: str = ""
    direct: bool = False
    display: int = -1
    position: int = 0
    role: StringRole = "value"
    whole: ast.expr | None = None

    @property
    def seat(self) -> tuple[int, int]:
        """The display, and which element of it."""
        return self.display, self.position

    def inner(self) -> "_Place":
        """The place of what stands inside with no part of its own in all this."""
        return _Place(self.around, self.local)

    def qualified(self, name: str) -> str:
        """A name bound here."""
        return f"{self.around}.{name}" if self.around else name


class _Search:
    """One more pass over the tree, annotations left out, which keeps what is around each node."""

    def __init__(self, walk: Walk, asked: Wanted) -> None:
        self._walk = walk
        self._asked = asked
        self._strings: list[StringLiteral] = []
        self._displays: list[Display] = []
        self._mentions: list[Mention] = []
        self._variables = {binding.name for binding in walk.bindings} if asked.mentions else set()
        self._stack: list[tuple[Any, _Place]] = []

    def found(self, tree: ast.Module) -> Literals:
        """What is asked for of a whole tree."""
        stack = self._stack
        stack.append((tree, _Place()))
        while stack:
            node, place = stack.pop()
            kind = type(node)
            if kind is ast.Constant:
                if type(node.value) is str:
                    self._string(node, node.value, place)
            elif kind is ast.Name:
                if node.id in self._variables and type(node.ctx) is ast.Load:
                    self._mentions.append(Mention(node.id, place.around, node.lineno))
            elif kind in _VISITORS:
                _VISITORS[kind](self, node, place)
            else:
                self._children(node, place.inner())
        return self._ordered()

    def _ordered(self) -> Literals:
        """In source order, with those displays alone in which there is something."""
        self._strings.reverse()  # the last are taken from the stack first; equal places keep this order
        strings = sorted(self._strings, key=lambda each: (each.line, each.column))
        used = sorted({each.display for each in strings if each.display >= 0}, key=self._start)
        numbers = {old: new for new, old in enumerate(used)} | {-1: -1}
        return Literals(
            tuple(replace(each, display=numbers[each.display]) for each in strings),
            tuple(self._displays[number] for number in used),
            tuple(sorted(set(self._mentions), key=lambda each: (each.line, each.name, each.around))),
        )

    def _start(self, number: int) -> tuple[int, int, int]:
        display = self._displays[number]
        return display.line, display.column, number

    def _children(self, node: ast.AST, place: _Place, without: str = "") -> None:
        for field in _FIELDS[type(node)]:
            if field != without:
                child = getattr(node, field, None)
                for item in child if type(child) is list else (child,):
                    if isinstance(item, ast.AST):
                        self._stack.append((item, place))

    def _string(self, node: ast.Constant, text: str, place: _Place) -> None:
        text = _encodable(text)
        if not (self._asked[text] or self._is_held(place)):
            return
        if place.role == "docstring" and not self._asked.docstrings:
            return
        name = place.name if place.direct else ""
        where = self._walk.where(place.whole or node)
        self._strings.append(StringLiteral(text, place.role, name, place.around, *place.seat, *where))

    def _is_held(self, place: _Place) -> bool:
        """Whether it is among the strings of a class or variable that is asked for as a whole."""
        holders = self._asked.holders
        if not holders or place.role not in ("value", "key"):
            return False
        name = place.name or (self._displays[place.display].name if place.display >= 0 else "")
        return not holders.isdisjoint(name.split("."))

    # --------------------------------------------------------------------------------- statements

    def function(self, node: _Function, place: _Place) -> None:
        """Defaults and decorators belong to what is around."""
        body = _Place(place.qualified(node.name), local=True)
        self._stack += [(item, body) for item in node.body]
        self._stack += [(item, place.inner()) for item in (node.args, *node.decorator_list)]

    def of_class(self, node: ast.ClassDef, place: _Place) -> None:
        """So do bases and keywords."""
        body = _Place(place.qualified(node.name), place.local)
        self._stack += [(item, body) for item in node.body]
        self._stack += [(item, place.inner()) for item in (*node.bases, *node.keywords, *node.decorator_list)]

    def assignment(self, node: ast.Assign, place: _Place) -> None:
        """`A = "a"`, and `A, B = "a", "b"`."""
        self._stack += [(target, place.inner()) for target in node.targets]
        target, value = node.targets[0], node.value
        if isinstance(target, _Pair) and isinstance(value, _Pair) and len(target.elts) == len(value.elts):
            for each, item in zip(target.elts, value.elts, strict=True):
                self._given(each, item, place)
        else:
            self._given(target, value, place)

    def annotated(self, node: ast.AnnAssign, place: _Place) -> None:
        """`A: str = "a"`."""
        self._stack.append((node.target, place.inner()))
        if node.value is not None:
            self._given(node.target, node.value, place)

    def _given(self, target: ast.expr, value: ast.expr, place: _Place) -> None:
        inner = place.inner()
        if isinstance(target, ast.Name) and not place.local:
            inner = inner._replace(name=place.qualified(target.id), direct=True)
        self._stack.append((value, inner))

    def expression(self, node: ast.Expr, place: _Place) -> None:
        """A statement of a string is documentation."""
        self._stack.append(
            (node.value, place.inner()._replace(role="docstring" if is_docstring(node) else "value"))
        )

    def nothing(self, node: ast.AST, place: _Place) -> None:
        """What is written for type checkers alone."""

    # -------------------------------------------------------------------------------- expressions

    def display(self, node: ast.Tuple | ast.List | ast.Set, place: _Place) -> None:
        """Elements that are strings, or the first of pairs."""
        number, inner = self._open(node, len(node.elts), place), place.inner()
        element = inner._replace(display=number)
        pairs = [item.elts for item in node.elts if isinstance(item, _Pair) and len(item.elts) > 1]
        if pairs and len(pairs) == len(node.elts):
            self._elements([first for first, *_ in pairs], element, inner)
            self._stack += [(item, inner) for _, *rest in pairs for item in rest]
        else:
            self._elements(node.elts, element, inner)

    def mapping(self, node: ast.Dict, place: _Place) -> None:
        """Keys are elements, values are not."""
        number, inner = self._open(node, len(node.keys), place), place.inner()
        key_place = inner._replace(display=number, role="key")
        self._elements(node.keys, key_place, inner)
        self._stack += [(item, inner) for item in node.values]

    def _elements(self, items: Sequence[ast.expr | None], element: _Place, inner: _Place) -> None:
        for position, item in enumerate(items):
            if isinstance(item, ast.Constant):
                self._stack.append((item, element._replace(position=position)))
            elif item is not None:
                self._stack.append((item, inner))

    def _open(self, node: ast.expr, size: int, place: _Place) -> int:
        where = self._walk.where(node)
        self._displays.append(Display(_KINDS[type(node)], place.name, place.around, size, *where))
        return len(self._displays) - 1

    def call(self, node: ast.Call, place: _Place) -> None:
        """What a display is passed through still has the name."""
        inner = place.inner()
        self._stack += [(node.func, inner), *((item, inner) for item in node.keywords)]
        self._stack += [(item, inner._replace(name=place.name)) for item in node.args]

    def subscript(self, node: ast.Subscript, place: _Place) -> None:
        """`Literal["a", "b"]`."""
        self._stack += [(node.value, place.inner()), (node.slice, place.inner()._replace(name=place.name))]

    def joined(self, node: ast.JoinedStr, place: _Place) -> None:
        """The text of an f-string, its format specifications included."""
        whole = place.whole or node
        text = place.inner()._replace(role="f-string", whole=whole)
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self._stack.append((part.value, place.inner()))
                if part.format_spec is not None:
                    self._stack.append((part.format_spec, text))
            else:
                self._stack.append((part, text))

    def anonymous(self, node: ast.Lambda, place: _Place) -> None:
        """`lambda`."""
        self._children(node, place.inner()._replace(local=True))


_VISITORS: dict[type, Any] = {
    ast.FunctionDef: _Search.function,
    ast.AsyncFunctionDef: _Search.function,
    ast.ClassDef: _Search.of_class,
    ast.Assign: _Search.assignment,
    ast.AnnAssign: _Search.annotated,
    ast.Expr: _Search.expression,
    ast.Tuple: _Search.display,
    ast.List: _Search.display,
    ast.Set: _Search.display,
    ast.Dict: _Search.mapping,
    ast.Call: _Search.call,
    ast.Subscript: _Search.subscript,
    ast.JoinedStr: _Search.joined,
    ast.Lambda: _Search.anonymous,
    **({ast.TypeAlias: _Search.nothing} if hasattr(ast, "TypeAlias") else {}),
}


def _encodable(text: str) -> str:
    """The text with halves of surrogate pairs, which are no characters, replaced."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text

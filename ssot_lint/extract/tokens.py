"""Syntax as integers: equal tokens for equal code, in every process and on every machine.

A statement becomes a run of tokens in pre-order, list lengths included, so that two runs are equal
only if the trees are. Fingerprints are CPython's hash of a tuple of integers, which unlike that of
strings is not salted.
"""

import ast


def _digest(text: str) -> int:
    # the text as one number, modulo the prime of hash(int)
    return hash(int.from_bytes(text.encode("utf-8", "surrogatepass"), "little"))


class _Words(dict[str, int]):
    """Word -> token, computed once a process; words of different roles never share a token."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self.role = role

    def __missing__(self, word: str) -> int:
        token = _digest(self.role + word)
        if len(word) < 80:
            self[word] = token
        return token


NAMES = _Words("name ")
ATTRIBUTES = _Words("attribute ")
STRINGS = _Words("string ")

KINDS: dict[type[ast.AST], int] = {
    value: _digest("kind " + name)
    for name, value in vars(ast).items()
    if isinstance(value, type) and issubclass(value, ast.AST)
}
"""Node class -> token."""

SYNCHRONOUS: dict[int, int] = {
    KINDS[ast.AsyncFunctionDef]: KINDS[ast.FunctionDef],
    KINDS[ast.AsyncFor]: KINDS[ast.For],
    KINDS[ast.AsyncWith]: KINDS[ast.With],
}
"""Token of an asynchronous statement -> that of its synchronous twin."""

ABSENT = _digest("absent")
LOCAL = _digest("local")
LITERAL = _digest("literal")
END = _digest("end")
SINGLETONS: dict[object, int] = {
    None: _digest("None"), True: _digest("True"), False: _digest("False"), ...: _digest("Ellipsis"),
}  # fmt: skip
"""Constants that are part of the logic: they are never blinded."""


def literal(value: object) -> int:
    """The token of a number or of bytes."""
    if isinstance(value, bytes):
        return STRINGS[value.decode("latin-1")] ^ 1
    # hash() of a number is not salted; int, float and complex of equal value are told apart
    return hash((KINDS[ast.Constant], hash(value), len(type(value).__name__)))


CHILDREN: dict[type[ast.AST], tuple[str, ...]] = {
    value: tuple(field for field in reversed(value._fields) if field not in ("ctx", "kind", "type_comment"))
    for value in KINDS
}
"""Node class -> the fields that hold its children, last first (they are pushed on a stack)."""

Shape = tuple[int, bool, str, tuple[str, ...], tuple[str, ...]]
SHAPES: dict[type, Shape] = {
    kind: (KINDS[kind], issubclass(kind, ast.stmt), operator, tuple(lists.split()), tuple(children.split()))
    for kind, operator, lists, children in (
        (ast.Return, "", "", "value"),
        (ast.Raise, "", "", "cause exc"),
        (ast.Pass, "", "", ""),
        (ast.Break, "", "", ""),
        (ast.Continue, "", "", ""),
        (ast.BinOp, "op", "", "right left"),
        (ast.UnaryOp, "op", "", "operand"),
        (ast.BoolOp, "op", "values", ""),
        (ast.Compare, "", "comparators ops", "left"),
        (ast.Subscript, "", "", "slice value"),
        (ast.Slice, "", "", "step upper lower"),
        (ast.Starred, "", "", "value"),
        (ast.IfExp, "", "", "orelse body test"),
        (ast.Tuple, "", "elts", ""),
        (ast.List, "", "elts", ""),
        (ast.Set, "", "elts", ""),
        (ast.Dict, "", "values keys", ""),
        (ast.JoinedStr, "", "values", ""),
        (ast.Yield, "", "", "value"),
        (ast.YieldFrom, "", "", "value"),
        *((comparison, "", "", "") for comparison in ast.cmpop.__subclasses__()),
    )
}
"""Plain nodes -> token, statement or not, field of the operator, list fields, child fields, last first."""

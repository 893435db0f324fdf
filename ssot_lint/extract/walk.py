"""What has been seen of one source so far, and where the walk is."""

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ssot_lint.extract.scopes import Scopes
from ssot_lint.extract.tokens import END, KINDS
from ssot_lint.extract.trials import fails, live_length
from ssot_lint.model import (
    ALWAYS,
    CONDITIONAL,
    DEAD,
    FALLBACK,
    GUARDED,
    LAZY,
    RAISES,
    RUNTIME,
    TRIAL,
    TYPING,
    Binding,
    Import,
    WriteKind,
)

Where = tuple[int, int, int, int]
IMPORT_FUNCTIONS = ("import_module", "__import__")
Handlers = Mapping[type, Callable[["Walk", Any, list[Any]], None]]
"""Node class -> what takes it into the walk, and puts on the stack what is to be walked next."""


def dotted(node: ast.AST | None) -> str:
    """`a.b.c` for a chain of attributes on a name, "" for anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    parts.append(node.id)
    return ".".join(reversed(parts))


class Walk:
    """What has been seen of one source so far. The handlers of nodes move it on."""

    def __init__(
        self, text: str, handlers: tuple[Handlers, Handlers], texts: list[str] | None = None
    ) -> None:
        self.text = text
        self.texts = texts  # what the strings of the source say, None where the policy asks for none
        self.handlers = handlers  # of simple statements, for which the loop opens a row, and of the rest
        self.ascii = text.isascii()
        self._text_lines: list[str] | None = None
        self._lines: list[bytes] | None = None

        # where we are
        self.scopes = Scopes()
        self.scope = self.scopes.open("module", -1, "")
        self.loads, self.bound = self.scopes.loads[0], self.scopes.bound[0]
        self.local = False  # a function's or comprehension's scope, without `global` or `nonlocal`
        self.tags = RUNTIME
        self.call_flags = 0
        self.function: Any = None  # the outermost function that is being walked
        self.typing_names = {"TYPE_CHECKING", "MYPY"}
        # scope and name -> the module or function, by which a call may import, that it stands for
        self.importing = {(-1, "__import__"): "builtins.__import__"}

        # what was seen
        self.tokens: list[int] = []
        self.literals: list[int] = []  # those of them that are literals
        self.begins: list[int] = []  # first token of each row: a statement, or the end of a suite
        self.awaiting: list[int] = []  # rows that await something, once for each
        self.row_lines: list[int] = []  # first and last line of each row, 0 for the end of a suite
        self.functions: list[Any] = []  # the outermost ones
        self.imports: list[Import] = []
        self.bindings: list[Binding] = []
        self.writes: list[tuple[ast.Attribute, WriteKind, int]] = []  # attributes written to, how, scope
        self.results: list[tuple[int, ast.expr, int]] = []  # row of a call, what it is given to, scope
        self.assertions: list[int] = []  # rows of `model.ASSERTION_WIDTH`
        self.local_aliases: list[tuple[Any, ...]] = []  # bindings of functions, before they are records
        self.definitions: list[Any] = []
        self.rebound = False  # whether a definition takes a name that its scope had bound before
        self.exports: list[str] | None = None
        self.open_exports = False
        self.dynamic = False
        self.strings: dict[str, int] = {"": 0}
        self.calls: list[int] = []  # rows of `model.CALL_WIDTH`, the binding scope still open
        self.roots: list[str] = []  # first segment of each callee
        # calls whose first argument is a string; that argument, scope, tags
        self.literal_calls: list[tuple[ast.Call, Any, int, int]] = []
        self.import_aliases: list[tuple[int, str, int, str]] = []  # scope, name; scope, target
        self.chains: list[tuple[ast.Attribute, str, int]] = []  # attribute chains that are not called
        self.handed: list[ast.Attribute] = []  # attributes that calls inside tests are given
        self.literal_attributes: list[tuple[ast.expr, str, int]] = []  # what getattr is given, name, scope
        self.names: list[ast.Name] = []
        self.name_scopes: list[tuple[int, int]] = [(0, 0)]  # from this number of `names` on: their scope
        self.written: set[ast.expr] = set()  # attributes, and names, that a target goes through
        self.arguments: dict[ast.AST, tuple[int, int | str, int]] = {}  # node -> call row, which one, scope
        self.fates: dict[ast.expr, int] = {}  # calls -> flags that what is around them gives them
        self.assigned: ast.expr | None = None  # the value of the assignment that is being walked
        self.assigned_to: Sequence[ast.expr] = ()
        self.awaited: ast.expr | None = None
        self.statement_call: ast.expr | None = None

    # ------------------------------------------------------------------------------------ places

    @property
    def text_lines(self) -> list[str]:
        """The lines of the source, as the parser counts them."""
        if self._text_lines is None:
            text = self.text
            if "\r" in text:
                text = text.replace("\r\n", "\n").replace("\r", "\n")
            self._text_lines = text.split("\n")
        return self._text_lines

    @property
    def lines(self) -> list[bytes]:
        """The lines of the source as UTF-8, which is what the columns of `ast` count."""
        if self._lines is None:
            self._lines = [line.encode("utf-8", "surrogatepass") for line in self.text_lines]
        return self._lines

    def column(self, line: int, offset: int) -> int:
        """The 1-based column in code points of a 0-based UTF-8 offset."""
        if self.ascii:
            return offset + 1
        return len(self.lines[line - 1][:offset].decode("utf-8", "replace")) + 1

    def where(self, node: Any) -> Where:
        """Line, column, end line and end column of a node."""
        if self.ascii:
            return node.lineno, node.col_offset + 1, node.end_lineno, node.end_col_offset + 1
        start = self.column(node.lineno, node.col_offset)
        return node.lineno, start, node.end_lineno, self.column(node.end_lineno, node.end_col_offset)

    def slice(self, first: Any, last: Any) -> str:
        """The source text from one node to another; line breaks are folded where no comment ends in one."""
        line, end_line = first.lineno - 1, last.end_lineno - 1
        if line == end_line and self.ascii:
            text: str = self.text_lines[line][first.col_offset : last.end_col_offset]
            return text
        parts = self.lines[line : end_line + 1]
        parts[-1] = parts[-1][: last.end_col_offset]
        parts[0] = parts[0][first.col_offset :]
        text = b"\n".join(parts).decode("utf-8", "replace")
        return text if "#" in text else " ".join(text.split())

    def is_bare(self, node: Any) -> bool:
        """Whether a default value stands right after its `=`, not in parentheses that are no part of it."""
        line = self.lines[node.lineno - 1] if not self.ascii else self.text_lines[node.lineno - 1].encode()
        return bytes(line[: node.col_offset]).rstrip().endswith(b"=")

    # ----------------------------------------------------------------------------------- context

    def enter(self, scope: int) -> None:
        """Go on inside a scope."""
        self.scope = scope
        scopes = self.scopes
        self.loads, self.bound = scopes.loads[scope], scopes.bound[scope]
        kind = scopes.records[scope].kind
        self.local = (kind == "function" or kind == "comprehension") and scope not in scopes.outer
        self.name_scopes.append((len(self.names), scope))

    def set_tags(self, tags: int) -> None:
        """Go on with other tags."""
        self.tags = tags

    def set_call_flags(self, flags: int) -> None:
        """Go on with other flags for calls."""
        self.call_flags = flags

    @property
    def in_test(self) -> bool:
        """Whether we are in a test itself, in no function within it."""
        here = self.scopes.records[self.scope]
        return here.kind == "function" and here.qualified_name.rpartition(".")[2].startswith("test")

    def string(self, text: str) -> int:
        """The number of a string in the table."""
        return self.strings.setdefault(text, len(self.strings))

    # --------------------------------------------------------------------------------- statements

    def begin(self, node: Any, last_line: int) -> None:
        """Open the row of a statement with suites, its header: it ends where the next row begins."""
        line = node.lineno
        self.begins.append(len(self.tokens))
        self.row_lines += (line, max(line, last_line))
        self.tokens.append(KINDS[type(node)])

    def end_block(self, tags: int) -> None:
        """Mark the end of a suite, which also ends its last statement, and go on with the tags around."""
        self.tags = tags
        self.begins.append(len(self.tokens))
        self.row_lines += (0, 0)
        self.tokens.append(END)

    def push_block(self, stack: list[Any], body: Sequence[ast.stmt]) -> None:
        """Have the statements of a suite walked next, and its end marked; then the present tags hold."""
        stack.append((Walk.end_block, self.tags))
        if self.call_flags & TRIAL:
            live = live_length(body)
            if live and fails(body[live - 1], self.in_test):
                self.assertions += (self.scope, self.call_flags, *self.where(body[live - 1]))
            if live < len(body):
                stack += [(Walk.set_call_flags, self.call_flags), *body[: live - 1 : -1]]
                stack.append((Walk.set_call_flags, self.call_flags | DEAD))
                body = body[:live]
        stack += body[::-1]

    # ---------------------------------------------------------------------------------- bindings

    def bind_name(
        self,
        scope: int,
        name: str,
        node: Any,
        target: str = "",
        annotation: str | None = None,
        declared: bool = False,
        value: str = "",
    ) -> None:
        """Note that `name` is bound in a scope; `target` is the dotted name that it is bound to.

        `value` is what kind of thing (`model.Binding.value`).
        """
        scopes = self.scopes
        real = scopes.bind(scope, name)
        kind = scopes.records[real].kind
        if target.endswith(IMPORT_FUNCTIONS):
            self.import_aliases.append((real, name, scope, target))
        elif target.endswith("TYPE_CHECKING"):
            self.typing_names.add(name)
        if kind == "function":
            if target:
                self.local_aliases.append((real, name, target, annotation, declared, self.tags, node))
                scopes.learn(real, name)
        elif kind != "comprehension":
            where = self.where(node)
            tags = self.tags
            self.bindings.append(
                Binding(name, real, target or None, annotation, declared, value, tags, *where)
            )
            if target:
                scopes.learn(real, name)


def lazy(tags: int) -> int:
    """The tags inside a function, from those around it."""
    base = tags if tags & TYPING else tags & ~RUNTIME | LAZY
    return base & ~(GUARDED | RAISES | FALLBACK | CONDITIONAL | ALWAYS)


def is_plain(arguments: ast.arguments) -> bool:
    """Whether all parameters may be given by position and by keyword, as those of most functions may."""
    return not (arguments.posonlyargs or arguments.kwonlyargs or arguments.vararg or arguments.kwarg)


def parameters_of(arguments: ast.arguments) -> list[ast.arg]:
    """All parameters in the order in which they are written."""
    if is_plain(arguments):
        return arguments.args
    variadic = [arguments.vararg] if arguments.vararg else []
    keywords = [arguments.kwarg] if arguments.kwarg else []
    return [*arguments.posonlyargs, *arguments.args, *variadic, *arguments.kwonlyargs, *keywords]


def shape_of(arguments: ast.arguments) -> int:
    """One token for how many parameters of each kind there are, and how many defaults."""
    kinds = (arguments.posonlyargs, arguments.args, arguments.kwonlyargs, arguments.defaults)
    return hash((*[len(kind) for kind in kinds], bool(arguments.vararg), bool(arguments.kwarg)))


def without_docstring(body: Sequence[ast.stmt]) -> Sequence[ast.stmt]:
    """The statements of a suite, its docstring left out."""
    return body[1:] if body and is_docstring(body[0]) else body


def is_docstring(node: ast.stmt) -> bool:
    """Whether a statement is a bare string."""
    if type(node) is not ast.Expr:
        return False
    value = node.value
    return isinstance(value, ast.Constant) and isinstance(value.value, str)

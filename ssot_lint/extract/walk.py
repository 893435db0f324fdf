"""What has been seen of one source so far, and where the walk is."""

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ssot_lint.extract.scopes import Scopes
from ssot_lint.extract.tokens import END, KINDS
from ssot_lint.model import RUNTIME, Binding, Import

Where = tuple[int, int, int, int]
Handlers = Mapping[type, Callable[["Walk", Any, list[Any]], None]]


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

    def __init__(self, text: str, handlers: Handlers) -> None:
        self.text = text
        self.handlers = handlers
        self.ascii = text.isascii()
        self._text_lines: list[str] | None = None
        self._lines: list[bytes] | None = None
        self.texts: dict[ast.AST, str] = {}

        # where we are
        self.scopes = Scopes()
        self.scope = self.scopes.open("module", -1, "")
        self.loads, self.bound = self.scopes.loads[0], self.scopes.bound[0]
        self.local = False  # a function's or comprehension's scope, without `global` or `nonlocal`
        self.tags = RUNTIME
        self.call_flags = 0
        self.function: Any = None  # the outermost function that is being walked
        self.typing_names = {"TYPE_CHECKING", "MYPY"}
        self.import_functions = {"__import__": "__import__"}  # name of a function that imports -> which

        # what was seen
        self.tokens: list[int] = []
        self.literals: list[int] = []  # the literals, for which a mere mark stands among the tokens
        self.begins: list[int] = []  # first token of each statement, and of each end of a suite
        self.literal_begins: list[int] = []  # its first literal
        self.statement_lines: list[int] = []  # first and last line of each, 0 for the end of a suite
        self.functions: list[Any] = []  # the outermost ones
        self.imports: list[Import] = []
        self.bindings: list[Binding] = []
        self.attribute_targets: list[tuple[ast.Attribute, int]] = []  # of assignments, and where they stand
        self.local_aliases: list[tuple[Any, ...]] = []  # bindings of functions, before they are records
        self.definitions: list[Any] = []
        self.rebound = False  # whether a definition takes a name that its scope had bound before
        self.exports: list[str] | None = None
        self.open_exports = False
        self.dynamic = False
        self.strings: dict[str, int] = {"": 0}
        self.calls: list[int] = []  # rows of `model.CALL_WIDTH`, the binding scope still open
        self.roots: list[str] = []  # first segment of each callee
        self.literal_calls: list[tuple[ast.Call, int, int]] = []  # first argument a string; scope, tags
        self.chains: list[tuple[ast.Attribute, str, int]] = []  # attribute chains that are not called
        self.names: list[ast.Name] = []
        self.name_scopes: list[tuple[int, int]] = [(0, 0)]  # from this number of `names` on: their scope
        self.arguments: dict[ast.AST, tuple[int, str]] = {}  # argument node -> call row, which argument
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

    def segment(self, node: Any) -> str:
        """The source text of a node, runs of white space folded."""
        if node.__class__ is ast.Name:
            return str(node.id)
        text = self.texts.get(node)
        if text is None:
            first, last = node.lineno - 1, node.end_lineno - 1
            if first == last and self.ascii:
                text = self.text_lines[first][node.col_offset : node.end_col_offset]
            else:
                parts = self.lines[first : last + 1]
                parts[-1] = parts[-1][: node.end_col_offset]
                parts[0] = parts[0][node.col_offset :]
                text = b" ".join(parts).decode("utf-8", "replace")
            text = self.texts[node] = " ".join(text.split())
        return text

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

    def string(self, text: str) -> int:
        """The number of a string in the table."""
        return self.strings.setdefault(text, len(self.strings))

    # --------------------------------------------------------------------------------- statements

    def begin(self, node: Any, last_line: int | None = None) -> None:
        """Open a statement, or the header of one with suites: it ends where the next one begins."""
        self.begins.append(len(self.tokens))
        self.literal_begins.append(len(self.literals))
        self.statement_lines.append(node.lineno)
        self.statement_lines.append(node.end_lineno if last_line is None else max(node.lineno, last_line))
        self.tokens.append(KINDS[node.__class__])

    def end_block(self, _: object) -> None:
        """Mark the end of a suite, which also ends its last statement."""
        self.begins.append(len(self.tokens))
        self.literal_begins.append(len(self.literals))
        self.statement_lines.append(0)
        self.statement_lines.append(0)
        self.tokens.append(END)

    def push_block(self, stack: list[Any], body: Sequence[ast.stmt], documented: bool = False) -> None:
        """Have the statements of a suite walked next, and its end marked."""
        stack.append((self.end_block, None))
        stack += body[:0:-1] if documented and body and is_docstring(body[0]) else body[::-1]

    # ---------------------------------------------------------------------------------- bindings

    def bind_name(
        self,
        scope: int,
        name: str,
        node: Any,
        target: str = "",
        annotation: str | None = None,
        declared: bool = False,
    ) -> None:
        """Note that `name` is bound in a scope; `target` is the dotted name that it is bound to."""
        scopes = self.scopes
        real = scopes.bind(scope, name)
        kind = scopes.records[real].kind
        if kind == "function":
            if target:
                self.local_aliases.append((real, name, target, annotation, declared, self.tags, node))
                scopes.learn(real, name)
        elif kind != "comprehension":
            where = self.where(node)
            self.bindings.append(Binding(name, real, target or None, annotation, declared, self.tags, *where))
            if target:
                scopes.learn(real, name)


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


def is_docstring(node: ast.stmt) -> bool:
    """Whether a statement is a bare string."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )

"""The trees that astroid infers in: made of the sources of the project, on demand, each of its own text."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from astroid import nodes, rebuilder
from astroid.builder import AstroidBuilder
from astroid.exceptions import AstroidError, AstroidImportError
from astroid.manager import AstroidManager

from ssot_lint.index.inference.records import Bounds, Read
from ssot_lint.index.names import Edge, Target, definition_target
from ssot_lint.model import Definition, File

if TYPE_CHECKING:
    from ssot_lint.index.core import Index

# A BaseException, so that no `except Exception` of astroid takes it for a fault of what it infers.


class Needed(BaseException):
    """The tree of a file must be made before the question can be answered."""

    def __init__(self, file: File) -> None:
        self.file = file


class Exhausted(BaseException):
    """A bound is reached; its words say which."""


TOO_MUCH = "there is more to look into than the bounds of one run allow"


class Trees:
    """Trees by file. What is inside one is seen while it is made, what it imports is not."""

    def __init__(self, index: "Index", read: Read, externals: Sequence[str], bounds: Bounds) -> None:
        self._index = index
        self._read = read
        self._bounds = bounds
        self._trees: dict[File, Any] = {}
        self._files: dict[Any, File] = {}  # module node -> its file
        self._calls: dict[File, dict[tuple[int, int, int, int], Any]] = {}
        self._packages: dict[str, Any] = {}  # folders without `__init__`
        self._outside: dict[str, Any] = {}  # external modules that hold classes which are asked for
        self._externals: dict[Any, str] = {}  # class node -> its dotted name
        self._lines = max(bounds.all_lines, sum(file.facts.lines for file in index.files) // bounds.share)
        self._touched: set[File] = set()
        self._is_building = False
        for external in sorted(externals):
            self._add_external(external)

    def begin(self) -> None:
        """Forget what the question before has looked into."""
        self._touched = set()

    # ------------------------------------------------------------------------------------- trees

    def tree(self, file: File) -> Any:
        """The module node of a file. Raises Needed where it is yet to be made, Exhausted, AstroidError."""
        if self._is_building:
            raise AstroidImportError("what a module imports is no part of its tree")
        self._touched.add(file)
        if len(self._touched) > self._bounds.modules:
            raise Exhausted(f"more than {self._bounds.modules} modules have a say in it")
        if file not in self._trees:
            raise Needed(file)
        found = self._trees[file]
        if found is None:
            raise AstroidImportError("a module that cannot be read or built")
        return found

    def make(self, file: File) -> None:
        """Make the tree of a file. Raises Exhausted where that would be too much."""
        lines = file.facts.lines
        if lines > self._bounds.longest:
            raise Exhausted(f"a module of more than {self._bounds.longest} lines has a say in it")
        if lines > self._lines:
            raise Exhausted(TOO_MUCH)
        self._lines -= lines
        text = None if file.facts.problem or file.source.is_stub else self._read(file)
        self._trees[file] = None
        if text is None:
            return
        self._is_building = True
        try:
            found = self._built(file, text)
        except (AstroidError, ValueError, RecursionError):
            return
        finally:
            self._is_building = False
        self._trees[file] = found

    def _built(self, file: File, text: str) -> Any:
        name = file.module or file.path
        name = f"{name}.__init__" if file.source.is_package else name
        return _Builder(AstroidManager(), self, file).string_build(text, name)

    def own(self, file: File, module: Any) -> None:
        """Note whose tree a module node is."""
        self._files[module] = file

    def call(self, file: File, place: tuple[int, int, int, int]) -> Any:
        """The node of a call by its span; KeyError where there is none."""
        tree = self.tree(file)
        if file not in self._calls:
            where = _Columns(tree.file_bytes.decode("utf-8", "surrogatepass"))
            self._calls[file] = {where.of(node): node for node in tree.nodes_of_class(nodes.Call)}
        return self._calls[file][place]

    def target(self, node: Any) -> Target | None:
        """What a class or function node is in the index; None for one that is no statement of a source."""
        external = self._externals.get(node)
        if external is not None:
            return Target("external", external=external)
        file = self._files.get(node.root())
        if file is None:
            return None
        for definition in file.facts.definitions:
            if definition.line == node.lineno and definition.name == node.name:
                return definition_target(file, definition)
        return None

    # ----------------------------------------------------------------------------------- imports

    def imported(self, statement: Any, name: str) -> Target | None:
        """What `from … import name` brings in."""
        file = self._files.get(statement.root())
        if file is None or self._is_building:
            return None
        for edge in self._edges(file, statement):
            if edge.statement.name == name:
                return edge.origin
            if edge.statement.name == "*" and edge.file is not None:
                return self._index.resolve(edge.file, 0, name)
        return None

    def starred(self, statement: Any) -> Iterator[str]:
        """The names that a star of a statement brings."""
        file = self._files.get(statement.root())
        for edge in self._edges(file, statement) if file else ():
            if edge.statement.name == "*" and edge.file is not None:
                exports = edge.file.facts.exports
                own = (name for name in self._index.names_of(edge.file) if not name.startswith("_"))
                yield from own if exports is None else exports

    def _edges(self, file: File, statement: Any) -> Iterator[Edge]:
        first, last = statement.lineno, statement.end_lineno
        for edge in self._index.edges(file):
            written = edge.statement
            if (written.module, written.level) != (statement.modname, statement.level or 0):
                continue
            if first <= written.line <= last:
                yield edge

    def values(self, target: Target | None, context: Any) -> Iterator[Any]:
        """The nodes that an imported name may stand for. Raises AstroidError where that is not known."""
        if target is None:
            raise AstroidImportError("an import that is not followed")
        if target.kind == "module":
            yield self.tree(target.file) if target.file else self._package(target.module)
        elif target.kind == "external":
            yield self._external(target.external)
        elif target.file is None:
            raise AstroidImportError("an import that leads nowhere")
        elif target.definition is not None:
            node = _defined(self.tree(target.file), target.definition)
            yield from node.infer(context)
        elif target.kind == "binding" and "." not in target.name:
            yield from self.tree(target.file).igetattr(target.name, context)
        else:
            raise AstroidImportError("a name that is not looked into")

    def module(self, importer: Any, name: str) -> Any:
        """The node of a module by its dotted name, as another one sees it. Raises AstroidError."""
        found = self._index.module(name, self._files.get(importer))
        if found is not None:
            return self.tree(found)
        if self._index.lookup(name).kind == "module":
            return self._package(name)
        return self._external(name)

    def _package(self, name: str) -> Any:
        """A folder without `__init__`: it holds modules and nothing else."""
        if name not in self._packages:
            self._packages[name] = AstroidBuilder(AstroidManager(), False).string_build(
                "", f"{name}.__init__"
            )
        return self._packages[name]

    # ---------------------------------------------------------------------------------- external

    def _add_external(self, dotted: str) -> None:
        module, _, name = dotted.rpartition(".")
        if not module:
            return
        builder = AstroidBuilder(AstroidManager(), False)
        made = builder.string_build(f"class {name}:\n    pass\n", module)
        home = self._outside.setdefault(module, made)
        (class_,) = made.locals[name]
        home.locals[name] = [class_]
        self._outside[dotted] = class_
        self._externals[class_] = dotted

    def _external(self, dotted: str) -> Any:
        if dotted not in self._outside:
            raise AstroidImportError("a module outside the project is not looked into")
        return self._outside[dotted]


class _Builder(AstroidBuilder):  # type: ignore[misc]  # astroid has no annotations
    """Builds a tree of one source, and looks into no other."""

    def __init__(self, manager: Any, trees: Trees, file: File) -> None:
        super().__init__(manager)
        self._trees = trees
        self._file = file

    def _post_build(self, module: Any, builder: rebuilder.TreeRebuilder, encoding: str) -> Any:
        self._trees.own(self._file, module)
        return super()._post_build(module, builder, encoding)

    def add_from_names_to_locals(self, node: Any, global_name: Any) -> None:
        """Give the names of an import to its scope, those of a star as the index knows them."""
        if all(name != "*" for name, _ in node.names):
            super().add_from_names_to_locals(node, global_name)
            return
        for name in self._trees.starred(node):
            node.parent.set_local(name, node)
            node.scope().locals[name].sort(key=lambda each: each.fromlineno or 0)

    def delayed_assattr(self, node: Any) -> None:
        """Note an attribute that is set on an object, but not on what all modules share."""
        try:
            if any(value.root() is not node.root() for value in node.expr.infer() if hasattr(value, "root")):
                return
        except AstroidError:
            return
        super().delayed_assattr(node)


class _Columns:
    """Spans of nodes as the facts have them, columns in code points."""

    def __init__(self, text: str) -> None:
        self._is_ascii = text.isascii()
        unified = text.replace("\r\n", "\n").replace("\r", "\n")
        self._lines = [] if self._is_ascii else [line.encode() for line in unified.split("\n")]

    def of(self, node: Any) -> tuple[int, int, int, int]:
        start = self._column(node.lineno, node.col_offset)
        return node.lineno, start, node.end_lineno, self._column(node.end_lineno, node.end_col_offset)

    def _column(self, line: int, offset: int) -> int:
        if self._is_ascii:
            return offset + 1
        return len(self._lines[line - 1][:offset].decode("utf-8", "replace")) + 1


def _defined(tree: Any, definition: Definition) -> Any:
    """The node of a definition. Raises AstroidError where the tree has none."""
    scopes = [tree]
    *outer, name = definition.qualified_name.split(".")
    for part in outer:
        scopes = [
            found for scope in scopes for found in scope.locals.get(part, ()) if hasattr(found, "locals")
        ]
    for scope in scopes:
        for found in scope.locals.get(name, ()):
            if found.lineno == definition.line and isinstance(found, nodes.ClassDef | nodes.FunctionDef):
                return found
    raise AstroidImportError("a definition that the tree lacks")

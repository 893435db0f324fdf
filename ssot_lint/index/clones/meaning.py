"""What the free names of a definition stand for, so that equal text can be told from equal meaning."""

from collections.abc import Hashable
from typing import TYPE_CHECKING

from ssot_lint.index.clones.insides import Insides
from ssot_lint.index.clones.kinship import WITHOUT_METHODS
from ssot_lint.index.clones.members import Member
from ssot_lint.model import Definition, File, column

if TYPE_CHECKING:
    from ssot_lint.index.core import Index
    from ssot_lint.index.names import Target

DEPTH = 3  # how far helpers of helpers are followed; beyond, only the very same symbol is equal

MOST_HELPERS = 200
"""Helpers that are looked into for one function; of what lies beyond, the text alone is compared."""

Home = tuple[str, str]


class Meanings:
    """Tokens for free names: equal tokens stand for one definition, or for copies of one.

    A helper or constant that was copied along with its user is no difference: its token is its
    own fingerprint and the tokens of its own free names. What is undecided equals only itself, unless
    it is imported by the same import.
    """

    def __init__(self, index: "Index", insides: Insides) -> None:
        self._index = index
        self._insides = insides
        self._helpers = 0
        self._names: dict[Hashable, dict[str, Hashable]] = {}
        self._bindings: dict[str, dict[str, int]] = {}
        self._imports: dict[str, dict[str, Hashable]] = {}

    def surface(self, function: Member) -> tuple[Hashable, ...]:
        """A token for each free name of a function, helpers taken by their own text only."""
        return self._of_function(function, 0)

    def depth(self, function: Member) -> tuple[Hashable, ...]:
        """A token for each free name of a function, helpers of helpers included."""
        return self._of_function(function, DEPTH)

    def of_names(self, member: Member) -> dict[str, Hashable]:
        """The token of each name that the functions in a member take from outside of it."""
        tokens = self._names.get(member.identity)
        if tokens is None:
            tokens = self._names[member.identity] = {}
            own = member.definition.name if member.definition else ""
            for function in self._insides.outer_functions(member):
                stack = ((member.path, function.qualified_name),)
                for name in function.free:
                    if name == own or name in tokens:
                        continue
                    target = self._index.resolve(member.file, function.body, name)
                    if member.definition is None and target.file is member.file:
                        continue
                    tokens[name] = self._named(target, member.file, function, name, 0, stack)
        return tokens

    def of_bases(self, owner: Member) -> frozenset[Hashable]:
        """The tokens of the bases of a class, as far as they are known."""
        assert owner.definition is not None
        stack = ((owner.path, owner.definition.qualified_name),)
        tokens = {self._target(base, 0, stack) for base in self._index.bases(owner.file, owner.definition)}
        return frozenset(tokens - WITHOUT_METHODS - {None})

    def _of_function(self, function: Member, depth: int) -> tuple[Hashable, ...]:
        assert function.definition is not None
        stack = ((function.path, function.definition.qualified_name),)
        self._helpers = 0
        return self._tokens(function.file, function.definition, depth, stack)

    def _tokens(
        self, file: File, definition: Definition, depth: int, stack: tuple[Home, ...]
    ) -> tuple[Hashable, ...]:
        # Its own name comes first: copies of a recursive function differ in it, and so in the order.
        names = sorted(definition.free, key=lambda name: name != definition.name)
        return tuple(self._token(file, definition, name, depth, stack) for name in names)

    def _token(
        self, file: File, definition: Definition, name: str, depth: int, stack: tuple[Home, ...]
    ) -> Hashable:
        target = self._index.resolve(file, definition.body, name)
        return self._named(target, file, definition, name, depth, stack)

    def _named(
        self,
        target: "Target",
        file: File,
        definition: Definition,
        name: str,
        depth: int,
        stack: tuple[Home, ...],
    ) -> Hashable:
        token = self._target(target, depth, stack)
        if token is None:
            token = self._imported(file).get(name)
        return ("undecided", file.path, definition.qualified_name, name) if token is None else token

    def _imported(self, file: File) -> dict[str, Hashable]:
        """What names are imported as, by the import alone: enough where nobody can tell what stands there."""
        imports = self._imports.get(file.path)
        if imports is None:
            imports = self._imports[file.path] = {}
            for edge in self._index.edges(file):
                bound = edge.statement.bound
                if bound and edge.module:
                    origin = ("import", edge.module, edge.statement.name)
                    imports[bound] = origin if imports.get(bound, origin) == origin else None
        return imports

    def _target(self, target: "Target", depth: int, stack: tuple[Home, ...]) -> Hashable:
        """The token of what a name leads to, None where that is not known."""
        if target.kind == "definition" and target.file and target.definition:
            return self._definition(target.file, target.definition, depth, stack)
        if target.kind == "binding" and target.file:
            return self._binding(target, target.file)
        return target.symbol if target.kind in ("external", "module") else None

    def _definition(self, file: File, helper: Definition, depth: int, stack: tuple[Home, ...]) -> Hashable:
        home = (file.path, helper.qualified_name)
        if home in stack:
            return ("recursion", stack.index(home))
        text = (helper.kind, helper.name, helper.exact, helper.bases, helper.decorators)
        self._helpers += 1
        if self._helpers > MOST_HELPERS:
            return text
        if depth == 0:
            return text if len(stack) == 1 else (text, home)
        return (text, self._tokens(file, helper, depth - 1, (*stack, home)))

    def _binding(self, target: "Target", file: File) -> Hashable:
        line = self._lines_of_bindings(file).get(target.name, 0)
        text = _statements_on(file, line)
        return (target.name, text) if text else target.symbol

    def _lines_of_bindings(self, file: File) -> dict[str, int]:
        """The line of each module-level name that is bound exactly once, else 0."""
        lines = self._bindings.get(file.path)
        if lines is None:
            lines = self._bindings[file.path] = {}
            for binding in file.facts.bindings:
                if binding.scope == 0 and not binding.declared:
                    lines[binding.name] = 0 if binding.name in lines else binding.line
        return lines


def _statements_on(file: File, line: int) -> bytes:
    """The exact fingerprints of the statements that begin on a line."""
    lines = column("i", file.facts.statement_lines)[::2]
    exact, found, start = file.facts.exact, b"", 0
    for _ in range(lines.count(line)):
        row = lines.index(line, start)
        found, start = found + exact[row * 8 : row * 8 + 8], row + 1
    return found

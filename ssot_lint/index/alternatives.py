"""All that a name may be at run time, where the tracer tells what it is most likely."""

from collections.abc import Hashable, Sequence

from ssot_lint.index.bindings import Statement, is_alias, is_declared
from ssot_lint.index.contents import Bound, Step, left
from ssot_lint.index.names import Target, definition_target
from ssot_lint.index.rewrites import Rewrites
from ssot_lint.index.trace import Tracer
from ssot_lint.model import CONDITIONAL, REBOUND, TYPING, Binding, Definition, File, Import

Attributes = tuple[str, ...]

_MOST_STEPS = 100


class Alternatives:
    """Follows every statement that binds a name on the way, not only the one that decides."""

    def __init__(self, tracer: Tracer, rewrites: Rewrites) -> None:
        self._tracer = tracer
        self._rewrites = rewrites
        self._known: dict[Hashable, tuple[Target, ...] | None] = {}
        self._certain: dict[tuple[File, int], bool] = {}

    def of_name(self, file: File, bound: int, dotted: str) -> tuple[Target, ...] | None:
        """The definitions that a dotted name may be whose first segment a scope binds; None if unknown."""
        first, *rest = dotted.split(".")
        start = self._start(file, bound, first)
        if start is None:
            return None
        if not rest and isinstance(start, Bound) and len(start.statements) == 1:
            only = start.statements[0]
            if isinstance(only, Definition):
                return (definition_target(start.file, only),)
        key = _alike(start, rest) or (file, bound, dotted)
        if key not in self._known:
            self._known[key] = self._follow(start, tuple(rest))
        return _definitions(self._known[key])

    def of_member(self, file: File, definition: Definition, name: str) -> tuple[Target, ...] | None:
        """The definitions that an attribute of a class, its own or inherited, may be; None if unknown."""
        return _definitions(self._follow(definition_target(file, definition), (name,)))

    def of_body(self, file: File, definition: Definition, name: str) -> tuple[Target, ...] | None:
        """The same for what the body of a class binds; () where it binds no such name."""
        statements = self._tracer.contents.names(file).get(definition.body, name)
        if not statements:
            return ()
        if self._rewrites.are_made(definition_target(file, definition).symbol, name):
            return None
        return _definitions(self._follow(Bound(file, statements), ()))

    def has_certain_bases(self, file: File, definition: Definition) -> bool:
        """Whether no base of a class, or of what it inherits from, may be something else than it seems."""
        key = file, definition.body
        found = self._certain.get(key)
        if found is None:
            self._certain[key] = True  # a cycle
            found = self._certain[key] = all(
                base and self._is_certain(file, definition, base) for base in definition.bases
            )
        return found

    def _is_certain(self, file: File, definition: Definition, dotted: str) -> bool:
        first, *rest = dotted.split(".")
        step = self._tracer.seen_from(file, definition.scope, first, (id(definition),), read=True)
        key = _alike(step, rest)
        found = self._known.get(key) if key else None
        if found is None:
            found = self._follow(step, tuple(rest), (id(definition),))
            if key:
                self._known[key] = found
        if found is None or len(found) > 1:
            return False
        base = found[0]
        if base.file is None or base.definition is None:
            return True
        return self.has_certain_bases(base.file, base.definition)

    def _start(self, file: File, bound: int, name: str) -> Step | None:
        if bound <= 0:
            own = self._tracer.contents.names(file).get(0, name)
            is_value = own and all(isinstance(s, Binding) and not is_alias(s) for s in own)
            if is_value or self._rewrites.are_made(file.module or "", name):
                return None
            return self._tracer.seen_globally(file, name)
        found = self._tracer.contents.names(file).get(bound, name)
        if not found:
            return None
        if file.facts.scopes[bound].kind == "function" and _may_be_more(found):
            return None
        return Bound(file, found)

    def _follow(
        self, start: Step | None, attributes: Attributes, without: tuple[int, ...] = ()
    ) -> tuple[Target, ...] | None:
        found: list[Target] = []
        seen: set[tuple[int, Attributes]] = set()
        stack: list[tuple[Step | None, Attributes]] = [(start, attributes)]
        for _ in range(_MOST_STEPS):
            if not stack:
                return tuple(dict.fromkeys(found)) or None
            step, pending = stack.pop()
            if isinstance(step, Bound):
                for statement in reversed(_decisive(left(step.statements, without))):
                    if (id(statement), pending) not in seen:
                        seen.add((id(statement), pending))
                        stack.append(self._behind(step.file, statement, pending))
            elif step is None or step.kind not in ("module", "definition", "external"):
                return None
            elif step.kind == "external":
                found.append(Target("external", external=".".join((step.external, *pending))))
            elif not pending:
                if step.definition is None:
                    return None
                found.append(step)
            else:
                stack.append((self._attribute(step, pending[0]), pending[1:]))
        return None

    def _behind(
        self, file: File, statement: Statement, pending: Attributes
    ) -> tuple[Step | None, Attributes]:
        if isinstance(statement, Binding) and not is_alias(statement):
            return None, ()
        if statement.tags & REBOUND and isinstance(statement, Definition):
            return None, ()
        step, derived = self._tracer.expand(file, statement)
        return step, (*derived, *pending)

    def _attribute(self, step: Target, name: str) -> Step | None:
        """What an attribute of a module or class is, None where it may be set from elsewhere."""
        contents = self._tracer.contents
        if step.kind == "module":
            if self._rewrites.are_made(step.module, name):
                return None
            return contents.member(step, name, None, contents.submodule(step, name, None), ())
        file, definition = step.file, step.definition
        if file is None or definition is None or definition.kind != "class":
            return None
        own = contents.names(file).get(definition.body, name)
        if not own and not self.has_certain_bases(file, definition):
            return None
        if not own and name.startswith("__") and definition.decorators:
            return None  # `@dataclass` writes such methods
        if self._rewrites.are_anywhere(name):
            line = (step, *self._tracer.classes.linear(file, definition))
            if any(self._rewrites.are_made(each.symbol, name) for each in line):
                return None
        return self._tracer.class_member(step, name)


def _definitions(found: tuple[Target, ...] | None) -> tuple[Target, ...] | None:
    """The targets if all of them are definitions."""
    return found if found and all(target.definition for target in found) else None


def _alike(start: Step, rest: Sequence[str]) -> tuple[str, ...]:
    """What all files have in common that import the same from the same module, absolutely; () for others."""
    if not isinstance(start, Bound) or len(start.statements) > 1:
        return ()
    statement = start.statements[0]
    if not isinstance(statement, Import) or statement.level or not statement.name or statement.tags & TYPING:
        return ()
    if start.file.module == statement.module:
        return ()  # a package that imports from itself
    return start.file.source.root, statement.module, statement.name, *rest


def _decisive(statements: Sequence[Statement]) -> Sequence[Statement]:
    """Those that may hold at run time: no announcements, what is for type checkers, `@overload`s.

    Of names that have no other the first stands for all: it leads nowhere.
    """
    real = [s for s in statements if not is_declared(s) and not s.tags & TYPING]
    return [s for s in real if not (isinstance(s, Definition) and _is_overload(s))] or statements[:1]


def _is_overload(definition: Definition) -> bool:
    return any(name.rpartition(".")[2] == "overload" for name in definition.decorators)


def _may_be_more(statements: Sequence[Statement]) -> bool:
    """Whether a function may bind its name to a value as well: of those the facts keep nothing."""
    return any(isinstance(s, Definition) and s.tags & (CONDITIONAL | REBOUND) for s in statements)

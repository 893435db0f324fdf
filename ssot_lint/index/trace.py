"""Follows a name through imports, re-exports, stars, aliases and attributes to its one definition."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from ssot_lint.index.bindings import BUILTINS, Statement, is_alias
from ssot_lint.index.classes import Classes
from ssot_lint.index.contents import EVERY_MODULE_HAS, Bound, Contents, Step, left
from ssot_lint.index.names import UNDECIDED, Target, binding_target, definition_target, module_target
from ssot_lint.model import Binding, Definition, File, Import

_BUILTINS = BUILTINS - EVERY_MODULE_HAS
_LONGEST_TRAIL = 300

# Why a trail ends without a target. A choice says which of these it is an answer to.
_MISSING, _UNDECIDED, _CYCLE = 1, 2, 4


class _Choice(NamedTuple):
    """Where to go on when the trail fails for one of the `failures`."""

    failures: int
    step: Step
    pending: tuple[str, ...]
    own: int


class Tracer:
    """Answers what a name is; it keeps nothing of a trail."""

    def __init__(self, contents: Contents) -> None:
        self.contents = contents
        self.classes = Classes(self)

    def resolve(self, file: File, scope: int, dotted: str) -> Target:
        """A dotted name as seen from a scope, whether or not the source reads it there."""
        first, *rest = dotted.split(".")
        return self.follow(self.seen_from(file, scope, first, ()), rest, file.source.root)

    def resolve_read(self, file: File, scope: int, dotted: str, without: Collection[int]) -> Target:
        """A dotted name that the source reads in a scope; `without` are ids of statements left out."""
        first, *rest = dotted.split(".")
        step = self.seen_from(file, scope, first, without, read=True)
        return self.follow(step, rest, file.source.root, without)

    def resolve_bound(self, file: File, scope: int, dotted: str) -> Target:
        """A dotted name whose first segment a given scope binds, -1 where the source binds it nowhere."""
        first, *rest = dotted.split(".")
        step: Step = UNDECIDED
        if "(" in dotted:  # what a call gives
            return UNDECIDED
        if scope <= 0:
            step = self.seen_globally(file, first, ())
        elif found := self.contents.names(file).get(scope, first):
            step = Bound(file, found)
        return self.follow(step, rest, file.source.root)

    def follow(
        self, step: Step, attributes: Sequence[str], root: str | None, without: Collection[int] = ()
    ) -> Target:
        """Where a step and the attributes after it lead.

        Missing is only what an attribute asked for lacks; what a statement on the way asks for in
        vain is that statement's fault, and leaves the name undecided.
        """
        pending = tuple(attributes)
        own = len(pending)  # how many at the end of `pending` were asked for, not met on the way
        choices: list[_Choice] = []
        seen: set[tuple[int, tuple[str, ...]]] = set()
        absent: Target | None = None
        for _ in range(_LONGEST_TRAIL):
            failure = 0
            if isinstance(step, Bound):
                home, statements = step
                statement = statements[0]
                key = (id(statement), pending)
                if len(statements) > 1:
                    choices.append(_Choice(_MISSING | _CYCLE, Bound(home, statements[1:]), pending, own))
                if key in seen:
                    failure = _CYCLE
                else:
                    seen.add(key)
                    root = home.source.root
                    if not pending and isinstance(statement, Binding) and _outlives(home, statement):
                        alias = binding_target(home, statement.scope, statement.name)
                        choices.append(_Choice(_MISSING | _UNDECIDED | _CYCLE, alias, (), own))
                    step, derived = self.expand(home, statement, without)
                    pending = (*derived, *pending)
            elif step.kind == "missing":
                failure = _MISSING
            elif step.kind == "undecided":
                failure = _UNDECIDED
            elif not pending:
                return step
            elif step.kind == "module":
                asked = len(pending) <= own
                name, pending = pending[0], pending[1:]
                own = min(own, len(pending))
                below = self.contents.submodule(step, name, root)
                step = self.contents.member(step, name, root, below, without)
                if isinstance(step, Bound) and below is not None:
                    choices.append(_Choice(_MISSING | _CYCLE, below, pending, own))
                elif asked and absent is None and isinstance(step, Target) and step.kind == "missing":
                    absent = step
            elif step.kind == "external":
                step, pending = self._outside(step, pending)
                own = min(own, len(pending))
            else:
                step = self.class_member(step, pending[0])
                pending = pending[1:]
                own = min(own, len(pending))
            while failure:
                if not choices:
                    return absent if absent is not None and failure == _MISSING else UNDECIDED
                choice = choices.pop()
                if choice.failures & failure:
                    _, step, pending, own = choice
                    failure = 0
        # too long a trail: the first name on it that is worth telling
        return next((c.step for c in choices if isinstance(c.step, Target) and not c.pending), UNDECIDED)

    def expand(
        self, file: File, statement: Statement, without: Collection[int] = ()
    ) -> tuple[Step, Sequence[str]]:
        """What a statement binds its name to, and the attributes still to be taken of it."""
        if isinstance(statement, Definition):
            return definition_target(file, statement), ()
        if isinstance(statement, Import):
            if statement.name is not None:
                home = self.contents.imported(file, statement)
                early = self.contents.taken_early(file, statement) if home.file is file else None
                return (early, ()) if early else (home, (statement.name,))
            first, *rest = statement.module.split(".")
            # `import a.b as a` binds what `import a.b` does not: the longer text tells them apart
            whole = statement.end_column - statement.column == len(statement.module)
            taken = [] if whole and statement.bound == first else rest
            return self.contents.module(first, file.source.root), taken
        if statement.target is None or not is_alias(statement):
            return binding_target(file, statement.scope, statement.name), ()
        first, *rest = statement.target.split(".")
        unseen = {*without, id(statement), *self._bound_later(file, statement, first)}
        return self.seen_from(file, statement.scope, first, unseen, read=True), rest

    def _bound_later(self, file: File, alias: Binding, name: str) -> Iterator[int]:
        """The ids of what a class body binds to a name only after an alias of it is made there."""
        if file.facts.scopes[alias.scope].kind == "class":
            for statement in self.contents.names(file).get(alias.scope, name):
                if (statement.line, statement.column) > (alias.line, alias.column):
                    yield id(statement)

    # ------------------------------------------------------------------------------------- names

    def seen_from(
        self, file: File, start: int, name: str, without: Collection[int], read: bool = False
    ) -> Step:
        """The statements that bind a name for code in a scope; a class is seen only from itself."""
        scopes = file.facts.scopes
        names = self.contents.names(file)
        scope = start
        while scope > 0:
            if scopes[scope].kind != "class" or scope == start:
                found = left(names.get(scope, name), without)
                if found:
                    return Bound(file, found)
                if names.is_local(scope, name, read):
                    return UNDECIDED
            scope = scopes[scope].parent
        return self.seen_globally(file, name, without)

    def seen_globally(self, file: File, name: str, without: Collection[int] = ()) -> Step:
        """A global name of a module as the module itself sees it, builtins included."""
        found = left(self.contents.names(file).get(0, name), without)
        if found:
            return Bound(file, found)
        starred, loaded = self.contents.starred(file, name)
        if starred is not None:
            return starred
        below = self.contents.submodule(module_target(file), name, file.source.root) or loaded
        if name in _BUILTINS:
            # a submodule hides the builtin only once it is loaded
            return UNDECIDED if below else Target("external", external=f"builtins.{name}")
        if below is None and name in EVERY_MODULE_HAS:
            return binding_target(file, 0, name)
        return below or UNDECIDED

    def _outside(self, step: Target, pending: tuple[str, ...]) -> tuple[Target, tuple[str, ...]]:
        """What attributes of an external name are; a folder that is no module may lead back inside."""
        by_path = self.contents.modules.by_path
        dotted = step.external
        for number, name in enumerate(pending, 1):
            dotted = f"{dotted}.{name}"
            found = by_path(dotted)
            if found is not None:
                return module_target(found), pending[number:]
        return Target("external", external=dotted), ()

    def class_member(self, target: Target, name: str) -> Step:
        """An attribute of a class, its own or inherited; nothing is known of other values."""
        definition, file = target.definition, target.file
        if definition is None or file is None or definition.kind != "class":
            return UNDECIDED
        found = self.contents.names(file).get(definition.body, name)
        if found:
            return Bound(file, found)
        for base in self.classes.linear(file, definition):
            if base.definition is None or base.file is None or base.definition.kind != "class":
                return UNDECIDED
            found = self.contents.names(base.file).get(base.definition.body, name)
            if found:
                return Bound(base.file, found)
        return UNDECIDED


def _outlives(file: File, binding: Binding) -> bool:
    """Whether a name is worth telling where its value is unknown; a function's local is not."""
    return file.facts.scopes[binding.scope].kind != "function"

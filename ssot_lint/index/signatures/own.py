"""Finds the calls through `self` and `super()` that nothing can be said against, by names alone.

Such a call is silent where it may be of anything that takes it, or that cannot be known. So it is
enough to look at the line of the class around it, whatever class of a name is meant.
"""

from collections.abc import Iterator, Sequence

from ssot_lint.index.aliases import Aliases
from ssot_lint.index.bindings import Statement
from ssot_lint.index.contents import Contents
from ssot_lint.index.signatures.decorators import IMPLICIT
from ssot_lint.index.signatures.judge import Form, Judge, last_of, reach
from ssot_lint.index.signatures.parameters import Signature, fits, signature_of
from ssot_lint.model import SUPER, Definition, File

_REBINDING = frozenset(("classmethod", "staticmethod"))

_Taken = Signature | None
"""None: it must be looked into."""


class OwnCalls:
    """Looks up what classes have under a name in their bodies, or in those of what they inherit from."""

    def __init__(self, judge: Judge, aliases: Aliases, contents: Contents) -> None:
        self._aliases = aliases
        self._contents = contents
        self._classes = judge.classes
        self._settled: dict[tuple[File, int, str, Form], bool] = {}
        self._above: dict[tuple[tuple[str, ...], str], tuple[_Taken, ...]] = {}

    def settles(self, file: File, scope: int, bound: int, callee: str, form: Form) -> bool:
        """Whether such a call is of what takes it, or of what cannot be known; others are not settled."""
        first, _, name = callee.partition(".")
        if first == SUPER:
            scopes = file.facts.scopes
            while scopes[scope].kind == "comprehension":
                scope = scopes[scope].parent
        elif first == "self" and bound > 0:
            scope = bound
        else:
            return False
        key = file, scope, callee, form
        found = self._settled.get(key)
        if found is None:
            found = self._settled[key] = self._is_settled(file, scope, first == SUPER, name, form)
        return found

    def _is_settled(self, file: File, scope: int, is_super: bool, name: str, form: Form) -> bool:
        definitions = self._contents.standing(file).definitions
        method = definitions.get(scope)
        owner = definitions.get(method.scope) if method is not None else None
        if method is None or owner is None or method.kind == "class" or owner.kind != "class":
            return False
        if method.name in IMPLICIT or any(map(self._rebinds, method.decorators)):
            return False  # it is called through a class
        if not is_super and (signature_of(method).ordered[:1] != ("self",) or self._is_rebound(file, scope)):
            return False
        own = None if is_super else self._in_body(file, owner, name)
        taken = self._of_bases(owner.bases, name) if own is None else own
        return all(each is not None and fits(each, *form) for each in taken)

    def _is_rebound(self, file: File, scope: int) -> bool:
        """Whether an import or an alias gives the name `self` to something else."""
        given = self._contents.names(file).get(scope, "self")
        return any(not isinstance(statement, Definition) for statement in given)

    def _rebinds(self, decorator: str) -> bool:
        return not _REBINDING.isdisjoint(self._aliases.origins(last_of(decorator)))

    def _of_bases(self, bases: tuple[str, ...], name: str) -> tuple[_Taken, ...]:
        """What the first on each way up has under a name that has one."""
        key = bases, name
        found = self._above.get(key)
        if found is None:
            found = self._above[key] = tuple(dict.fromkeys(self._upwards(bases, name)))
        return found

    def _upwards(self, bases: Sequence[str], name: str) -> Iterator[_Taken]:
        stack = list(bases)
        seen: set[str] = set()
        while stack:
            for origin in self._aliases.origins(last_of(stack.pop())) - seen:
                seen.add(origin)
                for file, definition, _ in self._classes.get(origin, ()):
                    own = self._in_body(file, definition, name)
                    if own is None:
                        stack += definition.bases
                    else:
                        yield from own

    def _in_body(self, file: File, definition: Definition, name: str) -> tuple[_Taken, ...] | None:
        """What a class has in its body under a name, None where that binds no such name."""
        members = self._contents.names(file).get(definition.body, name)
        return tuple(map(_taken, members)) if members else None


def _taken(member: Statement) -> _Taken:
    """What a member takes that is called through an instance."""
    if not isinstance(member, Definition) or member.kind == "class":
        return None
    whole = signature_of(member)
    return whole if reach(member, True) == "any" else whole.bound

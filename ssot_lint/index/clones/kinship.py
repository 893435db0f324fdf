"""How definitions belong together by inheritance and nesting, where equal text is to be expected."""

import re
from collections.abc import Hashable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from ssot_lint.index.clones.members import Member
from ssot_lint.model import Definition

if TYPE_CHECKING:
    from ssot_lint.index.core import Index
    from ssot_lint.index.names import Target

ABSTRACT = frozenset(["abc.ABC", "typing.Protocol", "typing_extensions.Protocol"])

WITHOUT_METHODS = ABSTRACT | {"builtins.object", "typing.Generic"}
"""External bases that declare no method for a subclass to override."""


class Kinship:
    """Questions about the class around a definition, answered once each."""

    def __init__(self, index: "Index") -> None:
        self._index = index
        self._overridden: dict[Hashable, frozenset[str]] = {}

    def owner(self, member: Member) -> Definition | None:
        """The class that a method is defined in."""
        prefix = _definition(member).qualified_name.rpartition(".")[0]
        owner = self._index.definition_of(member.file, prefix) if prefix else None
        return owner if owner is not None and owner.kind == "class" else None

    def is_abstract(self, member: Member) -> bool:
        """Whether a class is a Protocol or an ABC by its own bases."""
        definition = _definition(member)
        if any(name == "metaclass" and value.endswith("ABCMeta") for name, value in definition.keywords):
            return True
        if self._abstract_names.isdisjoint(base.rpartition(".")[2] for base in definition.bases):
            return False
        return any(base.symbol in ABSTRACT for base in self._index.bases(member.file, definition))

    @cached_property
    def _abstract_names(self) -> set[str]:
        """The simple names under which an abstract base may be known; only such bases are resolved."""
        return self._index.aliases({symbol.rpartition(".")[2] for symbol in ABSTRACT})

    def is_local(self, member: Member) -> bool:
        """Whether it is defined inside a function."""
        if member.definition is None:
            return False
        scopes = member.file.facts.scopes
        scope = member.definition.scope
        while scope > 0:
            if scopes[scope].kind == "function":
                return True
            scope = scopes[scope].parent
        return False

    def overridden(self, method: Member) -> frozenset[str]:
        """The methods that it is or overrides, as symbols; an external class may declare any."""
        key = method.identity
        if (found := self._overridden.get(key)) is None:
            found = self._overridden[key] = frozenset(self._declarations(method))
        return found

    def _declarations(self, method: Member) -> Iterator[str]:
        owner = self.owner(method)
        if owner is None:
            return
        name = _definition(method).name
        yield f"{self._index.definition_place(method.file, owner).symbol}.{name}"
        for ancestor in self._index.ancestors(method.file, owner):
            if self._may_declare(ancestor, name):
                yield f"{ancestor.symbol}.{name}"

    def _may_declare(self, ancestor: "Target", method: str) -> bool:
        if ancestor.file is None:
            return ancestor.kind == "external" and ancestor.symbol not in WITHOUT_METHODS
        return self._index.definition_of(ancestor.file, f"{ancestor.name}.{method}") is not None

    def unrelated(self, one: Member, other: Member) -> bool:
        """Whether neither class is the other, a second binding of its name, or derived from it."""
        return one.identity != other.identity and not any(
            ancestor.file is higher.file and ancestor.definition is higher.definition
            for lower, higher in ((one, other), (other, one))
            for ancestor in self._index.ancestors(lower.file, _definition(lower))
        )

    def named_after_base(self, member: Member) -> bool:
        """Whether a class bears the name of one of its ancestors: it is that one's form in its module."""
        definition = _definition(member)
        ancestors = self._index.ancestors(member.file, definition)
        return any(re.split(r"[.:]", ancestor.symbol)[-1] == definition.name for ancestor in ancestors)


def _definition(member: Member) -> Definition:
    assert member.definition is not None, "files are no kin"
    return member.definition

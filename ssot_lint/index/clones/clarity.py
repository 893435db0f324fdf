"""Which copies are worth a look unasked: hardly edited, of some length, and wanted by nobody as they are."""

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from ssot_lint.index.clones.election import bears_name_of
from ssot_lint.index.clones.groups import Likeness, common, share
from ssot_lint.index.clones.insides import Insides
from ssot_lint.index.clones.members import Member
from ssot_lint.index.clones.neighbourhood import Neighbourhood

if TYPE_CHECKING:
    from ssot_lint.index.core import Index

HARDLY_EDITED = 0.8
"""From this share of common statements on a copy was hardly edited."""

MOSTLY = 0.85
"""From this share of common statements on, a module is a copy of another, whatever it is called."""

WORD_FOR_WORD = 0.5
"""The share of statements, names and literals included, that a clear copy has in common at least."""

MANY_MODULES = 10
"""A function that so many modules have is asked for by a framework, which calls each."""


class Clarity:
    """Answers about copies that may be edited ones, in one index."""

    def __init__(self, index: "Index", insides: Insides) -> None:
        self._index = index
        self._insides = insides
        self._neighbourhood = Neighbourhood(index)

    def is_clear(self, copy: Member, home: Member, likeness: Likeness, least: int) -> bool:
        """Whether one is a copy of the other beyond doubt, and one of them could go for less than it saves.

        `least` is how many statements a body has that is compared.
        """
        if self._neighbourhood.are_apart(copy.file, home.file):
            return False
        if copy.unit == "file":
            return likeness.similarity >= MOSTLY or bears_name_of(copy.path, home.path)
        return (
            likeness.similarity >= HARDLY_EDITED
            and round(likeness.similarity * (copy.size + home.size) / 2) >= least
            and share(copy.exact, home.exact) >= WORD_FOR_WORD
            and not self._are_hooks(copy, home)
            and (likeness.kind != "edited" or self._pays(copy, home, least))
        )

    def _pays(self, copy: Member, home: Member, least: int) -> bool:
        """Whether edited copies have enough in common for what to make one of them takes.

        That is a parameter or a hook for each difference, and for classes a base: twice the lines of
        what need not be edited, and of classes more than one-liners, which are form or data.
        """
        kept = common(copy, home)
        lines = sum(copy.heights[number] for number in kept)
        return lines >= 2 * least and (copy.unit != "class" or self._acting(copy, kept) >= least)

    def _acting(self, owner: Member, statements: list[int]) -> int:
        """How many of these statements of a class stand in methods of several statements."""
        start = owner.statements[0]
        inside = {
            number - start
            for method in self._insides.outer_functions(owner)
            if method.size > 1
            for number in range(*method.statements)
        }
        return len(inside.intersection(statements))

    def _are_hooks(self, copy: Member, home: Member) -> bool:
        """Whether they are functions of a name that many modules have."""
        one, other = copy.definition, home.definition
        if one is None or other is None or one.scope or other.scope or one.name != other.name:
            return False
        return self._modules_with[one.name] >= MANY_MODULES

    @cached_property
    def _modules_with(self) -> Counter[str]:
        """How many modules have a function of each name."""
        return Counter(
            name
            for file in self._index.files
            for name in {d.name for d in file.facts.definitions if not d.scope and d.kind != "class"}
        )

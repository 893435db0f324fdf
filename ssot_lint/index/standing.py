"""What stands in each scope of a source: its calls, and the definition that it is the body of."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from ssot_lint.model import CALL_WIDTH, Call, Definition, Facts, column


class Standing:
    """Answers for the scopes of one source, sorted out once: a file may have thousands of them."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    @cached_property
    def definitions(self) -> dict[int, Definition]:
        """The definition whose body each scope is, for those scopes that are one's."""
        return {definition.body: definition for definition in self._facts.definitions}

    def calls(self, scope: int) -> Iterator[Call]:
        """The calls that stand in a scope itself, in source order."""
        return map(self._facts.call, self._rows.get(scope, ()))

    @cached_property
    def _rows(self) -> dict[int, list[int]]:
        found: defaultdict[int, list[int]] = defaultdict(list)
        for row, scope in enumerate(column("i", self._facts.calls)[1::CALL_WIDTH]):
            found[scope].append(row)
        return found

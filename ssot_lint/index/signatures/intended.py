"""Which calls that cannot be bound are meant to be as they are."""

from ssot_lint.index.signatures.decorators import ASKING
from ssot_lint.index.trace import Tracer
from ssot_lint.model import CONSUMED, STATEMENT_WIDTH, Call, File, column


class Intentions:
    """Tells of a call whether it is meant to fail; what stands around it is looked at once for each scope."""

    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer
        self._around: dict[tuple[File, int], tuple[bool, list[Call]]] = {}

    def is_intended(self, file: File, call: Call) -> bool:
        """Whether it stands first in `with expect_raises(…):`, or in a function that looks at signatures."""
        key = file, call.scope
        if key not in self._around:
            self._around[key] = self._look_around(*key)
        asks, expecting = self._around[key]
        return asks or any(
            other.end_line <= call.line and not _has_statement_between(file, other.line, call.line)
            for other in expecting
        )

    def _look_around(self, file: File, scope: int) -> tuple[bool, list[Call]]:
        """Whether signatures are asked for in a scope, and what is entered there that expects a failure."""
        calls = list(self._tracer.contents.standing(file).calls(scope))
        callees = {(call.bound, call.callee) for call in calls}
        asks = any(self._tracer.resolve_bound(file, *each).external in ASKING for each in callees)
        return asks, [call for call in calls if call.flags & CONSUMED and _raises(call.callee)]


def _raises(callee: str) -> bool:
    return "raises" in callee.rpartition(".")[2].split("_")


def _has_statement_between(file: File, after: int, before: int) -> bool:
    lines = column("i", file.facts.statement_lines)[::STATEMENT_WIDTH]
    return any(after < line < before for line in lines)

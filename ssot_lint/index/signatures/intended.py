"""Which calls that cannot be bound are meant to be as they are."""

from ssot_lint.index.signatures.decorators import calls_in
from ssot_lint.index.trace import Tracer
from ssot_lint.model import CONSUMED, STATEMENT_WIDTH, Call, File, column

_ASKING = (
    "inspect.getargspec", "inspect.getfullargspec", "inspect.signature", "inspect.Signature.from_callable",
)  # fmt: skip


def is_intended(tracer: Tracer, file: File, call: Call) -> bool:
    """Whether it stands first in a `with expect_raises(…):`, or in a function that looks at signatures."""
    for other in calls_in(file, call.scope):
        if tracer.resolve_bound(file, other.bound, other.callee).external in _ASKING:
            return True
        is_near = other.flags & CONSUMED and other.end_line <= call.line and _raises(other.callee)
        if is_near and not _has_statement_between(file, other.line, call.line):
            return True
    return False


def _raises(callee: str) -> bool:
    return "raises" in callee.rpartition(".")[2].split("_")


def _has_statement_between(file: File, after: int, before: int) -> bool:
    lines = column("i", file.facts.statement_lines)[::STATEMENT_WIDTH]
    return any(after < line < before for line in lines)

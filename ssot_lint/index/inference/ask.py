"""Asks astroid what calls may call, each by itself."""

import sys
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from astroid import nodes, util
from astroid.exceptions import AstroidError

from ssot_lint.index.inference.confined import Gauge, brain, confined, forget
from ssot_lint.index.inference.records import Bounds, Inferred, Question, Read
from ssot_lint.index.inference.trees import Exhausted, Needed, Trees
from ssot_lint.index.names import Target
from ssot_lint.model import Call, File

if TYPE_CHECKING:
    from ssot_lint.index.core import Index

# A thread has a stack of its own: how deep astroid gets does not depend on who asks.
_STACK = 256 * 1024 * 1024  # bytes of addresses, not of memory
_RECURSION = 6_000
_TURN = threading.Lock()  # the state of astroid is global


def ask(
    index: "Index",
    read: Read,
    calls: Sequence[tuple[File, Call]],
    externals: Sequence[str],
    bounds: Bounds,
) -> dict[Question, Inferred]:
    """What each of the calls, which are in order, may call."""
    answers: dict[Question, Inferred] = {}

    def work() -> None:
        try:
            with brain(bounds):
                trees, gauge = Trees(index, read, externals, bounds), Gauge(bounds)
                with confined(trees, gauge):
                    for file, call in calls:
                        answers[file.path, call.row] = _answer(trees, gauge, file, call)
        except Exception as error:  # whatever astroid does, it is undecided
            for file, call in calls:
                answers.setdefault((file.path, call.row), _failed(error))

    with _TURN:
        limit, size = sys.getrecursionlimit(), threading.stack_size()
        try:
            threading.stack_size(_STACK)
            sys.setrecursionlimit(max(limit, _RECURSION))
            thread = threading.Thread(target=work)
            thread.start()
            thread.join()
        finally:
            threading.stack_size(size)
            sys.setrecursionlimit(limit)
    return answers


def _answer(trees: Trees, gauge: Gauge, file: File, call: Call) -> Inferred:
    """The answer to one question; each time that a tree lacks, it is made, and the question asked anew."""
    trees.begin()
    while True:
        gauge.begin()
        forget()
        try:
            return _asked(trees, file, call)
        except Needed as needed:
            wanted = needed.file
        except Exhausted as error:
            return Inferred(reason=str(error))
        except Exception as error:  # one of the many that astroid has for sources it does not expect
            return _failed(error)
        try:
            gauge.begin()
            forget()
            trees.make(wanted)
        except Exhausted as error:
            return Inferred(reason=str(error))


def _failed(error: Exception) -> Inferred:
    return Inferred(reason=f"astroid failed: {type(error).__name__}")


def _asked(trees: Trees, file: File, call: Call) -> Inferred:
    span = call.span
    node = trees.call(file, (span.line, span.column, span.end_line, span.end_column))
    targets: dict[str, Target] = {}
    is_complete = True
    try:
        for value in node.func.infer():
            target = _target(trees, value)
            if target is not None:
                targets[target.symbol] = target
            is_complete &= value is not util.Uninferable
    except AstroidError:
        is_complete = False
    reason = "" if is_complete else "not all that it may be is known"
    return Inferred(tuple(targets[symbol] for symbol in sorted(targets)), is_complete, reason)


def _target(trees: Trees, value: Any) -> Target | None:
    """The class or function that a value is; None for any other value."""
    if isinstance(value, nodes.ClassDef | nodes.FunctionDef):
        return trees.target(value)
    return None

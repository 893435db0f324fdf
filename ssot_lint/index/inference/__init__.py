"""What a call may call, where resolution cannot tell: astroid infers it, confined to the module table.

Nothing else imports astroid. It is given the text of sources as they were analysed, and imports, executes
and opens nothing. Each module's tree is made of its own source alone, and each question is answered from
trees alone, so that an answer depends on no other question.
"""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from ssot_lint.index.inference.records import BOUNDS, Bounds, Inferred, Question, Read
from ssot_lint.model import Call, File

if TYPE_CHECKING:
    from ssot_lint.index.core import Index

__all__ = ["BOUNDS", "Bounds", "Inferred", "Question", "Read", "infer"]


def infer(
    index: "Index",
    read: Read,
    calls: Iterable[tuple[File, Call]],
    externals: Collection[str] = (),
    bounds: Bounds = BOUNDS,
) -> dict[Question, Inferred]:
    """What each of the calls may call; never raises.

    `externals` are dotted names of classes outside the project, of which nothing else is known.
    """
    wanted = {(file.path, call.row): (file, call) for file, call in calls}
    if not wanted:
        return {}
    try:
        from ssot_lint.index.inference.ask import ask

        return ask(index, read, [wanted[place] for place in sorted(wanted)], sorted(externals), bounds)
    except Exception as error:  # an astroid of another kind, perhaps, or no room for another thread
        return dict.fromkeys(wanted, Inferred(reason=f"astroid failed: {type(error).__name__}"))

"""Comparisons made by hand, for what writes them."""

from typing import Any

from msgspec.structs import replace

from ssot_lint.comparison import Api, Comparison, Judges, Promises, Revision, ScoreChange
from ssot_lint.model import CategoryScore

API = Api(packages=("shop",), names=3, broken=(), served=(), undecided=(), left_out=())


def score(before: float | None, after: float | None) -> ScoreChange:
    return ScoreChange("overall", CategoryScore(before, 9, 5, 4), CategoryScore(after, 9, 9, 0))


def made(**parts: Any) -> Comparison:
    """Two revisions between which nothing happened, but for these parts."""
    whole = Comparison(
        base=Revision("v1", "0" * 40),
        head=Revision("work tree", None),
        policy=Judges("head", None, False),
        scores=(score(90.0, 90.0),),
        rules=(),
        groups=(),
        paths=(),
        api=API,
        no_api="",
        contracts=Promises(),
        redirects=Promises(),
        unread=((), ()),
        incomplete=(),
        notes=(),
    )
    return replace(whole, **parts)

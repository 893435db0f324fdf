"""The score over the history: many commits analysed one after the other, from what their neighbours left."""

from ssot_lint.history.course import Judged, judged

__all__ = ["Judged", "judged"]

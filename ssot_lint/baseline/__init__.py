"""Which findings were there before: accepted ones, or those of another revision."""

from ssot_lint.baseline.defined import defining
from ssot_lint.baseline.entries import Entry, Site, entries_of
from ssot_lint.baseline.file import Baseline, encode_baseline, load_content, read_baseline
from ssot_lint.baseline.matching import Match, match
from ssot_lint.baseline.upkeep import Scope, accepted, hold, pruned, updated, written

__all__ = [
    "Baseline",
    "Entry",
    "Match",
    "Scope",
    "Site",
    "accepted",
    "defining",
    "encode_baseline",
    "entries_of",
    "hold",
    "load_content",
    "match",
    "pruned",
    "read_baseline",
    "updated",
    "written",
]

"""Which findings were there before: accepted ones, or those of another revision."""

from ssot_lint.baseline.entries import Entry, Site, entries_of
from ssot_lint.baseline.matching import Match, match

__all__ = ["Entry", "Match", "Site", "entries_of", "match"]

"""Groups of duplicates: what says the same again, whatever it is called."""

from ssot_lint.index.clones.groups import Group, Terms, accepts_none
from ssot_lint.index.clones.members import Member
from ssot_lint.index.clones.search import Clones

__all__ = ["Clones", "Group", "Member", "Terms", "accepts_none"]

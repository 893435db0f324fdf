"""Findings to changed sources: what is to be done in each file, and the bytes that it then has."""

from ssot_lint.fix.plan import FixedFile, Outcome, fixed_files, write

__all__ = ["FixedFile", "Outcome", "fixed_files", "write"]

"""What became of a project between two revisions: findings, copies, import paths, promises to callers."""

from ssot_lint.compare.build import compare
from ssot_lint.compare.side import Side

__all__ = ["Side", "compare"]

"""Facts of all files, linked: what every check asks its questions of."""

from ssot_lint.index.core import Index, build_index
from ssot_lint.index.names import Edge, Target

__all__ = ["Edge", "Index", "Target", "build_index"]

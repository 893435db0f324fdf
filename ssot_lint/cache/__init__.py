"""What a run keeps for the next one, keyed by content, in one file that may be lost at any time."""

from ssot_lint.cache.directory import clear
from ssot_lint.cache.store import Cache, open_cache
from ssot_lint.cache.upkeep import Info, info

DIRECTORY = ".ssot_cache"
"""Where the cache lies by default, from the root of the project."""

__all__ = ["DIRECTORY", "Cache", "Info", "clear", "info", "open_cache"]

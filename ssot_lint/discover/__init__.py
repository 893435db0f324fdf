"""From paths to sources: the root, the files, their module names, categories and services."""

from ssot_lint.discover.project import Project, find_project
from ssot_lint.discover.sources import Discovery, discover

__all__ = ["Discovery", "Project", "discover", "find_project"]

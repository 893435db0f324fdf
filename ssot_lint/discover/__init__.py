"""From paths to sources: the root, the files, their module names, categories and services."""

from ssot_lint.discover.project import Project, find_project
from ssot_lint.discover.sources import Discovery, discover
from ssot_lint.discover.survey import Survey, survey

__all__ = ["Discovery", "Project", "Survey", "discover", "find_project", "survey"]

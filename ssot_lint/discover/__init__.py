"""From paths to sources: the root, the files, their module names, categories and services."""

from ssot_lint.discover.changed import changed_sources
from ssot_lint.discover.git import GitProblem
from ssot_lint.discover.project import Project, find_project
from ssot_lint.discover.sources import Discovery, discover
from ssot_lint.discover.survey import Survey, survey

__all__ = [
    "Discovery",
    "GitProblem",
    "Project",
    "Survey",
    "changed_sources",
    "discover",
    "find_project",
    "survey",
]

"""One of the two revisions, analysed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ssot_lint.index import Index
from ssot_lint.model import File, Finding, Report
from ssot_lint.policy import Policy

Texts = Callable[[Sequence[File]], Mapping[str, str | None]]
"""The texts of files as they were analysed, by path; None where one has another now."""


@dataclass(frozen=True)
class Side:
    """A revision; `findings` are those of the whole project, waived ones included."""

    index: Index
    findings: Sequence[Finding]
    report: Report
    policy: Policy
    texts: Texts

    @property
    def unread(self) -> dict[str, str]:
        """The sources that could not be parsed or read, by path, and why."""
        return {
            file.path: file.facts.problem.message
            for file in self.index.files
            if file.facts.problem is not None and not file.source.is_stub
        }

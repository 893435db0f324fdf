"""What is known of a project at one moment: its report, and the texts that it is of."""

import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ssot_lint.extract.read import text_of
from ssot_lint.fix.sources import lines_of
from ssot_lint.model import Finding, Report, open_carefully


@dataclass(frozen=True)
class Snapshot:
    """A report, and the buffers that stood for files in it, by path from the root."""

    report: Report
    buffers: Mapping[str, bytes]
    _lines: dict[str, Sequence[str]] = field(default_factory=dict)

    @cached_property
    def findings(self) -> Mapping[str, Sequence[Finding]]:
        """Those to be shown, by path from the root: what is neither waived nor in the baseline."""
        found: defaultdict[str, list[Finding]] = defaultdict(list)
        for finding in self.report.findings:
            if finding.suppressed is None and not finding.baselined:
                found[finding.place.path].append(finding)
        return dict(found)

    def path(self, name: str) -> str:
        """The absolute path of a file, given from the root."""
        return os.path.join(self.report.root, name)

    def lines(self, name: str) -> Sequence[str]:
        """The lines of a file, given from the root; none where it cannot be read."""
        if name not in self._lines:
            content = self.buffers.get(name)
            text = text_of(self._saved(name) if content is None else content)
            self._lines[name] = lines_of(text) if text is not None else ()
        return self._lines[name]

    def _saved(self, name: str) -> bytes:
        try:
            with open(self.path(name), "rb", opener=open_carefully) as stream:
                return stream.read()
        except OSError:
            return b""

"""What is known of a project at one moment: its report, and the texts that it is of."""

import os
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from msgspec.structs import replace

from ssot_lint.extract.read import text_of
from ssot_lint.fix.sources import lines_of
from ssot_lint.model import Finding, Report, Span, open_carefully


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

    def revised(
        self, buffers: Mapping[str, bytes], found: Iterable[Finding], codes: Collection[str]
    ) -> "Snapshot":
        """The same with other buffers, and what the rules of these codes find in them now.

        What other rules have found there stays where its lines have not changed, and moves with them.
        """
        revised = Snapshot(self.report, buffers)
        stays = {name: _staying(self.lines(name), revised.lines(name)) for name in buffers}
        accepted = {finding.fingerprint for finding in self.report.findings if finding.baselined}
        findings = [replace(each, baselined=each.fingerprint in accepted) for each in found]
        for finding in self.report.findings:
            name = finding.place.path
            if name not in buffers:
                findings.append(finding)
            elif finding.code not in codes:
                findings += stays[name](finding)
        findings.sort(key=lambda each: (each.place.path, each.place.span, each.code))
        return Snapshot(replace(self.report, findings=tuple(findings)), buffers)

    def is_of(self, name: str, content: bytes) -> bool:
        """Whether a file, given from the root, was this when it was analysed."""
        known = self.buffers.get(name)
        return content == (self._saved(name) if known is None else known)

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


def _staying(before: Sequence[str], after: Sequence[str]) -> Callable[[Finding], list[Finding]]:
    """What becomes of a finding: it is where its lines are now, or nowhere if they were changed."""
    head = _alike(before, after)
    tail = min(_alike(before[::-1], after[::-1]), len(before) - head, len(after) - head)
    shift = len(after) - len(before)

    def stay(finding: Finding) -> list[Finding]:
        span = finding.place.span
        if span.end_line <= head:
            return [finding]
        if span.line <= len(before) - tail:
            return []
        moved = Span(span.line + shift, span.column, span.end_line + shift, span.end_column)
        return [replace(finding, place=replace(finding.place, span=moved))]

    return stay


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """With how many equal lines they begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((row for row, (a, b) in pairs if a != b), min(len(one), len(other)))

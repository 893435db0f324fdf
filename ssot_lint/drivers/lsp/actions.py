"""What an editor offers to do about a finding."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from lsprotocol.types import (
    CodeAction,
    CodeActionKind,
    Command,
    Diagnostic,
    OptionalVersionedTextDocumentIdentifier,
    Position,
    Range,
    TextDocumentEdit,
    TextEdit,
    WorkspaceEdit,
)

from ssot_lint.drivers.lsp.diagnostics import diagnostic, location
from ssot_lint.drivers.lsp.places import Units, touches
from ssot_lint.drivers.lsp.snapshot import Snapshot
from ssot_lint.errors import UsageError
from ssot_lint.extract.read import text_of
from ssot_lint.fix.plan import rewritten
from ssot_lint.fix.sources import lines_of
from ssot_lint.model import Finding
from ssot_lint.registry import load_registry
from ssot_lint.render import printable
from ssot_lint.waive import NoPlace, Wording, waived

SHOW = "ssot-lint.show"
"""The command that opens a place in the editor."""


class Offers:
    """The actions for the findings of one open document, whose buffer is what was analysed.

    `uri` and `version` are those of the document; `shows` says whether the editor can be asked to open a
    place.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        name: str,
        document: OptionalVersionedTextDocumentIdentifier,
        units: Units,
        *,
        shows: bool,
    ) -> None:
        self._snapshot = snapshot
        self._name = name
        self._document = document
        self._units = units
        self._shows = shows

    def at(self, where: Range) -> list[CodeAction]:
        """The actions for all findings that touch a range: repairs first."""
        pairs = [(f, self._shown(f)) for f in self._snapshot.findings.get(self._name, ())]
        near = [(finding, shown) for finding, shown in pairs if touches(shown.range, where)]
        return [
            action
            for offer in (self._repairs, self._visits, self._waivers)
            for finding, shown in near
            for action in offer(finding, shown)
        ]

    def _shown(self, finding: Finding) -> Diagnostic:
        return diagnostic(finding, self._snapshot, self._units)

    def _repairs(self, finding: Finding, shown: Diagnostic) -> Iterator[CodeAction]:
        fix, source = finding.fix, self._snapshot.buffers[self._name]
        if fix is None:
            return
        try:
            done = rewritten(source, [fix.change])
        except UsageError:  # what rewrites is not installed
            return
        if not isinstance(done, str) and fix.change in done.made:
            message = printable(fix.message)
            title = message if fix.is_safe else f"{message} (unsafe: it may change behaviour)"
            yield self._edit(title, shown, self._changes(done.source), preferred=fix.is_safe)

    def _waivers(self, finding: Finding, shown: Diagnostic) -> Iterator[CodeAction]:
        check = load_registry().by_code.get(finding.code)
        if check is None or check.locked or check.scope == "waivers":
            return
        source, wording = self._snapshot.buffers[self._name], Wording(finding.code, "reason")
        try:
            edit = waived(source, finding.place.span.line, wording)
        except NoPlace:
            return
        yield self._edit(f"Suppress {finding.code} here, with a reason", shown, self._changes(edit))

    def _visits(self, finding: Finding, shown: Diagnostic) -> Iterator[CodeAction]:
        for related in finding.related[:1] if self._shows else ():
            place = related.place
            title = f"Go to {printable(place.path)}:{place.span.line}: {printable(related.message)}"
            target = location(place, self._snapshot, self._units)
            command = Command(title, SHOW, arguments=[target])
            yield CodeAction(title, CodeActionKind.QuickFix, diagnostics=[shown], command=command)

    def _edit(
        self, title: str, shown: Diagnostic, changes: Sequence[TextEdit], *, preferred: bool = False
    ) -> CodeAction:
        edit = WorkspaceEdit(document_changes=[TextDocumentEdit(self._document, list(changes))])
        return CodeAction(
            title, CodeActionKind.QuickFix, diagnostics=[shown], is_preferred=preferred, edit=edit
        )

    def _changes(self, after: bytes) -> list[TextEdit]:
        """What makes the buffer into another source, in whole lines."""
        old, new = self._snapshot.lines(self._name), lines_of(text_of(after) or "")
        end = Position(len(old) - 1, self._units(old[-1]))
        return [
            TextEdit(
                Range(*(Position(row, 0) if row < len(old) else end for row in (first, last))),
                "".join(new[start:stop]),
            )
            for tag, first, last, start, stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
            if tag != "equal"
        ]

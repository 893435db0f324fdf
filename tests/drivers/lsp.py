"""An editor: a real client of the protocol, with the server as a process of its own."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest_lsp
from lsprotocol import types
from pytest_lsp.client import make_test_lsp_client

PATIENCE = 60.0  # seconds; what takes longer does not come
COMMAND = (sys.executable, "-m", "ssot_lint", "server")
PUSHED, PULLING = "visual-studio-code", "neovim@v0.11.0"


class Editor:
    """A client with a project open."""

    def __init__(self, project: Path, client: pytest_lsp.LanguageClient) -> None:
        self.project = project
        self.client = client
        self._versions: dict[str, int] = {}

    def uri(self, name: str) -> str:
        return (self.project / name).as_uri()

    def open(self, name: str, text: str | None = None) -> None:
        """Show a file, perhaps with another text than that on disk."""
        if text is None:
            text = (self.project / name).read_text(encoding="utf-8")
        self._versions[name] = 1
        document = types.TextDocumentItem(self.uri(name), types.LanguageKind.Python, 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(document))

    def type(self, name: str, text: str) -> None:
        """Replace the buffer, and save nothing."""
        self._versions[name] += 1
        document = types.VersionedTextDocumentIdentifier(self._versions[name], self.uri(name))
        whole = types.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [whole]))

    def save(self, name: str, text: str) -> None:
        """Write the file, and tell of it."""
        (self.project / name).write_text(text, encoding="utf-8")
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(self.identifier(name)))

    def close(self, name: str) -> None:
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(self.identifier(name)))

    def changed_on_disk(self, name: str, kind: types.FileChangeType = types.FileChangeType.Changed) -> None:
        events = [types.FileEvent(self.uri(name), kind)]
        self.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(events))

    def identifier(self, name: str) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self.uri(name))

    def shown(self, name: str) -> list[str]:
        """What was sent last of a file: where, and what."""
        return lines(self.client.diagnostics.get(self.uri(name), ()))

    async def sees(self, name: str, *expected: str) -> None:
        """Wait until just that is shown of a file."""
        await self.until(
            lambda: self.uri(name) in self.client.diagnostics and self.shown(name) == [*expected]
        )

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for something that the server tells."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not condition():
                    await asyncio.sleep(0.01)
        except TimeoutError:
            raise AssertionError(f"it does not come; there is {self.client.diagnostics}") from None

    async def pull(self, name: str) -> list[str]:
        """Ask for what is wrong in a file."""
        asked = types.DocumentDiagnosticParams(self.identifier(name))
        report = await self.client.text_document_diagnostic_async(asked)
        assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
        return lines(report.items)

    async def actions(self, name: str, line: int, character: int = 0) -> dict[str, types.CodeAction]:
        """What is offered at a place, by title."""
        where = types.Position(line, character)
        asked = types.CodeActionParams(
            self.identifier(name), types.Range(where, where), types.CodeActionContext([])
        )
        offered = await self.client.text_document_code_action_async(asked)
        return {each.title: each for each in offered or () if isinstance(each, types.CodeAction)}

    async def hover(self, name: str, line: int, character: int = 0) -> str:
        """What is told at a place."""
        asked = types.HoverParams(self.identifier(name), types.Position(line, character))
        told = await self.client.text_document_hover_async(asked)
        assert told is None or isinstance(told.contents, types.MarkupContent)
        return told.contents.value if told and isinstance(told.contents, types.MarkupContent) else ""


def lines(diagnostics: Sequence[types.Diagnostic]) -> list[str]:
    """Line, characters, code and message of each."""
    return [
        f"{each.range.start.line}:{each.range.start.character}-{each.range.end.character}"
        f" {each.code} {each.message}"
        for each in diagnostics
    ]


def edited(text: str, action: types.CodeAction) -> str:
    """A text after the edit of an action, in which every character is one unit."""
    assert action.edit
    assert action.edit.document_changes
    (change,) = action.edit.document_changes
    assert isinstance(change, types.TextDocumentEdit)
    rows = text.split("\n")
    for edit in sorted(change.edits, key=lambda each: each.range.start, reverse=True):
        assert isinstance(edit, types.TextEdit)
        start, end = (
            sum(len(row) + 1 for row in rows[: at.line]) + at.character
            for at in (edit.range.start, edit.range.end)
        )
        text = text[:start] + edit.new_text + text[end:]
    return text


@asynccontextmanager
async def editor(
    project: Path,
    kind: str = PUSHED,
    *,
    folders: Sequence[Path] | None = None,
    encodings: Sequence[str] | None = None,
    leaves: bool = True,
    watches: bool = True,
    refreshes: bool = False,
) -> AsyncIterator[Editor]:
    """An editor of some kind; without `leaves` it goes without a word, without `watches` it sees no disk."""
    client = make_test_lsp_client()
    await client.start_io(*COMMAND, cwd=project.parent)
    capabilities = pytest_lsp.client_capabilities(kind)
    if encodings is not None:
        capabilities.general = types.GeneralClientCapabilities(position_encodings=[*encodings])
    assert capabilities.workspace is not None
    if not watches:
        capabilities.workspace.did_change_watched_files = None
    if refreshes:
        capabilities.workspace.diagnostics = types.DiagnosticWorkspaceClientCapabilities(refresh_support=True)
    opened = [types.WorkspaceFolder(path.as_uri(), path.name) for path in folders or [project]]
    asked = types.InitializeParams(capabilities, root_uri=None, workspace_folders=opened)
    await client.initialize_session(asked)
    yield Editor(project, client)
    if leaves:
        await client.shutdown_session()
    await client.stop()  # type: ignore[no-untyped-call]  # it is not annotated

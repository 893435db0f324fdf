"""The requests and notifications of the protocol, each handed to what answers it."""

import gc
import os

from lsprotocol import types

from ssot_lint.drivers.lsp.actions import SHOW, Offers
from ssot_lint.drivers.lsp.diagnostics import SOURCE
from ssot_lint.drivers.lsp.hover import hover
from ssot_lint.drivers.lsp.places import content_of
from ssot_lint.drivers.lsp.project import Project
from ssot_lint.drivers.lsp.server import WATCHED, Server
from ssot_lint.drivers.lsp.snapshot import Snapshot


def serve() -> None:
    """Serve one client over standard input and output, until it goes."""
    # Nothing else, no child either, may read what the client says or write where it listens.
    stdin, stdout = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(2, 1)
    # An index is full of cycles: they are collected once it has been told what it gave, and not before.
    gc.disable()
    make_server().start_io(stdin, stdout)


def make_server() -> Server:
    """A server that answers all that it can."""
    server = Server()
    server.feature(types.INITIALIZED)(initialized)
    server.feature(types.TEXT_DOCUMENT_DID_OPEN)(opened)
    server.feature(types.TEXT_DOCUMENT_DID_CHANGE)(changed)
    server.feature(types.TEXT_DOCUMENT_DID_SAVE)(saved)
    server.feature(types.TEXT_DOCUMENT_DID_CLOSE)(closed)
    server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)(changed_on_disk)
    server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)(changed_folders)
    pulled = types.DiagnosticOptions(
        inter_file_dependencies=True, workspace_diagnostics=True, identifier=SOURCE
    )
    server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, pulled)(diagnostics_of_document)
    server.feature(types.WORKSPACE_DIAGNOSTIC)(diagnostics_of_workspace)
    server.feature(types.TEXT_DOCUMENT_HOVER)(hovered)
    offered = types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])
    server.feature(types.TEXT_DOCUMENT_CODE_ACTION, offered)(offers)
    server.command(SHOW)(show)
    return server


# ----------------------------------------------------------------------------------- what has happened


def initialized(ls: Server, params: types.InitializedParams) -> None:
    """The client is there: its folders are analysed, and it is asked to tell of changes on disk."""
    folders = [each.uri for each in ls.workspace.folders.values()] or [ls.workspace.root_uri]
    for uri in folders:
        ls.open_folder(uri or "")
    if ls.can_watch:
        watchers = [types.FileSystemWatcher(pattern) for pattern in WATCHED]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        watching = types.Registration("watched", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        ls.client_register_capability(types.RegistrationParams([watching]))


def opened(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
    """A document is shown, with what its editor has for it."""
    ls.stir(params.text_document.uri)


def changed(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
    """Something was typed, and more may come."""
    ls.typed(params.text_document.uri)


def saved(ls: Server, params: types.DidSaveTextDocumentParams) -> None:
    """A document is on disk; it may be the policy."""
    ls.stir(params.text_document.uri)


def closed(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
    """A document is shown no more, and what was not saved of it is gone."""
    ls.forget(params.text_document.uri)
    ls.stir(params.text_document.uri)


def changed_on_disk(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
    """Sources or policies were written, made or deleted by anybody."""
    for project in ls.projects:
        project.stir()


def changed_folders(ls: Server, params: types.DidChangeWorkspaceFoldersParams) -> None:
    """Folders were opened or closed."""
    for folder in params.event.removed:
        ls.close_folder(folder.uri)
    for folder in params.event.added:
        ls.open_folder(folder.uri)


# ------------------------------------------------------------------------------------ what is asked for


async def diagnostics_of_document(
    ls: Server, params: types.DocumentDiagnosticParams
) -> types.RelatedFullDocumentDiagnosticReport:
    """What is wrong in a document as it is now; a client that asks again when told to gets what is known."""
    home = ls.home(params.text_document.uri)
    if home is None:
        return types.RelatedFullDocumentDiagnosticReport([])
    await (home[0].begin() if ls.can_refresh else home[0].settle())
    return types.RelatedFullDocumentDiagnosticReport(ls.found(*home))


async def diagnostics_of_workspace(
    ls: Server, params: types.WorkspaceDiagnosticParams
) -> types.WorkspaceDiagnosticReport:
    """What is wrong in all files, open or not."""
    previous = {known.uri: known.value for known in params.previous_result_ids}
    for project in ls.projects:
        await project.settle()
    return types.WorkspaceDiagnosticReport(ls.report(previous))


async def hovered(ls: Server, params: types.HoverParams) -> types.Hover | None:
    """What the findings under the cursor are about."""
    known = await _known(ls, params.text_document.uri)
    return hover(known[1], known[2], params.position, ls.units) if known else None


async def offers(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    """What can be done about the findings in a range."""
    uri, only = params.text_document.uri, params.context.only
    # a kind that is asked for stands for those below it
    if only and not any(types.CodeActionKind.QuickFix.startswith(kind) for kind in only):
        return []
    known = await _known(ls, uri)
    if not known:
        return []
    document = ls.documents[uri]
    identifier = types.OptionalVersionedTextDocumentIdentifier(uri, document.version)
    return Offers(known[1], known[2], identifier, ls.units, shows=ls.can_show).at(params.range)


async def show(ls: Server, target: types.Location) -> None:
    """Have the editor open a place."""
    where = types.ShowDocumentParams(target.uri, take_focus=True, selection=target.range)
    await ls.window_show_document_async(where)


async def _known(ls: Server, uri: str) -> tuple[Project, Snapshot, str] | None:
    """What is known of an open document, where it is of what the document is now."""
    home = ls.home(uri)
    if home is None or uri not in ls.documents:
        return None
    project, name = home
    await project.settle()
    document = ls.documents.get(uri)
    snapshot = project.snapshot
    if document is None or snapshot is None or snapshot.buffers.get(name) != content_of(document.source):
        return None
    return project, snapshot, name

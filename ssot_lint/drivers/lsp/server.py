"""What the server knows: the projects of the open folders, and what the client was told of each."""

import asyncio
import os
from collections.abc import Mapping
from hashlib import blake2b

import msgspec
from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.workspace import TextDocument

from ssot_lint import __version__
from ssot_lint.discover.project import BASELINE, POLICY_NAMES
from ssot_lint.drivers.lsp.diagnostics import SOURCE, broken_policy, diagnostic
from ssot_lint.drivers.lsp.places import content_of, path_of, uri_of
from ssot_lint.drivers.lsp.progress import Bar
from ssot_lint.drivers.lsp.project import Progress, Project

WATCHED = (
    "**/*.py",
    "**/*.pyi",
    *(f"**/{name}" for name in (*POLICY_NAMES, BASELINE, "pyproject.toml", ".gitignore")),
)
"""The files whose changes on disk matter."""

_Report = types.WorkspaceFullDocumentDiagnosticReport | types.WorkspaceUnchangedDocumentDiagnosticReport


class Server(LanguageServer):
    """The projects of the open folders, and the documents that are open."""

    def __init__(self) -> None:
        # Of changes in part, pygls counts lines otherwise than editors do: it ends one at a form feed too.
        super().__init__(SOURCE, __version__, types.TextDocumentSyncKind.Full)
        self._projects: dict[str, Project] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._asides: set[asyncio.Task[None]] = set()
        self._published: dict[Project, set[str]] = {}
        self._failures: dict[Project, str] = {}
        self._bars: dict[Project, Bar] = {}

    @property
    def projects(self) -> list[Project]:
        """Those of all open folders."""
        return list(self._projects.values())

    def open_folder(self, uri: str) -> None:
        """Take on the project around a folder, and analyse it."""
        folder = path_of(uri)
        if folder is None or not os.path.isdir(folder) or uri in self._projects:
            return
        project = Project(folder, self.buffers, self.tell, self._progress, watched=self.can_watch)
        if any(other.root == project.root for other in self.projects):
            return
        self._projects[uri] = project
        project.stir()
        self._tasks[uri] = asyncio.get_running_loop().create_task(project.keep())

    def close_folder(self, uri: str) -> None:
        """Let go of the project around a folder."""
        project = self._projects.pop(uri, None)
        if project is not None:
            self._tasks.pop(uri).cancel()
            for shown in self._published.pop(project, ()):
                self._publish(shown, [])

    @property
    def documents(self) -> dict[str, TextDocument]:
        """What is open, by address as the client spells it."""
        return {document.uri: document for document in self.workspace.text_documents.values()}

    def buffers(self) -> Mapping[str, bytes]:
        """The Python sources that are open, by absolute path."""
        opened = [(path_of(uri), document) for uri, document in self.documents.items()]
        return {
            path: content_of(document.source)
            for path, document in opened
            if path is not None and path.endswith((".py", ".pyi"))
        }

    def home(self, uri: str) -> tuple[Project, str] | None:
        """The project that a document belongs to, and its path from the root there."""
        path = path_of(uri)
        for project in self.projects:
            name = project.inside(path) if path is not None else None
            if name:
                return project, name
        return None

    def stir(self, uri: str) -> None:
        """A document was opened, closed or saved: all that may depend on it is analysed anew."""
        home = self.home(uri)
        if home:
            home[0].stir()

    def typed(self, uri: str) -> None:
        """A document has changed, and may go on changing."""
        home = self.home(uri)
        if home:
            home[0].typed()

    # ------------------------------------------------------------------------------- diagnostics

    @property
    def _is_asked(self) -> bool:
        """Whether the client asks for diagnostics, so that none must be sent unasked but of the policy."""
        capabilities = self.client_capabilities.text_document
        return capabilities is not None and capabilities.diagnostic is not None

    def units(self, text: str) -> int:
        """How many units the client counts a text for."""
        return int(self.workspace.position_codec.client_num_units(text))

    def found(self, project: Project, name: str) -> list[types.Diagnostic]:
        """What is known to be wrong in a source of a project; of the policy it is told unasked."""
        is_policy = project.policy is not None and project.policy.name == name
        return [] if is_policy else self._all_found(project, name)

    def _all_found(self, project: Project, name: str) -> list[types.Diagnostic]:
        snapshot = project.snapshot
        if snapshot is None:
            return []
        return [diagnostic(each, snapshot, self.units) for each in snapshot.findings.get(name, ())]

    def tell(self, project: Project) -> None:
        """Send what is known of a project to the client, who is shown it as it comes."""
        bar = self._bars.pop(project, None)
        if bar:
            bar.end()
        shown, waiting = self._of_policy(project), set()
        if self._is_asked:
            if project.is_settled and self.can_refresh:
                self.workspace_diagnostic_refresh(None)
        else:
            sources = {uri: name for name, uri in self._opened(project).items() if uri not in shown}
            waiting = {uri for uri, name in sources.items() if not self._is_known(project, name, uri)}
            shown |= {uri: self.found(project, name) for uri, name in sources.items()}
        for uri in self._published.get(project, set()) - shown.keys():
            self._publish(uri, [])
        for uri in shown.keys() - waiting:
            self._publish(uri, shown[uri])
        self._published[project] = set(shown)
        self._tell_failure(project)

    def _is_known(self, project: Project, name: str, uri: str) -> bool:
        """Whether what is known of a source is of what the document is now, not of what it was before."""
        content = content_of(self.documents[uri].source)
        return project.snapshot is None or project.snapshot.is_of(name, content)

    def _of_policy(self, project: Project) -> dict[str, list[types.Diagnostic]]:
        """What is wrong with the policy, by its address: it is sent to every client."""
        policy = project.policy
        if policy is None:
            return {}
        problems = project.outcome.problems
        shown = [broken_policy(problems)] if problems else self._all_found(project, policy.name)
        return {self._address(project, policy.name): shown}

    def _opened(self, project: Project) -> dict[str, str]:
        """The addresses of the open documents of a project, as the client spells them, by path."""
        homes = {uri: self.home(uri) for uri in self.documents}
        return {home[1]: uri for uri, home in homes.items() if home and home[0] is project}

    def _address(self, project: Project, name: str) -> str:
        return self._opened(project).get(name) or uri_of(os.path.join(project.root, name))

    def _publish(self, uri: str, diagnostics: list[types.Diagnostic]) -> None:
        document = self.documents.get(uri)
        version = document.version if document else None
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, diagnostics, version))

    def _tell_failure(self, project: Project) -> None:
        """Why there is nothing new, or what is lacking in it, once."""
        outcome = project.outcome
        lacking = outcome.snapshot.report.incomplete if outcome.snapshot else ()
        failure = outcome.failure or "; ".join(lacking)
        if failure and failure != self._failures.get(project):
            self.window_show_message(
                types.ShowMessageParams(types.MessageType.Error, f"ssot-lint: {failure}")
            )
        self._failures[project] = failure

    def forget(self, uri: str) -> None:
        """A document was closed: nothing more is shown of it to a client that does not ask."""
        home = self.home(uri)
        if home and uri in self._published.get(home[0], set()):
            self._publish(uri, [])
            self._published[home[0]].discard(uri)

    def report(self, previous: Mapping[str, str]) -> list[_Report]:
        """What is wrong in every source; `previous` is what the client knows, by address."""
        items: list[_Report] = []
        for project in self.projects:
            snapshot = project.snapshot
            opened = self._opened(project)
            for name, findings in snapshot.findings.items() if snapshot else ():
                uri = opened.get(name) or uri_of(os.path.join(project.root, name))
                known = blake2b(msgspec.msgpack.encode(findings), digest_size=8).hexdigest()
                if previous.get(uri) == known:
                    items.append(types.WorkspaceUnchangedDocumentDiagnosticReport(uri, known))
                elif found := self.found(project, name):
                    items.append(types.WorkspaceFullDocumentDiagnosticReport(uri, found, result_id=known))
        clean = previous.keys() - {item.uri for item in items}
        return items + [types.WorkspaceFullDocumentDiagnosticReport(uri, []) for uri in sorted(clean)]

    # ---------------------------------------------------------------------------------- progress

    def _progress(self, project: Project) -> Progress:
        """What moves the bar of a project while it is read for the first time."""
        window = self.client_capabilities.window
        if project.snapshot is not None or not (window and window.work_done_progress):
            return lambda done, total: None
        bar = self._bars.get(project)
        if bar is None:
            bar = self._bars[project] = Bar(self, f"ssot-lint: reading {project.root.name}")
            task = asyncio.get_running_loop().create_task(bar.show())
            self._asides.add(task)
            task.add_done_callback(self._asides.discard)
        return bar.move

    @property
    def can_refresh(self) -> bool:
        """Whether the client asks for diagnostics again when it is told to."""
        workspace = self.client_capabilities.workspace
        return bool(workspace and workspace.diagnostics and workspace.diagnostics.refresh_support)

    @property
    def can_show(self) -> bool:
        """Whether the client opens a document when it is asked to."""
        window = self.client_capabilities.window
        return bool(window and window.show_document and window.show_document.support)

    @property
    def can_watch(self) -> bool:
        """Whether the client tells of files that change on disk when it is asked to."""
        workspace = self.client_capabilities.workspace
        watched = workspace and workspace.did_change_watched_files
        return bool(watched and watched.dynamic_registration)

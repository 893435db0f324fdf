"""Measures how long an editor waits for findings: `python -m benchmarks.lsp [--rounds N] [--files N]`.

A client changes one buffer of a large project, and waits until the server has sent what it knows at once,
what more it has found in that file, and then all that there is to know of the project.
"""

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Collection
from importlib.metadata import version
from pathlib import Path

from lsprotocol import types
from pygls.lsp.client import LanguageClient

from benchmarks import corpora, results, trial
from benchmarks.bench import parser
from benchmarks.kept import Measured
from benchmarks.measure import taken

CORPUS, FILE = "homeassistant-2024", "homeassistant/components/hue/light.py"
PARTS = "homeassistant/components"
FILES = 5000
COLD, WARM = "the start, nothing kept: all findings", "the start, all kept: all findings"
STAGES = (
    "a change: what the file alone tells",
    "a change: and all in the file but copies",
    "a change: and copies",
    "a change: all findings of the project",
)
PATIENCE = 600.0  # seconds


class Editor:
    """A client that notes when diagnostics of the file come."""

    def __init__(self, root: Path) -> None:
        self.uri = (root / FILE).as_uri()
        self.root = root
        self.client = LanguageClient("benchmark", "1")
        self.came: asyncio.Queue[tuple[int | None, float, list[types.Diagnostic]]] = asyncio.Queue()

        def note(params: types.PublishDiagnosticsParams) -> None:
            if params.uri == self.uri:
                self.came.put_nowait((params.version, time.perf_counter(), [*params.diagnostics]))

        self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(note)

    async def start(self) -> None:
        await self.client.start_io(sys.executable, "-m", "ssot_lint", "server")
        watching = types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True)
        workspace = types.WorkspaceClientCapabilities(did_change_watched_files=watching)
        folder = types.WorkspaceFolder(self.root.as_uri(), self.root.name)
        asked = types.InitializeParams(types.ClientCapabilities(workspace), workspace_folders=[folder])
        self.client.feature(types.CLIENT_REGISTER_CAPABILITY)(lambda _: None)
        await self.client.initialize_async(asked)
        self.client.initialized(types.InitializedParams())

    def open(self, text: str) -> None:
        document = types.TextDocumentItem(self.uri, types.LanguageKind.Python, 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(document))

    def type(self, number: int, text: str) -> None:
        document = types.VersionedTextDocumentIdentifier(number, self.uri)
        whole = types.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [whole]))

    async def next(self, number: int) -> tuple[float, list[types.Diagnostic]]:
        """When the next diagnostics of a version came, and they."""
        while True:
            about, when, diagnostics = await asyncio.wait_for(self.came.get(), PATIENCE)
            if about == number:
                return when, diagnostics

    async def quiet(self, seconds: float) -> None:
        """Wait until nothing has come for so long."""
        while True:
            try:
                await asyncio.wait_for(self.came.get(), seconds)
            except TimeoutError:
                return

    async def leave(self) -> None:
        await self.client.shutdown_async(None)
        self.client.exit(None)
        await self.client.stop()  # type: ignore[no-untyped-call]  # it is not annotated


async def started(root: Path, text: str) -> tuple[Editor, float]:
    """An editor with the file open, and how long it took until all was known of it."""
    editor = Editor(root)
    began = time.perf_counter()
    await editor.start()
    editor.open(text)
    when, _ = await editor.next(1)
    return editor, when - began


async def waits(root: Path, changes: int) -> dict[str, tuple[float, ...]]:
    """How long each of some changes waits, and the start."""
    text = (root / FILE).read_text(encoding="utf-8")
    times: defaultdict[str, list[float]] = defaultdict(list)
    for way in (COLD, WARM):
        editor, seconds = await started(root, text)
        times[way].append(seconds)
        await editor.quiet(10.0)
        if way == COLD:
            await editor.leave()
    for number in range(2, changes + 2):
        name = f"lost_{number}"
        began = time.perf_counter()
        editor.type(number, f"from homeassistant.components.hue.const import {name}\n{'#' * number}\n{text}")
        for what in STAGES:
            when, diagnostics = await editor.next(number)
            assert any(name in each.message for each in diagnostics), "it is of what was typed"
            times[what].append(when - began)
        await editor.quiet(0.5)
    await editor.leave()
    return {what: tuple(round(each, 4) for each in seconds) for what, seconds in times.items()}


def copied(scratch: Path, files: int) -> Path:
    """A copy of the corpus without so many of its parts, the last first, that it has this many sources."""
    source, root = corpora.fetch(corpora.corpus(CORPUS)), scratch / "project"
    own = source / FILE
    parts = sorted(path for path in (source / PARTS).iterdir() if path.is_dir() and path not in own.parents)
    surplus, left_out = sources(source) - files, set[str]()
    while surplus > 0 and parts:
        part = parts.pop()
        left_out.add(part.name)
        surplus -= sources(part)

    def skipped(folder: str, names: Collection[str]) -> set[str]:
        inner = Path(folder).relative_to(source).as_posix()
        return left_out & set(names) if inner == PARTS else {".ssot_cache", ".git"} & set(names)

    shutil.copytree(source, root, ignore=skipped)
    subprocess.run(["git", "init", "--quiet", root], check=True)
    return root


def sources(folder: Path) -> int:
    """How many sources there are below a folder."""
    return sum(1 for _ in folder.rglob("*.py"))


def main() -> None:
    """Measure, and record."""
    options = parser(__doc__)
    options.set_defaults(rounds=20)
    options.add_argument("--files", type=int, default=FILES)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        root = copied(scratch, given.files)
        subject = trial.listed(corpora.corpus(CORPUS).root.name.replace("-", " "), root, scratch / "listing")
        measured = asyncio.run(waits(root, given.rounds))
        taken_now = taken(given.jobs, {"pygls": version("pygls")})
    title = f"a part of {subject.title}" if given.files == FILES else subject.title
    load = os.getloadavg()[0]
    one = Measured(title, subject.files, subject.lines, taken_now, {}, waits=measured, load=load)
    results.record("lsp", {CORPUS: one})


if __name__ == "__main__":
    main()

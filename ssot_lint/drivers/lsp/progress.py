"""Tells the client how far the first reading of a project is."""

import asyncio
from contextlib import suppress
from uuid import uuid4

from lsprotocol.types import WorkDoneProgressBegin, WorkDoneProgressEnd, WorkDoneProgressReport
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer


class Bar:
    """A bar in the client that moves while files are read; it may be moved from any thread."""

    def __init__(self, server: LanguageServer, title: str) -> None:
        self._server = server
        self._title = title
        self._token = str(uuid4())
        self._loop = asyncio.get_running_loop()
        self._percent = -1
        self._shown = self._over = False

    async def show(self) -> None:
        """Ask the client for the bar; nothing waits for its answer."""
        progress = self._server.work_done_progress
        try:
            await progress.create_async(self._token)
        except JsonRpcException:  # it wants none, whatever it said
            return
        if not self._over:
            progress.begin(self._token, WorkDoneProgressBegin(title=self._title, percentage=0))
            self._shown = True

    def move(self, done: int, total: int) -> None:
        """So many files are read of so many."""
        percent = 100 * done // max(1, total)
        if percent > self._percent:
            self._percent = percent
            with suppress(RuntimeError):  # the client has gone, and with it the loop
                self._loop.call_soon_threadsafe(self._report, percent, f"{done} of {total} files")

    def _report(self, percent: int, message: str) -> None:
        if self._shown and not self._over:
            self._server.work_done_progress.report(
                self._token, WorkDoneProgressReport(message=message, percentage=percent)
            )

    def end(self) -> None:
        """Take the bar away."""
        if self._shown and not self._over:
            self._server.work_done_progress.end(self._token, WorkDoneProgressEnd())
        self._over = True

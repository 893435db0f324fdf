"""A project that is kept analysed while its buffers change: what is newer supersedes what is older."""

import asyncio
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from ssot_lint.discover import find_project
from ssot_lint.drivers.lsp.snapshot import Snapshot
from ssot_lint.errors import EmptyScanError, PolicyError, SsotLintError
from ssot_lint.options import Options, inside
from ssot_lint.run import run

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Outcome:
    """What an analysis gave: a snapshot, or the problems of the policy, or another failure in one line."""

    snapshot: Snapshot | None = None
    problems: tuple[str, ...] = ()
    failure: str = ""


class Project:
    """The project around a folder that is open in the editor.

    `snapshot` is that of the last analysis that succeeded, `outcome` of the last at all.
    """

    def __init__(
        self,
        folder: str,
        buffers: Callable[[], Mapping[str, bytes]],
        settled: Callable[["Project"], None],
        progress: Callable[["Project"], Progress],
    ) -> None:
        self.folder = Path(folder)
        self.outcome = Outcome()
        self.snapshot: Snapshot | None = None
        self._buffers = buffers
        self._told = settled
        self._progress = progress
        self._due = 0.0
        self._stirred = asyncio.Event()
        self._current = asyncio.Event()

    @property
    def root(self) -> Path:
        """The directory that is analysed."""
        return find_project(self.folder, None).root

    @property
    def policy(self) -> Path | None:
        """The policy, where it has one."""
        return find_project(self.folder, None).policy

    def inside(self, path: str) -> str | None:
        """The path from the root, None for a file outside."""
        return inside(path, self.root)

    def stir(self, pause: float = 0.0) -> None:
        """Have it analysed anew once `pause` seconds went by in which nothing else changed."""
        self._due = asyncio.get_running_loop().time() + pause
        self._stirred.set()
        self._current.clear()

    async def settle(self) -> None:
        """Wait until what is known is of what is open now."""
        await self._current.wait()

    async def keep(self) -> None:
        """Analyse it whenever it was stirred, for ever."""
        loop = asyncio.get_running_loop()
        while True:
            await self._stirred.wait()
            while (left := self._due - loop.time()) > 0:
                await asyncio.sleep(left)
            self._stirred.clear()
            buffers, progress = self._buffers(), self._progress(self)
            outcome = await in_thread(partial(analysed, self.folder, buffers, progress))
            # A result that is superseded by now is dropped; what was read for it is in the cache.
            if not self._stirred.is_set():
                self.outcome = outcome
                if not outcome.problems and not outcome.failure:  # else what was found before stays
                    self.snapshot = outcome.snapshot
                self._told(self)
                self._current.set()


def analysed(folder: Path, buffers: Mapping[str, bytes], progress: Progress) -> Outcome:
    """The project around a folder, with buffers by absolute path that stand for files; raises nothing."""
    try:
        report = run(
            Options(
                start=folder,
                today=date.today(),
                caching=True,
                overlays={Path(path): content for path, content in buffers.items()},
                progress=progress,
            )
        )
    except PolicyError as error:
        return Outcome(problems=tuple(error.problems))
    except EmptyScanError:
        return Outcome()
    except SsotLintError as error:
        return Outcome(failure=" ".join(str(error).split()))
    except Exception as error:  # a fault of ours: the server lives on, and tells of it
        what = f"internal error: {type(error).__name__}: {error}"
        return Outcome(failure=f"{what}; please report what `ssot-lint --debug check` prints")
    root = Path(report.root)
    own = {name: content for path, content in buffers.items() if (name := inside(path, root))}
    return Outcome(Snapshot(report, own))


async def in_thread(work: Callable[[], Outcome]) -> Outcome:
    """What it returns, worked out in a thread that does not keep the process from ending."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Outcome] = loop.create_future()

    def finish(outcome: Outcome) -> None:
        if not future.done():
            future.set_result(outcome)

    def target() -> None:
        outcome = work()
        with suppress(RuntimeError):  # the client has gone, and with it the loop
            loop.call_soon_threadsafe(finish, outcome)

    threading.Thread(target=target, daemon=True).start()
    return await future

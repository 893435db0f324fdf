"""A project that is kept analysed while its buffers change: what is newer supersedes what is older."""

import asyncio
import gc
import threading
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from ssot_lint.discover import find_project
from ssot_lint.drivers.lsp.snapshot import Snapshot
from ssot_lint.errors import EmptyScanError, PolicyError, SsotLintError
from ssot_lint.model import Finding, Report
from ssot_lint.options import Options, inside
from ssot_lint.run import run
from ssot_lint.workspace import Moment, Workspace

Progress = Callable[[int, int], None]
Done = TypeVar("Done")

SHORT = 0.05  # seconds without a keystroke before the checks of files look at what has changed
PAUSE = 0.3  # and before those of the project do


@dataclass(frozen=True)
class Outcome:
    """What an analysis came to: a snapshot, or the problems of the policy, or another failure in one line.

    `moment` may be asked for the rest of what there is to know.
    """

    snapshot: Snapshot | None = None
    problems: tuple[str, ...] = ()
    failure: str = ""
    moment: Moment | None = None

    @property
    def has_failed(self) -> bool:
        """Whether what was known before is as good as it gets."""
        return bool(self.problems or self.failure)


class Project:
    """The project around a folder that is open in the editor.

    `snapshot` is the best that is known, `outcome` what the last analysis came to. `told` is called when
    either is new, `progress` gives what is called while the project is read for the first time. `watched`:
    the client tells of files that change on disk.
    """

    def __init__(
        self,
        folder: str,
        buffers: Callable[[], Mapping[str, bytes]],
        told: Callable[["Project"], None],
        progress: Callable[["Project"], Progress],
        *,
        watched: bool,
    ) -> None:
        self.folder = Path(folder)
        self.outcome = Outcome()
        self.snapshot: Snapshot | None = None
        self._buffers = buffers
        self._told = told
        self._progress = progress
        self._watched = watched
        self._workspace = Workspace(Options(start=self.folder, today=date.today(), caching=True))
        self._is_stale = True  # what is known of the disk
        self._changes = 0
        self._typed_at = 0.0
        self._stirred = asyncio.Event()
        self._begun = asyncio.Event()
        self._current = asyncio.Event()
        self._rest: asyncio.Task[None] | None = None

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

    def typed(self) -> None:
        """A buffer has changed, and may go on changing."""
        self._typed_at = asyncio.get_running_loop().time()
        self._stir()

    def stir(self) -> None:
        """Documents were opened, closed or saved, or something has changed on disk."""
        self._is_stale = True
        self._stir()

    def _stir(self) -> None:
        self._changes += 1
        self._stirred.set()
        self._begun.clear()
        self._current.clear()

    @property
    def is_settled(self) -> bool:
        """Whether all is known of what is open now."""
        return self._current.is_set()

    async def settle(self) -> None:
        """Wait until it is."""
        await self._current.wait()

    async def begin(self) -> None:
        """Wait until it is known what the checks of files find in what is open now."""
        await self._begun.wait()

    async def keep(self) -> None:
        """Analyse it whenever it was stirred, for ever."""
        try:
            await self._start()
            while True:
                await self._stirred.wait()
                await self._quiet(SHORT)
                self._stirred.clear()
                await self._analyse()
        finally:
            self._changes += 1
            if self._rest:
                self._rest.cancel()

    async def _start(self) -> None:
        """Show what a command would report, which may be recalled, before anything else is looked at."""
        self._stirred.clear()
        number, buffers = self._changes, self._buffers()
        outcome = await in_thread(partial(first, self.folder, buffers, self._progress(self)))
        self._know(outcome, number)
        await in_thread(gc.collect)
        if number == self._changes:
            self._is_stale = False
            await in_thread(partial(begun, self._workspace, buffers, None))

    async def _analyse(self) -> None:
        if self._is_stale or not self._watched:
            self._is_stale = False
            self._workspace.look_again()
        number, buffers = self._changes, self._buffers()
        outcome = await in_thread(partial(begun, self._workspace, buffers, self.snapshot))
        if number != self._changes:
            return
        if outcome.moment is None:
            self._know(outcome, number)
            return
        if outcome.snapshot:
            self._begun.set()
            self._know_more(outcome.snapshot, number)
        rest = self._complete(outcome.moment, buffers, number, self._rest)
        self._rest = asyncio.get_running_loop().create_task(rest)

    async def _complete(
        self, moment: Moment, buffers: Mapping[str, bytes], number: int, before: asyncio.Task[None] | None
    ) -> None:
        """Find out all about a moment, unless it is superseded; `before` is that of the one before."""
        if before:  # it takes a while to be given up
            await before
        await self._quiet(PAUSE)
        given_up = partial(self._is_superseded, number)
        if not given_up():
            loop = asyncio.get_running_loop()

            def meanwhile(snapshot: Snapshot) -> None:
                with suppress(RuntimeError):  # the client has gone, and with it the loop
                    loop.call_soon_threadsafe(self._know_more, snapshot, number)

            work = partial(completed, moment, buffers, given_up, self.snapshot, meanwhile)
            outcome = await in_thread(work)
            if not given_up():
                self._know(outcome, number)
            await in_thread(gc.collect)

    def _is_superseded(self, number: int) -> bool:
        return number != self._changes

    async def _quiet(self, pause: float) -> None:
        """Wait until nothing was typed for so many seconds."""
        loop = asyncio.get_running_loop()
        while (left := self._typed_at + pause - loop.time()) > 0:
            await asyncio.sleep(left)

    def _know_more(self, snapshot: Snapshot, number: int) -> None:
        """What is known meanwhile of the change with that number, unless it is superseded."""
        if not self._is_superseded(number):
            self.snapshot = snapshot
            self._told(self)

    def _know(self, outcome: Outcome, number: int) -> None:
        """What an analysis of the change with that number came to."""
        self.outcome = outcome
        if not outcome.has_failed:  # else what was found before stays
            self.snapshot = outcome.snapshot
        if number == self._changes:
            self._begun.set()
            self._current.set()
        self._told(self)


def first(folder: Path, buffers: Mapping[str, bytes], progress: Progress) -> Outcome:
    """What a command would report of the project around a folder; buffers stand for files, by path."""

    def report() -> Outcome:
        options = Options(
            start=folder, today=date.today(), caching=True, overlays=_overlays(buffers), progress=progress
        )
        return _outcome(run(options), buffers)

    return _guarded(report)


def begun(workspace: Workspace, buffers: Mapping[str, bytes], before: Snapshot | None) -> Outcome:
    """A moment, and what is known of it at once; `before` is what is known of an earlier one."""

    def begin() -> Outcome:
        moment = workspace.moment(_overlays(buffers), date.today())
        own = _own(buffers, moment.root)
        snapshot = before.revised(own, moment.found_in(own), moment.codes_of_files) if before else None
        return Outcome(snapshot, moment=moment)

    return _guarded(begin)


def completed(
    moment: Moment,
    buffers: Mapping[str, bytes],
    given_up: Callable[[], bool],
    before: Snapshot | None,
    meanwhile: Callable[[Snapshot], None],
) -> Outcome:
    """All that there is to know of a moment, nothing where it was given up.

    `before` is what is known of it at once; `meanwhile` gets that with what more is known of the buffers.
    """
    own = _own(buffers, moment.root)

    def heed(findings: Iterable[Finding], codes: Collection[str]) -> None:
        if before:
            meanwhile(before.revised(own, findings, codes))

    def complete() -> Outcome:
        report = moment.report(given_up, own, heed)
        return _outcome(report, buffers) if report else Outcome()

    return _guarded(complete)


def _overlays(buffers: Mapping[str, bytes]) -> dict[Path, bytes]:
    return {Path(path): content for path, content in buffers.items()}


def _own(buffers: Mapping[str, bytes], root: Path) -> dict[str, bytes]:
    """The buffers that stand for files below the root, by path from there."""
    return {name: content for path, content in buffers.items() if (name := inside(path, root))}


def _outcome(report: Report, buffers: Mapping[str, bytes]) -> Outcome:
    return Outcome(Snapshot(report, _own(buffers, Path(report.root))))


def _guarded(work: Callable[[], Outcome]) -> Outcome:
    """What some work comes to; it may raise what it likes."""
    try:
        return work()
    except PolicyError as error:
        return Outcome(problems=tuple(error.problems))
    except EmptyScanError:
        return Outcome()
    except SsotLintError as error:
        return Outcome(failure=" ".join(str(error).split()))
    except Exception as error:  # a fault of ours: the server lives on, and tells of it
        what = f"internal error: {type(error).__name__}: {error}"
        return Outcome(failure=f"{what}; please report what `ssot-lint --debug check` prints")


async def in_thread(work: Callable[[], Done]) -> Done:
    """What it returns, worked out in a thread that does not keep the process from ending."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Done] = loop.create_future()

    def finish(done: Done) -> None:
        if not future.done():
            future.set_result(done)

    def target() -> None:
        done = work()
        with suppress(RuntimeError):  # the client has gone, and with it the loop
            loop.call_soon_threadsafe(finish, done)

    threading.Thread(target=target, daemon=True).start()
    return await future

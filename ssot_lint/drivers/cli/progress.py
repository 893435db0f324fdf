"""A progress bar for runs that take longer than a second, on a terminal only."""

from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE = 1.0
INTERVAL = 0.1


class ProgressBar:
    """Called with (files done, files in all); draws on stderr once its patience is over.

    `steps` are what is done until then, and afterwards.
    """

    def __init__(self, steps: tuple[str, str] = ("Reading files", "Judging files")) -> None:
        self._steps = steps
        self._due = monotonic() + PATIENCE
        self._bar: Progress | None = None

    def __call__(self, done: int, total: int) -> None:
        """Note the progress made."""
        if done < total and monotonic() < self._due:
            return
        if self._bar is None:
            if done == total:
                return
            self._bar = _bar()
        self._due = monotonic() + INTERVAL
        task = self._bar.task_ids[0]
        step = self._steps[done >= total]
        self._bar.update(task, description=step, completed=done, total=total, refresh=True)

    def __enter__(self) -> "ProgressBar":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()


def _bar() -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    # Drawn by the engine's calls alone: a thread would take time from the work.
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        auto_refresh=False,
        transient=True,
    )
    bar.add_task("", total=None)
    bar.start()
    return bar

"""Extracts many files at once: worker processes where they pay, results in the order of the sources."""

import gc
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import Protocol

import msgspec

from ssot_lint.child import Request, Worker, receive, send, worker_command
from ssot_lint.errors import SsotLintError
from ssot_lint.extract.read import read, reading_of, unread
from ssot_lint.model import Problem, Reading, Sought, Source

Progress = Callable[[int, int], None]

WORTH_FILES = 200
WORTH_BYTES = 2_000_000
LOADED_AT_ONCE = 100  # where they are not shared out
BATCH_BYTES = (64 * 1024, 1024 * 1024)


class Items(Protocol):
    """What is to be read, by number: paths of files, or contents that lie elsewhere."""

    @property
    def are_contents(self) -> bool: ...
    def __len__(self) -> int: ...
    def sizes(self) -> Sequence[int]: ...
    def load(self, numbers: Sequence[int]) -> list[bytes]: ...


class Given:
    """Items that are at hand."""

    def __init__(self, items: Sequence[bytes], *, are_contents: bool) -> None:
        self._items = items
        self.are_contents = are_contents

    def __len__(self) -> int:
        return len(self._items)

    def sizes(self) -> Sequence[int]:
        """Their bytes, or those of the files."""
        return list(map(len if self.are_contents else _size, self._items))

    def load(self, numbers: Sequence[int]) -> list[bytes]:
        """Some of them."""
        return [self._items[i] for i in numbers]


class Extraction(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Some files that were read, in their order; `failures` says of each why it was not finished, or ""."""

    readings: list[Reading]
    failures: list[str]


def extract_all(
    root: Path,
    sources: Sequence[Source],
    jobs: int | None,
    progress: Progress | None,
    sought: Sought | None = None,
) -> tuple[list[Reading], list[str]]:
    """All sources with their facts, in their order, as they lie under the root: see `extract_items`."""
    paths = [os.fsencode(os.path.join(root, source.path)) for source in sources]
    return extract_items(sources, Given(paths, are_contents=False), jobs, progress, sought)


def extract_items(
    sources: Sequence[Source],
    items: Items,
    jobs: int | None,
    progress: Progress | None,
    sought: Sought | None = None,
) -> tuple[list[Reading], list[str]]:
    """All sources with their facts, in their order, and a line for each file that was not finished.

    With `sought`, they come with their literals too.

    `items` are what is to be read of each. `jobs` is the number of worker processes at most, None for one
    a processor; with 1, or where the sources are few, none is started. The result does not depend on it.
    `progress` is called with the number of files done and of all.
    """
    workers = jobs or processors()
    sizes = items.sizes() if workers > 1 else []
    with collector_paused():
        if len(sizes) > WORTH_FILES or sum(sizes) > WORTH_BYTES:
            done = extract_apart(items, sizes, workers, worker_command(), progress, sought)
        else:
            done = _extract_here(items, progress, sought)
    incomplete = [
        f"{source.path}: {line}" for source, line in zip(sources, done.failures, strict=True) if line
    ]
    return done.readings, incomplete


@contextmanager
def collector_paused() -> Iterator[None]:
    """Without the garbage collector, which finds nothing in millions of new records but looks at each."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def counting_from(start: int, progress: Progress | None) -> Progress | None:
    """Progress of a part, where so many files are done before it begins."""
    if not start or not progress:
        return progress
    return lambda done, total: progress(start + done, start + total)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _size(path: bytes) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0


def _extract_here(items: Items, progress: Progress | None, sought: Sought | None = None) -> Extraction:
    done = Extraction([], [])
    for start in range(0, len(items), LOADED_AT_ONCE):
        for item in items.load(range(start, min(start + LOADED_AT_ONCE, len(items)))):
            extraction = (
                partial(reading_of, item, None, sought)
                if items.are_contents
                else partial(read, os.fsdecode(item), sought)
            )
            reading, failure = _guarded(extraction)
            done.readings.append(reading)
            done.failures.append(failure)
            if progress:
                progress(len(done.readings), len(items))
    return done


def extract_content(source: bytes, sought: Sought | None = None) -> tuple[Reading, str]:
    """The reading of a content that stands for a file, and why it was not finished, or ""."""
    with collector_paused():
        return _guarded(partial(reading_of, source, sought=sought))


def _guarded(extraction: Callable[[], Reading]) -> tuple[Reading, str]:
    try:
        return extraction(), ""
    except Exception as error:  # a fault of ours: it costs this file, never the run
        return _unfinished("extraction failed: " + " ".join(f"{type(error).__name__}: {error}".split()))


def _unfinished(why: str) -> tuple[Reading, str]:
    return unread(Problem("unreadable", why)), why


# ------------------------------------------------------------------------------------ the main process


def extract_apart(
    items: Items,
    sizes: Sequence[int],
    workers: int,
    command: Sequence[str],
    progress: Progress | None,
    sought: Sought | None = None,
) -> Extraction:
    """The same as in this process, by `workers` children that `command` starts.

    Where a child dies, the files it had are read again, each by itself; one on which a child dies
    again is given up and named.
    """
    results: list[tuple[Reading, str] | None] = [None] * len(items)
    decode = msgspec.msgpack.Decoder(Extraction).decode
    count = 0
    batches = _batches(sizes, workers)
    team = [Worker(command, sought) for _ in range(min(workers, len(batches)))]
    with closing(_replies(items, batches, team)) as replies:
        for batch, reply in replies:
            done = decode(reply)
            for i, reading, failure in zip(batch, done.readings, done.failures, strict=True):
                results[i] = reading, failure
            count += len(batch)
            if progress:
                progress(count, len(items))
    lost = [i for i, result in enumerate(results) if result is None]
    with closing(_extract_alone(items, lost, command, sought)) as alone:
        for i, reading, failure in alone:
            results[i] = reading, failure
            count += 1
            if progress:
                progress(count, len(items))
    complete = [result for result in results if result is not None]
    return Extraction([reading for reading, _ in complete], [failure for _, failure in complete])


def _batches(sizes: Sequence[int], workers: int) -> list[list[int]]:
    """Numbers of files in lots of about equal bytes, the largest lot first so that none is left over."""
    least, most = BATCH_BYTES
    target = min(most, max(least, sum(sizes) // (workers * 16)))
    batches: list[list[int]] = [[]]
    filled = 0
    for i, size in enumerate(sizes):
        if filled + size > target and batches[-1]:
            batches.append([])
            filled = 0
        batches[-1].append(i)
        filled += size + 1024  # what a file costs beside its bytes
    return sorted(batches, key=lambda batch: -sum(sizes[i] for i in batch))


def _replies(
    items: Items, batches: Sequence[list[int]], team: Sequence[Worker]
) -> Generator[tuple[list[int], bytes], None, None]:
    """Each batch with its answer, as they come.

    Batches on which a child died are left out, and those that cannot be loaded.
    """
    todo = deque(batches)
    replies: SimpleQueue[tuple[list[int], bytes] | None] = SimpleQueue()

    def serve(worker: Worker) -> None:
        try:
            while todo:
                # another thread was faster, or why it cannot be loaded will be told when it is tried again
                with suppress(IndexError, SsotLintError):
                    batch = todo.popleft()
                    reply = worker.ask(items.load(batch), are_contents=items.are_contents)
                    if reply is not None:
                        replies.put((batch, reply))
        finally:
            worker.stop()
            replies.put(None)

    threads = [threading.Thread(target=serve, args=(worker,), daemon=True) for worker in team]
    for thread in threads:
        thread.start()
    try:
        for _ in threads:
            while (answer := replies.get()) is not None:
                yield answer
    finally:
        todo.clear()
        for worker in team:
            worker.stop()


def _extract_alone(
    items: Items, lost: Sequence[int], command: Sequence[str], sought: Sought | None
) -> Generator[tuple[int, Reading, str], None, None]:
    """The lost files, one at a time, so that the one on which a child dies is known."""
    worker = Worker(command, sought)
    try:
        for i in lost:
            reply = worker.ask(items.load([i]), are_contents=items.are_contents)
            if reply is None:
                yield i, *_unfinished("lost worker while reading it")
            else:
                done = msgspec.msgpack.decode(reply, type=Extraction)
                yield i, done.readings[0], done.failures[0]
    finally:
        worker.stop()


# ------------------------------------------------------------------------------------ the child process


def work() -> None:
    """Answer requests on standard input until it is closed."""
    gc.disable()
    encode = msgspec.msgpack.Encoder().encode
    decode = msgspec.msgpack.Decoder(Request).decode
    while (message := receive(sys.stdin.buffer)) is not None:
        request = decode(message)
        items = Given(request.items, are_contents=request.are_contents)
        send(sys.stdout.buffer, encode(_extract_here(items, None, request.sought)))

"""Extracts many files at once: worker processes where they pay, results in the order of the sources.

Workers are plain child interpreters that are asked over pipes. They are not forked, because a thread
serves each of them, and not made by `multiprocessing`, whose children look for modules in the working
directory first: the analysed tree, which is never imported.
"""

import gc
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import IO

import msgspec

from ssot_lint.extract.read import read, reading_of, unread
from ssot_lint.model import Problem, Reading, Sought, Source

Progress = Callable[[int, int], None]

WORTH_FILES = 200
WORTH_BYTES = 2_000_000
BATCH_BYTES = (64 * 1024, 1024 * 1024)


class Request(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Paths of files that a child is to read, and the literals that it is to look for."""

    paths: list[bytes]
    sought: Sought | None


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
    """All sources with their facts, in their order, and a line for each file that was not finished.

    With `sought`, they come with their literals too.

    `jobs` is the number of worker processes at most, None for one a processor; with 1, or where the
    sources are few, none is started. The result does not depend on it. `progress` is called with the
    number of files done and of all.
    """
    paths = [os.path.join(root, source.path) for source in sources]
    workers = jobs or _processors()
    sizes = [_size(path) for path in paths] if workers > 1 else []
    with collector_paused():
        if len(sizes) > WORTH_FILES or sum(sizes) > WORTH_BYTES:
            done = extract_apart(paths, sizes, workers, worker_command(), progress, sought)
        else:
            done = _extract_here(paths, progress, sought)
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


def _processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0


def _extract_here(
    paths: Sequence[str], progress: Progress | None, sought: Sought | None = None
) -> Extraction:
    done = Extraction([], [])
    for count, path in enumerate(paths, 1):
        reading, failure = _guarded(partial(read, path, sought))
        done.readings.append(reading)
        done.failures.append(failure)
        if progress:
            progress(count, len(paths))
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
    paths: Sequence[str],
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
    results: list[tuple[Reading, str] | None] = [None] * len(paths)
    decode = msgspec.msgpack.Decoder(Extraction).decode
    count = 0
    batches = _batches(sizes, workers)
    team = [_Worker(command, sought) for _ in range(min(workers, len(batches)))]
    with closing(_replies(paths, batches, team)) as replies:
        for batch, reply in replies:
            done = decode(reply)
            for i, reading, failure in zip(batch, done.readings, done.failures, strict=True):
                results[i] = reading, failure
            count += len(batch)
            if progress:
                progress(count, len(paths))
    lost = [i for i, result in enumerate(results) if result is None]
    with closing(_extract_alone(paths, lost, command, sought)) as alone:
        for i, reading, failure in alone:
            results[i] = reading, failure
            count += 1
            if progress:
                progress(count, len(paths))
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
    paths: Sequence[str], batches: Sequence[list[int]], team: Sequence["_Worker"]
) -> Generator[tuple[list[int], bytes], None, None]:
    """Each batch with its answer, as they come; batches on which a child died are left out."""
    todo = deque(batches)
    replies: SimpleQueue[tuple[list[int], bytes] | None] = SimpleQueue()

    def serve(worker: _Worker) -> None:
        try:
            while todo:
                with suppress(IndexError):  # another thread was faster
                    batch = todo.popleft()
                    reply = worker.ask([paths[i] for i in batch])
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
    paths: Sequence[str], lost: Sequence[int], command: Sequence[str], sought: Sought | None
) -> Generator[tuple[int, Reading, str], None, None]:
    """The lost files, one at a time, so that the one on which a child dies is known."""
    worker = _Worker(command, sought)
    try:
        for i in lost:
            reply = worker.ask([paths[i]])
            if reply is None:
                yield i, *_unfinished("lost worker while reading it")
            else:
                done = msgspec.msgpack.decode(reply, type=Extraction)
                yield i, done.readings[0], done.failures[0]
    finally:
        worker.stop()


class _Worker:
    """A child process, started when it is first asked, and again when it died."""

    def __init__(self, command: Sequence[str], sought: Sought | None) -> None:
        self._command = command
        self._sought = sought
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, paths: Sequence[str]) -> bytes | None:
        """The encoded extraction of these files, None where the child died or cannot be started."""
        request = msgspec.msgpack.encode(Request([os.fsencode(path) for path in paths], self._sought))
        try:
            process = self._process or subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
            self._process = process
            stdin, stdout = process.stdin, process.stdout
            reply = None
            if stdin and stdout:  # they are, being pipes
                _send(stdin, request)
                reply = _receive(stdout)
        except OSError:
            reply = None
        if reply is None:
            self.stop()
        return reply

    def stop(self) -> None:
        """End the child at once; it holds nothing that must be saved."""
        process, self._process = self._process, None
        if process:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):  # what was not sent cannot be any more
                    pipe and pipe.close()


# ------------------------------------------------------------------------------------ the child process


def worker_command() -> list[str]:
    """How to start a child that finds this package, and looks for no module in the working directory."""
    places = [os.path.dirname(os.path.dirname(os.path.abspath(__file__))), *filter(None, sys.path)]
    start = f"import sys; sys.path += {places!r}; from ssot_lint.parallel import work; work()"
    return [sys.executable, "-I", "-S", "-W", "ignore", "-c", start]


def work() -> None:
    """Answer requests on standard input until it is closed."""
    gc.disable()
    encode = msgspec.msgpack.Encoder().encode
    decode = msgspec.msgpack.Decoder(Request).decode
    while (message := _receive(sys.stdin.buffer)) is not None:
        request = decode(message)
        paths = [os.fsdecode(path) for path in request.paths]
        _send(sys.stdout.buffer, encode(_extract_here(paths, None, request.sought)))


def _send(pipe: IO[bytes], message: bytes) -> None:
    pipe.write(len(message).to_bytes(8, "little"))
    pipe.write(message)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes | None:
    """The next whole message, None at the end of the stream."""
    head = pipe.read(8)
    if len(head) < 8:
        return None
    size = int.from_bytes(head, "little")
    message = pipe.read(size)
    return message if len(message) == size else None

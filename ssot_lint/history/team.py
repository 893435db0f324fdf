"""Stretches of commits shared out to processes, each of which begins where the one before it ends."""

import gc
import subprocess
import sys
import threading
from collections.abc import Generator, Sequence
from contextlib import suppress
from queue import SimpleQueue

import msgspec

from ssot_lint.child import receive, send, worker_command
from ssot_lint.history.stretch import Order, Stretch, opened_cache
from ssot_lint.trend import Figures

LOST = "lost worker while it was analysed"


class Share(msgspec.Struct, frozen=True):
    """What one process is to do."""

    order: Order
    commits: list[str]


def judged_apart(
    order: Order, commits: Sequence[str], workers: int
) -> Generator[tuple[str, Figures], None, None]:
    """Each commit with what it comes to, as they come; ends the processes when it is closed.

    Where one dies, the commit it had is given up, and another goes on with the rest; where one dies before it
    came to anything, the rest is given up too. What no process can be started for is left out.
    """
    shares = [
        list(commits[len(commits) * n // workers : len(commits) * (n + 1) // workers]) for n in range(workers)
    ]
    replies: SimpleQueue[tuple[str, Figures] | None] = SimpleQueue()
    team = [_started() for _ in shares]

    def serve(number: int) -> None:
        rest, child = shares[number], team[number]
        try:
            while rest and child is not None:
                before = len(rest)
                for figures in _answers(child, Share(order, rest)):
                    replies.put((rest[0], figures))
                    rest = rest[1:]
                given_up = rest if len(rest) == before else rest[:1]
                for commit in given_up:
                    replies.put((commit, Figures(score={"overall": None}, incomplete=(LOST,))))
                rest = rest[len(given_up) :]
                child = team[number] = None if is_closed.is_set() or not rest else _started()
        finally:
            replies.put(None)

    is_closed = threading.Event()
    threads = [threading.Thread(target=serve, args=(number,), daemon=True) for number in range(len(team))]
    for thread in threads:
        thread.start()
    try:
        for _ in shares:
            while (reply := replies.get()) is not None:
                yield reply
    finally:
        is_closed.set()
        for thread in threads:
            while thread.is_alive():  # it may just have started another child
                for child in filter(None, team):
                    child.kill()
                thread.join(0.1)


def _started() -> "subprocess.Popen[bytes] | None":
    """A process, None where none can be started."""
    try:
        return subprocess.Popen(
            worker_command(__name__, loads_checks=True),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        return None


def _answers(child: "subprocess.Popen[bytes]", share: Share) -> Generator[Figures, None, None]:
    """What a process finds, one commit after the other; no more once it is dead."""
    decode = msgspec.msgpack.Decoder(Figures).decode
    # leaving it closes the pipes and waits; a pipe whose other end is dead cannot be written to
    with suppress(OSError, msgspec.MsgspecError), child:
        if child.stdin and child.stdout:  # they are, being pipes
            send(child.stdin, msgspec.msgpack.encode(share))
            while (reply := receive(child.stdout)) is not None:
                yield decode(reply)


def work() -> None:
    """Answer the one request on standard input, a commit at a time."""
    message = receive(sys.stdin.buffer)
    if message is None:
        return
    share = msgspec.msgpack.decode(message, type=Share)
    with opened_cache(share.order.options(1)) as cache:
        stretch = Stretch(share.order, cache, 1)
        for commit in share.commits:
            send(sys.stdout.buffer, msgspec.msgpack.encode(stretch.judged(commit)))
            gc.collect()  # an index is a circle of records, and the next one is as large

"""The child processes that extract, and how they are spoken to: messages over pipes.

They are plain child interpreters. They are not forked, because a thread serves each of them, and not made
by `multiprocessing`, whose children look for modules in the working directory first: the analysed tree,
which is never imported.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import IO

import msgspec

from ssot_lint.model import Sought


class Request(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a child is to read, paths of files or contents, and the literals that it is to look for."""

    items: list[bytes]
    are_contents: bool
    sought: Sought | None


class Worker:
    """A child process, started when it is first asked, and again when it died."""

    def __init__(self, command: Sequence[str], sought: Sought | None) -> None:
        self._command = command
        self._sought = sought
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, items: list[bytes], *, are_contents: bool) -> bytes | None:
        """The encoded extraction of these, None where the child died or cannot be started."""
        request = msgspec.msgpack.encode(Request(items, are_contents, self._sought))
        try:
            process = self._process or subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
            self._process = process
            stdin, stdout = process.stdin, process.stdout
            reply = None
            if stdin and stdout:  # they are, being pipes
                send(stdin, request)
                reply = receive(stdout)
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


def worker_command(module: str = "ssot_lint.parallel", *, loads_checks: bool = False) -> list[str]:
    """How to start a child that finds this package, and looks for no module in the working directory.

    It does the `work` of the module. One that `loads_checks` takes longer to start: these may be installed
    by a hook that Python sets up.
    """
    places = [os.path.dirname(os.path.dirname(os.path.abspath(__file__))), *filter(None, sys.path)]
    start = f"import sys; sys.path += {places!r}; from {module} import work; work()"
    return [sys.executable, "-I", *(() if loads_checks else ("-S",)), "-W", "ignore", "-c", start]


def send(pipe: IO[bytes], message: bytes) -> None:
    """Write a message with its length before it."""
    pipe.write(len(message).to_bytes(8, "little"))
    pipe.write(message)
    pipe.flush()


def receive(pipe: IO[bytes]) -> bytes | None:
    """The next whole message, None at the end of the stream."""
    head = pipe.read(8)
    if len(head) < 8:
        return None
    size = int.from_bytes(head, "little")
    message = pipe.read(size)
    return message if len(message) == size else None

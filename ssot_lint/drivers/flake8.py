"""The flake8 plugin: what is found in the files that flake8 looks at, across files too.

The whole project is analysed once, in the main process, as soon as flake8 hands over its options. Workers
that are forked know what was found, those that are started anew read it from a file. Nothing here raises:
what goes wrong is a line of SST000. What only an analysis needs is imported when there is one.
"""

import argparse
import ast
import atexit
import io
import multiprocessing
import os
import re
import sys
import tempfile
import tokenize
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import msgspec
from flake8.discover_files import expand_paths
from flake8.processor import FileProcessor
from flake8.utils import stdin_get_value

from ssot_lint import __version__
from ssot_lint.errors import EmptyScanError, PolicyError, SsotLintError
from ssot_lint.options import Options, inside

if TYPE_CHECKING:
    from ssot_lint.model import Report

PREFIX = "SST"
BROKEN = "SST000"
HANDED_OVER = "SSOT_LINT_FLAKE8"
"""The environment variable with the process that has analysed the project, and the file of what it found."""

UNNAMED = "stdin"  # what flake8 calls standard input where nobody says which file it is

_MARKS = (".flake8", ".git", "pyproject.toml", "setup.cfg", "setup.py", "tox.ini")
_POSITION = re.compile(r":(\d+):(\d+): ")


class Line(msgspec.Struct, frozen=True, array_like=True):
    """A finding as flake8 takes it, with columns from 0; `mild` if its severity is info."""

    row: int
    column: int
    code: str
    text: str
    mild: bool = False


class Found(msgspec.Struct, frozen=True):
    """What was found in the sources, by path from the root; `remarks` are of no Python file."""

    root: str = ""
    lines: dict[str, list[Line]] = {}
    remarks: list[Line] = []


NOTHING = Found()


@dataclass(frozen=True)
class _Run:
    """A run of flake8: what it is asked for, and what was found."""

    options: argparse.Namespace
    found: Found

    @cached_property
    def first(self) -> str | None:
        """The first file of which flake8 will show any finding of a plugin."""
        return _first_file(self.options)

    def lines(self, filename: str) -> list[Line]:
        """What is to be shown for a file, with all that belongs to none if it is the first."""
        found = self.found
        path = inside(os.path.abspath(filename), Path(found.root)) if found.lines else None
        lines = found.lines.get(path, []) if path else []
        if found.remarks and filename == self.first:
            lines = [*found.remarks, *lines]
        # As on the command line, what is asked for is shown however mild it is; all of it is no such wish.
        asked = tuple(code for code in _chosen(self.options) if len(code) > len(PREFIX))
        return [line for line in lines if not line.mild or line.code.startswith(asked)]


class Plugin:
    """What flake8 makes one of for each file that parses."""

    name = "ssot-lint"
    version = __version__
    _run: ClassVar[_Run]

    def __init__(self, tree: ast.AST, filename: str) -> None:
        self._filename = filename

    @classmethod
    def parse_options(cls, manager: object, options: argparse.Namespace, arguments: Sequence[str]) -> None:
        """Analyse the project, unless nobody asks for it or a parent process has."""
        cls._run = _Run(options, _found(options) if _is_wanted(options) else NOTHING)

    def run(self) -> Iterator[tuple[int, int, str, type]]:
        """The findings of the file."""
        for line in self._run.lines(self._filename):
            yield line.row, line.column, f"{line.code} {line.text}", type(self)


# ------------------------------------------------------------------------------------ what flake8 asks for


def _chosen(options: argparse.Namespace) -> list[str]:
    return [*(options.select or ()), *(options.extend_select or ())]


def _is_wanted(options: argparse.Namespace) -> bool:
    """Whether flake8 may show any of our codes; it decides of each of them itself."""
    if options.bug_report:
        return False
    if any(code.startswith(PREFIX) or PREFIX.startswith(code) for code in _chosen(options)):
        return True
    ignored = [*(options.ignore or ()), *(options.extend_ignore or ())]
    return options.select is None and not any(PREFIX.startswith(code) for code in ignored)


def _first_file(options: argparse.Namespace) -> str | None:
    """The first file that parses and is not exempt as a whole, in the order in which flake8 finds them."""
    for name in expand_paths(
        paths=options.filenames,
        stdin_display_name=options.stdin_display_name,
        filename_patterns=options.filename,
        exclude=(*options.exclude, *options.extend_exclude),
    ):
        with suppress(Exception):  # flake8 tells of it, when it comes to the file
            processor = FileProcessor(name, options)
            if not processor.should_ignore_file():
                processor.build_ast()
                return str(processor.filename)
    return None


def _standard_input() -> bytes:
    """What is given on standard input; flake8 finds it there once more."""
    if stdin_get_value.cache_info().currsize:  # another plugin was there first
        text: str = stdin_get_value()
        coding, _ = tokenize.detect_encoding(io.BytesIO(text.encode()).readline)
        return text.encode(coding)
    content = sys.stdin.buffer.read()
    sys.stdin = io.TextIOWrapper(io.BytesIO(content), sys.stdin.encoding, sys.stdin.errors)
    return content


# -------------------------------------------------------------------------------------- the main process


def _found(options: argparse.Namespace) -> Found:
    """What is found, here or by the process that has started this one; raises nothing."""
    found = _handed_over()
    if found is not None:
        return found
    with _apart_from_the_project():
        try:
            found = _analysed(options)
        except EmptyScanError:
            found = NOTHING
        except PolicyError as error:
            found = _broken("the policy does not load", error.problems)
        except SsotLintError as error:
            found = _broken("the project is not analysed", [str(error)])
        except Exception as error:
            told = f"{type(error).__name__}: {error}; please report what `ssot-lint --debug check` prints"
            found = _broken("internal error", [told])
    with suppress(OSError, UnicodeEncodeError):  # then each worker finds it for itself
        _hand_over(found)
    return found


def _analysed(options: argparse.Namespace) -> Found:
    """What is found in the project around the working directory, of which flake8 looks at some file."""
    from ssot_lint.discover import find_project

    names = [options.stdin_display_name if name == "-" else name for name in options.filenames or ["."]]
    start, project = Path.cwd(), find_project(Path.cwd(), None)
    # A directory that nothing marks is no project: it may be anybody's home.
    if project.policy is None and not any(os.path.lexists(project.root / mark) for mark in _MARKS):
        return NOTHING
    if not any(os.path.isdir(name) or _is_in(name, project.root) for name in names):
        return NOTHING
    overlays = {}
    if "-" in options.filenames and options.stdin_display_name != UNNAMED:
        overlays[Path(options.stdin_display_name)] = _standard_input()

    from ssot_lint.run import run

    asked = Options(
        start=start,
        today=date.today(),
        jobs=None if options.jobs.is_auto else max(1, options.jobs.n_jobs),
        caching=True,
        overlays=overlays,
    )
    return _of_report(run(asked))


@contextmanager
def _apart_from_the_project() -> Iterator[None]:
    """With no modules of the working directory, where `python -m flake8` looks first; none is executed."""
    head: list[str] = []
    with suppress(OSError):  # it may be gone
        head = [entry for entry in sys.path[:1] if os.path.abspath(entry) == os.getcwd()]
    del sys.path[: len(head)]
    try:
        yield
    finally:
        sys.path[:0] = head


def _is_in(name: str, root: Path) -> bool:
    return name != UNNAMED and inside(os.path.abspath(name), root) is not None


def _of_report(report: "Report") -> Found:
    from ssot_lint.render import printable
    from ssot_lint.render.shown import hidden_as

    lines: dict[str, list[Line]] = {}
    remarks = _broken("the analysis is incomplete", report.incomplete).remarks if report.incomplete else []
    for finding in report.findings:
        hidden = hidden_as(finding, report)
        if hidden in (None, "info"):
            place, span, mild = finding.place, finding.place.span, hidden is not None
            text = printable(finding.message)
            if finding.category is None:
                where = f"{place.path} line {span.line}, column {span.column}"
                remarks.append(Line(1, 0, finding.code, f"{printable(where)}: {text}", mild))
            else:
                line = Line(span.line, span.column - 1, finding.code, text, mild)
                lines.setdefault(place.path, []).append(line)
    return Found(report.root, lines, remarks)


def _broken(what: str, problems: Sequence[str]) -> Found:
    """A single remark, on the first of the problems."""
    from ssot_lint.render import printable

    first = " ".join(_POSITION.sub(r" line \1, column \2: ", problems[0], count=1).split())
    more = f" ({len(problems) - 1} more: see `ssot-lint check`)" if len(problems) > 1 else ""
    return Found(remarks=[Line(1, 0, BROKEN, printable(f"{what}: {first}{more}"))])


# ------------------------------------------------------------------------------------------- the workers


def _hand_over(found: Found) -> None:
    """Leave what was found to workers that are started anew, where there may be any."""
    os.environ.pop(HANDED_OVER, None)
    # Asking for the method in any other way would settle it.
    method = multiprocessing.get_start_method(allow_none=True) or multiprocessing.get_all_start_methods()[0]
    if method == "fork" or found == NOTHING:
        return
    content, owner = msgspec.msgpack.encode(found), os.getpid()
    descriptor, path = tempfile.mkstemp(prefix="ssot-lint-")
    atexit.register(_remove, path, owner)
    with open(descriptor, "wb") as stream:
        stream.write(content)
    os.environ[HANDED_OVER] = f"{owner}:{path}"


def _remove(path: str, owner: int) -> None:
    if os.getpid() == owner:
        with suppress(OSError):
            os.unlink(path)


def _handed_over() -> Found | None:
    """What the process that has started this one has found."""
    parent = multiprocessing.parent_process()
    owner, _, path = os.environ.get(HANDED_OVER, "").partition(":")
    if parent is None or owner != str(parent.pid):
        return None
    try:
        return msgspec.msgpack.decode(Path(path).read_bytes(), type=Found)
    except (OSError, msgspec.MsgspecError):
        return None

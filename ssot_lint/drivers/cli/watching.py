"""`check --watch`: a check after every change, until the user has had enough."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from ssot_lint.drivers.cli.stderr import complain
from ssot_lint.errors import SsotLintError, UsageError

if TYPE_CHECKING:
    from watchfiles import Change

WRONG = 2  # the exit code for a mistake in usage or policy
QUIET = 200  # milliseconds
LINE = "─" * 40

_ENDINGS = (".py", ".pyi", "/compliance.yaml", "/compliance.yml")
_NO_SOURCES = frozenset((".git", ".hg", ".ssot_cache", "__pycache__", "node_modules"))


def keep_checking(check: Callable[[], None], config: Path | None) -> NoReturn:
    """Check now and after every change of a source or a policy; Ctrl-C ends it with the last exit code.

    `check` may leave with an exit code; a mistake of the user that it raises is told, and may be mended.
    """
    from ssot_lint.discover import find_project

    try:
        from watchfiles import watch
    except ModuleNotFoundError as error:
        if error.name != "watchfiles":
            raise
        raise UsageError(
            "--watch needs watchfiles; install it with: pip install 'ssot-lint[watch]'"
        ) from None

    root = str(find_project(Path.cwd(), config).root)
    policy = os.path.realpath(config) if config else None

    def matters(change: "Change", path: str) -> bool:
        inner = f"/{Path(os.path.relpath(path, root)).as_posix()}"
        return path == policy or (inner.endswith(_ENDINGS) and _NO_SOURCES.isdisjoint(inner.split("/")))

    watched = {root, os.path.dirname(policy)} if policy else {root}
    code = 0
    try:
        # The first of them says that it watches; what changes while a check runs is kept for the next.
        changes = watch(*watched, watch_filter=matters, rust_timeout=QUIET, yield_on_timeout=True)
        next(changes)
        code = _checked(check)
        for changed in changes:
            if changed:
                click.echo(LINE.encode("utf-8"))
                code = _checked(check)
    except KeyboardInterrupt:
        pass
    raise click.exceptions.Exit(code)


def _checked(check: Callable[[], None]) -> int:
    """The exit code of a check."""
    code = 0
    try:
        check()
    except click.exceptions.Exit as left:
        code = left.exit_code
    except SsotLintError as error:
        complain(*str(error).splitlines())
        code = WRONG
    sys.stdout.flush()
    return code

"""What `check` and `score` share: their options, the run, and the way out."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ssot_lint.drivers.cli.output import opened
from ssot_lint.drivers.cli.stderr import complain
from ssot_lint.model import Report
from ssot_lint.render import RenderOptions, Show, render

if TYPE_CHECKING:
    from rich.console import Console

    from ssot_lint.options import Options
    from ssot_lint.policy import Policy
    from ssot_lint.registry import Registry

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

FAILED, INCOMPLETE = 1, 3

GUTTER, NARROW = 8, 40  # columns beside a source line, and the least it is cropped to

config_option = click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The policy; the project is then the working directory.",
)

cache_dir_option = click.option(
    "--cache-dir",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where the cache lies; by default, .ssot_cache in the project.",
)

exit_zero_option = click.option(
    "--exit-zero", is_flag=True, help="Exit 0 in spite of findings or a failed gate."
)


@dataclass(frozen=True)
class Run:
    """How the command line asks for the project to be analysed."""

    config: Path | None
    jobs: int | None
    caching: bool
    cache_directory: Path | None


def run_options(*formats: str, may_fail: bool = True) -> Decorator:
    """The options of a command that analyses the project; `formats` are its output formats.

    Those that say how it is analysed reach the command as one `Run`.
    """
    options = (
        click.option(
            "--format", "output_format", type=click.Choice(formats), default=formats[0], show_default=True,
            help="How the report is written.",
        ),
        click.option(
            "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
            help="Write the report to a file instead of stdout.",
        ),
        click.option(
            "--jobs", type=click.IntRange(min=1), metavar="N",
            help="Processes to use; by default, one a core.",
        ),
        config_option,
        click.option(
            "--no-cache", "caching", is_flag=True, default=True, flag_value=False,
            help="Neither use nor keep what was read.",
        ),
        cache_dir_option,
    )  # fmt: skip
    last = (exit_zero_option,) if may_fail else ()

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def command(
            config: Path | None, jobs: int | None, caching: bool, cache_dir: Path | None, **others: Any
        ) -> Any:
            return function(run=Run(config, jobs, caching, cache_dir), **others)

        for option in reversed((*options, *last)):
            command = option(command)
        return command

    return decorate


def split_commas(ctx: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """The values of an option that takes a comma-separated list and may be repeated."""
    return tuple(word for value in values for part in value.split(",") if (word := part.strip()))


@contextmanager
def options_for(
    asked: Run,
    *,
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    categories: tuple[str, ...] = (),
    paths: tuple[str, ...] = (),
) -> "Iterator[Options]":
    """What the engine is asked for, in the working directory; a progress bar runs along on a terminal."""
    from ssot_lint.drivers.cli.progress import ProgressBar
    from ssot_lint.options import Options

    with ProgressBar() if sys.stderr.isatty() else nullcontext() as progress:
        yield Options(
            start=Path.cwd(),
            config=asked.config,
            select=select,
            ignore=ignore,
            categories=categories,
            paths=paths,
            jobs=asked.jobs,
            caching=asked.caching,
            cache_directory=asked.cache_directory,
            today=date.today(),
            progress=progress,
        )


def analyse(asked: Run, **limits: tuple[str, ...]) -> Report:
    """Run the engine; `limits` are those of `options_for`."""
    from ssot_lint.run import run

    with options_for(asked, **limits) as options:
        return run(options)


@contextmanager
def reporting(
    renderer: str,
    output: Path | None,
    show: frozenset[Show] = frozenset(),
    limit: str = "",
    *,
    beside: bool = False,
) -> Iterator[Callable[[Report], None]]:
    """A function that renders a report to the file or stdout; the file is opened beforehand.

    `beside` shows copies beside what they copy, on a terminal only.
    """
    plain = RenderOptions(show=show, limit=limit)
    options = plain if output else terminal_options(show, limit, beside=beside)
    # The text for people tells it itself; every other reader looks at stderr.
    silent = output is not None or renderer not in ("text", "score")
    with opened(output) as write:

        def report_to(report: Report) -> None:
            write(render(report, renderer, options))
            if silent:
                complain(*(f"incomplete: {line}" for line in report.incomplete))

        yield report_to


def terminal_options(
    show: frozenset[Show] = frozenset(), limit: str = "", *, beside: bool = False
) -> RenderOptions:
    """How to render to stdout: on a terminal with colours (NO_COLOR is obeyed), its width and `beside`."""
    console = terminal()
    if console is None:
        return RenderOptions(show=show, limit=limit)
    width = max(NARROW, console.width - GUTTER)
    return RenderOptions(colour=has_colour(console), width=width, show=show, limit=limit, beside=beside)


def terminal() -> "Console | None":
    """What rich knows of stdout, None where that is no terminal and is not to be taken for one."""
    # rich takes longer to load than many a run takes without it
    if not sys.stdout.isatty() and os.environ.keys().isdisjoint(("FORCE_COLOR", "TTY_COMPATIBLE")):
        return None
    from rich.console import Console

    console = Console(file=sys.stdout)
    return console if console.is_terminal else None


def has_colour(console: "Console") -> bool:
    """Whether styles may be written to the terminal; NO_COLOR is obeyed."""
    return console.color_system is not None and not console.no_color


def policy_of(registry: "Registry", config: Path | None) -> "Policy":
    """The policy of the project around the working directory, or the one given."""
    from ssot_lint.discover import find_project
    from ssot_lint.policy import load_policy

    project = find_project(Path.cwd(), config)
    display = str(config) if config else project.policy.name if project.policy else None
    return load_policy(project.policy, registry, display=display)


def leave(report: Report, *, failed: bool) -> None:
    """Exit: 3 when the analysis is incomplete, whatever else is asked for; 1 when it failed."""
    if report.incomplete:
        raise click.exceptions.Exit(INCOMPLETE)
    if failed:
        raise click.exceptions.Exit(FAILED)

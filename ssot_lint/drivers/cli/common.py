"""What `check` and `score` share: their options, the run, and the way out."""

import dataclasses
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from ssot_lint.drivers.cli.output import opened
from ssot_lint.drivers.cli.since import base_of, diff_base_option
from ssot_lint.drivers.cli.stacked import Decorator, stacked
from ssot_lint.drivers.cli.stderr import complain
from ssot_lint.drivers.cli.step import tell_step
from ssot_lint.drivers.cli.targets import FORMATS, OUTPUTS, Target, targets
from ssot_lint.drivers.cli.template import FormatOrTemplate
from ssot_lint.drivers.cli.terminal import terminal_options
from ssot_lint.model import Explanation, Report
from ssot_lint.render import RenderOptions, RulePage, Show, render

if TYPE_CHECKING:
    from ssot_lint.comparison import Comparison
    from ssot_lint.options import Options
    from ssot_lint.policy import Policy
    from ssot_lint.registry import Registry

FAILED, INCOMPLETE = 1, 3

AS_TEMPLATE = ", or what each line is: '%(path)s:%(row)d:%(col)d: %(code)s %(text)s'"

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
    overlays: Mapping[Path, bytes] = field(default_factory=dict)
    accepting: bool = False
    baseline: Path | None = None
    strict_baseline: bool = False
    diff_base: str | None = None
    may_compare: bool = False


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
    )  # fmt: skip
    return _running(options, may_fail=may_fail)


def page_options(default: str) -> Decorator:
    """As `run_options`, of a command that writes one page to a file, by default to this one."""
    output = click.option(
        "--output", type=click.Path(dir_okay=False, path_type=Path), default=default, show_default=True,
        metavar="FILE", help="Where the page goes.",
    )  # fmt: skip
    return _running((output,), may_fail=False)


def report_options(*formats: str, template: bool = False) -> Decorator:
    """As `run_options`, of a command that writes several reports: it gets them as `targets`.

    `template` allows for a format of the user's.

    The command is to be of the class `Reporting`.
    """
    options = (
        click.option(
            "--format", FORMATS, multiple=True,
            type=FormatOrTemplate(formats) if template else click.Choice(formats),
            help=f"How the report is written, {formats[0]} by default" + (AS_TEMPLATE if template else "")
            + ". May be repeated: each --output is for the format before it.",
        ),
        click.option(
            "--output", OUTPUTS, type=click.Path(dir_okay=False, path_type=Path), multiple=True,
            metavar="FILE", help="Write the report to a file instead of stdout.",
        ),
    )  # fmt: skip
    run = _running((*options, diff_base_option), may_fail=True)

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def command(
            output_formats: tuple[str, ...],
            outputs: tuple[Path, ...],
            run: Run,
            diff_base: str | None,
            **others: Any,
        ) -> Any:
            asked = dataclasses.replace(run, diff_base=diff_base, may_compare=True)
            return function(targets=targets(formats[0], output_formats, outputs), run=asked, **others)

        return run(command)

    return decorate


def _running(first: Sequence[Decorator], *, may_fail: bool) -> Decorator:
    """The options that say how the project is analysed, behind others; they make one `Run`."""
    options = (
        *first,
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

        return stacked(*options, *last)(command)

    return decorate


def analysis_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a command that analyses the project and writes no report; they make one `Run`."""
    return _running((), may_fail=False)(function)


@contextmanager
def options_for(
    asked: Run,
    *,
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    categories: tuple[str, ...] = (),
    paths: tuple[str, ...] | None = None,
    fail_under: tuple[tuple[str, float], ...] = (),
) -> "Iterator[Options]":
    """What the engine is asked for, in the working directory; a progress bar runs along on a terminal."""
    from ssot_lint.drivers.cli.progress import ProgressBar
    from ssot_lint.options import Options

    base = base_of(asked.diff_base, asked.config) if asked.may_compare else None
    with ProgressBar() if sys.stderr.isatty() else nullcontext() as progress:
        yield Options(
            start=Path.cwd(),
            config=asked.config,
            select=select,
            ignore=ignore,
            categories=categories,
            paths=paths,
            fail_under=fail_under,
            jobs=asked.jobs,
            caching=asked.caching,
            cache_directory=asked.cache_directory,
            overlays=asked.overlays,
            accepting=asked.accepting,
            baseline=asked.baseline,
            base=base.commit if base else None,
            base_name=base.name if base else "",
            today=date.today(),
            progress=progress,
        )


def analyse(
    asked: Run,
    *,
    paths: tuple[str, ...] | None = None,
    fail_under: tuple[tuple[str, float], ...] = (),
    **limits: tuple[str, ...],
) -> Report:
    """Run the engine; what is asked is that of `options_for`."""
    from ssot_lint.run import run

    with options_for(asked, paths=paths, fail_under=fail_under, **limits) as options:
        return run(options)


@contextmanager
def reporting(
    targets: Sequence[Target],
    show: frozenset[Show] = frozenset(),
    limit: str = "",
    *,
    beside: bool = False,
    adapted: Callable[[RenderOptions, Report], RenderOptions] = lambda options, report: options,
) -> Iterator[Callable[..., None]]:
    """A function that renders a report to each target; the files are opened beforehand.

    It may be given the `explanation` of the score. `beside` shows copies beside what they copy, on a
    terminal only. `adapted` has the last word on how a report is rendered.
    """
    plain = RenderOptions(show=show, limit=limit, rules=rule_pages)
    with ExitStack() as stack:
        writers = [stack.enter_context(opened(target.output)) for target in targets]

        def report_to(report: Report, explanation: Explanation | None = None) -> None:
            texts = []
            for target in targets:
                options = plain if target.output else terminal_options(show, limit, beside=beside)
                options = replace(options, explanation=explanation, rules=rule_pages)
                texts.append(render(report, target.format, adapted(options, report)))
            for write, text in zip(writers, texts, strict=True):
                write(text)
            # The text for people tells it itself; every other reader looks at stderr.
            if not any(target.output is None and target.format in ("text", "score") for target in targets):
                tell_incomplete(report)
            if any(target.format == "github" for target in targets):
                tell_step(report, plain)

        yield report_to


def rule_pages() -> tuple[RulePage, ...]:
    """What there is to read of every rule that is installed."""
    from ssot_lint.registry import load_registry

    registry = load_registry()
    return tuple(
        RulePage(check.code, check.name, check.severity, check.summary, registry.readme(check))
        for check in registry.checks
    )


def policy_of(registry: "Registry", config: Path | None) -> "Policy":
    """The policy of the project around the working directory, or the one given."""
    from ssot_lint.discover import find_project
    from ssot_lint.policy import load_policy

    project = find_project(Path.cwd(), config)
    display = str(config) if config else project.policy.name if project.policy else None
    return load_policy(project.policy, registry, display=display)


def tell_incomplete(report: "Report | Comparison") -> None:
    """Say on stderr which parts of an analysis failed."""
    complain(*(f"incomplete: {line}" for line in report.incomplete))


def leave(report: "Report | Comparison", *, failed: bool) -> None:
    """Exit: 3 when the analysis is incomplete, whatever else is asked for; 1 when it failed."""
    if report.incomplete:
        raise click.exceptions.Exit(INCOMPLETE)
    if failed:
        raise click.exceptions.Exit(FAILED)

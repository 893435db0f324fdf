"""`--format` and `--output` as often as wanted: one run writes several reports."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from ssot_lint.drivers.cli.since import refuse_options
from ssot_lint.errors import UsageError

FORMATS, OUTPUTS = "output_formats", "outputs"

_ORDER = f"{__name__}.order"


@dataclass(frozen=True)
class Target:
    """A format, and the file that takes it: None for stdout."""

    format: str
    output: Path | None = None


class Reporting(click.Command):
    """A command that knows in which order its formats and outputs were given."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse as any command; which option stood where is kept for `targets`."""
        refuse_options(args)
        # click hands over the values of each option, but not how they were mixed
        _, _, order = self.make_parser(ctx).parse_args(args=list(args))
        ctx.meta[_ORDER] = [option.name for option in order if option.name in (FORMATS, OUTPUTS)]
        return super().parse_args(ctx, args)


def targets(default: str, formats: Sequence[str], outputs: Sequence[Path]) -> tuple[Target, ...]:
    """What the command at hand is to write, and where. UsageError where that is not clear."""
    found = paired(default, click.get_current_context().meta[_ORDER], formats, outputs)
    to_stdout = [target.format for target in found if target.output is None]
    if len(to_stdout) > 1:
        raise UsageError(
            f"{' and '.join(to_stdout)} would both go to stdout; put an --output behind one --format"
        )
    files = [os.path.realpath(target.output) for target in found if target.output and _is_file(target.output)]
    if len(files) > len(set(files)):
        raise UsageError("two formats would go to one file; give each an --output of its own")
    return found


def paired(
    default: str, order: Sequence[str], formats: Sequence[str], outputs: Sequence[Path]
) -> tuple[Target, ...]:
    """Each format with its output: the one behind it, else one before it that no other format has.

    `order` names the options as they were given. Without any format, the default is meant.
    """
    names, files = iter(formats), iter(outputs)
    found: list[Target] = []
    waiting: list[Path] = []
    for option in order:
        if option == FORMATS:
            found.append(Target(next(names), waiting.pop(0) if waiting else None))
            continue
        output = next(files)
        if found and found[-1].output is None:
            found[-1] = Target(found[-1].format, output)
        else:
            waiting.append(output)
    if not found:
        found.append(Target(default, waiting.pop(0) if waiting else None))
    if waiting:
        raise UsageError(f"--output {waiting[0]}: there is no --format for it")
    return tuple(found)


def _is_file(path: Path) -> bool:
    """Whether it is, or would become, a file: a device may take several reports."""
    return path.is_file() or not path.exists()

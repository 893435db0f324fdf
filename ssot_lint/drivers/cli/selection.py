"""Which rules are run and which files are told of: the options that `check` and `report` share."""

import click

from ssot_lint.drivers.cli.completion import rule_codes
from ssot_lint.drivers.cli.stacked import Decorator, stacked


def selection_options(more: str = "") -> Decorator:
    """`--select`, `--ignore` and `--category`; `more` is what else --select does, for its help."""
    return stacked(
        click.option(
            "--select", multiple=True, callback=_split_commas, shell_complete=rule_codes, metavar="CODE,…",
            help=f"Run only these rules; SST1 stands for all that begin with it. {more}".rstrip(),
        ),
        click.option(
            "--ignore", multiple=True, callback=_split_commas, shell_complete=rule_codes, metavar="CODE,…",
            help="Leave these rules out.",
        ),
        click.option(
            "--category", "categories", multiple=True, callback=_split_commas, metavar="NAME,…",
            help="Report only files of these categories (real, test, …).",
        ),
    )  # fmt: skip


def _split_commas(ctx: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """The values of an option that takes a comma-separated list and may be repeated."""
    return tuple(word for value in values for part in value.split(",") if (word := part.strip()))

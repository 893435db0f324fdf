"""What a shell offers for a word that is begun, where click alone does not know."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def rule_codes(ctx: click.Context, param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
    """The codes of rules that begin so, each with its name; of a list, codes for the last in it."""
    from click.shell_completion import CompletionItem

    from ssot_lint.registry import load_registry

    before, comma, begun = incomplete.rpartition(",")
    return [
        CompletionItem(f"{before}{comma}{check.code}", help=check.name)
        for check in load_registry().checks
        if check.code.startswith(begun.upper())
    ]

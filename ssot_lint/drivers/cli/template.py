"""The value of `--format` where it may be a template."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from ssot_lint.render.template import FIELDS, is_template, problem

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class FormatOrTemplate(click.ParamType):  # type: ignore[type-arg]  # no generic in older versions
    """The name of a format, or a %-template as flake8 takes it."""

    name = "format"

    def __init__(self, formats: Sequence[str]) -> None:
        self._names = click.Choice(formats)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The name or the template."""
        if not is_template(value):
            return self._names.convert(value, param, ctx)
        wrong = problem(value)
        if wrong:
            fields = ", ".join(f"%({field})s" for field in FIELDS)
            self.fail(f"{value!r} is no template: {wrong}. Its fields are {fields}.", param, ctx)
        return value

    def get_metavar(self, *given: Any, **named: Any) -> str | None:
        """The names, as the help shows them."""
        return self._names.get_metavar(*given, **named)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> "list[CompletionItem]":
        """The names that begin so."""
        return self._names.shell_complete(ctx, param, incomplete)

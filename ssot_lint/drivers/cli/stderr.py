"""What goes wrong, told on stderr."""

import click


def complain(*lines: str) -> None:
    """Write lines to stderr, each under the name of the tool and safe for a terminal."""
    from ssot_lint.render import printable

    for line in lines:
        click.echo(f"ssot-lint: {printable(line)}".encode("utf-8", "backslashreplace"), err=True)

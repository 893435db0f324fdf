"""`ssot-lint server`: the findings in an editor that speaks the Language Server Protocol."""

import click

from ssot_lint.errors import UsageError


@click.command("server")
@click.option("--stdio", is_flag=True, help="Talk over standard input and output, as it does anyway.")
def command(stdio: bool) -> None:
    """Serve an editor over standard input and output.

    It speaks the Language Server Protocol and needs `pip install 'ssot-lint[lsp]'`.
    """
    try:
        from ssot_lint.drivers.lsp.features import serve
    except ModuleNotFoundError as error:
        if error.name not in ("pygls", "lsprotocol"):
            raise
        raise UsageError("the server needs pygls; install it with: pip install 'ssot-lint[lsp]'") from None
    serve()

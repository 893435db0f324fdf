"""The command line: options in, report and exit code out. Importing it imports only click."""

from importlib import import_module
from typing import Any

import click

from ssot_lint import __version__
from ssot_lint.drivers.cli.stderr import complain
from ssot_lint.errors import SsotLintError

__all__ = ["main"]

COMMANDS = (
    "check",
    "score",
    "baseline",
    "suppress",
    "suppressions",
    "compare",
    "trend",
    "report",
    "duplicates",
    "graph",
    "rules",
    "policy",
    "cache",
    "server",
)

USAGE, INCOMPLETE, INTERRUPTED = 2, 3, 130


class CommandLine(click.Group):
    """Imports a command when it is called, and turns every failure into one clear line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a module beside this one, which calls it `command`."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"{__name__}.{cmd_name}").command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what it raises decides the exit code."""
        try:
            return super().invoke(ctx)
        except SsotLintError as error:
            complain(*str(error).splitlines())
            code = USAGE
        except KeyboardInterrupt:
            complain("interrupted")
            code = INTERRUPTED
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise  # click knows what to do
        except Exception as error:
            if ctx.params["debug"]:
                import traceback

                traceback.print_exc()
            complain(
                f"internal error: {type(error).__name__}: {error}".rstrip(": "),
                "please report it with what `ssot-lint --debug …` prints",
            )
            code = INCOMPLETE
        ctx.exit(code)


@click.command(cls=CommandLine, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ssot-lint")
@click.option(
    "--debug", is_flag=True, envvar="SSOT_LINT_DEBUG", help="Print the traceback of an internal error."
)
def main(debug: bool) -> None:
    """Find every place where a Python project has two sources of truth."""

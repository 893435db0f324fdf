"""`ssot-lint cache`: what is kept between runs, and how to be rid of it."""

import os
from pathlib import Path

import click

from ssot_lint.drivers.cli import common
from ssot_lint.drivers.cli.output import write_stdout
from ssot_lint.render import printable


@click.group("cache")
def command() -> None:
    """Show what is kept between runs, or remove it."""


@command.command("info")
@common.cache_dir_option
@common.config_option
def info(cache_dir: Path | None, config: Path | None) -> None:
    """Print where the cache lies, how large it is, and what it holds."""
    from ssot_lint import cache

    found = cache.info(cache_dir or default_directory(config))
    if found.problem:
        _print([f"{found.path}: {found.problem}"])
        return
    _print(
        [
            f"cache: {found.path}",
            f"size: {megabytes(found.bytes)}",
            *(f"facts: {count:,} of {name}" for name, count in found.facts.items()),
            f"stamps: {found.stamps:,}",
            f"projects: {found.roots:,}",
            f"reports: {found.reports:,}",
            f"revisions: {found.revisions:,}",
        ]
    )


@command.command("clear")
@common.cache_dir_option
@common.config_option
def clear(cache_dir: Path | None, config: Path | None) -> None:
    """Remove the cache. A directory that ssot-lint did not make is refused."""
    from ssot_lint import cache

    directory = cache_dir or default_directory(config)
    size = cache.clear(directory)
    if not size:
        _print([f"{directory}: there is no cache"])
        return
    kept = "; what else lies there is kept" if os.path.lexists(directory) else ""
    _print([f"{directory}: removed, {megabytes(size)}{kept}"])


def default_directory(config: Path | None) -> Path:
    """Where the cache of the project around the working directory lies."""
    from ssot_lint.cache import DIRECTORY
    from ssot_lint.discover import find_project

    return find_project(Path.cwd(), config).root / DIRECTORY


def megabytes(size: int) -> str:
    """A number of bytes as people read it."""
    return f"{size / 1e6:,.1f} MB"


def _print(lines: list[str]) -> None:
    write_stdout("".join(f"{printable(line)}\n" for line in lines))

"""`ssot-lint trend`: how the score moved over the history."""

import sys
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from ssot_lint.drivers.cli import common
from ssot_lint.drivers.cli.output import opened
from ssot_lint.drivers.cli.stderr import complain
from ssot_lint.drivers.cli.terminal import has_colour, terminal
from ssot_lint.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ssot_lint.discover.commits import Commit
    from ssot_lint.history import Judged
    from ssot_lint.options import Options
    from ssot_lint.trend import Trend

LAST = 20
"""How many points there are where nothing else limits them."""


@click.command("trend")
@click.argument("revisions", required=False, default="HEAD")
@click.option(
    "--every",
    default="week",
    show_default=True,
    metavar="tag|week|N",
    help="Look at the commits with a tag, at the last one of each week, or at every N-th from the last.",
)
@click.option(
    "--since",
    metavar="DATE",
    help="No commit before that day (UTC): 2027-01-31, or 3 days, 2 weeks, 6 months, 1 year ago.",
)
@click.option(
    "--last",
    type=click.IntRange(min=1),
    metavar="N",
    help=f"The last N of them; {LAST} unless --since or a range limits them.",
)
@click.option("--first-parent", is_flag=True, help="Of a merge, follow the branch that was merged into.")
@click.option(
    "--policy-of",
    type=click.Choice(("now", "each")),
    default="now",
    show_default=True,
    help="Judge by the policy as it is now, or each revision by its own.",
)
@common.run_options("text", "json", "csv", "svg", may_fail=False)
def command(
    revisions: str,
    every: str,
    since: str | None,
    last: int | None,
    first_parent: bool,
    policy_of: Literal["now", "each"],
    output_format: str,
    output: Path | None,
    run: common.Run,
) -> None:
    """Show how the score and the findings moved over the history of git.

    REVISIONS is where it ends (HEAD), or a range as v1.0..main. Nothing is checked out. What a revision
    comes to is kept in the cache, so that one that was interrupted goes on where it was. The exit code is
    0 whatever is found, 2 for a mistake in usage or policy, 3 when a revision could not be analysed.
    """
    from ssot_lint.render.trend.series import failures

    asked = _Asked(revisions, every, since, last, first_parent, policy_of == "each")
    with opened(output) as write:
        trend, notes = _trend(asked, _options(run))
        write(_rendered(trend, output_format, to_file=output is not None))
    complain(*(f"note: {note}" for note in notes))
    failed = failures(trend.points)
    if output is not None or output_format != "text":
        complain(*(f"incomplete: {line}" for line in failed))
    if failed:
        raise click.exceptions.Exit(common.INCOMPLETE)


def _options(run: common.Run) -> "Options":
    """The options of each revision, which tells nothing of its own progress."""
    with common.options_for(run) as options:
        return replace(options, progress=None)


@dataclass(frozen=True)
class _Asked:
    """Which commits are wanted, and by what they are judged."""

    revisions: str
    every: str
    since: str | None
    last: int | None
    first_parent: bool
    own_policy: bool


def _trend(asked: _Asked, options: "Options") -> tuple["Trend", "Sequence[str]"]:
    """The points that are asked for, and what a user should know of them."""
    from ssot_lint.discover import find_project
    from ssot_lint.discover.commits import tags
    from ssot_lint.discover.history import name_of
    from ssot_lint.options import display
    from ssot_lint.trend import Trend, point

    project = find_project(options.start, options.config)
    tagged = tags(project.root)
    chosen = _chosen(asked, project.root, tagged, options.today)
    found = _judged(asked, options, [commit.id for commit in chosen.commits])
    points = [
        point(figures, name_of(commit, tagged.get(commit.id, ())), commit.day, commit.id)
        for commit, figures in zip(chosen.commits, found.figures, strict=True)
    ]
    policy = display(project.policy, project.root)
    trend = Trend(tuple(reversed(points)), policy, asked.own_policy, chosen.of)
    return trend, (*chosen.notes, *found.notes)


@dataclass(frozen=True)
class _Chosen:
    """Commits, the last one first, of so many; and what a user should know of how they were chosen."""

    commits: "Sequence[Commit]"
    of: int
    notes: "Sequence[str]"


def _chosen(asked: _Asked, root: Path, tagged: "Mapping[str, Sequence[str]]", today: "date") -> _Chosen:
    """The commits that are asked for. UsageError where there is none."""
    from ssot_lint.discover.commits import SHALLOW, history, is_shallow, resolve
    from ssot_lint.discover.history import chosen, ends, every, since

    step = every(asked.every)
    moment = since(asked.since, today) if asked.since is not None else None
    base, head = ends(asked.revisions)
    first = resolve(root, base) if base else None
    commits = history(root, resolve(root, head), base=first, first_parent=asked.first_parent, since=moment)
    found = chosen(commits, tagged, step)
    if not found:
        raise UsageError(_why_none(asked, bool(commits)))
    limited = base is not None or asked.since is not None
    last = asked.last or (len(found) if limited else LAST)
    notes = []
    if last < len(found):
        if asked.last is None:
            notes.append(f"the last {last} of {len(found)} revisions; --last {len(found)} shows all")
    elif is_shallow(root):
        notes.append(f"there may be more of them: {SHALLOW}")
    return _Chosen(found[:last], len(commits), notes)


def _why_none(asked: _Asked, any_commits: bool) -> str:
    if any_commits:
        return f"{asked.revisions}: no commit there has a tag; --every week or --every 10 needs none"
    since = f" since {asked.since}" if asked.since is not None else ""
    return f"{asked.revisions}: no commit is there{since}"


def _judged(asked: _Asked, options: "Options", commits: "Sequence[str]") -> "Judged":
    """What the commits come to; a progress bar runs along on a terminal."""
    from ssot_lint.drivers.cli.progress import ProgressBar
    from ssot_lint.history import judged

    with (
        ProgressBar(("Judging revisions", "Judging revisions"))
        if sys.stderr.isatty()
        else nullcontext() as bar
    ):
        done = 0

        def told(number: int) -> None:
            nonlocal done
            done = number
            if bar:
                bar(number, len(commits))

        try:
            return judged(options, commits, own_policy=asked.own_policy, told=told)
        except KeyboardInterrupt:
            if options.caching:
                complain(f"{done} of {len(commits)} revisions are done and kept for the next time")
            raise


def _rendered(trend: "Trend", output_format: str, *, to_file: bool) -> str:
    if output_format != "text":
        from ssot_lint.render.trend import FOR_MACHINES

        return FOR_MACHINES[output_format](trend)

    from ssot_lint.render.trend.text import render

    console = None if to_file else terminal()
    return render(trend, colour=console is not None and has_colour(console))

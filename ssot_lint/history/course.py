"""What is kept is recalled, the last commit analysed with all jobs, and the rest in stretches."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass

from ssot_lint.history.stretch import Order, Stretch, opened_cache
from ssot_lint.history.team import judged_apart
from ssot_lint.options import Options
from ssot_lint.parallel import processors
from ssot_lint.trend import Figures

WORTH = 3
"""A process of its own pays for so many commits: it must start, and link the first of them anew."""


@dataclass(frozen=True)
class Judged:
    """What each commit comes to, in the order given, and what a user should know of the whole."""

    figures: tuple[Figures, ...]
    notes: tuple[str, ...]


def judged(
    options: Options,
    commits: Sequence[str],
    *,
    own_policy: bool = False,
    told: Callable[[int], None] = lambda done: None,
) -> Judged:
    """What some commits come to, by their full ids, neighbours beside each other, the last first.

    Each is judged by the policy of the work tree, with `own_policy` by the one that it has itself. What a
    commit comes to is kept as soon as it is known. `told` gets how many are done. Raises SsotLintError: a
    policy that does not load, a directory that is no checkout. What cannot be analysed of one commit is
    told in its figures.
    """
    order = Order.of(options, own_policy=own_policy)
    with opened_cache(options) as cache:
        stretch = Stretch(order, cache, options.jobs)
        found = stretch.recalled(commits)
        told(len(found))
        rest = [commit for commit in dict.fromkeys(commits) if commit not in found]
        for commit in rest[:1]:
            found[commit] = stretch.judged(commit)
            told(len(found))
        rest = rest[1:]
        workers = min(options.jobs or processors(), len(rest) // WORTH)
        if workers > 1:
            with closing(judged_apart(order, rest, workers)) as replies:
                for commit, figures in replies:
                    found[commit] = figures
                    told(len(found))
        for commit in rest:
            if commit not in found:
                found[commit] = stretch.judged(commit)
                told(len(found))
        notes = (*stretch.notes, *(cache.notes if cache else ()))
    return Judged(tuple(found[commit] for commit in commits), notes)

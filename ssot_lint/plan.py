"""What a run is about: its options and the policy understood, and the files that there are."""

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ssot_lint.api import Check, nearest
from ssot_lint.discover import Discovery, discover, find_project
from ssot_lint.errors import EmptyScanError, UsageError
from ssot_lint.judge import split_off
from ssot_lint.model import RuleOff, Source
from ssot_lint.policy import Policy, load_policy
from ssot_lint.registry import Registry, load_registry


@dataclass(frozen=True, kw_only=True)
class Options:
    """What a run is asked for.

    `start` is the working directory: the project is looked for from there, and `paths` are relative
    to it. `select` and `ignore` are codes or their beginnings; `paths` limits what is reported, never
    what is analysed or scored, `categories` what is reported and scored. A run with `select`,
    `ignore` or `categories` is partial and has no score. Locked rules always run and are reported,
    and so are findings that belong to no file. `progress` gets the number of files read and of all.
    With `caching`, what is read is kept for the next run, in `cache_directory` or in `.ssot_cache` under
    the root; it changes no report but for its notes.
    """

    start: Path
    today: date
    config: Path | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    jobs: int | None = None
    progress: Callable[[int, int], None] | None = None
    caching: bool = False
    cache_directory: Path | None = None

    @property
    def is_partial(self) -> bool:
        """Whether some rules or files are left out, so that there is no score."""
        return bool(self.select or self.ignore or self.categories)


@dataclass(frozen=True)
class Plan:
    """What is analysed, and by which rules.

    `limits` are the paths that limit the report: as from the root, "" for the root itself -> as given.
    """

    root: Path
    policy_file: Path | None
    policy: Policy
    registry: Registry
    checks: Sequence[Check]
    rules_off: Sequence[RuleOff]
    limits: Mapping[str, str]
    discovery: Discovery


def make_plan(options: Options) -> Plan:
    """What the options and the policy say, and which files there are. Raises SsotLintError."""
    project = find_project(options.start, options.config)
    registry = load_registry()
    policy = load_policy(project.policy, registry, display=_display(project.policy, project.root))
    selected = _selected(options, registry)
    limits = _limits(options, project.root)
    checks, rules_off = split_off(registry.checks, policy, selected)
    discovery = discover(project.root, policy)
    sources = _analysed(discovery, project.root)
    _refuse_unknown(
        options.categories, {*policy.scored, *policy.categories, *(source.category for source in sources)}
    )
    return Plan(project.root, project.policy, policy, registry, checks, rules_off, limits, discovery)


def _display(policy: Path | None, root: Path) -> str | None:
    """The policy as a report names it: from the root, or by its mere name where it lies elsewhere."""
    if policy is None:
        return None
    inside = _inside(str(policy), root)
    return inside or policy.name


def _selected(options: Options, registry: Registry) -> frozenset[str]:
    codes = list(registry.by_code)
    for prefix in (*options.select, *options.ignore):
        if not any(code.startswith(prefix) for code in codes):
            raise UsageError(f"no rule's code begins with {prefix!r}{_suggestion(prefix, codes)}")
    chosen = options.select or ("",)
    return frozenset(c for c in codes if c.startswith(chosen) and not c.startswith(options.ignore))


def _refuse_unknown(categories: Sequence[str], known: Collection[str]) -> None:
    for name in categories:
        if name not in known:
            raise UsageError(f"no category is called {name!r}{_suggestion(name, known)}")


def _suggestion(word: str, words: Collection[str]) -> str:
    near = nearest(word, sorted(words))
    return f"; did you mean {near!r}?" if near else ""


def _limits(options: Options, root: Path) -> dict[str, str]:
    """The paths that limit the report: as from the root, "" for the root itself -> as given."""
    limits: dict[str, str] = {}
    for given in options.paths:
        path = os.path.join(options.start, given)
        if not os.path.lexists(path):
            raise UsageError(f"{given}: no such file or directory")
        inside = _inside(path, root)
        if inside is None:
            raise UsageError(f"{given}: lies outside the project, whose root is {root}; change into it first")
        limits[inside] = given
    return limits


def _inside(path: str, root: Path) -> str | None:
    """The path from the root, with `/`, as it is written or else with links followed; None outside."""
    for follow in (os.path.abspath, os.path.realpath):
        relative = Path(os.path.relpath(follow(path), follow(root)))
        if ".." not in relative.parts:
            return "" if relative == Path() else relative.as_posix()
    return None


def within(path: str, limits: Collection[str]) -> bool:
    """Whether a path from the root lies under one of the limits; every one does where there are none."""
    return not limits or any(not limit or path == limit or path.startswith(limit + "/") for limit in limits)


def _analysed(discovery: Discovery, root: Path) -> list[Source]:
    """The sources that are judged: stubs take part in resolution only. Raises EmptyScanError."""
    sources = [source for source in discovery.sources if not source.is_stub]
    if not sources:
        left_out = ", ".join(f"{reason}: {count}" for reason, count in sorted(discovery.not_analysed.items()))
        raise EmptyScanError(f"{root}: no Python file to analyse" + (f" ({left_out})" if left_out else ""))
    return sources

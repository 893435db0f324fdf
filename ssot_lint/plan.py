"""What a run is about: its options and the policy understood, and the files sorted by them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from ssot_lint.api import Check, nearest
from ssot_lint.baseline import Baseline
from ssot_lint.discover import Discovery, Project, Survey, discover
from ssot_lint.errors import EmptyScanError, UsageError
from ssot_lint.judge import sought_of, split_off
from ssot_lint.model import RuleOff, Sought, Source
from ssot_lint.options import Options, display, limits_of
from ssot_lint.policy import Policy, load_policy
from ssot_lint.registry import Registry, load_registry


@dataclass(frozen=True)
class Plan:
    """What is analysed, and by which rules.

    `limits` are the paths that limit the report, None for all: as from the root, "" for the root itself ->
    as given.
    `sought` are the strings that the rules look for, None where they look for none.
    """

    root: Path
    policy: Policy
    registry: Registry
    checks: Sequence[Check]
    rules_off: Sequence[RuleOff]
    limits: Mapping[str, str] | None
    discovery: Discovery
    sought: Sought | None = None
    baseline: Baseline | None = None


class Rules(NamedTuple):
    """The checks that are installed, and the policy that is understood by them."""

    registry: Registry
    policy: Policy


def rules_of(project: Project) -> Rules:
    """The rules that hold in a project. Raises SsotLintError."""
    registry = load_registry()
    shown = display(project.policy, project.root)
    return Rules(registry, load_policy(project.policy, registry, display=shown, text=project.text))


def make_plan(
    options: Options,
    project: Project,
    found: Survey,
    baseline: Baseline | None = None,
    rules: Rules | None = None,
) -> Plan:
    """What the options and the policy say of what was found in a project. Raises SsotLintError.

    `rules` are those of the project where they are known already.
    """
    registry, policy = rules or rules_of(project)
    selected = _selected(options, registry)
    limits = limits_of(options, project.root)
    checks, rules_off = split_off(registry.checks, policy, selected)
    discovery = discover(found, policy)
    sources = _analysed(discovery, project.root)
    _refuse_unknown(
        options.categories, {*policy.scored, *policy.categories, *(source.category for source in sources)}
    )
    policy = _demanding(policy, options)
    sought = sought_of(checks, registry.checks, policy)
    return Plan(project.root, policy, registry, checks, rules_off, limits, discovery, sought, baseline)


def _selected(options: Options, registry: Registry) -> frozenset[str]:
    codes = list(registry.by_code)
    for prefix in (*options.select, *options.ignore):
        if not any(code.startswith(prefix) for code in codes):
            raise UsageError(f"no rule's code begins with {prefix!r}{_suggestion(prefix, codes)}")
    chosen = options.select or ("",)
    return frozenset(c for c in codes if c.startswith(chosen) and not c.startswith(options.ignore))


def _demanding(policy: Policy, options: Options) -> Policy:
    """The policy with the thresholds that the options ask for. Raises UsageError."""
    for name, _ in options.fail_under:
        if name != "overall" and name not in policy.scored:
            known = ("overall", *policy.scored)
            raise UsageError(f"--fail-under: no scored category is called {name!r}{_suggestion(name, known)}")
    return replace(policy, fail_under=policy.fail_under | dict(options.fail_under))


def _refuse_unknown(categories: Sequence[str], known: Collection[str]) -> None:
    for name in categories:
        if name not in known:
            raise UsageError(f"no category is called {name!r}{_suggestion(name, known)}")


def _suggestion(word: str, words: Collection[str]) -> str:
    near = nearest(word, sorted(words))
    return f"; did you mean {near!r}?" if near else ""


def within(path: str, limits: Collection[str] | None) -> bool:
    """Whether a path from the root lies under one of the limits; every one does where they are None."""
    if limits is None:
        return True
    return any(not limit or path == limit or path.startswith(limit + "/") for limit in limits)


def _analysed(discovery: Discovery, root: Path) -> list[Source]:
    """The sources that are judged: stubs take part in resolution only. Raises EmptyScanError."""
    sources = [source for source in discovery.sources if not source.is_stub]
    if not sources:
        left_out = ", ".join(f"{reason}: {count}" for reason, count in sorted(discovery.not_analysed.items()))
        raise EmptyScanError(f"{root}: no Python file to analyse" + (f" ({left_out})" if left_out else ""))
    return sources

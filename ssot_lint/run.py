"""The straight line from files to a report: the only place where the rooms meet."""

import os
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ssot_lint import suppress
from ssot_lint.api import Check, nearest
from ssot_lint.discover import Discovery, discover, find_project
from ssot_lint.errors import EmptyScanError, UsageError
from ssot_lint.index import build_index
from ssot_lint.judge import Judgement, judge, judge_waivers, settle, split_off
from ssot_lint.model import File, FileCounts, Report, Source, Undecided
from ssot_lint.parallel import collector_paused, extract_all
from ssot_lint.policy import Policy, load_policy
from ssot_lint.registry import Registry, load_registry
from ssot_lint.score import gate, score

_SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class Options:
    """What a run is asked for.

    `start` is the working directory: the project is looked for from there, and `paths` are relative
    to it. `select` and `ignore` are codes or their beginnings; `paths` limits what is reported, never
    what is analysed or scored, `categories` what is reported and scored. A run with `select`,
    `ignore` or `categories` is partial and has no score. Locked rules always run and are reported,
    and so are findings that belong to no file. `progress` gets the number of files read and of all.
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


def run(options: Options) -> Report:
    """Analyse a project.

    Raises SsotLintError: a policy that does not load, options that make no sense, nothing to analyse.
    """
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

    files, found = analyse(project.root, discovery, checks, registry, policy, options)
    partial = bool(options.select or options.ignore or options.categories)
    findings = found.findings
    if options.categories:
        findings = tuple(f for f in findings if f.category in (None, *options.categories))
    total = None if partial else score(findings, files, policy)
    return Report(
        policy=policy.path,
        files=_counts(discovery, files),
        rules_off=tuple(rules_off),
        findings=tuple(f for f in findings if f.category is None or _within(f.place.path, limits)),
        undecided=_reported(found.undecided, files, options.categories, limits),
        score=total,
        gate=gate(total, findings, policy),
        fail_on=policy.fail_on,
        incomplete=found.incomplete,
        notes=(*policy.notes, *discovery.notes, *_told_stubs(files), *_idle_limits(limits, sources)),
        root=str(project.root),
    )


def analyse(
    root: Path,
    discovery: Discovery,
    checks: Sequence[Check],
    registry: Registry,
    policy: Policy,
    options: Options,
) -> tuple[list[File], Judgement]:
    """The sources with what they say, and all that the checks find in them.

    No finding depends on the order of the sources, nor on `options.jobs`.
    """
    with collector_paused():
        facts, unread = extract_all(root, discovery.sources, options.jobs, options.progress)
        files = [File(*pair) for pair in zip(discovery.sources, facts, strict=True)]
        declared_roots = frozenset(declared.path for declared in policy.roots or ())
        index = build_index(files, discovery.unanalysed_modules, declared_roots)
        found = judge(checks, index, policy)
        waived, uses = suppress.apply(found.findings, files, registry.checks, found.judged, options.today)
        of_waivers = judge_waivers(checks, uses, index, policy)
        findings = settle([*waived, *of_waivers.findings])
    return files, Judgement(
        findings=findings,
        undecided=dict(sorted({**found.undecided, **of_waivers.undecided}.items())),
        judged=found.judged | of_waivers.judged,
        incomplete=(*unread, *found.incomplete, *of_waivers.incomplete),
    )


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


def _within(path: str, limits: Collection[str]) -> bool:
    return not limits or any(not limit or path == limit or path.startswith(limit + "/") for limit in limits)


def _reported(
    undecided: dict[str, tuple[Undecided, ...]],
    files: Sequence[File],
    categories: Collection[str],
    limits: Collection[str],
) -> dict[str, tuple[Undecided, ...]]:
    """What is undecided, without the files that the report leaves out."""
    left_out = {
        file.path
        for file in files
        if (categories and file.category not in categories) or not _within(file.path, limits)
    }
    kept = {
        code: tuple(item for item in places if item.place.path not in left_out)
        for code, places in undecided.items()
    }
    return {code: places for code, places in kept.items() if places}


def _idle_limits(limits: dict[str, str], sources: Sequence[Source]) -> list[str]:
    """A note for each path under which nothing is analysed, so that its silence is no praise."""
    return [
        f"{given}: nothing is analysed there"
        for limit, given in limits.items()
        if not any(_within(source.path, (limit,)) for source in sources)
    ]


def _analysed(discovery: Discovery, root: Path) -> list[Source]:
    """The sources that are judged: stubs take part in resolution only. Raises EmptyScanError."""
    sources = [source for source in discovery.sources if not source.is_stub]
    if not sources:
        left_out = ", ".join(f"{reason}: {count}" for reason, count in sorted(discovery.not_analysed.items()))
        raise EmptyScanError(f"{root}: no Python file to analyse" + (f" ({left_out})" if left_out else ""))
    return sources


def _told_stubs(files: Sequence[File]) -> list[str]:
    """A note on the stubs that take no part: they are not judged, so that no finding tells of them."""
    unread = _unread_stubs(files)
    told = [f"{stub.path} ({stub.facts.problem.message})" for stub in unread if stub.facts.problem]
    more = f" and {len(told) - _SHOWN} more" if len(told) > _SHOWN else ""
    return [f"stubs that cannot be parsed or read: {', '.join(told[:_SHOWN])}{more}"] if told else []


def _unread_stubs(files: Sequence[File]) -> list[File]:
    return [file for file in files if file.source.is_stub and file.facts.problem]


def _counts(discovery: Discovery, files: Sequence[File]) -> FileCounts:
    own = [file for file in files if not file.source.is_stub]
    stubs = len(_unread_stubs(files))
    by_category: dict[str, int] = {}
    for category in sorted(file.category for file in own):
        by_category[category] = by_category.get(category, 0) + 1
    return FileCounts(
        analysed=len(own),
        by_category=by_category,
        not_analysed=discovery.not_analysed | ({"stubs": stubs} if stubs else {}),
        unparsable=sum(file.facts.problem is not None for file in own),
    )

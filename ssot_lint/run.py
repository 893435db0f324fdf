"""The straight line from files to a report: the only place where the rooms meet.

What only an analysis needs is imported once it is known that there must be one.
"""

import dataclasses
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ssot_lint.cache import DIRECTORY, Cache, open_cache
from ssot_lint.discover import Project, Survey, find_project
from ssot_lint.discover.project import BASELINE, POLICY_NAMES
from ssot_lint.errors import EmptyScanError, UsageError
from ssot_lint.identity import extractor
from ssot_lint.memo import conditions, keep, memo_key, recall
from ssot_lint.model import File, Finding, Report
from ssot_lint.options import Options, display, inside, limits_of
from ssot_lint.tree import Tree, WorkTree, tree_of

if TYPE_CHECKING:
    from ssot_lint.index import Index
    from ssot_lint.plan import Plan
    from ssot_lint.since import Past


def run(options: Options) -> Report:
    """Analyse a project, or recall what it gave when all was the same.

    Raises SsotLintError: a policy that does not load, options that make no sense, nothing to analyse.
    """
    project = project_of(options)
    if not options.caching:
        return _uncached(options, project)
    with cache_of(options, project.root) as cache:
        report = _cached(options, project, cache)
    return replace(report, notes=(*report.notes, *cache.notes))


@dataclass(frozen=True)
class Linked:
    """A project with its index.

    `findings` are those of the whole project, `plan.limits` the paths that were asked for. `texts` gives the
    texts of files as they were analysed, by path, None where one has another now.
    """

    plan: "Plan"
    index: "Index"
    findings: Sequence[Finding]
    report: Report
    texts: Callable[[Sequence[File]], Mapping[str, str | None]]


def run_linked(options: Options) -> Linked:
    """Analyse a project for its index: what was read before is used, but no report is recalled.

    Raises SsotLintError as `run` does.
    """
    project = project_of(options)
    if not options.caching:
        return _linked(options, project, None)
    with cache_of(options, project.root) as cache:
        linked = _linked(options, project, cache)
    report = replace(linked.report, notes=(*linked.report.notes, *cache.notes))
    return dataclasses.replace(linked, report=report)


def _linked(options: Options, project: Project, cache: Cache | None) -> Linked:
    from ssot_lint.analysis import analyse, make_report

    plan, tree = prepare(options, project, cache)
    analysis = analyse(plan, options, tree, cache)
    report = make_report(plan, options, analysis)
    blobs = {file.path: blob for file, blob in zip(analysis.files, analysis.blobs, strict=True)}

    def texts(files: Sequence[File]) -> Mapping[str, str | None]:
        return tree.texts({file.path: blobs[file.path] for file in files})

    return Linked(plan, analysis.index, analysis.judgement.findings, report, texts)


def prepare(
    options: Options, project: Project, cache: Cache | None, work: WorkTree | None = None
) -> "tuple[Plan, Tree]":
    """What is to be done, and the files that it is about; `work` as `tree_of` has it."""
    tree = tree_of(options, project.root, cache, work)
    return _plan(options, project, tree.survey, _accepting(options, project)), tree


def cache_of(options: Options, root: Path) -> Cache:
    """The cache that the options name, opened, whether or not they ask for caching."""
    return open_cache(options.cache_directory or root / DIRECTORY, extractor())


def _uncached(options: Options, project: Project, work: WorkTree | None = None) -> Report:
    from ssot_lint.analysis import analyse, make_report

    plan, tree = prepare(options, project, None, work)
    analysis = analyse(plan, options, tree)
    renamed = _renamed(options, project)
    past = _past(options, project, renamed, lambda base: _uncached(base, project, tree.work))
    return make_report(plan, options, analysis, past)


def _cached(options: Options, project: Project, cache: Cache, work: WorkTree | None = None) -> Report:
    tree, today = tree_of(options, project.root, cache, work), options.today.isoformat()
    policy, accepting = policy_content(project), _accepting(options, project)
    renamed = _renamed(options, project)
    limits = limits_of(options, project.root)
    asked = (options.select, options.ignore, options.categories, limits, options.fail_under)
    known = (accepting, options.base, options.base_name, renamed)
    given = conditions(policy, display(project.policy, project.root), asked, tree.outline, known)
    # That of a base is wanted again and again while the others change: it must not be the first to go.
    report = recall(cache, memo_key(given, tree.contents({})), project.root, today, lasting=work is not None)
    if report is not None:
        return report

    from ssot_lint.analysis import analyse, make_report

    plan = _plan(options, project, tree.survey, accepting)
    analysis = analyse(plan, options, tree, cache)
    past = _past(options, project, renamed, lambda base: _cached(base, project, cache, tree.work))
    report = make_report(plan, options, analysis, past)
    if policy == policy_content(project):  # it was read once more in between
        read = zip((file.path for file in analysis.files), analysis.blobs, strict=True)
        key = memo_key(given, tree.contents(dict(read)))
        keep(cache, key, report, today if analysis.is_dated else None)
    return report


def _renamed(options: Options, project: Project) -> dict[str, str]:
    """The sources that have another path than they had at the base."""
    if options.base is None:
        return {}
    from ssot_lint.discover.commits import renamed_paths

    return renamed_paths(project.root, options.base, options.revision)


def _past(
    options: Options, project: Project, renamed: dict[str, str], analysed: Callable[[Options], Report]
) -> "Past | None":
    """What there was at the base, as the rules and the policy have it that are asked for now."""
    if options.base is None:
        return None
    from ssot_lint.since import past_of

    whole = dataclasses.replace(options, base=None, base_name="", paths=None, categories=(), fail_under=())
    try:
        report: Report | None = analysed(dataclasses.replace(whole, revision=options.base))
    except EmptyScanError:
        report = None
    name = options.base_name or options.base[:12]
    notes = _told_policy(options, project, options.base, name) if options.policy_revision is None else ()
    return past_of(name, options.base, report, renamed, notes)


def _told_policy(options: Options, project: Project, base: str, name: str) -> tuple[str, ...]:
    """That the policy is not the one of the base, if so."""
    if _is_outside(project):
        return ()
    then = project_at(project, base, options.config)
    if is_same_policy(then, project):
        return ()
    path = display(project.policy or then.policy, project.root)
    return (f"{path} is not as it was at {name}; what was found there is judged by the policy of now",)


def _plan(options: Options, project: Project, found: Survey, accepting: tuple[bytes, str] | None) -> "Plan":
    from ssot_lint.plan import make_plan

    if accepting is None:
        return make_plan(options, project, found)
    from ssot_lint.baseline import read_baseline

    return make_plan(options, project, found, read_baseline(*accepting))


def baseline_of(options: Options, project: Project) -> Path | None:
    """Where the baseline lies that holds for these options, None where there is none."""
    if not options.accepting or options.revision is not None:
        return None
    if options.baseline is not None:
        return options.start / options.baseline
    own = project.root / BASELINE
    return own if os.path.lexists(own) else None


def _accepting(options: Options, project: Project) -> tuple[bytes, str] | None:
    """The content of the baseline, and what messages call it."""
    path = baseline_of(options, project)
    if path is None:
        return None
    from ssot_lint.baseline import load_content

    name = display(path, project.root) or path.name
    return load_content(path, name), name


def project_of(options: Options) -> Project:
    """The project around the working directory, with the policy that the options ask for."""
    project = find_project(options.start, options.config)
    return project_at(project, options.policy_revision, options.config)


def project_at(project: Project, revision: str | None, config: Path | None) -> Project:
    """The project with the policy that a commit has, None for that of now; `config` as of `Options`.

    UsageError where the policy lies outside of the project.
    """
    if revision is None:
        return project
    if _is_outside(project):
        raise UsageError(f"{project.policy}: lies outside of the project, so that no revision has it")

    from ssot_lint.discover.objects import file_at

    now = inside(str(project.policy), project.root) if project.policy else None
    # the revision may have given it the other name, or have one where there is none now
    for name in dict.fromkeys(filter(None, (now, *(() if config else POLICY_NAMES)))):
        text = file_at(project.root, revision, name)
        if text is not None:
            return Project(project.root, project.root / name, text)
    return Project(project.root, None)


def _is_outside(project: Project) -> bool:
    """Whether the policy lies where no revision of the project has it."""
    return project.policy is not None and inside(str(project.policy), project.root) is None


def is_same_policy(one: Project, other: Project) -> bool:
    """Whether two policies say the same; git may convert line ends, and an empty one is as good as none."""
    texts = [(policy_content(project) or b"").replace(b"\r\n", b"\n") for project in (one, other)]
    return texts[0] == texts[1]


def policy_content(project: Project) -> bytes | None:
    """The text of the policy, None where it cannot be read: that will be told when it is loaded."""
    if project.policy is None:
        return b""
    if project.text is not None:
        return project.text
    try:
        return project.policy.read_bytes() if project.policy.is_file() else None
    except OSError:
        return None

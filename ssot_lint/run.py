"""The straight line from files to a report: the only place where the rooms meet.

What only an analysis needs is imported once it is known that there must be one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ssot_lint.cache import DIRECTORY, Cache, open_cache
from ssot_lint.discover import Project, Survey, find_project, survey
from ssot_lint.identity import extractor
from ssot_lint.memo import conditions, keep, memo_key, recall
from ssot_lint.model import Finding, Report, blob_id
from ssot_lint.options import Options, display, limits_of, overlays_of

if TYPE_CHECKING:
    from ssot_lint.index import Index
    from ssot_lint.plan import Plan


def run(options: Options) -> Report:
    """Analyse a project, or recall what it gave when all was the same.

    Raises SsotLintError: a policy that does not load, options that make no sense, nothing to analyse.
    """
    project = find_project(options.start, options.config)
    if not options.caching:
        return _uncached(options, project)
    with open_cache(options.cache_directory or project.root / DIRECTORY, extractor()) as cache:
        report = _cached(options, project, cache)
    return replace(report, notes=(*report.notes, *cache.notes))


@dataclass(frozen=True)
class Linked:
    """A project with its index.

    `findings` are those of the whole project, `plan.limits` the paths that were asked for.
    """

    plan: "Plan"
    index: "Index"
    findings: Sequence[Finding]
    report: Report


def run_linked(options: Options) -> Linked:
    """Analyse a project for its index: what was read before is used, but no report is recalled.

    Raises SsotLintError as `run` does.
    """
    project = find_project(options.start, options.config)
    if not options.caching:
        return _linked(options, project, None)
    with open_cache(options.cache_directory or project.root / DIRECTORY, extractor()) as cache:
        linked = _linked(options, project, cache)
    report = replace(linked.report, notes=(*linked.report.notes, *cache.notes))
    return Linked(linked.plan, linked.index, linked.findings, report)


def _linked(options: Options, project: Project, cache: Cache | None) -> Linked:
    from ssot_lint.analysis import analyse, make_report

    overlays = overlays_of(options, project.root)
    found = survey(project.root, overlays)
    blobs = _blobs(project, found, cache, overlays) if cache else {}
    plan = _plan(options, project, found)
    sources = plan.discovery.sources
    analysis = analyse(plan, options, [blobs.get(source.path, b"") for source in sources], cache)
    report = make_report(plan, options, analysis)
    return Linked(plan, analysis.index, analysis.judgement.findings, report)


def _uncached(options: Options, project: Project) -> Report:
    from ssot_lint.analysis import analyse, make_report

    plan = _plan(options, project, survey(project.root, overlays_of(options, project.root)))
    return make_report(plan, options, analyse(plan, options))


def _cached(options: Options, project: Project, cache: Cache) -> Report:
    overlays, today = overlays_of(options, project.root), options.today.isoformat()
    found = survey(project.root, overlays)
    blobs = _blobs(project, found, cache, overlays)
    policy = _content(project)
    limits = limits_of(options, project.root)
    asked = (options.select, options.ignore, options.categories, limits, options.fail_under)
    given = conditions(policy, display(project.policy, project.root), asked, found)
    report = recall(cache, memo_key(given, blobs.values()), project.root, today)
    if report is not None:
        return report

    from ssot_lint.analysis import analyse, make_report

    plan = _plan(options, project, found)
    analysis = analyse(plan, options, [blobs[source.path] for source in plan.discovery.sources], cache)
    report = make_report(plan, options, analysis)
    if policy == _content(project):  # it was read once more in between
        read = zip((file.path for file in analysis.files), analysis.blobs, strict=True)
        key = memo_key(given, (blobs | dict(read)).values())
        keep(cache, key, report, today if analysis.is_dated else None)
    return report


def _blobs(project: Project, found: Survey, cache: Cache, overlays: Mapping[str, bytes]) -> dict[str, bytes]:
    """The git blob id of each file, by path, or of what stands for it; b"" where it is not known."""
    candidates = found.candidates()
    on_disk = dict(zip(candidates, cache.blob_ids(project.root, candidates), strict=True))
    return on_disk | {path: blob_id(content) for path, content in overlays.items() if path in on_disk}


def _plan(options: Options, project: Project, found: Survey) -> "Plan":
    from ssot_lint.plan import make_plan

    return make_plan(options, project, found)


def _content(project: Project) -> bytes | None:
    """The text of the policy, None where it cannot be read: that will be told when it is loaded."""
    if project.policy is None:
        return b""
    try:
        return project.policy.read_bytes() if project.policy.is_file() else None
    except OSError:
        return None

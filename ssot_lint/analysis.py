"""From sources to a report: extract, link, judge, suppress, score."""

from collections.abc import Collection, Generator, Mapping, Sequence
from dataclasses import dataclass

from ssot_lint import suppress
from ssot_lint.accept import accept, accepted_of
from ssot_lint.api import Accepted
from ssot_lint.cache import Cache
from ssot_lint.discover import Discovery
from ssot_lint.gather import Gathered, Memory, gather
from ssot_lint.index import Index, build_index
from ssot_lint.judge import Judgement, finished, judge_files, judge_waivers, judging, settle
from ssot_lint.model import SEVERITIES, BaselineUse, File, FileCounts, Finding, Report, Source, Undecided
from ssot_lint.options import Options
from ssot_lint.parallel import collector_paused
from ssot_lint.plan import Plan, within
from ssot_lint.score import gate, score
from ssot_lint.since import Past, compared, notes, since
from ssot_lint.tree import Tree

_SHOWN = 5


@dataclass(frozen=True)
class Analysis:
    """The sources with what they say, and what is found in them.

    `blobs` are their git blob ids, b"" where one has none; `index` is what was asked for it.
    """

    files: Sequence[File]
    blobs: Sequence[bytes]
    judgement: Judgement
    index: Index
    baseline: BaselineUse | None = None

    @property
    def is_dated(self) -> bool:
        """Whether it depends on the day."""
        return any(waiver.until is not None for file in self.files for waiver in file.facts.waivers)


class Texts:
    """The texts of files as they were analysed, for a second look."""

    def __init__(self, tree: Tree, blobs: Mapping[str, bytes]) -> None:
        self._tree = tree
        self._blobs = blobs
        self._lost: set[str] = set()

    def read(self, file: File) -> str | None:
        """The text of a file, None where it is no longer the one that was analysed."""
        text = self._tree.text(file.path, self._blobs[file.path])
        if text is None:
            self._lost.add(file.path)
        return text

    def lost(self) -> list[str]:
        """A line for each file that had changed when its text was wanted."""
        return [f"{path}: it changed while it was analysed" for path in sorted(self._lost)]


@dataclass(frozen=True)
class LinkedSources:
    """The sources with what they say, linked: what all checks look at."""

    gathered: Gathered
    index: Index
    texts: Texts


def link(
    plan: Plan, options: Options, tree: Tree, cache: Cache | None = None, memory: Memory | None = None
) -> LinkedSources:
    """The sources with what they say, as far as possible from what the cache and the memory hold."""
    discovery = plan.discovery
    asked = (options.jobs, options.progress, plan.sought)
    gathered = gather(tree, plan.root, discovery.sources, cache, *asked, memory)
    files = gathered.files
    declared_roots = frozenset(declared.path for declared in plan.policy.roots or ())
    texts = Texts(tree, {f.path: b for f, b in zip(files, gathered.blobs, strict=True)})
    given = (discovery.unanalysed_modules, declared_roots, discovery.linked_modules)
    index = build_index(files, *given, read=texts.read, literals=gathered.literals)
    return LinkedSources(gathered, index, texts)


def analyse(
    plan: Plan, options: Options, tree: Tree, cache: Cache | None = None, memory: Memory | None = None
) -> Analysis:
    """The sources with what they say, and all that the checks find in them.

    Nothing depends on the order of the sources, nor on `options.jobs`, nor on what the cache or the memory
    holds.
    """
    with collector_paused():
        return finished(analysing(plan, options, link(plan, options, tree, cache, memory)))


def analysing(
    plan: Plan, options: Options, linked: LinkedSources
) -> Generator[Judgement | None, None, Analysis]:
    """What the checks find in linked sources, in steps between which it may be given up.

    Some of them tell what the first checks say.
    """
    gathered, index, policy = linked.gathered, linked.index, plan.policy
    found = yield from judging(plan.checks, index, policy)
    rules = plan.registry.checks
    waived, uses = suppress.apply(found.findings, gathered.files, rules, found.judged, options.today)
    of_waivers = judge_waivers(plan.checks, Accepted(uses), index, policy)
    judgement = Judgement(
        findings=settle([*waived, *of_waivers.findings]),
        undecided=dict(sorted({**found.undecided, **of_waivers.undecided}.items())),
        judged=found.judged | of_waivers.judged,
        incomplete=(*gathered.unread, *linked.texts.lost(), *found.incomplete, *of_waivers.incomplete),
    )
    use = None
    if plan.baseline is not None:
        judgement, use = accept(plan, options, plan.baseline, judgement, index, gathered.files)
    return Analysis(gathered.files, gathered.blobs, judgement, index, use)


def found_in_files(
    plan: Plan, options: Options, linked: LinkedSources, paths: Collection[str]
) -> tuple[Finding, ...]:
    """What the checks of files find in some files: quick, and not all that there is to find."""
    files = [file for path in paths if (file := linked.index.file(path))]
    return told_of(plan, options, linked, judge_files(plan.checks, files, linked.index, plan.policy), paths)


def told_of(
    plan: Plan, options: Options, linked: LinkedSources, found: Judgement, paths: Collection[str]
) -> tuple[Finding, ...]:
    """What a report would tell of some files by what some checks have found, and no others."""
    files = [file for path in paths if (file := linked.index.file(path))]
    own = [finding for finding in found.findings if finding.place.path in paths]
    waived, _ = suppress.apply(own, files, plan.registry.checks, found.judged, options.today)
    findings = settle(waived)
    return accepted_of(plan, findings, found.judged, linked.gathered.files) if plan.baseline else findings


def make_report(plan: Plan, options: Options, analysis: Analysis, past: Past | None = None) -> Report:
    """What a run with these options tells of an analysis, and of what has changed since the past."""
    policy, found, files, use = plan.policy, analysis.judgement, analysis.files, analysis.baseline
    findings = found.findings
    comparison = compared(findings, past, files) if past else None
    if comparison:
        findings = comparison.findings
    if options.categories:
        findings = tuple(f for f in findings if f.category in (None, *options.categories))
    reported = tuple(f for f in findings if f.category is None or within(f.place.path, plan.limits))
    now = [f for f in reported if not use or f.place.path != use.path]  # what is stale is no news
    total = None if options.is_partial else score(findings, files, policy)
    return Report(
        policy=policy.path,
        files=_counts(plan.discovery, files),
        rules_off=tuple(plan.rules_off),
        findings=reported,
        undecided=_reported(found.undecided, files, options.categories, plan.limits),
        score=total,
        gate=gate(total, findings, policy, use.path if use else None),
        fail_on=policy.fail_on,
        counted=tuple(severity for severity in SEVERITIES if severity in policy.counted),
        incomplete=(*found.incomplete, *(past.incomplete if past else ())),
        notes=(
            *policy.notes,
            *plan.discovery.notes,
            *_told_stubs(files),
            *_idle_limits(plan.limits, plan.discovery.sources),
            *(notes(past, files) if past else ()),
        ),
        root=str(plan.root),
        blobs=_blobs(analysis),
        baseline=use,
        since=since(past, now, comparison.gone, plan.limits, options.categories, policy.max_new)
        if past and comparison
        else None,
    )


def _blobs(analysis: Analysis) -> dict[str, bytes]:
    """What was read of the files for which there are fixes."""
    fixed = {finding.place.path for finding in analysis.judgement.findings if finding.fix}
    pairs = zip(analysis.files, analysis.blobs, strict=True) if fixed else ()
    return {file.path: blob for file, blob in pairs if file.path in fixed}


def _reported(
    undecided: dict[str, tuple[Undecided, ...]],
    files: Sequence[File],
    categories: Collection[str],
    limits: Collection[str] | None,
) -> dict[str, tuple[Undecided, ...]]:
    """What is undecided, without the files that the report leaves out."""
    left_out = {
        file.path
        for file in files
        if (categories and file.category not in categories) or not within(file.path, limits)
    }
    kept = {
        code: tuple(item for item in places if item.place.path not in left_out)
        for code, places in undecided.items()
    }
    return {code: places for code, places in kept.items() if places}


def _idle_limits(limits: Mapping[str, str] | None, sources: Sequence[Source]) -> list[str]:
    """A note for each path under which nothing is analysed, so that its silence is no praise."""
    return [
        f"{given}: nothing is analysed there"
        for limit, given in (limits or {}).items()
        if not any(within(source.path, (limit,)) for source in sources)
    ]


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

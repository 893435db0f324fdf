"""A project that is analysed time and again while it is edited: what does not change is kept in memory.

Its reports are those of `run`; what is kept saves time, and changes none of them.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from msgspec import structs

from ssot_lint.analysis import LinkedSources, analysing, found_in_files, link, make_report, told_of
from ssot_lint.baseline import Baseline
from ssot_lint.discover import Discovery, find_project
from ssot_lint.gather import Memory
from ssot_lint.judge import Judgement, is_of_files, taken
from ssot_lint.model import Finding, Report
from ssot_lint.options import Options, overlays_of
from ssot_lint.parallel import collector_paused
from ssot_lint.plan import Plan
from ssot_lint.policy import Policy
from ssot_lint.run import cache_of, prepare
from ssot_lint.tree import WorkTree


@dataclass(frozen=True)
class _Known:
    """What was found on disk, when `overlaid` had other contents.

    `blobs` are the git blob ids of the sources as they were read, by path; `notes` are those of the cache.
    """

    plan: Plan
    overlaid: frozenset[Path]
    blobs: Mapping[str, bytes]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Inputs:
    """All that the reports of one workspace differ by."""

    discovery: Discovery
    policy: Policy
    baseline: Baseline | None
    blobs: tuple[bytes, ...]
    notes: tuple[str, ...]
    today: date


class Workspace:
    """A project, and what is known of it.

    `options` are those of every report, but for the day and for what stands for files. What lies on disk is
    looked at only when it is told that it may have changed. `last` is the last report, with what it is of.
    """

    def __init__(self, options: Options) -> None:
        self._options = options
        self._memory = Memory()
        self._known: _Known | None = None
        self.last: tuple[_Inputs, Report] | None = None

    def look_again(self) -> None:
        """Sources or the policy may have been written, made or deleted."""
        self._known = None

    def moment(self, overlays: Mapping[Path, bytes], today: date) -> "Moment":
        """The project with contents that stand for files. Raises SsotLintError as `run` does.

        No two are made at a time; those that were made may be asked in any thread.
        """
        options = replace(self._options, overlays=overlays, today=today)
        with collector_paused():
            known = self._known
            if known is None or known.overlaid != overlays.keys():
                known, linked = self._looked(options)
                self._known = known
            else:
                contents = overlays_of(options, known.plan.root)
                tree = WorkTree(known.plan.root, contents, None, known.blobs)
                linked = link(known.plan, options, tree, memory=self._memory)
        return Moment(self, known, options, linked)

    def _looked(self, options: Options) -> tuple[_Known, LinkedSources]:
        """What lies on disk now, and all of it linked."""
        project = find_project(options.start, options.config)
        with cache_of(options, project.root) as cache:
            plan, tree = prepare(options, project, cache)
            linked = link(plan, options, tree, cache, self._memory)
        read = zip(linked.gathered.files, linked.gathered.blobs, strict=True)
        blobs_read = {file.path: blob for file, blob in read}
        return _Known(plan, frozenset(options.overlays), blobs_read, tuple(cache.notes)), linked


class Moment:
    """A workspace with what stood for its files at one time."""

    def __init__(self, workspace: Workspace, known: _Known, options: Options, linked: LinkedSources) -> None:
        self._workspace = workspace
        self._known = known
        self._options = options
        self._linked = linked

    @property
    def root(self) -> Path:
        """The directory that is analysed."""
        return self._known.plan.root

    @property
    def codes_of_files(self) -> frozenset[str]:
        """The rules that find what there is in one file without looking at all others."""
        return frozenset(check.code for check in self._known.plan.registry.checks if is_of_files(check))

    def found_in(self, paths: Collection[str]) -> tuple[Finding, ...]:
        """What those rules find in some files, given from the root: known at once."""
        with collector_paused():
            return found_in_files(self._known.plan, self._options, self._linked, paths)

    def report(
        self,
        given_up: Callable[[], bool] = lambda: False,
        paths: Collection[str] = (),
        meanwhile: Callable[[tuple[Finding, ...], frozenset[str]], None] = lambda findings, codes: None,
    ) -> Report | None:
        """What `run` reports of this moment; None where it was given up meanwhile.

        `meanwhile` gets what is found in some files, given from the root, each time that it is known of more
        rules, with the codes of all that are done: in the end of all but those of `codes_of_files`.
        """
        plan, blobs = self._known.plan, tuple(self._linked.gathered.blobs)
        inputs = _Inputs(
            plan.discovery, plan.policy, plan.baseline, blobs, self._known.notes, self._options.today
        )
        last = self._workspace.last
        if last and last[0] == inputs:
            return last[1]

        def heed(found: Judgement | None) -> None:
            if found is not None:
                findings = told_of(plan, self._options, self._linked, found, paths)
                meanwhile(findings, found.judged)

        with collector_paused():
            analysis = taken(analysing(plan, self._options, self._linked), given_up, heed)
            if analysis is None:
                return None
            report = make_report(plan, self._options, analysis)
        report = structs.replace(report, notes=(*report.notes, *self._known.notes))
        # the content of a source without a blob id is not known: it may be another one the next time
        if all(blobs) and not report.incomplete:
            self._workspace.last = inputs, report
        return report

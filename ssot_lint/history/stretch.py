"""Commits that one process analyses: work tree looked at and policy understood once, facts shared."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path

import msgspec

from ssot_lint.analysis import analyse, make_report
from ssot_lint.cache import Cache
from ssot_lint.discover import Project, find_project
from ssot_lint.discover.objects import trees_of_commits
from ssot_lint.errors import EmptyScanError, SsotLintError
from ssot_lint.gather import Memory
from ssot_lint.memo import conditions, memo_key
from ssot_lint.options import Options, display
from ssot_lint.plan import Rules, make_plan, rules_of
from ssot_lint.run import cache_of, policy_content, project_of
from ssot_lint.tree import CommitTree, WorkTree
from ssot_lint.trend import Figures, figures_of

EMPTY = "no Python file to analyse"


class Order(msgspec.Struct, frozen=True):
    """What processes that share the work must agree on; as of `Options`, but with the root and the policy.

    `policy` is its path, "" where there is none, and `text` what it says: it may be edited meanwhile.
    """

    start: str
    config: str | None
    today: date
    caching: bool
    cache_directory: str | None
    own_policy: bool
    root: str
    policy: str
    text: bytes | None

    @classmethod
    def of(cls, options: Options, *, own_policy: bool) -> "Order":
        """What the options say of it."""
        project = find_project(options.start, options.config)
        return cls(
            start=str(options.start),
            config=str(options.config) if options.config else None,
            today=options.today,
            caching=options.caching,
            cache_directory=str(options.cache_directory) if options.cache_directory else None,
            own_policy=own_policy,
            root=str(project.root),
            policy=str(project.policy) if project.policy else "",
            text=policy_content(project) if project.policy else None,
        )

    def options(self, jobs: int | None) -> Options:
        """The options of a run."""
        return Options(
            start=Path(self.start),
            today=self.today,
            config=Path(self.config) if self.config else None,
            jobs=jobs,
            caching=self.caching,
            cache_directory=Path(self.cache_directory) if self.cache_directory else None,
        )

    def project(self) -> Project:
        """The project as it is now."""
        return Project(Path(self.root), Path(self.policy) if self.policy else None, self.text)


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    """Figures, and the day on which they hold where they depend on that: an ISO date, or None."""

    figures: Figures
    day: str | None


class Stretch:
    """Commits of one project, each of which is analysed in turn."""

    def __init__(self, order: Order, cache: Cache | None, jobs: int | None) -> None:
        self._order = order
        self._options = order.options(jobs)
        self._project = order.project()
        self._cache = cache
        self._work = WorkTree(self._project.root, {}, cache)
        self._memory = Memory()

    @property
    def notes(self) -> list[str]:
        """What a user should know of how the files were found."""
        return self._work.survey.notes

    def recalled(self, commits: Sequence[str]) -> dict[str, Figures]:
        """What is still kept of some commits."""
        trees = trees_of_commits(self._project.root, commits) if self._cache else []
        keys = {c: key for c, tree in zip(commits, trees, strict=False) if (key := self._key(c, tree))}
        kept = self._cache.figures(keys.values()) if self._cache else {}
        found = {commit: _decoded(kept.get(key)) for commit, key in keys.items()}
        today = self._order.today.isoformat()
        return {c: known.figures for c, known in found.items() if known and known.day in (None, today)}

    def judged(self, commit: str) -> Figures:
        """What a commit comes to. Raises SsotLintError where the policy does not load that judges all."""
        if not self._order.own_policy:
            self._rules  # noqa: B018 - what is wrong with it is wrong with every commit
        try:
            return self._analysed(commit)
        except EmptyScanError:
            return Figures(score={"overall": None}, empty=EMPTY)
        except SsotLintError as error:
            return Figures(score={"overall": None}, incomplete=tuple(str(error).splitlines()))

    def _analysed(self, commit: str) -> Figures:
        options = replace(self._options, revision=commit)
        tree = CommitTree(self._project.root, commit, self._work)
        project = self._project_at(commit)
        rules = self._rules if project is self._project else None
        plan = make_plan(options, project, tree.survey, rules=rules)
        analysis = analyse(plan, options, tree, self._cache, self._memory)
        figures = figures_of(make_report(plan, options, analysis))
        [held] = tree.contents({})
        key = self._key(commit, held, project)
        if self._cache and key and not figures.incomplete:
            day = self._order.today.isoformat() if analysis.is_dated else None
            self._cache.save_figures(key, msgspec.msgpack.encode(_Kept(figures, day)))
        return figures

    def _key(self, commit: str, tree: bytes, project: Project | None = None) -> bytes | None:
        """Under what the figures of a commit are kept, by the id of all that it holds; None: they are not."""
        if project is None and self._order.own_policy:
            try:
                project = self._project_at(commit)
            except SsotLintError:
                return None
        own = project is not None and project is not self._project
        return memo_key(self._conditions(project) if project and own else self._given, [tree])

    def _project_at(self, commit: str) -> Project:
        if not self._order.own_policy:
            return self._project
        return project_of(replace(self._options, policy_revision=commit))

    @cached_property
    def _rules(self) -> Rules:
        return rules_of(self._project)

    @cached_property
    def _given(self) -> bytes | None:
        return self._conditions(self._project)

    def _conditions(self, project: Project) -> bytes | None:
        tree = CommitTree(project.root, "", self._work)  # its outline is that of all commits
        shown = display(project.policy, project.root)
        return conditions("figures", policy_content(project), shown, tree.outline)


@contextmanager
def opened_cache(options: Options) -> Iterator[Cache | None]:
    """The cache that the options ask for, if any."""
    if not options.caching:
        yield None
        return
    with cache_of(options, find_project(options.start, options.config).root) as cache:
        yield cache


def _decoded(data: bytes | None) -> _Kept | None:
    try:
        return msgspec.msgpack.decode(data, type=_Kept) if data else None
    except msgspec.MsgspecError:  # of another version: it is made anew
        return None

"""What a run is asked for."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ssot_lint.errors import UsageError


@dataclass(frozen=True, kw_only=True)
class Options:
    """What a run is asked for.

    `start` is the working directory: the project is looked for from there, and `paths` are relative
    to it. `select` and `ignore` are codes or their beginnings; `paths` (None: all) limits what is
    reported, never what is analysed or scored, `categories` what is reported and scored. A run with
    `select`, `ignore` or `categories` is partial and has no score. Locked rules always run and are
    reported, and so are findings that belong to no file. `fail_under` are thresholds, by `overall` or
    category, that take the place of the policy's. `progress` gets the number of files read and of all.
    With `caching`, what is read is kept for the next run, in `cache_directory` or in `.ssot_cache` under
    the root; it changes no report but for its notes. `overlays` are contents that stand for files, as the
    buffers of an editor do: the report is that of the project with them saved. `accepting` says whether
    there may be a baseline: `baseline`, relative to `start`, else that of the project if it has one.

    `revision` is the full id of a commit that is analysed in place of the work tree, overlays and all, and
    held against no baseline. It is judged by the policy of the work tree, unless `policy_revision` names the
    commit whose policy counts (which may be given without a `revision` too); `paths` need not exist now.
    `base` is the full id of a commit that findings are compared with, by the same policy, and `base_name`
    what it is called.
    """

    start: Path
    today: date
    config: Path | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    paths: tuple[str, ...] | None = None
    fail_under: tuple[tuple[str, float], ...] = ()
    jobs: int | None = None
    progress: Callable[[int, int], None] | None = None
    caching: bool = False
    cache_directory: Path | None = None
    overlays: Mapping[Path, bytes] = field(default_factory=dict)
    revision: str | None = None
    policy_revision: str | None = None
    accepting: bool = True
    baseline: Path | None = None
    base: str | None = None
    base_name: str = ""

    @property
    def is_partial(self) -> bool:
        """Whether some rules or files are left out, so that there is no score."""
        return bool(self.select or self.ignore or self.categories)


def limits_of(options: Options, root: Path) -> dict[str, str] | None:
    """The paths that limit the report, None for all: as from the root, "" for the root itself -> as given."""
    if options.paths is None:
        return None
    limits: dict[str, str] = {}
    overlaid = {os.path.abspath(os.path.join(options.start, path)) for path in options.overlays}
    for given in options.paths:
        path = os.path.join(options.start, given)
        is_there = os.path.abspath(path) in overlaid or os.path.lexists(path)
        if not is_there and options.revision is None:
            raise UsageError(f"{given}: no such file or directory")
        limit = inside(path, root)
        if limit is None:
            raise UsageError(f"{given}: lies outside the project, whose root is {root}; change into it first")
        limits[limit] = given
    return limits


def overlays_of(options: Options, root: Path) -> dict[str, bytes]:
    """The contents that stand for files, by path from the root, links followed as a save does.

    What lies outside of the root is left out, and so is what no content can be saved to.
    """
    overlays = {}
    for given, content in options.overlays.items():
        path = os.path.realpath(os.path.join(options.start, given))
        name = inside(path, root)
        if name and (os.path.isfile(path) or not os.path.lexists(path)):
            overlays[name] = content
    return overlays


def display(policy: Path | None, root: Path) -> str | None:
    """The policy as a report names it: from the root, or by its mere name where it lies elsewhere."""
    if policy is None:
        return None
    return inside(str(policy), root) or policy.name


def inside(path: str, root: Path) -> str | None:
    """The path from the root, with `/`, as it is written or else with links followed; None outside."""
    for follow in (os.path.abspath, os.path.realpath):
        relative = Path(os.path.relpath(follow(path), follow(root)))
        if ".." not in relative.parts:
            return "" if relative == Path() else relative.as_posix()
    return None

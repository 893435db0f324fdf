"""The straight line of this room: list, walk, name, sort into categories and services."""

import errno
import os
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ssot_lint.discover.git import GitList, GitProblem, git_list, ignored_by_git
from ssot_lint.discover.ignore import Globs, IgnoreFiles
from ssot_lint.discover.names import Namer, default_roots
from ssot_lint.discover.services import Services
from ssot_lint.discover.walk import COMPILED, DEFAULT_EXCLUDES, NOTEBOOK, SOURCES, Kind, walk
from ssot_lint.model import Source

if TYPE_CHECKING:
    from ssot_lint.policy import Policy

DEFAULT_CATEGORIES: dict[str, tuple[str, ...]] = {
    "test": ("tests/", "test/", "test_*.py", "*_test.py", "conftest.py")
}
_EXCLUDABLE: tuple[Kind, ...] = ("file", "link", "special")
_DIRECTORIES: tuple[Kind, ...] = ("checkout", "unlistable")
_SHOWN = 5


class Discovery(msgspec.Struct, frozen=True):
    """What is analysed, sorted by path, and what is not.

    `sources` are all that is named like one, also what reading will show to be no regular file, but
    of symbolic links only those that lead nowhere.
    `not_analysed` counts by reason: `excluded` (by the policy, or tracked in a folder that is
    excluded by default), `notebooks`, `submodules` (and other nested repositories), `symlinks`
    (what they lead to is analysed where it lies, if at all) and `unlistable` (folders that cannot be
    read). `notes` says what a user should know.
    `unanalysed_modules`: modules that exist on disk all the same (ignored, excluded, compiled,
    linked); each name stands for all beneath it.
    """

    sources: tuple[Source, ...]
    not_analysed: dict[str, int]
    notes: tuple[str, ...]
    unanalysed_modules: frozenset[str]


def discover(root: Path, policy: "Policy") -> Discovery:
    """The sources under the root. Opens none of them, and raises nothing."""
    root = root.resolve()
    notes: list[str] = []
    listed: GitList | None = None
    try:
        listed = git_list(root)
        found = walk(root, listed or IgnoreFiles(root))
    except GitProblem as problem:
        notes.append(str(problem))
        listed, found = None, walk(root, IgnoreFiles(root))
    absent = listed.absent.difference(found["file"]) if listed else ()
    if listed:
        found["special"] = sorted(set(found["special"]) - ignored_by_git(root, found["special"]))

    excludes = Globs(policy.exclude)
    named = {path for kind in _EXCLUDABLE for path in found[kind]}
    excluded = {path for path in named if excludes.match(path)}
    kept = {kind: sorted(set(found[kind]) - excluded) for kind in _EXCLUDABLE}
    broken = [path for path in kept["link"] if path.endswith(SOURCES) and _leads_nowhere(root / path)]
    links = sorted(set(kept["link"]).difference(broken))
    paths = sorted((*(p for p in kept["file"] if p.endswith(SOURCES)), *kept["special"], *broken))
    namer = Namer(
        default_roots(found["file"])
        if policy.roots is None
        else {declared.path: declared.package for declared in policy.roots}
    )
    counts = {
        "excluded": len(found["excluded"]) + sum(path.endswith((*SOURCES, NOTEBOOK)) for path in excluded),
        "notebooks": sum(path.endswith(NOTEBOOK) for path in kept["file"]),
        "submodules": len(found["checkout"]),
        "symlinks": len(links),
        "unlistable": len(found["unlistable"]),
    }
    hidden = (
        *absent,
        *excluded,
        *found["hidden"],
        *found["excluded"],
        *links,
        *(path for path in kept["file"] if path.endswith(COMPILED)),
        *(f"{path}/" for kind in _DIRECTORIES for path in found[kind]),
    )
    return Discovery(
        sources=_sources(paths, namer, policy),
        not_analysed={reason: count for reason, count in counts.items() if count},
        notes=(
            *notes,
            *_notes(_idle(policy.exclude, named), _astray(root, links, paths), found["unlistable"]),
        ),
        unanalysed_modules=frozenset(name for path in hidden if (name := _hidden_name(path, namer))),
    )


def _sources(paths: Iterable[str], namer: Namer, policy: "Policy") -> tuple[Source, ...]:
    services = Services(policy.services)
    declared = policy.categories or DEFAULT_CATEGORIES
    categories = [(category, Globs(patterns)) for category, patterns in declared.items()]
    sources = []
    for path in paths:
        category = next((category for category, globs in categories if globs.match(path)), "real")
        name = namer.file(path)
        service = services.of(name.module, category)
        sources.append(Source(path, category, name.module, name.root, service, name.is_package))
    return tuple(sources)


def _hidden_name(path: str, namer: Namer) -> str | None:
    directory = path.removesuffix("/")
    name = directory.rpartition("/")[2]
    if directory == path and name.endswith((*SOURCES, *COMPILED)):
        return namer.file(path).module
    if "." in name:
        return None
    dotted = namer.directory(directory)
    # `build/` at the top of an import root is not what `import build` means.
    return None if dotted is not None and dotted in DEFAULT_EXCLUDES else dotted


def _leads_nowhere(link: Path) -> bool:
    """Whether the link leads round in a circle, or to what does not exist."""
    try:
        os.stat(link)
    except OSError as error:
        return error.errno in (errno.ELOOP, errno.ENOENT, errno.ENOTDIR)
    return False


def _astray(root: Path, links: Sequence[str], sources: Sequence[str]) -> list[str]:
    """The links that lead out of the root, or to a file in it that is not analysed where it lies."""
    analysed = frozenset(sources) if links else frozenset()
    top = os.path.join(root, "")
    astray = []
    for link in links:
        target = os.path.realpath(root / link)
        is_inside = os.path.join(target, "").startswith(top)
        if not is_inside or (target.removeprefix(top) not in analysed and not os.path.isdir(target)):
            astray.append(link)
    return astray


def _idle(patterns: Sequence[str], paths: Collection[str]) -> list[str]:
    """The globs that match none of the paths."""
    return [pattern for pattern in patterns if not any(map(Globs([pattern]).match, paths))]


def _notes(idle: list[str], astray: list[str], unlistable: list[str]) -> list[str]:
    facts = (
        ("globs of exclude that match nothing which would be analysed", idle),
        ("symbolic links are not followed; these lead to what is not analysed", astray),
        ("directories that cannot be listed are not analysed", unlistable),
    )
    return [f"{fact}: {_some(paths)}" for fact, paths in facts if paths]


def _some(paths: list[str]) -> str:
    ordered = sorted(paths)
    shown = [path if path.isprintable() else repr(path)[1:-1] for path in ordered[:_SHOWN]]
    more = len(ordered) - len(shown)
    return ", ".join(name or "." for name in shown) + (f" and {more} more" if more else "")

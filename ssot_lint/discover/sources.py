"""The sources of a project: named, and sorted into categories and services."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from ssot_lint.discover.ignore import Globs
from ssot_lint.discover.names import Namer, default_roots
from ssot_lint.discover.survey import Link, Survey
from ssot_lint.discover.walk import COMPILED, DEFAULT_EXCLUDES, NOTEBOOK, SOURCES, Kind
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
    (what they lead to is analysed where it lies, if at all), `unlistable` (folders that cannot be read)
    and `absent` (what a sparse checkout leaves out). `notes` says what a user should know.
    `unanalysed_modules`: modules that exist on disk all the same (ignored, excluded, compiled, linked
    from outside); each name stands for all beneath it. `linked_modules`: those that are symbolic links
    to what is analysed -> the name that it has where it lies.
    """

    sources: tuple[Source, ...]
    not_analysed: dict[str, int]
    notes: tuple[str, ...]
    unanalysed_modules: frozenset[str]
    linked_modules: dict[str, str]


def discover(found: Survey, policy: "Policy") -> Discovery:
    """The sources among what was found, and what each of them is by the policy."""
    entries = found.entries
    excludes = Globs(policy.exclude)
    named = {path for kind in _EXCLUDABLE for path in entries[kind]}
    excluded = {path for path in named if excludes.match(path)}
    kept = {kind: [path for path in entries[kind] if path not in excluded] for kind in _EXCLUDABLE}
    paths = [path for path in found.candidates() if path not in excluded]
    links = sorted(set(kept["link"]).difference(paths))
    namer = Namer(
        default_roots(entries["file"])
        if policy.roots is None
        else {declared.path: declared.package for declared in policy.roots}
    )
    linked = {link: name for link in links if (name := _real_name(found.links[link], paths, namer))}
    counts = {
        "excluded": len(entries["excluded"]) + sum(path.endswith((*SOURCES, NOTEBOOK)) for path in excluded),
        "notebooks": sum(path.endswith(NOTEBOOK) for path in kept["file"]),
        "submodules": len(entries["checkout"]),
        "symlinks": len(links),
        "unlistable": len(entries["unlistable"]),
        "absent": sum(path.endswith(SOURCES) and path not in excluded for path in found.absent),
    }
    hidden = (
        *found.absent,
        *excluded,
        *entries["hidden"],
        *entries["excluded"],
        *(link for link in links if link not in linked),
        *(path for path in kept["file"] if path.endswith(COMPILED)),
        *(f"{path}/" for kind in _DIRECTORIES for path in entries[kind]),
    )
    return Discovery(
        sources=_sources(paths, namer, policy),
        not_analysed={reason: count for reason, count in counts.items() if count},
        notes=(
            *found.notes,
            *_notes(_idle(policy.exclude, named), _astray(found, links, paths), entries["unlistable"]),
        ),
        unanalysed_modules=frozenset(name for path in hidden if (name := _hidden_name(path, namer))),
        linked_modules={
            name: real
            for link, real in linked.items()
            if (name := _hidden_name(link, namer)) not in (None, real)
        },
    )


def _sources(paths: Iterable[str], namer: Namer, policy: "Policy") -> tuple[Source, ...]:
    from ssot_lint.discover.services import (
        Services,
    )  # with the index, which no run needs that recalls its report

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


def _real_name(link: Link, paths: Sequence[str], namer: Namer) -> str | None:
    """The name of what a link leads to, None where no import reaches it or nothing in it is analysed."""
    end = link.target
    if not end or end.endswith(".pyi"):
        return None
    inside = f"{end}/" if link.is_directory else end
    first = bisect_left(paths, inside)
    analysed = first < len(paths) and paths[first].startswith(inside)
    return _hidden_name(end, namer) if analysed else None


def _astray(found: Survey, links: Sequence[str], sources: Sequence[str]) -> list[str]:
    """The links that lead out of the root, or to a file in it that is not analysed where it lies."""
    analysed = frozenset(sources) if links else frozenset()
    ends = ((link, found.links[link]) for link in links)
    return [
        link
        for link, end in ends
        if end.target is None or (end.target not in analysed and not end.is_directory)
    ]


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

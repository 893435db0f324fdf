"""The public names of a project, before and after: which are broken for callers, and which still served."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ssot_lint.api import matches_module, matches_symbol
from ssot_lint.compare.promises import is_absent
from ssot_lint.compare.side import Side
from ssot_lint.compare.survivors import Survivors
from ssot_lint.comparison import Api, Breakage, Served, Unsure
from ssot_lint.index import Index
from ssot_lint.index.names import UNDECIDED
from ssot_lint.model import File

if TYPE_CHECKING:
    from ssot_lint.compare.griffe_tree import Change, Names

NOT_INSTALLED = "griffe is not installed: pip install 'ssot-lint[api]'"

_SETUP = "setup"
_PLAIN = ("builtins.object", "typing.Generic", "typing.Protocol", "abc.ABC")
"""Bases from elsewhere that bring no names of their own to callers."""


class _Both(NamedTuple):
    """What both sides say of a name."""

    before: Side
    after: Side
    survivors: Survivors


def api_change(before: Side, after: Side, survivors: Survivors) -> Api | str:
    """What became of the public names of the base, or why that is not known."""
    try:
        from ssot_lint.compare.griffe_tree import Names
    except ImportError:
        return NOT_INSTALLED

    packages = public_packages(before.index.files)
    if not packages:
        return "the base has no package of the real system"
    old, new = (Names(files, side.texts(files)) for side, files in _of(packages, before, after))
    failed = old.failed | new.failed
    for names in (old, new):
        names.forget(failed)
        names.link()
    both = _Both(before, after, survivors)
    broken: dict[tuple[str, str, str], Breakage] = {}
    undecided: dict[str, Unsure] = {}
    left_out = [f"{module} ({failed[module]})" for module in sorted(failed)]
    for package in packages:
        try:
            found = list(_changes(old, new, package, both))
        except Exception as error:  # a part of the names would pass for all
            return f"griffe fails on {package}: {' '.join(f'{type(error).__name__}: {error}'.split())}"
        for each in found:
            if isinstance(each, Unsure):
                undecided.setdefault(each.symbol, each)
            else:
                broken.setdefault((each.symbol, each.kind, each.detail), each)
    own = [symbol for package in packages for symbol, _ in old.public(package)]
    return Api(
        packages=tuple(packages),
        names=len(own),
        broken=tuple(
            sorted(broken.values(), key=lambda each: (each.path, each.line, each.symbol, each.kind))
        ),
        served=tuple(_served(own, both)),
        undecided=tuple(undecided[symbol] for symbol in sorted(undecided)),
        left_out=tuple(left_out),
    )


def public_packages(files: Iterable[File]) -> list[str]:
    """The top-level names that others import: packages with an `__init__`, at any depth.

    Where there is none, the modules beside each other, but for `setup`.
    """
    real = [f for f in files if f.category == "real" and f.module is not None and not f.source.is_stub]
    packages = {_top(file) for file in real if file.source.is_package}
    return sorted(packages or {_top(file) for file in real if "." not in (file.module or "")} - {_SETUP})


def _top(file: File) -> str:
    return (file.module or "").partition(".")[0]


def _of(packages: Sequence[str], *sides: Side) -> Iterator[tuple[Side, list[File]]]:
    """Each side with its files of the packages."""
    for side in sides:
        files = [f for f in side.index.files if f.category == "real" and f.module and _top(f) in packages]
        yield side, files


# -------------------------------------------------------------------------------------------- what is broken


def _changes(old: "Names", new: "Names", package: str, both: _Both) -> Iterator[Breakage | Unsure]:
    from ssot_lint.compare.griffe_tree import changes

    if new.package(package) is None:
        file = next(f for f in both.before.index.files if _top(f) == package)
        yield Breakage(package, "removed", _whither(package, both), file.path, 1)
        return
    found = list(changes(old, new, package))
    gone = {change.symbol.replace(":", ".") for change in found if change.kind == "removed"}
    for change in found:
        # what goes with the class that it is inherited from is told once
        if change.kind != "removed":
            yield _breakage(change)
        elif change.origin not in gone:
            yield from _removed(change, both)


def _breakage(change: "Change") -> Breakage:
    return Breakage(change.symbol, change.kind, change.detail, change.path, change.line)


def _removed(change: "Change", both: _Both) -> Iterator[Breakage | Unsure]:
    """What griffe does not find any more, unless the index does."""
    target = both.after.index.lookup(change.symbol)
    if target.kind == "undecided" and not _certainly_lacks(both.after.index, change.symbol):
        yield Unsure(change.symbol, "griffe does not find it, but it may be made where it cannot be seen")
    elif target.kind == "undecided" or is_absent(target.kind, target.symbol, change.symbol):
        detail = _whither(change.symbol, both)
        yield Breakage(change.symbol, change.kind, detail, change.path, change.line)


def _certainly_lacks(index: Index, symbol: str) -> bool:
    """Whether a class of which all is known has no such member: instances may get it where it is not seen."""
    module, _, name = symbol.partition(":")
    owner = index.lookup(f"{module}:{name.rpartition('.')[0]}") if "." in name else UNDECIDED
    if owner.file is None or owner.definition is None:
        return False
    ancestors = index.ancestors(owner.file, owner.definition)
    if not index.knows_ancestors(owner.file, owner.definition):
        return False
    if any(each.kind == "external" and each.external not in _PLAIN for each in ancestors):
        return False
    return all(
        index.definition_of(file, f"{definition.qualified_name}.{hook}") is None
        for file, definition in index.lineage(owner.file, owner.definition)
        for hook in ("__getattr__", "__getattribute__")
    )


def _whither(symbol: str, both: _Both) -> str:
    """What became of a name that is gone."""
    module, colon, name = symbol.partition(":")
    if not colon:
        now = both.survivors.module(module)
        return f"it is {now} now" if now and now != module else "it was removed"
    file = both.before.index.module(module)
    home = both.survivors.moved(file.path, name) if file else None
    if home is None:
        return "it was removed"
    return f"it is {home[0].module or home[0].path}:{home[1].qualified_name} now"


# -------------------------------------------------------------------------------------------- what is served


def _served(symbols: Iterable[str], both: _Both) -> Iterator[Served]:
    """The names that were defined at their place and now lead to another one."""
    declared = list(_redirects(both.after))
    for symbol in sorted(symbols):
        if ":" not in symbol or "." in symbol.partition(":")[2]:
            continue
        then, now = both.before.index.lookup(symbol), both.after.index.lookup(symbol)
        if then.symbol == symbol and now.kind in ("definition", "binding") and now.symbol != symbol:
            yield Served(symbol, now.symbol, any(_applies(old, symbol) for old in declared))


def _redirects(side: Side) -> Iterator[str]:
    """The old paths for which the policy declares a replacement."""
    values = side.policy.values
    yield from map(str, values.get("shims.redirects", {}))
    yield from map(str, values.get("imports.deprecated", {}))
    for truth in values.get("canonical", ()):
        yield from map(str, truth.deprecated)


def _applies(old: str, symbol: str) -> bool:
    if ":" in old:
        return matches_symbol(old, symbol)
    return matches_module(old, symbol.partition(":")[0]) or old == symbol.replace(":", ".")

"""Which modules and names the policy declares to be shims, and for what."""

from collections.abc import Iterator
from typing import NamedTuple

from ssot_lint.api import (
    Canonical,
    File,
    Index,
    OptionalSymbol,
    PolicyTargets,
    Symbol,
    SymbolPattern,
    key,
    matches_module,
)


class Shims(PolicyTargets):
    """Old paths that are kept, and what they must lead to."""

    redirects: dict[OptionalSymbol, Symbol] = key(
        "shims.redirects", {}, "old module or symbol that must keep resolving: what it must lead to"
    )
    warn: Symbol | None = key("shims.warn", None, "the category of warning that every shim must give")
    public: bool = key("shims.public", False, "others import the shims too, so that they may be unused here")
    deprecated: dict[OptionalSymbol | SymbolPattern, Symbol] = key(
        "imports.deprecated", {}, "old module or symbol (perhaps with wildcards): what replaces it"
    )
    canonical: list[Canonical] = key("canonical", [], "the one truth for a symbol, and its old names")

    def declared(self) -> Iterator[tuple[str, str, bool]]:
        """Each old path with what replaces it, and whether it is declared to lead there."""
        for old, new in self.redirects.items():
            yield old, new, True
        for truth in self.canonical:
            for old_name in truth.deprecated:
                yield old_name, truth.symbol, True
        for old_path, new in self.deprecated.items():
            yield old_path, new, False

    def off(self) -> str | None:
        return None if any(self.declared()) else "no redirects or deprecated modules declared"


class Shim(NamedTuple):
    """A module (`name` is "") or a name in it that stands for what replaces it.

    `old` and `new` are symbols. `kept`: the old path must lead to the new one; where it is merely
    deprecated, what replaces it may be another thing.
    """

    file: File
    old: str
    new: str
    name: str
    kept: bool


def shims(index: Index, section: Shims) -> list[Shim]:
    """The shims that are there, each module and name once, in the order of the files."""
    found: dict[tuple[str, str], Shim] = {}
    for old, new, kept in section.declared():
        for shim in _shims(index, with_colon(index, old), new, kept):
            if shim.file.facts.problem is None:
                found.setdefault((shim.file.path, shim.name), shim)
    return [found[place] for place in sorted(found)]


def with_colon(index: Index, old: str) -> str:
    """A symbol with the colon after its module, where it is dotted and names what a module has."""
    if ":" in old or "*" in old or index.lookup(old).kind not in ("definition", "binding"):
        return old
    module, _, name = old.rpartition(".")
    while module and index.module(module) is None:
        module, _, above = module.rpartition(".")
        name = f"{above}.{name}"
    return f"{module}:{name}" if module else old


def _shims(index: Index, old: str, new: str, kept: bool) -> Iterator[Shim]:
    module, colon, name = old.partition(":")
    if not colon or name in ("*", "**"):
        exact = bool(colon) and "*" not in module
        there = new.partition(":")[0]
        for file in index.files:
            own = file.module
            if own is None or file.source.is_stub or not matches_module(module, own):
                continue
            inside_new = matches_module(module, there) and matches_module(there, own)
            if not inside_new and (own == module or not exact):
                yield Shim(file, own, _below(index, module, own, new), "", kept)
    elif kept and "*" not in old:
        file_of_name = index.module(module)
        if file_of_name is not None and not file_of_name.source.is_stub:
            yield Shim(file_of_name, old, new, name, kept)


def _below(index: Index, old: str, module: str, new: str) -> str:
    """What replaces a module below an old one: the same module below the new one, if it is there."""
    if ":" in new or not module.startswith(f"{old}."):
        return new
    below = new + module[len(old) :]
    return below if index.lookup(below).kind == "module" else new

"""Old names that are reached through the attributes of a module."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ssot_lint.api import Call, File, Index, Span, Use, matches_module, matches_symbol


class Reached(NamedTuple):
    """Where code goes through an old path, the path, and the entry of the policy that says so."""

    span: Span
    scope: int
    named: str
    old: str
    new: str


def reached(index: Index, file: File, replacements: Sequence[tuple[str, str]]) -> Iterator[Reached]:
    """The calls and uses of a file that name an old module or name through one that is not old.

    What an import of the file names is left to the import.
    """
    pairs = [(old, new) for old, new in replacements if not _is_home(old, file)]
    segments = {segment(old) for old, _ in pairs}
    written = {
        text for text in file.facts.strings if "." in text and not segments.isdisjoint(text.split("."))
    }
    if not written:
        return
    imported = {edge.loaded for edge in index.edges(file)}
    occurrences: list[tuple[str, Call | Use]] = [
        *((call.callee, call) for call in file.facts.iter_calls() if call.callee in written),
        *((use.name, use) for use in file.facts.iter_uses() if use.name in written),
    ]
    seen: set[tuple[int, int]] = set()
    for text, found in sorted(occurrences, key=lambda pair: (pair[1].line, pair[1].column)):
        if (found.line, found.column) in seen:
            continue
        on_the_way = [named for named in _path(index, file, found, text) if any(_matching(pairs, named))]
        if on_the_way:
            seen.add((found.line, found.column))
            if imported.isdisjoint(on_the_way):
                best = max(_matching(pairs, on_the_way[-1]), key=precision)
                yield Reached(found.span, found.scope, on_the_way[-1], *best)


def _is_home(old: str, file: File) -> bool:
    """Whether a file is, or is in, what is old itself."""
    return file.module is not None and matches_module(old.partition(":")[0], file.module)


def segment(old: str) -> str:
    """A part of an old path that is written wherever it is reached through another module."""
    fixed = [part for part in old.replace(":", ".").split(".") if "*" not in part]
    return fixed[-1] if fixed else ""


def _path(index: Index, file: File, found: Call | Use, text: str) -> Iterator[str]:
    """The modules that a dotted name goes through after its first, and what it takes of the last one."""
    module = ""
    parts = text.split(".")
    for length, part in enumerate(parts, 1):
        target = index.resolve_bound(file, found.scope, found.bound, ".".join(parts[:length]))
        below = f"{module}.{part}" if module else target.module
        if target.kind != "module" or target.module != below:
            if module:
                yield f"{module}:{part}"
            return
        if module:
            yield below
        module = below


def _matching(pairs: Iterable[tuple[str, str]], named: str) -> Iterator[tuple[str, str]]:
    return (pair for pair in pairs if _is_old(*pair, named))


def _is_old(old: str, new: str, named: str) -> bool:
    symbol = named if ":" in named else f"{named}:*"
    found = matches_symbol(old, symbol) if ":" in old else matches_module(old, named.replace(":", "."))
    return found and not matches_symbol(new, named)


def precision(pair: tuple[str, str]) -> tuple[bool, bool, int]:
    """What an entry of the policy is chosen by, where several say something of one name."""
    old = pair[0]
    return "*" not in old, ":" in old, len(old)

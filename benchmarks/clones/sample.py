"""Which findings are judged, and what the reader sees of them; the names of the tools are kept apart."""

import random
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from benchmarks.clones.reports import MILD
from benchmarks.clones.tools import CloneGroup, Stretch

SHOWN = 120  # lines of a stretch; of a longer one the middle is left out
OWN, OWN_COUNT, PEER_COUNT = "ssot-lint", 60, 30
OWN_MILD = OWN + MILD


class Named(msgspec.Struct, frozen=True):
    """By whom two stretches were found, and as what."""

    tool: str
    kind: str


class Entry(msgspec.Struct, frozen=True):
    """Two stretches to judge, in the order of their paths, and all that found just these."""

    members: tuple[Stretch, Stretch]
    found_by: tuple[Named, ...]


class Sample(msgspec.Struct, frozen=True):
    """The key of a sample: by its neutral id each finding, with the tools that the reader must not know.

    `groups` is the number that each tool tells of, `failures` why one tells of none.
    """

    corpus: str
    commit: str
    entries: dict[str, Entry]
    groups: dict[str, int]
    failures: dict[str, str]


def sample(
    corpus: str, commit: str, groups: Mapping[str, Sequence[CloneGroup]], failures: Mapping[str, str]
) -> Sample:
    """The findings of all tools in one shuffled order: a function of the commit and of the groups alone."""
    found: dict[tuple[Stretch, Stretch], list[Named]] = {}
    for tool in sorted(groups):
        chance = random.Random(f"{commit} {corpus} {tool}")
        wanted = OWN_COUNT if tool == OWN else PEER_COUNT
        for group in chance.sample(sorted(groups[tool]), min(wanted, len(groups[tool]))):
            canonical, *copies = group.members
            first, second = sorted((canonical, chance.choice(copies)))
            found.setdefault((first, second), []).append(Named(tool, group.kind))
    entries = [Entry(members, tuple(found[members])) for members in sorted(found)]
    random.Random(f"{commit} {corpus}").shuffle(entries)
    numbered = {f"d{number:03}": entry for number, entry in enumerate(entries, 1)}
    counts = {tool: len(groups[tool]) for tool in sorted(groups)}
    return Sample(corpus, commit, numbered, counts, dict(failures))


def told_apart(groups: Mapping[str, Sequence[CloneGroup]]) -> dict[str, Sequence[CloneGroup]]:
    """What ssot-lint tells as info, and so does not show by default, as if it were found by another tool."""
    apart = dict(groups)
    if own := groups.get(OWN):
        apart[OWN] = [group for group in own if not group.kind.endswith(MILD)]
        apart[OWN_MILD] = [group for group in own if group.kind.endswith(MILD)]
    return apart


def shown(root: Path, entries: Mapping[str, Entry]) -> str:
    """What the reader gets: of each finding its id, the two places and their sources, and nothing else."""
    return "\n".join(line for id_, entry in entries.items() for line in _shown(root, id_, entry.members))


def _shown(root: Path, id_: str, members: Iterable[Stretch]) -> Iterable[str]:
    yield f"## {id_}"
    for member in members:
        text = Path(root, member.path).read_text(encoding="utf-8", errors="replace").split("\n")
        yield from ("", f"{member.path}, lines {member.line} to {member.end_line}", "")
        yield from cut([
            f"{number:6}  {text[number - 1]}".rstrip()
            for number in range(member.line, min(member.end_line, len(text)) + 1)
        ])  # fmt: skip
    yield ""


def cut(lines: Sequence[str]) -> Sequence[str]:
    """At most the first and the last lines of a stretch, and between them how many are left out."""
    if len(lines) <= SHOWN:
        return lines
    half = SHOWN // 2
    return [*lines[:half], f"        ... {len(lines) - SHOWN} lines left out ...", *lines[-half:]]

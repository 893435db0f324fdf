"""The part of CLONES.md on precision."""

from collections.abc import Iterator, Mapping

from benchmarks.clones.counts import Counts, Precision, wilson
from benchmarks.clones.sample import OWN, OWN_MILD
from benchmarks.clones.tools import TOOLS

NAMES = (OWN, OWN_MILD, *(name for name in TOOLS if name != OWN))


def section(judged: Mapping[str, Precision]) -> Iterator[str]:
    """The part of the page, from what is kept of each corpus."""
    yield "## Precision"
    yield ""
    yield "Of findings drawn at random at default settings and judged by a reader who did not know the tool,"
    yield "those that are worth merging, and those with `partly`; in brackets the 95 % interval of Wilson."
    yield f"`{OWN}` is what `ssot-lint check` shows; `{OWN_MILD}` what `duplicates` lists besides."
    yield ""
    yield "| project | tool | groups | judged | worth merging | partly | noise | precision | with partly |"
    yield "|---|---|--:|--:|--:|--:|--:|--:|--:|"
    for one in judged.values():
        for name in (name for name in NAMES if name in one.tools):
            yield "| " + " | ".join([one.title, name, *_cells(one.tools[name])]) + " |"
    yield ""
    for one in judged.values():
        yield f"- {one.title}: the sample of commit `{one.commit[:12]}`{_earlier(one)}."
    for tool in TOOLS.values():
        yield f"- {tool.name}: {tool.plain_settings}."


def _earlier(found: Precision) -> str:
    """Which tools are told of by an earlier sample, and by which."""
    tools = {
        commit: [n for n in NAMES if found.earlier.get(n) == commit] for commit in found.earlier.values()
    }
    return "".join(f"; of {', '.join(names)} that of `{commit[:12]}`" for commit, names in tools.items())


def _cells(found: Counts) -> list[str]:
    if found.failure:
        return [found.failure, *[""] * 6]
    numbers = [found.groups, found.judged, found.worth, found.partly, found.noise]
    shares = [_share(found.worth, found.judged), _share(found.worth + found.partly, found.judged)]
    return [*(f"{number:,}" for number in numbers), *shares]


def _share(hits: int, trials: int) -> str:
    if not trials:
        return "n/a"
    low, high = wilson(hits, trials)
    return f"{100 * hits / trials:.0f} % ({100 * low:.0f} to {100 * high:.0f})"

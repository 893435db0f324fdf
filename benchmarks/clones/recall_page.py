"""The part of CLONES.md on recall."""

from collections.abc import Iterable, Iterator

import msgspec

from benchmarks.clones import negatives
from benchmarks.clones.counts import wilson
from benchmarks.clones.operators import KINDS, OPERATORS
from benchmarks.clones.score import Recall, Score
from benchmarks.kept import Taken

# The name under which the reported run is kept.
KEPT = "recall"


class Figures(msgspec.Struct, frozen=True, omit_defaults=True):
    """A tool: its settings, the seconds it took, and its score; or why there is none."""

    settings: str
    seconds: float = 0.0
    score: Score | None = None
    failure: str = ""


class Run(msgspec.Struct, frozen=True):
    """What was measured on one tree."""

    taken: Taken
    seed: int
    operators: str
    files: int
    lines: int
    copies: int
    tools: dict[str, Figures]


def joined(before: Run | None, now: Run) -> Run:
    """With the tools that ran before on the same tree and not now."""
    if before is None or (before.seed, before.lines, before.copies) != (now.seed, now.lines, now.copies):
        return now
    return msgspec.structs.replace(now, tools=before.tools | now.tools)


def section(run: Run) -> Iterator[str]:
    """The part of the page on the reported run."""
    yield from ("## Recall", "", "Copies of real code, each changed in one way, are put among real files:")
    yield "how many of them a tool finds, and what else it tells of."
    yield from ("", *_told(run), "", *tables(run), "", "Settings:", "")
    for name, figures in run.tools.items():
        yield f"- **{name}**: {figures.settings}."


def tables(run: Run) -> Iterator[str]:
    """Recall by operator and type, what else was told of, and how long it took."""
    done = {name: figures.score for name, figures in run.tools.items() if figures.score}
    for name, figures in run.tools.items():
        if figures.failure:
            yield from (f"{name}: {figures.failure}.", "")
    if not done:
        return
    yield f"Copies found, of {run.copies:,}, in %; of the totals, in brackets, the interval of 95 %:"
    yield ""
    yield _row(["operator", "copies", *done])
    yield "|---|--:|" + "--:|" * len(done)
    for kind in KINDS:
        rows = [_recalls(done.values(), [o.name]) for o in OPERATORS if o.kind == kind]
        names = [o.name for o in OPERATORS if o.kind == kind]
        for operator, row in zip(names, rows, strict=True):
            if row:
                yield _row([operator, str(row[0].copies), *(_percent(recall) for recall in row)])
        total = _recalls(done.values(), names)
        if total:
            cells = (f"**{_percent(recall)}** ({_interval(recall)})" for recall in total)
            yield _row([f"**{kind}**", str(total[0].copies), *cells])
    everything = _recalls(done.values(), [operator.name for operator in OPERATORS])
    yield _row(["**all**", str(everything[0].copies), *(f"**{_percent(recall)}**" for recall in everything)])
    together = [f"{_share(recall.together, recall.copies)}" for recall in everything]
    yield _row(["all, groups taken together", str(everything[0].copies), *together])
    yield from ("", _row(["", *done]), "|---|" + "--:|" * len(done))
    yield _row(["groups", *(f"{score.groups:,}" for score in done.values())])
    yield _row(["extra groups", *(f"{score.extra:,}" for score in done.values())])
    yield _row(["seconds", *(f"{run.tools[name].seconds:.1f}" for name in done)])
    yield from ("", "Negatives touched, of those planted:", "")
    yield _row(["negative", *done])
    yield "|---|" + "--:|" * len(done)
    for negative in negatives.KINDS:
        yield _row(
            [
                negative,
                *(" of ".join(map(str, score.negatives.get(negative, (0, 0)))) for score in done.values()),
            ]
        )
    sums = (
        [sum(column) for column in zip(*score.negatives.values(), strict=True)] for score in done.values()
    )
    yield _row(["**all**", *(f"**{hit} of {cases}**" for hit, cases in sums)])


def _told(run: Run) -> Iterator[str]:
    versions = ", ".join(f"{name} {version}" for name, version in run.taken.versions.items())
    yield f"{run.taken.day}; {run.taken.machine}; {versions}."
    yield f"Seed {run.seed}, operators held back; {run.files:,} files of {run.lines:,} lines."


def _recalls(scores: Iterable[Score], operators: list[str]) -> list[Recall]:
    """The sums over these operators, of each tool; none where no copy was made by them."""
    found = []
    for score in scores:
        chosen = [score.operators[name] for name in operators if name in score.operators]
        if chosen:
            sums = (
                sum(getattr(recall, field) for recall in chosen) for field in ("copies", "found", "together")
            )
            found.append(Recall(*sums))
    return found


def _percent(recall: Recall) -> str:
    return _share(recall.found, recall.copies)


def _share(part: int, whole: int) -> str:
    # Rounded down: 99.96 is never 100.
    return f"{part * 1000 // whole / 10:.1f}"


def _interval(recall: Recall) -> str:
    low, high = wilson(recall.found, recall.copies)
    return f"{low * 100:.0f}–{high * 100:.0f}"  # noqa: RUF001


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"

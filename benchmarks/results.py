"""Measurements and reports as the page that is kept: RESULTS.md."""

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

from benchmarks import report


@dataclass(frozen=True)
class Cost:
    """What one process and its children took: seconds, and MiB of the largest of them at its peak."""

    wall: float
    cpu: float
    peak: float


@dataclass(frozen=True)
class Trial:
    """The measurements of one project: for each round what the tool took, then the yardstick."""

    project: str
    files: int
    lines: int
    rounds: tuple[tuple[Cost, Cost], ...]
    output: Path


def render(trials: Sequence[Trial], jobs: int, machine: str) -> str:
    """The whole page; reads the report of each trial."""
    reports = [report.read(trial.output) for trial in trials]
    rounds = max(len(trial.rounds) for trial in trials)
    today = datetime.datetime.now(tz=datetime.UTC).date()
    lines = [
        "# Results",
        "",
        f"Written by `make bench` on {today}: ssot-lint {version('ssot-lint')}, all rules, cold,",
        f"{jobs} jobs; {machine}.",
        "",
        f"Each figure is the median of {rounds} rounds; after the slash stands what the yardstick took, one",
        "process that only calls `ast.parse`. A ratio is the median of the ratios of the rounds. Memory is",
        "the peak of the largest process.",
        "",
        "| project | files | lines | wall, s | ratio | CPU, s | ratio | peak, MiB | ratio |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
        *(_costs(trial) for trial in trials),
        "",
        "| project | analysed | unparsable | score | undecided | incomplete |",
        "|---|--:|--:|--:|--:|--:|",
        *(_state(trial, found) for trial, found in zip(trials, reports, strict=True)),
        "",
        "Findings of each rule, with no policy:",
        "",
        *_findings(trials, reports),
    ]
    return "\n".join(lines) + "\n"


def _costs(trial: Trial) -> str:
    cells = [trial.project, f"{trial.files:,}", f"{trial.lines:,}"]
    for figure, digits in ("wall", 2), ("cpu", 2), ("peak", 0):
        pairs = [(getattr(tool, figure), getattr(yardstick, figure)) for tool, yardstick in trial.rounds]
        tool, yardstick = (median(column) for column in zip(*pairs, strict=True))
        cells += [f"{tool:.{digits}f} / {yardstick:.{digits}f}", f"{median(t / y for t, y in pairs):.2f}"]
    return _row(cells)


def _state(trial: Trial, found: report.Summary) -> str:
    score = found.score.overall if found.score else None
    cells = [trial.project, f"{found.files.analysed:,}", f"{found.files.unparsable:,}"]
    cells += ["n/a" if score is None else f"{int(score * 10) / 10:.1f} %"]
    cells += [f"{sum(found.undecided.values()):,}", str(len(found.incomplete))]
    return _row(cells)


def _findings(trials: Sequence[Trial], reports: Sequence[report.Summary]) -> Iterator[str]:
    counts = [Counter((f.code, f.name, f.severity) for f in found.findings) for found in reports]
    yield _row(["rule", "", *(trial.project for trial in trials)])
    yield "|---|---|" + "--:|" * len(trials)
    for code, name, severity in sorted(set().union(*counts)):
        yield _row([f"{code} {name}", severity, *(f"{c[code, name, severity]:,}" for c in counts)])
    yield _row(["all", "", *(f"{count.total():,}" for count in counts)])


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"

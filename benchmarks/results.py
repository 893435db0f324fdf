"""What is kept of all parts as one page, RESULTS.md, and its plot beside it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import log2
from pathlib import Path
from statistics import median

from msgspec.structs import replace

from benchmarks import joined, kept, plot, releases, report, trial
from benchmarks.corpora import CORPORA, HERE
from benchmarks.kept import Cost, Found, Measured, Series
from benchmarks.tools import TOOLS

PAGE, PLOT = HERE / "RESULTS.md", HERE / "growth.svg"
FIGURES = (("wall", 2), ("cpu", 2), ("peak", 0))
HEAD = (
    "| project | files | lines | way | wall, s | ratio | CPU, s | ratio | peak, MiB | ratio |",
    "|---|--:|--:|---|--:|--:|--:|--:|--:|--:|",
)
INTRODUCTION = """\
# Results

Written by `make bench`, never by hand; [README.md](README.md) tells how it is measured. After the slash
stands what the yardstick took in the same rounds, one process that only calls `ast.parse`. Figures are
medians; a ratio is the median of the ratios of the rounds. Memory is the peak of the largest process."""


def record(part: kept.Part, measured: Mapping[str, Measured]) -> None:
    """Keep what is measured, write the page anew, and print this part of it."""
    kept.keep(part, dict(measured))
    write()
    print("\n".join(SECTIONS[part](kept.load(part))))


def record_history(history: kept.History) -> None:
    """Keep what was found alike of releases, write the page anew, and print this part of it."""
    kept.write("history", history)
    write()
    print("\n".join(releases.section(history)))


def write() -> None:
    """Write the page, and its plot, from all that is kept."""
    growth = kept.load("growth")
    PAGE.write_text(page(), encoding="utf-8")
    if growth:
        PLOT.write_text(plot.svg(curves(growth)), encoding="utf-8")


def page() -> str:
    """The page from all that is kept."""
    lines = [INTRODUCTION]
    for part, section in SECTIONS.items():
        measured = kept.load(part)
        if measured:
            lines += ["", *section(measured)]
    if history := kept.read("history", kept.History):
        lines += ["", *releases.section(history)]
    return "\n".join(lines) + "\n"


def with_reports(measured: Mapping[str, Measured], outputs: Mapping[str, Path]) -> dict[str, Measured]:
    """With what the reports say in sum; they are read only now, when nothing more is measured."""
    return {name: replace(one, found=_found(report.read(outputs[name]))) for name, one in measured.items()}


def _found(summary: report.Summary) -> Found:
    findings: dict[str, Counter[str]] = {}
    for finding in summary.findings:
        findings.setdefault(f"{finding.code} {finding.name}", Counter())[finding.severity] += 1
    return Found(
        summary.files.analysed,
        summary.files.unparsable,
        summary.score.overall if summary.score else None,
        sum(summary.undecided.values()),
        len(summary.incomplete),
        {rule: dict(counts) for rule, counts in findings.items()},
    )


def costs(measured: Iterable[Measured]) -> Iterator[str]:
    """A table of all ways on all projects."""
    yield from HEAD
    for one in measured:
        for way, series in one.series.items():
            few = " (one round)" if len(series.rounds) == 1 < _rounds(one) else ""
            yield _row([one.title, f"{one.files:,}", f"{one.lines:,}", way + few, *_figures(series)])


def _rounds(measured: Measured) -> int:
    costs = (len(series.rounds) for series in measured.series.values())
    return max((*costs, *map(len, measured.waits.values())), default=0)


def _figures(series: Series) -> Iterator[str]:
    if not series.rounds:
        yield series.failure
        yield from [""] * (2 * len(FIGURES) - 1)
        return
    for figure, digits in FIGURES:
        pairs = [(getattr(tool, figure), getattr(yardstick, figure)) for tool, yardstick in series.rounds]
        tool, yardstick = (median(column) for column in zip(*pairs, strict=True))
        yield f"{tool:.{digits}f} / {yardstick:.{digits}f}"
        yield f"{median(t / y for t, y in pairs):.2f}"


def _projects(measured: Mapping[str, Measured]) -> Iterator[str]:
    names = [name for name in (*(corpus.name for corpus in CORPORA), *joined.SIZES) if name in measured]
    chosen = [measured[name] for name in names]
    yield from ("## Cold, warm, one file changed", "", *_taken(chosen), "", *costs(chosen), "")
    yield "| project | analysed | unparsable | score | undecided | incomplete |"
    yield "|---|--:|--:|--:|--:|--:|"
    for one in chosen:
        if one.found:
            yield _row([one.title, *_state(one.found)])
    real = {measured[name].title: found for name in names if (found := _of_project(name, measured[name]))}
    yield from ("", "Findings of each rule, with no policy:", "", *_findings(real))


def _policies(measured: Mapping[str, Measured]) -> Iterator[str]:
    chosen = [measured[name] for name in sorted(measured)]
    yield from ("## With a policy", "", *_taken(chosen), "")
    yield "Each project under what it asks of its own code, [policies/](policies/)."
    yield from ("", *costs(chosen), "")
    yield from _findings({one.title: one.found for one in chosen if one.found})


def _rules(measured: Mapping[str, Measured]) -> Iterator[str]:
    chosen = [measured[name] for name in sorted(measured)]
    yield from ("## Some rules alone", "", *_taken(chosen), "")
    yield "With `--select`; all that these rules do not need is extracted and kept all the same."
    yield from ("", *costs(chosen))


def _of_project(name: str, measured: Measured) -> Found | None:
    """What is found in a project; joined releases are none, and much that they import is left out."""
    return None if name in joined.SIZES else measured.found


def _state(found: Found) -> list[str]:
    score = "n/a" if found.score is None else f"{int(found.score * 10) / 10:.1f} %"
    cells = [f"{found.analysed:,}", f"{found.unparsable:,}", score]
    return [*cells, f"{found.undecided:,}", str(found.incomplete)]


def _findings(found: Mapping[str, Found]) -> Iterator[str]:
    yield _row(["rule", "", *found])
    yield "|---|---|" + "--:|" * len(found)
    kinds = {(rule, s) for one in found.values() for rule, counts in one.findings.items() for s in counts}
    for rule, severity in sorted(kinds):
        counts = [one.findings.get(rule, {}).get(severity, 0) for one in found.values()]
        yield _row([rule, severity, *(f"{count:,}" for count in counts)])
    totals = [sum(sum(counts.values()) for counts in one.findings.values()) for one in found.values()]
    yield _row(["all", "", *(f"{total:,}" for total in totals)])


def _growth(measured: Mapping[str, Measured]) -> Iterator[str]:
    sizes = [measured[name] for name in joined.SIZES if name in measured]
    yield from (
        "## Growth",
        "",
        *_taken(sizes),
        "",
        f"![cost over lines]({PLOT.name})",
        "",
        *costs(sizes),
        "",
    )
    yield from ("What doubling the lines multiplies the figure by:", "")
    yield _row(["way", "figure", *(f"to {size.lines / 1e6:.1f} million" for size in sizes[1:])])
    yield "|---|---|" + "--:|" * (len(sizes) - 1)
    lines = [size.lines for size in sizes]
    for name, curve in curves(measured).items():
        for figure in "cpu", "wall", "peak":
            factors = per_doubling(lines, [getattr(cost, figure) for _, cost in curve])
            yield _row([name, figure.replace("cpu", "CPU"), *(f"{factor:.2f}" for factor in factors)])


def _trend(measured: Mapping[str, Measured]) -> Iterator[str]:
    chosen = list(measured.values())
    yield from ("## Trend", "", *_taken(chosen), "")
    yield "Every commit of a history; the lines are those of the last one, which the yardstick parses once."
    yield from ("", *costs(chosen))


def curves(measured: Mapping[str, Measured]) -> dict[str, list[tuple[int, Cost]]]:
    """The median costs over the lines of each way that all sizes have, and of the yardstick."""
    sizes = [measured[name] for name in joined.SIZES if name in measured]
    ways = [way for way in trial.WAYS if all(way in size.series for size in sizes)]
    found = {
        way: [(size.lines, _median(tool for tool, _ in size.series[way].rounds)) for size in sizes]
        for way in ways
    }
    return found | {
        trial.YARDSTICK: [(size.lines, _median(y for _, y in size.series[ways[0]].rounds)) for size in sizes]
    }


def per_doubling(lines: Sequence[int], figures: Sequence[float]) -> list[float]:
    """From one size to the next, the factor that a size exactly twice as large would have brought."""
    steps = zip(lines, lines[1:], figures, figures[1:], strict=False)
    return [(after / before) ** (1 / log2(more / less)) for less, more, before, after in steps]


def _median(costs: Iterable[Cost]) -> Cost:
    rows = [(cost.wall, cost.cpu, cost.peak) for cost in costs]
    return Cost(*(median(column) for column in zip(*rows, strict=True)))


def _start(measured: Mapping[str, Measured]) -> Iterator[str]:
    chosen = list(measured.values())
    yield from ("## Start", "", *_taken(chosen), "")
    yield "| command | wall, ms | bare Python, ms | over it, ms | CPU, ms | over bare Python, ms |"
    yield "|---|--:|--:|--:|--:|--:|"
    yield from _added({f"`ssot-lint {way}`": series for way, series in chosen[0].series.items()})


def _flake8(measured: Mapping[str, Measured]) -> Iterator[str]:
    chosen = list(measured.values())
    (project,) = chosen
    yield from ("## In flake8", "", *_taken(chosen), "")
    yield f"flake8 on one file of {project.title} ({project.files:,} files), which was analysed before."
    yield from ("", "| asked for | wall, ms | without the plugin, ms | it adds, ms | CPU, ms | it adds, ms |")
    yield "|---|--:|--:|--:|--:|--:|"
    yield from _added(project.series)


def _gate(measured: Mapping[str, Measured]) -> Iterator[str]:
    chosen = list(measured.values())
    yield from ("## What is new since a revision", "", *_taken(chosen), "")
    yield "`check --diff-base=HEAD~1` in a checkout of two commits that was analysed before."
    yield from ("", *costs(chosen))


def _lsp(measured: Mapping[str, Measured]) -> Iterator[str]:
    """How long an editor waits for the findings of what was typed."""
    for one in measured.values():
        yield from ("## In an editor", "", *_taken([one]), "")
        size = f"{one.files:,} files, {one.lines:,} lines"
        yield f"A buffer of {one.title} ({size}) is changed, and again once all is known of it."
        yield f"The load of the machine was {one.load:.1f} at the end."
        yield from ("", "| after | what comes | median, ms | worst, ms |", "|---|---|--:|--:|")
        for name, seconds in one.waits.items():
            after, what = name.split(": ")
            yield _row([after, what, *(f"{1000 * each:.0f}" for each in (median(seconds), max(seconds)))])


def _added(found: Mapping[str, Series]) -> Iterator[str]:
    """A row for each way: its wall time beside that of the yardstick, and the CPU."""
    for way, series in found.items():
        cells = []
        for figure in "wall", "cpu":
            pairs = [(getattr(a, figure) * 1000, getattr(b, figure) * 1000) for a, b in series.rounds]
            cells.append([
                median(a for a, _ in pairs), median(b for _, b in pairs), median(a - b for a, b in pairs)
            ])  # fmt: skip
        wall, cpu = cells
        yield _row([way, *(f"{ms:.0f}" for ms in (*wall, cpu[0], cpu[2]))])


def _peers(measured: Mapping[str, Measured]) -> Iterator[str]:
    chosen = list(measured.values())
    yield from ("## Beside other tools", "", *_taken(chosen), "")
    yield "Each tool gets the same files, as many jobs where it takes a number, and no cache."
    yield from ("", *(line.replace("| way |", "| tool |") for line in costs(chosen)), "")
    for tool in TOOLS:
        yield f"- **{tool.name}**: {tool.does}; {tool.lacks}."


def _taken(measured: Sequence[Measured]) -> Iterator[str]:
    """When and where; told once where it is the same of all."""
    groups: dict[str, list[str]] = {}
    for one in measured:
        versions = ", ".join(f"{name} {version}" for name, version in one.taken.versions.items())
        told = (
            f"{one.taken.day}, {_rounds(one)} rounds, {one.taken.jobs} jobs; {one.taken.machine}; {versions}."
        )
        groups.setdefault(told, []).append(one.title)
    for told, titles in groups.items():
        yield told if len(groups) == 1 else f"- {', '.join(titles)}: {told}"


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


SECTIONS: dict[kept.Part, Callable[[Mapping[str, Measured]], Iterator[str]]] = {
    "projects": _projects,
    "policies": _policies,
    "rules": _rules,
    "growth": _growth,
    "trend": _trend,
    "start": _start,
    "flake8": _flake8,
    "gate": _gate,
    "lsp": _lsp,
    "peers": _peers,
}

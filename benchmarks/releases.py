"""The section of RESULTS.md on the history of releases: what `trend`, `compare` and `check` say alike."""

from collections.abc import Iterator

from benchmarks.kept import History, Release, Step

CATEGORIES = ("overall", "real", "test")
PARTS = ("remedied", "remaining", "new", "undecided")


def section(history: History) -> Iterator[str]:
    """Its lines: a row for each release, with what became of the findings since the one before."""
    taken = history.taken
    versions = ", ".join(f"{name} {version}" for name, version in taken.versions.items())
    yield from ("## A history of releases", "", f"{taken.day}, {taken.machine}; {versions}.", "")
    yield from (
        "Releases of Django as a history, a commit each. A plain `check` of each, unpacked, has the figures",
        "of `trend` (files, scores, findings by rule and by severity) and of both ends of `compare` between",
        "neighbours: remedied and remaining are the findings of the one, by rule, remaining and new those of",
        "the other, place by place. Else `python -m benchmarks.history` would not have written this.",
        "",
    )
    yield f"| Django | files | {' | '.join(CATEGORIES)} | errors | warnings | info | {' | '.join(PARTS)} |"
    yield "|---|" + "--:|" * (1 + len(CATEGORIES) + 3 + len(PARTS))
    steps = {step.head: step for step in history.steps}
    for release in history.releases:
        yield "| " + " | ".join(_cells(release, steps.get(release.version))) + " |"


def _cells(release: Release, step: Step | None) -> Iterator[str]:
    yield from (release.version, f"{release.files:,}")
    for name in CATEGORIES:
        score = release.score.get(name)
        yield "n/a" if score is None else f"{score:.2f} %"
    for severity in ("error", "warning", "info"):
        yield f"{release.severities.get(severity, 0):,}"
    for part in PARTS:
        yield f"{step.findings[part]:,}" if step else ""

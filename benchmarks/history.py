"""Whether `trend` and `compare` tell what plain checks do: `python -m benchmarks.history [--jobs N]`.

A history of pinned releases of Django is made, a commit and a tag for each. Its trend, and the comparison
of each release with the one before, are held against what `ssot-lint check` says of each release, unpacked.
Where a figure differs, it is told, nothing is recorded, and the exit code is 1.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks import kept, report, results
from benchmarks.corpora import SOURCE, Corpus, corpus, fetch
from benchmarks.kept import Release, Step
from benchmarks.measure import taken

RELEASES = (
    ("3.2", "21f0f9643722675976004eb683c55d33c05486f94506672df3d6a141546f389d"),
    ("3.2.25", "7ca38a78654aee72378594d63e51636c04b8e28574f5505dff630895b5472777"),
    ("4.0.10", "2c2f73c16b11cb272c6d5e3b063f0d1be06f378d8dc6005fbe8542565db659cc"),
    ("4.1.13", "94a3f471e833c8f124ee7a2de11e92f633991d975e3fa5bdd91e8abd66426318"),
    ("4.2", "c36e2ab12824e2ac36afa8b2515a70c53c7742f0d6eaefa7311ec379558db997"),
    ("4.2.20", "92bac5b4432a64532abb73b2ac27203f485e40225d2640a7fbef2b62b876e789"),
    ("5.0", "7d29e14dfbc19cb6a95a4bd669edbde11f5d4c6a71fdaa42c2d40b6846e807f7"),
    ("5.0.14", "29019a5763dbd48da1720d687c3522ef40d1c61be6fb2fad27ed79e9f655bc11"),
    ("5.1", "848a5980e8efb76eea70872fb0e4bc5e371619c70fffbe48e3e1b50b2c09455d"),
    ("5.2.19", corpus("django").sha256),
)
"""Releases of Django with the hash of the source package, the oldest first."""

FIRST = 1_600_000_000  # when the first is committed; the others follow at an interval
INTERVAL = 10_000_000


def release(version: str, sha256: str) -> Corpus:
    """A release as a corpus, which is none of those that are measured."""
    return Corpus(f"django-{version}", "django", version, sha256, SOURCE)


def commit(root: Path, number: int, tag: str = "") -> None:
    """Commit all that lies in a checkout, whatever the settings of the user, at a time of its own."""
    made = f"{FIRST + number * INTERVAL} +0000"
    environment = {
        **os.environ,
        **{f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in (
            ("NAME", "benchmark"), ("EMAIL", "benchmark@example.org"), ("DATE", made))},
        "GIT_CONFIG_GLOBAL": os.devnull,
    }  # fmt: skip
    commands = [["add", "--all", "--force"], ["commit", "--quiet", "--message", tag or str(number)]]
    for command in (*commands, *([["tag", tag]] if tag else ())):
        subprocess.run(["git", *command], cwd=root, env=environment, check=True)


def begin(root: Path) -> None:
    """Make a checkout that keeps contents as they are."""
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", root], check=True)
    (root / ".git/info/attributes").write_text("* -text\n", encoding="utf-8")


def lay(root: Path, tree: Path) -> None:
    """Make the files of a checkout those of a tree."""
    for entry in root.iterdir():
        if entry.name != ".git":
            shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
    ignored = shutil.ignore_patterns(".git", ".ssot_cache")
    shutil.copytree(tree, root, symlinks=True, dirs_exist_ok=True, ignore=ignored)


Figures = Mapping[str, object]
"""What is told of a revision, or of two, by the name of the figure."""


def write_history(releases: Iterable[tuple[str, str]], root: Path) -> None:
    """A checkout with a commit and a tag for each release."""
    begin(root)
    for number, (version, sha256) in enumerate(releases):
        lay(root, fetch(release(version, sha256)))
        commit(root, number, version)


def told(root: Path, output: Path, *arguments: str) -> dict[str, Any]:
    """The JSON that a command writes about a checkout."""
    subprocess.run([report.script(), *arguments, "--format=json", f"--output={output}"], cwd=root, check=True)
    document: dict[str, Any] = json.loads(output.read_bytes())
    return document


# ------------------------------------------------------------------------------- what is told of a release


def of_trend(point: Mapping[str, Any]) -> Figures:
    """What a trend tells of a revision."""
    return {name: point[name] for name in ("score", "findings", "severities", "files", "unparsable")}


def of_check(checked: Mapping[str, Any]) -> Figures:
    """The same of a plain check."""
    score = checked["score"]
    return {
        "score": {"overall": score["overall"]}
        | {name: part["score"] for name, part in score["categories"].items()},
        "findings": Counter(finding["code"] for finding in standing(checked)),
        "severities": Counter(finding["severity"] for finding in standing(checked)),
        "files": checked["files"]["analysed"],
        "unparsable": checked["files"]["unparsable"],
    }


def standing(checked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The findings of a check that are not waived."""
    return [finding for finding in checked["findings"] if finding["suppressed"] is None]


# -------------------------------------------------------------------------------- what is told of a step


def of_comparison(compared: Mapping[str, Any], later: Mapping[str, Any]) -> Figures:
    """What a comparison tells of both revisions; `later` is the check of the second.

    A finding that is undecided is of the revision that has it.
    """
    there = set(map(_spot, standing(later)))
    before: Counter[str] = Counter()
    after: Counter[tuple[str, ...]] = Counter()
    for rule in compared["rules"]:
        undecided = _spots(rule, "undecided")
        before[rule["code"]] += sum(len(rule[part]) for part in ("remedied", "remaining", "waived"))
        before[rule["code"]] += sum(spot not in there for spot in undecided)
        after.update(_spots(rule, "remaining", "new"))
        after.update(spot for spot in undecided if spot in there)
    return {
        "score before": {name: change["before"] for name, change in compared["score"].items()},
        "score after": {name: change["after"] for name, change in compared["score"].items()},
        "findings before": +before,
        "findings after": after,
    }


def of_checks(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> Figures:
    """The same of plain checks of the two."""
    return {
        "score before": _scores(earlier),
        "score after": _scores(later),
        "findings before": Counter(finding["code"] for finding in standing(earlier)),
        "findings after": Counter(map(_spot, standing(later))),
    }


def _scores(checked: Mapping[str, Any]) -> dict[str, object]:
    score, categories = checked["score"], checked["score"]["categories"]
    findings = sum(part["findings"] for part in categories.values())
    overall = {"score": score["overall"], "files": score["files"], "compliant": score["compliant"]}
    return {"overall": overall | {"findings": findings}, **categories}


def _spots(rule: Mapping[str, Any], *parts: str) -> list[tuple[str, ...]]:
    return [_spot({"code": rule["code"]} | finding) for part in parts for finding in rule[part]]


def _spot(finding: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(finding[name]) for name in ("code", "path", "line", "column", "message"))


# ------------------------------------------------------------------------------------------ both together


def differences(what: str, one: Figures, other: Figures) -> Iterator[str]:
    """A line for each figure that is not the same, with the first part of it that is not."""
    for name in one:
        if one[name] != other[name]:
            told, checked = _first_apart(one[name], other[name])
            yield f"{what}: {name} differs: {told}, and by a check {checked}"


def _first_apart(one: object, other: object) -> tuple[object, object]:
    if not isinstance(one, Mapping) or not isinstance(other, Mapping):
        return one, other
    key = next(key for key in (*one, *other) if one.get(key) != other.get(key))
    return f"{key}: {one.get(key)}", other.get(key)


def held(releases: Sequence[tuple[str, str]], scratch: Path, jobs: int) -> tuple[list[Release], list[Step]]:
    """Each release and each step, as told by all alike; ends the process with a line for each difference."""
    history, cache = scratch / "history", f"--cache-dir={scratch / 'cache'}"
    write_history(releases, history)
    shared = (f"--jobs={jobs}", cache)
    trend = told(history, scratch / "trend.json", "trend", "--every=tag", *shared)
    points = {point["revision"]: point for point in trend["points"]}
    versions = [version for version, _ in releases]
    checked = {version: plain(scratch, history, version, jobs) for version in versions}
    faults: list[str] = []
    for version in versions:
        faults += differences(f"trend, {version}", of_trend(points[version]), of_check(checked[version]))
    steps = []
    for base, head in pairwise(versions):
        found = told(history, scratch / "compare.json", "compare", base, head, "--exit-zero", *shared)
        one, other = of_comparison(found, checked[head]), of_checks(checked[base], checked[head])
        faults += differences(f"compare {base} {head}", one, other)
        steps.append(Step(base, head, found["findings"]))
        print(f"compare {base} {head}: {found['sentence']}", flush=True)
    if faults:
        sys.exit("\n".join(faults))
    return [Release(version, **_summed(of_check(checked[version]))) for version in versions], steps


def plain(scratch: Path, history: Path, version: str, jobs: int) -> dict[str, Any]:
    """What a check says of a release that is checked out afresh, with nothing kept."""
    tree = scratch / version
    clone = ["git", "clone", "--quiet", f"--branch={version}", str(history), str(tree)]
    subprocess.run(clone, check=True, stderr=subprocess.DEVNULL)
    try:
        arguments = ("check", "--no-cache", "--exit-zero", f"--jobs={jobs}")
        return told(tree, scratch / f"{version}.json", *arguments)
    finally:
        shutil.rmtree(tree)


def _summed(figures: Figures) -> dict[str, Any]:
    return {name: figures[name] for name in ("files", "unparsable", "score", "severities")}


def main() -> None:
    """Hold them against each other, and record."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        releases, steps = held(RELEASES, Path(name), options.jobs)
    results.record_history(kept.History(taken(options.jobs), tuple(releases), tuple(steps)))


if __name__ == "__main__":
    main()

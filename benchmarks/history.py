"""Whether a trend tells what plain checks do: `python -m benchmarks.history`.

A history of pinned releases of Django is made, a commit and a tag for each; its trend is held against what
`ssot-lint check` says of each release, unpacked. Exits with 1 where a figure differs.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import report
from benchmarks.corpora import SOURCE, Corpus, corpus, fetch

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


@dataclass(frozen=True)
class Compared:
    """What is told of one release, by figure."""

    revision: str
    by_trend: Mapping[str, object]
    by_check: Mapping[str, object]


def compared(releases: Sequence[tuple[str, str]], scratch: Path) -> Iterator[Compared]:
    """Each release as the trend tells it, and as a check of it does."""
    history = scratch / "history"
    history.mkdir(parents=True)
    begin(history)
    for number, (version, sha256) in enumerate(releases):
        lay(history, fetch(release(version, sha256)))
        commit(history, number, version)
    output = scratch / "trend.json"
    arguments = ["trend", "--every=tag", "--no-cache", "--format=json", f"--output={output}"]
    subprocess.run([report.script(), *arguments], cwd=history, check=True)
    points = {point["revision"]: point for point in json.loads(output.read_bytes())["points"]}
    for version, _ in releases:
        point = points[version]
        keys = ("score", "findings", "severities", "files", "unparsable")
        yield Compared(version, {key: point[key] for key in keys}, _checked(scratch, history, version))


def _checked(scratch: Path, history: Path, version: str) -> dict[str, object]:
    """What a check says of a release that is checked out afresh."""
    tree, output = scratch / version, scratch / f"{version}.json"
    subprocess.run(["git", "clone", "--quiet", f"--branch={version}", history, tree], check=True,
                   stderr=subprocess.DEVNULL)  # fmt: skip
    arguments = ["check", "--no-cache", "--exit-zero", "--format=json", f"--output={output}"]
    subprocess.run([report.script(), *arguments], cwd=tree, check=True)
    found = json.loads(output.read_bytes())
    standing = [finding for finding in found["findings"] if finding["suppressed"] is None]
    score = found["score"]
    return {
        "score": {
            "overall": score["overall"],
            **{n: part["score"] for n, part in score["categories"].items()},
        },
        "findings": dict(Counter(finding["code"] for finding in standing)),
        "severities": dict(Counter(finding["severity"] for finding in standing)),
        "files": found["files"]["analysed"],
        "unparsable": found["files"]["unparsable"],
    }


def main() -> None:
    """Compare, and say of each release whether all is the same."""
    differs = False
    with tempfile.TemporaryDirectory() as name:
        for each in compared(RELEASES, Path(name)):
            same = each.by_trend == each.by_check
            differs |= not same
            print(
                f"Django {each.revision}: {'same' if same else 'DIFFERENT'}: {each.by_trend['score']}",
                flush=True,
            )
            if not same:
                print(f"  trend: {each.by_trend}\n  check: {each.by_check}")
    sys.exit(differs)


if __name__ == "__main__":
    main()

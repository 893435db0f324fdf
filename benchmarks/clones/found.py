"""What each clone detector finds in a corpus at the settings that a user meets, kept between samples."""

import shutil
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from benchmarks import trial
from benchmarks.clones.tools import CloneGroup, CloneTool, find
from benchmarks.corpora import corpus as wanted
from benchmarks.corpora import fetch
from benchmarks.measure import Failed


class Found(msgspec.Struct, frozen=True):
    """The groups of a tool in a corpus; or why there are none. `seconds` tells what the run took."""

    tool: str
    version: str
    seconds: float
    groups: tuple[CloneGroup, ...] = ()
    failure: str = ""


def found(tool: CloneTool, corpus: str, limit: float, store: Path | None) -> Found:
    """From the store where it is there, else from a run, which the store keeps.

    What ssot-lint finds is never kept: it is what the checkout finds, and no other.
    """
    kept = store / corpus / f"{tool.name}.json" if store and tool.peer else None
    if kept and kept.exists():
        return msgspec.json.decode(kept.read_bytes(), type=Found)
    print(f"{corpus}: {tool.name}", file=sys.stderr)
    result = _run(tool, corpus, limit)
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(msgspec.json.encode(result))
    return result


def _run(tool: CloneTool, corpus: str, limit: float) -> Found:
    version = tool.peer.version if tool.peer else ""
    with tempfile.TemporaryDirectory() as directory:
        tree = _sources(corpus, Path(directory)) if tool.peer else fetch(wanted(corpus))
        started = time.monotonic()
        groups, failure = [], ""
        try:
            groups = find(tool, tree, limit, defaults=True)
        except Failed as failed:
            failure = str(failed)
        seconds = round(time.monotonic() - started, 1)
    return Found(tool.name, version, seconds, tuple(groups), failure)


def _sources(corpus: str, scratch: Path) -> Path:
    """Copies of exactly the files that ssot-lint analyses."""
    subject = trial.subject(corpus, scratch)
    root, tree = subject.root.resolve(), scratch / "tree"
    for path in subject.paths:
        target = tree / path.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return tree

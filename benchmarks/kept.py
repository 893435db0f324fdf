"""The measurements as they are kept: one JSON file for each part of a page, in `measured/`.

They are committed, so that a run of one part rewrites its page without losing what it says of the others.
"""

from pathlib import Path
from typing import Literal, TypeVar

import msgspec

MEASURED = Path(__file__).resolve().parent / "measured"

Part = Literal["projects", "policies", "rules", "growth", "trend", "start", "flake8", "gate", "lsp", "peers"]

Kept = TypeVar("Kept")


class Cost(msgspec.Struct, frozen=True):
    """What one process and its children took: seconds, and MiB of the largest of them at its peak."""

    wall: float
    cpu: float
    peak: float


class Series(msgspec.Struct, frozen=True, omit_defaults=True):
    """For each round the cost and that of the yardstick in the same round; or why there is none."""

    rounds: tuple[tuple[Cost, Cost], ...] = ()
    failure: str = ""


class Taken(msgspec.Struct, frozen=True):
    """When, where and with what something was measured."""

    day: str
    machine: str
    jobs: int
    versions: dict[str, str]


class Found(msgspec.Struct, frozen=True):
    """What a report says in sum: findings by `CODE name` and severity."""

    analysed: int
    unparsable: int
    score: float | None
    undecided: int
    incomplete: int
    findings: dict[str, dict[str, int]]


class Measured(msgspec.Struct, frozen=True, omit_defaults=True):
    """A project, and what was measured on it by way of running.

    `waits` are the seconds that something took to come, `load` is that of the machine meanwhile, where told.
    """

    title: str
    files: int
    lines: int
    taken: Taken
    series: dict[str, Series]
    found: Found | None = None
    waits: dict[str, tuple[float, ...]] = {}
    load: float = 0.0


class Release(msgspec.Struct, frozen=True):
    """What a plain check says of a release: files, scores by category, findings by severity."""

    version: str
    files: int
    unparsable: int
    score: dict[str, float | None]
    severities: dict[str, int]


class Step(msgspec.Struct, frozen=True):
    """How many findings `compare` tells of two releases: remedied, remaining, new, waived, undecided."""

    base: str
    head: str
    findings: dict[str, int]


class History(msgspec.Struct, frozen=True):
    """Releases in a row, and what came between them; all that tells of them agrees."""

    taken: Taken
    releases: tuple[Release, ...]
    steps: tuple[Step, ...]


def load(part: Part) -> dict[str, Measured]:
    """What is kept of a part, by the name of the corpus."""
    return read(part, dict[str, Measured]) or {}


def keep(part: Part, measured: dict[str, Measured]) -> None:
    """Replace what is kept of these corpora; the others stay."""
    write(part, load(part) | measured)


def read(name: str, shape: type[Kept]) -> Kept | None:
    """What is kept under a name; None where nothing is."""
    path = MEASURED / f"{name}.json"
    return msgspec.json.decode(path.read_bytes(), type=shape) if path.exists() else None


def write(name: str, measured: object) -> None:
    """Replace what is kept under a name."""
    MEASURED.mkdir(exist_ok=True)
    encoded = msgspec.json.format(msgspec.json.encode(measured), indent=1)
    Path(MEASURED, f"{name}.json").write_bytes(encoded + b"\n")

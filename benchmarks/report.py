"""The part of the JSON report that the benchmark reads, and the command that makes one."""

import shutil
import sys
from pathlib import Path

import msgspec


class Spot(msgspec.Struct, frozen=True):
    """Where a finding points, and what for."""

    path: str
    line: int
    message: str


class Reported(Spot, frozen=True):
    """A finding, with the places that it is related to."""

    code: str
    name: str
    severity: str
    related: tuple[Spot, ...] = ()


class Files(msgspec.Struct, frozen=True):
    """How many files were analysed."""

    analysed: int
    unparsable: int


class Overall(msgspec.Struct, frozen=True):
    """The overall score, None for an empty scan."""

    overall: float | None


class Summary(msgspec.Struct, frozen=True):
    """A report, as far as it is read here."""

    files: Files
    findings: tuple[Reported, ...]
    undecided: dict[str, int]
    score: Overall | None
    incomplete: tuple[str, ...]


def read(path: Path) -> Summary:
    """A report from its file."""
    return msgspec.json.decode(path.read_bytes(), type=Summary)


def script() -> str:
    """The program, as it is installed beside this Python."""
    found = shutil.which("ssot-lint", path=str(Path(sys.executable).parent))
    if found is None:
        sys.exit("ssot-lint is not installed beside this Python; run make try first")
    return found


def command(output: Path, *options: str) -> list[str]:
    """The command that analyses the working directory and writes a JSON report."""
    return [script(), "check", "--format", "json", f"--output={output}", *options]

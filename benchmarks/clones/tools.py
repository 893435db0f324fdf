"""The clone detectors: how each is run on a tree, and the groups that it tells of.

`python -m benchmarks.clones.tools` installs them, at pinned versions, into `.peers/`.
Each has two settings: the best ones for finding copies, and those that a user meets who sets none.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import NamedTuple

from benchmarks import report, tools
from benchmarks.clones import reports
from benchmarks.measure import Failed, measure
from benchmarks.tools import INSTALLED, PROGRAMS

# The one name that jscpd gives its report in a folder; the others take any.
REPORT = "jscpd-report.json"


class Stretch(NamedTuple):
    """Lines of a file, from 1 and inclusive; the path is relative to the tree, with `/`."""

    path: str
    line: int
    end_line: int


class CloneGroup(NamedTuple):
    """Stretches that a tool holds for copies of each other; the kind is its own word.

    The first member of a group of ssot-lint is the canonical one; those of the others are sorted.
    """

    kind: str
    members: tuple[Stretch, ...]


Command = Callable[[Path], Sequence[str]]


@dataclass(frozen=True)
class CloneTool:
    """A clone detector: the commands that write its report to a file, and what reads it.

    `settings` and `plain_settings` tell in text what `command` and `plain` run; `configuration` is a
    file, by name and text, that the former finds in the tree. `peer` is what installs it.
    """

    name: str
    settings: str
    plain_settings: str
    command: Command
    plain: Command
    read: Callable[[Path], Iterable[reports.Told]]
    peer: tools.Tool | None = None
    configuration: tuple[str, str] | None = None

    def missing(self) -> str:
        """Why it cannot be run here; empty where it can."""
        if self.peer and not tools.installed():
            return "not installed: python -m benchmarks.clones.tools installs it"
        return tools.missing(self.peer) if self.peer else ""


def find(tool: CloneTool, tree: Path, limit: float, defaults: bool = False) -> list[CloneGroup]:
    """The groups of a tool in a tree, sorted; Failed where it does not end well in `limit` seconds.

    ssot-lint runs in the tree itself and reads its policy. The others get a copy of its Python files,
    so that nothing in the project configures them, and they write nothing into it.
    """
    if reason := tool.missing():
        raise Failed(reason)
    with tempfile.TemporaryDirectory() as directory:
        aside = Path(directory).resolve()
        place, names = tree.resolve(), dict[str, str]()
        if tool.peer:
            place = aside / "tree"
            # pylint tells modules, not files.
            names = laid_out(tree, place, flat=tool.name == "pylint")
            if tool.configuration and not defaults:
                name, text = tool.configuration
                Path(place, name).write_text(text, encoding="utf-8")
        command = (tool.plain if defaults else tool.command)(aside / REPORT)
        codes = tool.peer.codes if tool.peer else (0, 1)
        measure(command, place, codes, limit, errors=subprocess.DEVNULL)
        if not Path(aside, REPORT).exists():
            raise Failed("wrote no report")
        told = list(tool.read(aside / REPORT))
    return groups(told, place, names, first_is_canonical=tool.peer is None)


def laid_out(tree: Path, target: Path, flat: bool) -> dict[str, str]:
    """Copies of the Python files of a tree; flat, each in one folder and by a name of its own, told."""
    names = {}
    target.mkdir()
    for number, path in enumerate(python_files(tree)):
        copy = target / (f"f{number}.py" if flat else path)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(tree / path, copy)
        names[f"f{number}"] = path.as_posix()
    return names if flat else {}


def python_files(tree: Path) -> Iterator[PurePath]:
    """The Python files of a tree, sorted and relative to it; those in hidden folders are no part of it."""
    for folder, folders, files in os.walk(tree):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (
            PurePath(folder, name).relative_to(tree) for name in sorted(files) if name.endswith(".py")
        )


def groups(
    told: Iterable[reports.Told], place: Path, names: Mapping[str, str], first_is_canonical: bool = False
) -> list[CloneGroup]:
    """What a tool told of as groups of at least two stretches: relative to where it ran, or by its names."""
    found = []
    for kind, places in told:
        stretches = [
            Stretch(names.get(name) or PurePath(os.path.relpath(place / name, place)).as_posix(), *lines)
            for name, *lines in places
        ]
        fixed = stretches[:1] if first_is_canonical else []
        members = (*fixed, *sorted({*stretches} - {*fixed}))
        if len(members) > 1:
            found.append(CloneGroup(kind, members))
    return sorted(found)


def _own(output: Path) -> list[str]:
    options = ["--format=json", f"--output={output}", f"--cache-dir={output.parent / 'cache'}"]
    return [report.script(), "duplicates", *options]


def _pylint(output: Path) -> list[str]:
    checks = ["--disable=all", "--enable=duplicate-code", "--min-similarity-lines=4"]
    ignored = [f"--ignore-{part}=y" for part in ("comments", "docstrings", "imports", "signatures")]
    written = ["--output-format=json2", f"--output={output}", f"--rcfile={os.devnull}"]
    return [*PROGRAMS["pylint"], *checks, *ignored, *written, "--recursive=y", "."]


def _jscpd(*options: str) -> Command:
    written = ["--format=python", "--reporters=json"]
    return lambda output: [*PROGRAMS["jscpd"], *written, f"--output={output.parent}", *options, "."]


def _pyscn(output: Path) -> list[str]:
    return [*PROGRAMS["pyscn"], "analyze", "--select=clones", "--json", f"--output={output}", "."]


def _cpd(tokens: int) -> Command:
    options = ["--language=python", f"--minimum-tokens={tokens}", "--format=xml", "--dir=."]
    options += ["--no-fail-on-error", "--no-fail-on-violation"]
    return lambda output: [*PROGRAMS["PMD CPD"], *options, f"--report-file={output}"]


def _codeclone(*options: str) -> Command:
    def command(output: Path) -> list[str]:
        written = [f"--json={output}", f"--cache-path={output.parent / 'cache.json'}", "--skip-metrics"]
        return [*PROGRAMS["codeclone"], ".", *written, "--quiet", *options]

    return command


_PYSCN_FILE = """\
[clones]
min_lines = 5
min_nodes = 10
ignore_identifiers = true
ignore_literals = true
enabled_clone_types = ["type1", "type2", "type3", "type4"]
max_results = 1000000
timeout_seconds = 36000

[analysis]
exclude_patterns = ["**/no-such-file.py"]
"""
_CODECLONE_FILE = """\
[tool.codeclone]
block_min_loc = 5
block_min_stmt = 4
segment_min_loc = 5
segment_min_stmt = 4
"""

TOOLS = {
    tool.name: tool
    for tool in (
        CloneTool(
            "ssot-lint",
            "as it is",
            "as it is",
            _own,
            _own,
            reports.of_ssot_lint,
        ),
        CloneTool(
            "pylint",
            "`duplicate-code`: 4 lines in common, without comments, docstrings, imports and signatures",
            "the same, which are its defaults",
            _pylint,
            _pylint,
            reports.of_pylint,
            INSTALLED["pylint"],
        ),
        CloneTool(
            "jscpd",
            "`--mode weak --ignore-identifiers --ignore-literals --ignore-annotations --max-gap-lines 10`, "
            "from 20 tokens and 3 lines, files of any size",
            "its defaults: `--mode mild`, from 50 tokens and 5 lines, files of up to 1 MB",
            _jscpd(
                "--mode=weak",
                "--ignore-identifiers",
                "--ignore-literals",
                "--ignore-annotations",
                "--max-gap-lines=10",
                "--min-tokens=20",
                "--min-lines=3",
                "--max-size=100mb",
            ),
            _jscpd(),
            reports.of_jscpd,
            INSTALLED["jscpd"],
        ),
        CloneTool(
            "pyscn",
            "clones of all four types at its thresholds (similarity 0.65), names and literals ignored, "
            "from 5 lines and 10 nodes, tests and migrations too",
            "its defaults: clones of types 1, 2 and 4, and neither tests nor migrations",
            _pyscn,
            _pyscn,
            reports.of_pyscn,
            INSTALLED["pyscn"],
            (".pyscn.toml", _PYSCN_FILE),
        ),
        CloneTool(
            "PMD CPD",
            "from 30 tokens; its Python takes no option to ignore names or literals",
            "from 100 tokens, as its manual has it: it has no default",
            _cpd(30),
            _cpd(100),
            reports.of_cpd,
            INSTALLED["PMD CPD"],
        ),
        CloneTool(
            "codeclone",
            "functions from 5 lines, blocks and segments from 5 lines and 4 statements; "
            "it never looks into folders named migrations",
            "its defaults: functions from 10 lines and 6 statements, blocks and segments from 20 lines; "
            "nothing in folders named migrations",
            _codeclone("--min-loc=5", "--min-stmt=1"),
            _codeclone(),
            reports.of_codeclone,
            INSTALLED["codeclone"],
            ("pyproject.toml", _CODECLONE_FILE),
        ),
    )
}

if __name__ == "__main__":
    tools.install()

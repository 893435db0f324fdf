"""The command as a process of its own, in a project made for a test."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema

Done = subprocess.CompletedProcess[str]
Lint = Callable[..., Done]

MODULE = (sys.executable, "-m", "ssot_lint")
SCRIPT = (str(Path(sys.executable).with_name("ssot-lint")),)

CRASHING = (
    sys.executable,
    "-c",
    "import ssot_lint.index.core as core\n"
    "def broken(*_, **__): raise ValueError('broken')\n"
    "core.Index.cycles = broken\n"
    "from ssot_lint.drivers.cli import main; main()\n",
)  # the command, in which SST305 crashes

TWICE = "def f():\n    return 1\n\n\ndef f():\n    return 2\n"  # a source with one finding, SST106

OF_CI = (
    "CI", "TF_BUILD", "JENKINS_URL", "GITHUB_BASE_REF", "CI_MERGE_REQUEST_DIFF_BASE_SHA",
    "CI_MERGE_REQUEST_TARGET_BRANCH_SHA", "CI_DEFAULT_BRANCH",
)  # fmt: skip

PATIENCE = 60.0  # seconds; what takes longer hangs


def lint_in(project: Path, command: tuple[str, ...] = MODULE) -> Lint:
    """A function that runs the command in the project, with the arguments and the environment given."""
    environment = {**os.environ, "PYTHONUTF8": "0"}
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "SSOT_LINT_DEBUG", *OF_CI):
        environment.pop(name, None)

    def run(*arguments: str, **more: str) -> Done:
        return subprocess.run(
            [*command, *arguments],
            capture_output=True,
            encoding="utf-8",
            cwd=project,
            env=environment | more,
            timeout=PATIENCE,
            check=False,
        )

    return run


def without(module: str) -> tuple[str, ...]:
    """The command on a machine where a module is not installed."""
    source = f"import sys; sys.modules[{module!r}] = None; from ssot_lint.drivers.cli import main; main()"
    return (sys.executable, "-c", source)


def write(root: Path, sources: Mapping[str, str | bytes]) -> Path:
    """Make the files with the folders that they lie in."""
    for name, text in sources.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    return root


def schema() -> Any:
    """The published JSON Schema of a report."""
    return json.loads((files("ssot_lint.render") / "report.schema.json").read_text(encoding="utf-8"))


def document(done: Done) -> Any:
    """The JSON report that was printed, valid by the published schema."""
    report = json.loads(done.stdout)
    jsonschema.validate(report, schema(), jsonschema.Draft202012Validator)
    return report


def refused(done: Done) -> str:
    """The one line that a refusal says."""
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    return line.removeprefix("ssot-lint: ")

"""What import-linter itself says of a project, and what this tool says of the same contracts."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from ssot_lint.model import Finding
from ssot_lint.options import Options
from ssot_lint.policy.import_linter import converted, read_config, written
from ssot_lint.registry import load_registry
from ssot_lint.run import run
from tests.drivers.cli import PATIENCE

REGISTRY = load_registry()
_THROUGH = re.compile(r"which reaches it through ([\w.]+)")
_LINT_IMPORTS = str(Path(sys.executable).with_name("lint-imports"))

# Checks the contracts of the working directory and tells of each the first links, direct or of a chain.
_TELL = """
import contextlib, io, json
from importlinter import configuration
configuration.configure()
from importlinter.application import use_cases
def firsts(kind, found):
    if kind == "ProtectedContract":
        return [link for each in found["illegal_imports"] for link in each.illegal_links]
    key = "invalid_dependencies" if kind == "LayersContract" else "invalid_chains"
    routes = [r for each in found[key] for r in each["routes" if kind == "LayersContract" else "chains"]]
    if kind == "ForbiddenContract":
        return [route[0] for route in routes]
    return [link for route in routes for link in (route["chain"][0], *route["extra_firsts"])]
with contextlib.redirect_stdout(io.StringIO()):
    options = use_cases.read_user_options()
    use_cases._register_contract_types(options)
    report = use_cases.create_report(options, cache_dir=None)
told = {}
for contract, check in report.get_contracts_and_checks():
    links = firsts(type(contract).__name__, check.metadata)
    lone = sorted(check.metadata.get("undeclared_modules", ()))
    told[contract.name] = {
        "kept": check.kept, "first": [[l["importer"], l["imported"]] for l in links], "lone": lone
    }
print(json.dumps(told))
"""


class Verdict(NamedTuple):
    """Whether a contract is kept, the first link of each import or chain against it, modules in no layer."""

    kept: bool
    first: frozenset[tuple[str, str]]
    lone: frozenset[str] = frozenset()


def lint_imports(root: Path) -> "subprocess.CompletedProcess[str]":
    """import-linter's own command."""
    command = [_LINT_IMPORTS, "--no-cache"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=PATIENCE, check=False)


def theirs(root: Path) -> dict[str, Verdict]:
    """What import-linter says of each contract of the directory, by name."""
    done = subprocess.run(
        [sys.executable, "-c", _TELL],
        cwd=root,
        stdout=subprocess.PIPE,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    told: Mapping[str, Any] = json.loads(done.stdout)
    return {
        name: Verdict(v["kept"], frozenset(map(tuple, v["first"])), frozenset(v["lone"]))
        for name, v in told.items()
    }


def ours(root: Path, config: Path) -> Verdict:
    """What this tool says of the contract of a configuration, converted."""
    found = converted(contracts := read_config(config, config.name))
    assert [gap for gap in found.gaps if not gap.startswith("unmatched_ignore_imports_alerting")] == []
    return judged(root, written(found, contracts, REGISTRY))


def judged(root: Path, policy: str) -> Verdict:
    """What this tool says of a project under a policy."""
    (root / "compliance.yaml").write_text(policy, encoding="utf-8")
    report = run(Options(start=root, jobs=1, caching=False, today=date(2026, 1, 1)))
    assert report.incomplete == ()
    crossed = [finding for finding in report.findings if finding.code == "SST301"]
    lone = frozenset(f.place.symbol for f in crossed if " is in no layer;" in f.message)
    return Verdict(
        not crossed, frozenset(_link(root, f) for f in crossed if f.place.symbol not in lone), lone
    )


def _link(root: Path, finding: Finding) -> tuple[str, str]:
    importer, through = finding.place.symbol.partition(":")[0], _THROUGH.search(finding.message)
    imported = through[1] if through else finding.subject.partition(":")[2]
    # import-linter knows of a module of others its package alone.
    package = imported.partition(".")[0]
    return importer, imported if (root / package).is_dir() else package

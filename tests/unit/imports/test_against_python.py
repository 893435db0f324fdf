"""What the edges say is what happens: Python itself imports the same files."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from ssot_lint.index import Edge, Index
from ssot_lint.model import CONDITIONAL, LAZY, REFERENCE, RUNTIME, File
from tests.unit.imports.calls import DYNAMIC
from tests.unit.imports.case import Case
from tests.unit.imports.cases import CASES
from tests.unit.indexed import lay_out

# Imports one module of each case, and tells what its names are and which files of the case were run.
_TELL = """
import importlib, json, os, sys, types
def tell(value):
    if isinstance(value, types.ModuleType):
        return value.__name__
    if isinstance(value, (type, types.FunctionType)):
        return f"{value.__module__}:{value.__qualname__}"
    return value if isinstance(value, str) else None
def is_ours(name, value, new):
    return not name.startswith("__") and (tell(value) or "").partition(":")[0] in new
told = {}
before, path = set(sys.modules), list(sys.path)
for case, (folder, roots, name) in json.load(sys.stdin).items():
    sys.path[:] = [os.path.join(folder, root) for root in roots] + path
    importlib.invalidate_caches()
    try:
        names = vars(importlib.import_module(name))
    except ImportError as error:
        told[case] = {"error": str(error), "names": {}, "files": []}
    else:
        files = {n: getattr(m, "__file__", None) or "" for n, m in sys.modules.items()}
        new = {n: os.path.relpath(file, folder) for n, file in files.items() if file.startswith(folder)}
        told[case] = {
            "error": "",
            "names": {n: tell(v) for n, v in names.items() if is_ours(n, v, new)},
            "files": [*new.values()],
        }
    for other in set(sys.modules) - before:
        del sys.modules[other]
print(json.dumps(told))
"""

# What is loaded without an edge, on purpose: a name that is computed, and the package that `find_spec` runs.
UNSEEN = (
    "a name that is no literal",
    "a relative name whose package is no literal",
    "__import__ with a level that is no literal",
    "__import__ with arguments that are unpacked",
    "find_spec",
)
WORKING = [name for name, case in CASES.items() if case.works]

Told = Mapping[str, Any]


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Told]:
    """What Python tells of each case."""
    root = tmp_path_factory.mktemp("cases")
    asked = {}
    for number, (name, case) in enumerate(CASES.items()):
        folder = lay_out(root / str(number), case.sources)
        asked[name] = (str(folder), case.roots, case.module)
    command = [sys.executable, "-B", "-S", "-c", _TELL]
    done = subprocess.run(command, input=json.dumps(asked), stdout=subprocess.PIPE, text=True, check=True)
    answers: dict[str, Told] = json.loads(done.stdout)
    return answers


@pytest.mark.parametrize("name", CASES)
def test_python_imports_what_is_said_to_work_and_nothing_else(name: str, python: Mapping[str, Told]) -> None:
    assert CASES[name].works == (not python[name]["error"]), python[name]["error"]


@pytest.mark.parametrize("name", [name for name in WORKING if name not in DYNAMIC])
def test_names_lead_where_python_leads_them(name: str, python: Mapping[str, Told]) -> None:
    index, file = _opened(CASES[name])
    names = python[name]["names"]
    known = {n: index.resolve(file, 0, n).symbol for n in names}
    assert names == {n: symbol or names[n] for n, symbol in known.items()}
    unknown = [n for n, symbol in known.items() if not symbol]
    assert all("undecided" in line for line in CASES[name].edges if unknown)


@pytest.mark.parametrize("name", WORKING)
def test_the_origin_of_an_import_is_what_python_binds(name: str, python: Mapping[str, Told]) -> None:
    index, file = _opened(CASES[name])
    names = python[name]["names"]
    named = [e for e in index.edges(file) if e.statement.scope == 0 and e.statement.name and e.origin.symbol]
    bound = {str(e.statement.bound): e.origin.symbol for e in named if e.statement.bound in names}
    assert {n: names[n] for n in bound} == bound


@pytest.mark.parametrize("name", [name for name in WORKING if name not in UNSEEN])
def test_every_file_that_python_runs_is_led_to_by_an_edge(name: str, python: Mapping[str, Told]) -> None:
    index, file = _opened(CASES[name])
    assert set(python[name]["files"]) <= _run(index, file, without=0)


@pytest.mark.parametrize("name", WORKING)
def test_every_edge_that_is_certain_leads_to_a_file_that_python_runs(
    name: str, python: Mapping[str, Told]
) -> None:
    index, file = _opened(CASES[name])
    assert _run(index, file, without=CONDITIONAL) <= set(python[name]["files"])


def _opened(case: Case) -> tuple[Index, File]:
    index = case.index()
    file = index.file(case.importer)
    assert file is not None
    return index, file


def _run(index: Index, file: File, without: int) -> set[str]:
    """The paths of all files that an import of a file runs, its edges with one of these tags left out."""
    found = {file, *_packages(index, file)}
    waiting = [*found]
    while waiting:
        for edge in _edges(index, waiting.pop()):
            runs = edge.statement.tags & RUNTIME and not edge.statement.tags & (LAZY | REFERENCE | without)
            if runs and edge.file is not None and edge.file not in found:
                found.add(edge.file)
                waiting.append(edge.file)
    return {ran.path for ran in found}


def _edges(index: Index, file: File) -> tuple[Edge, ...]:
    return (*index.edges(file), *index.implicit_edges(file))


def _packages(index: Index, file: File) -> Iterator[File]:
    """The packages that a file lies in."""
    name = file.module or ""
    while "." in name:
        name = name.rpartition(".")[0]
        package = index.module(name, file)
        if package is not None:
            yield package

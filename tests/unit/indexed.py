"""Indexes of small projects, and what Python itself makes of the same files."""

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from ssot_lint.discover.names import Namer
from ssot_lint.extract import extract
from ssot_lint.index import Edge, Index, Target, build_index
from ssot_lint.model import File, Source

A = "class A:\n    def run(self): ...\n\ndef f(): ...\nK = 'a:K'\n"
PACKAGE = {"p/__init__.py": "", "p/x.py": A}

# Imports the modules that it is given line by line and tells of each what its names are. A value is told
# by itself: the sources say in their constants where they stand.
_TELL = """
import importlib, json, sys, types
def tell(value):
    if isinstance(value, types.ModuleType):
        return value.__name__
    if isinstance(value, (type, types.FunctionType)):
        return f"{value.__module__}:{value.__qualname__}"
    return value if isinstance(value, str) else None
told = {}
for name in sys.stdin.read().split():
    try:
        found = vars(importlib.import_module(name))
    except (ImportError, AttributeError, KeyError):  # the others: what a failed import leaves half loaded
        told[name] = None
    else:
        told[name] = {n: tell(v) for n, v in found.items() if not n.startswith("__") and tell(v)}
print(json.dumps(told))
"""


Sources = Mapping[str, str | bytes]


def files_of(sources: Sources, roots: Iterable[str] = ("",)) -> list[File]:
    """The files of a project, named as discovery names them."""
    namer = Namer(dict.fromkeys(roots, ""))
    files = []
    for path, text in sources.items():
        name = namer.file(path)
        source = Source(path, "real", name.module, name.root, None, name.is_package)
        files.append(File(source, extract(text if isinstance(text, bytes) else text.encode())))
    return files


def index_of(sources: Sources, roots: Iterable[str] = ("",), extra_modules: Iterable[str] = ()) -> Index:
    """The index of a project."""
    return build_index(files_of(sources, roots), frozenset(extra_modules))


def told(target: Target) -> str:
    """A target in one line."""
    return f"{target.kind} {target.symbol}".rstrip()


def edge(index: Index, path: str, name: str) -> Edge:
    """The import that binds a name in a file, or that imports it and binds none."""
    file = index.file(path)
    assert file is not None
    (found,) = (e for e in index.edges(file) if name in (e.statement.bound, e.statement.name))
    return found


def origin(index: Index, path: str, name: str) -> str:
    """What the import that binds a name in a file brings in."""
    return told(edge(index, path, name).origin)


def seen(index: Index, path: str, dotted: str, scope: int = 0) -> str:
    """What a dotted name is in a scope of a file."""
    file = index.file(path)
    assert file is not None
    return told(index.resolve(file, scope, dotted))


def lay_out(root: Path, sources: Sources) -> Path:
    """Make the files with the folders that they lie in."""
    for path, text in sources.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def run(root: Path, sources: Sources, modules: Iterable[str]) -> dict[str, dict[str, str] | None]:
    """What the names of some modules are when Python imports them; None for one that it cannot import."""
    lay_out(root, sources)
    command = [sys.executable, "-B", "-S", "-c", _TELL]
    asked = "\n".join(modules)
    answer = subprocess.run(command, cwd=root, input=asked, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, dict[str, str] | None] = json.loads(answer.stdout)
    return found

"""What ssot-lint and three other tools say of the imports of a project, each answer as a set of lines."""

import importlib
import json
import logging
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import griffe
import grimp

from ssot_lint.index import Edge, Index, Target
from ssot_lint.model import REFERENCE, TYPING, File

Answer = frozenset[str]
"""`a.py -> b.py`, the same with ` at run time`, or `a.py name = pkg.mod.Name`."""

_RUFF = str(Path(sys.executable).with_name("ruff"))
AT_RUN_TIME = " at run time"
UNKNOWN = "unknown"


def edges(pairs: Iterable[tuple[str, str]], at_run_time: Iterable[tuple[str, str]]) -> Answer:
    """Which file imports which, and which imports are not for type checkers alone."""
    return frozenset(
        f"{importer} -> {imported}{when}"
        for when, found in (("", pairs), (AT_RUN_TIME, at_run_time))
        for importer, imported in found
    )


# ------------------------------------------------------------------------------------------ ssot-lint


def own_edges(index: Index) -> Answer:
    """Every import of one file by another that resolves; what mocks patch is left out."""
    found = [e for file in index.files if not file.source.is_stub for e in index.edges(file) if _is_import(e)]
    runs = (edge for edge in found if not edge.statement.tags & TYPING)
    return edges(map(_paths, found), map(_paths, runs))


def _is_import(edge: Edge) -> bool:
    return edge.file is not None and edge.origin.kind != "missing" and not edge.statement.tags & REFERENCE


def _paths(edge: Edge) -> tuple[str, str]:
    return edge.importer.path, edge.file.path if edge.file is not None else ""


def own_names(index: Index, files: Iterable[File]) -> Answer:
    """What the names of modules are that they take from elsewhere in the project."""
    return frozenset(
        f"{file.path} {name} = {_told(target)}"
        for file in files
        for name in index.names_of(file)
        for target in (index.resolve(file, 0, name),)
        if target.kind != "external" and (target.file is not file or target.name != name)
    )


def _told(target: Target) -> str:
    if target.kind in ("missing", "undecided"):
        return UNKNOWN
    dotted = target.symbol.replace(":", ".")
    return f"module {dotted}" if target.kind == "module" else dotted


# ----------------------------------------------------------------------------------- grimp and ruff


def grimp_edges(root: Path, roots: Sequence[str], packages: Sequence[str]) -> Answer:
    """The graphs of grimp, which finds packages as Python does."""
    with _on_path(root, roots):
        whole, at_run_time = (
            grimp.build_graph(*packages, cache_dir=None, exclude_type_checking_imports=without)
            for without in (False, True)
        )
    paths = {module: _path(root, roots, module) for module in whole.modules}
    return edges(_pairs(whole, paths), _pairs(at_run_time, paths))


def _pairs(graph: grimp.ImportGraph, paths: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            yield paths[module], paths[imported]


@contextmanager
def _on_path(root: Path, roots: Iterable[str]) -> Iterator[None]:
    before = list(sys.path)
    sys.path[:0] = [str(root / folder) for folder in roots]
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path[:] = before


def _path(root: Path, roots: Iterable[str], module: str) -> str:
    """Where a module lies; its name if nowhere."""
    below = module.replace(".", "/")
    found = (Path(folder, below + end) for folder in roots for end in ("/__init__.py", ".py"))
    return next((path.as_posix() for path in found if (root / path).exists()), module)


def ruff_edges(root: Path, roots: Sequence[str], folders: Sequence[str] = (".",)) -> Answer:
    """The graphs of ruff."""
    options = ["--isolated", "--quiet", "--config", f"src={json.dumps([folder or '.' for folder in roots])}"]
    whole, at_run_time = (
        _ruff(root, [*options, which, *folders])
        for which in ("--type-checking-imports", "--no-type-checking-imports")
    )
    return edges(whole, at_run_time)


def _ruff(root: Path, arguments: Sequence[str]) -> Iterator[tuple[str, str]]:
    command = [_RUFF, "analyze", "graph", *arguments]
    done = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, text=True, check=True)
    graph: dict[str, list[str]] = json.loads(done.stdout)
    return ((file, other) for file, others in graph.items() for other in others)


# -------------------------------------------------------------------------------------------- griffe


def griffe_names(root: Path, roots: Sequence[str], packages: Iterable[str], asked: Answer) -> Answer:
    """What griffe says of the names that are asked for; it looks for modules in all roots."""
    logging.getLogger("griffe").setLevel(logging.CRITICAL)
    loader = griffe.GriffeLoader(search_paths=[root / folder for folder in roots], allow_inspection=False)
    for package in packages:
        loader.load(package, try_relative_path=False)
    loader.resolve_aliases(implicit=True, external=False)
    names = [line.partition(" = ")[0].split() for line in asked]
    modules = {path: _module(loader, roots, path) for path, _ in names}
    return frozenset(f"{path} {name} = {_said(modules[path], name)}" for path, name in names)


def _module(loader: griffe.GriffeLoader, roots: Iterable[str], path: str) -> Any:
    root = max((root for root in roots if not root or path.startswith(f"{root}/")), key=len)
    name = path.removeprefix(root).strip("/").removesuffix(".py").removesuffix("/__init__")
    try:
        return loader.modules_collection[name.replace("/", ".")]
    except KeyError:
        return None


def _said(module: Any, name: str) -> str:
    if module is None or name not in module.members:
        return UNKNOWN
    member = module.members[name]
    try:
        found = member.final_target if member.is_alias else member
    except (griffe.AliasResolutionError, griffe.CyclicAliasError):
        return UNKNOWN
    return f"module {found.path}" if found.is_module else str(found.path)

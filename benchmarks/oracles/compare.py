"""Where ssot-lint and the other tools differ: over the cases of the tests, and over Django."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.corpora import corpus
from benchmarks.oracles.answers import Answer, griffe_names, grimp_edges, own_edges, own_names, ruff_edges
from ssot_lint.discover import discover, survey
from ssot_lint.extract import extract
from ssot_lint.index import Index, build_index
from ssot_lint.model import File
from ssot_lint.policy import load_policy
from ssot_lint.policy.record import Root
from ssot_lint.registry import Registry
from tests.unit.imports.case import Case
from tests.unit.indexed import lay_out

TOOLS = ("grimp", "ruff", "griffe")


@dataclass(frozen=True)
class Compared:
    """What ssot-lint says that a tool was asked for as well, and what only one of the two says."""

    ours: Answer
    lacks: Answer
    extra: Answer

    @property
    def differences(self) -> Iterator[str]:
        """A line each: `-` before what the tool lacks, `+` before what only it says."""
        yield from (f"- {line}" for line in sorted(self.lacks))
        yield from (f"+ {line}" for line in sorted(self.extra))


def compared(ours: Answer, theirs: Answer) -> Compared:
    """Two answers to one question."""
    return Compared(ours, ours - theirs, theirs - ours)


def over_case(case: Case, folder: Path) -> Mapping[str, Compared]:
    """Each tool beside ssot-lint on a small project, which is laid out in the folder."""
    root, index = lay_out(folder, case.sources), case.index()
    importer = index.file(case.importer)
    assert importer is not None
    tops = [name for name in index.modules() if "." not in name]
    links, names = own_edges(index), own_names(index, [importer])
    return {
        "grimp": compared(
            links, grimp_edges(root, case.roots, [top for top in tops if _is_package(index, top)])
        ),
        "ruff": compared(links, ruff_edges(root, case.roots)),
        "griffe": compared(names, griffe_names(root, case.roots, tops, names)),
    }


def _is_package(index: Index, name: str) -> bool:
    """Whether a top-level module is a package, a folder without `__init__` included."""
    file = index.module(name)
    return file is None or file.source.is_package


@dataclass(frozen=True)
class Project:
    """A real project: what of it is looked at, its import roots, a package for tools that take one."""

    root: Path
    folders: tuple[str, ...]
    roots: tuple[str, ...]
    package: str

    def index(self) -> Index:
        """Its sources, linked."""
        roots = tuple(Root(folder or ".") for folder in self.roots)
        found = discover(survey(self.root), replace(load_policy(None, Registry(())), roots=roots))
        inside = tuple(f"{folder}/" for folder in self.folders)
        sources = [source for source in found.sources if source.path.startswith(inside)]
        files = [File(source, extract((self.root / source.path).read_bytes())) for source in sources]
        return build_index(files, found.unanalysed_modules, frozenset(root.path for root in roots))


def over_project(project: Project) -> tuple[Index, Mapping[str, Compared]]:
    """The project, linked, and each tool beside ssot-lint: ruff on all of it, the others on its package."""
    index = project.index()
    links, inside = own_edges(index), f"{project.package}/"
    own = frozenset(line for line in links if line.startswith(inside) and f" -> {inside}" in line)
    names = own_names(index, [file for file in index.files if file.path.startswith(inside)])
    place = project.root, project.roots
    return index, {
        "grimp": compared(own, grimp_edges(*place, (project.package,))),
        "ruff": compared(links, ruff_edges(*place, project.folders)),
        "griffe": compared(names, griffe_names(*place, (project.package,), names)),
    }


DJANGO = Project(corpus("django").root, ("django", "docs", "scripts", "tests"), ("", "tests"), "django")

"""A small project that imports in one way, and the edges that it must give."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ssot_lint.index import Edge, Index
from ssot_lint.model import tag_names
from tests.unit.indexed import Sources, index_of, told

X = "class A:\n    class M: ...\ndef f(): ...\nK = 'p.x:K'\n_h = 'p.x:_h'\n"
Y = "class B: ...\n"
BASE: Mapping[str, str] = {
    "app/__init__.py": "",
    "p/__init__.py": "",
    "p/x.py": X,
    "p/q/__init__.py": "",
    "p/q/y.py": Y,
}


@dataclass(frozen=True)
class Case:
    """A source, the project around it, and the edges that lead from it to the project, each in a line.

    `works` says that Python imports it as it stands; `drop` are files of `BASE` that it is without.
    """

    text: str | bytes
    edges: tuple[str, ...]
    files: Mapping[str, str | bytes] = field(default_factory=dict)
    importer: str = "app/use.py"
    roots: tuple[str, ...] = ("",)
    works: bool = True
    drop: tuple[str, ...] = ()

    @property
    def sources(self) -> Sources:
        """All files."""
        kept = {path: text for path, text in BASE.items() if path not in self.drop}
        return {**kept, **self.files, self.importer: self.text}

    @property
    def module(self) -> str:
        """The dotted name of the importer."""
        path = self.importer.removesuffix(".py").removesuffix("/__init__")
        root = next((root for root in self.roots if root and path.startswith(f"{root}/")), "")
        return path.removeprefix(root).strip("/").replace("/", ".")

    def index(self) -> Index:
        """The project, linked."""
        return index_of(self.sources, self.roots)


def edges_told(index: Index, path: str) -> list[str]:
    """The edges of a file that stay in the project."""
    file = index.file(path)
    assert file is not None
    return [line(edge) for edge in index.edges(file) if edge.origin.kind != "external"]


def line(edge: Edge) -> str:
    """Module, name and what it is bound to, the submodule that is loaded, the origin, the tags."""
    name = f" {edge.statement.name}" if edge.statement.name else ""
    bound = f" as {edge.statement.bound}" if edge.statement.bound else ""
    loads = f" loads {edge.loaded}" if edge.loaded != edge.module else ""
    tags = " ".join(tag_names(edge.statement.tags))
    return f"{edge.module}{name}{bound}{loads} = {told(edge.origin)} [{tags}]"

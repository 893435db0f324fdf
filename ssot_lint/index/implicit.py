"""What an import runs besides the module that it names, made on demand from the edges of a file."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from ssot_lint.index.contents import Contents
from ssot_lint.index.names import Edge, is_in, module_target
from ssot_lint.model import IMPLICIT, File


def implicit_edges(contents: Contents, edges: Iterable[Edge]) -> Iterator[Edge]:
    """Edges to the packages above what is loaded, and to what a star loads by the `__all__` of a package.

    Each reads as `import module` in the place of the import that implies it, and binds nothing.
    """
    for edge in edges:
        above = contents.modules.above(edge.loaded, edge.importer.source.root)
        for module in (*above, *_exported(contents, edge)):
            # an importer's own packages have begun to run before it, whoever imports it
            if not is_in(edge.importer, module.source):
                target = module_target(module)
                name, tags = target.module, edge.statement.tags | IMPLICIT
                statement = replace(edge.statement, module=name, level=0, name=None, bound=None, tags=tags)
                yield Edge(edge.importer, statement, name, name, module, target)


def _exported(contents: Contents, edge: Edge) -> Iterator[File]:
    """The submodules that a star loads: those named in `__all__` that the package does not bind."""
    package = edge.file
    if edge.statement.name != "*" or package is None or not package.source.is_package:
        return
    for name in package.facts.exports or ():
        if not contents.names(package).get(0, name):
            below = contents.submodule(edge.origin, name, package.source.root)
            if below is not None and below.file is not None:
                yield below.file

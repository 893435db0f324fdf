"""Links each import of a file to what it brings in."""

from collections.abc import Iterator

from ssot_lint.index.contents import Contents
from ssot_lint.index.names import UNDECIDED, Edge, Target
from ssot_lint.index.trace import Tracer
from ssot_lint.model import REFERENCE, File, Import

# loaded module, its file, origin
_Link = tuple[str, File | None, Target]


class Links:
    """The imports of each file, linked once; equal imports in one root share their answer."""

    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer
        self._edges: dict[File, tuple[Edge, ...]] = {}
        self._links: dict[tuple[str, str, str | None, bool], _Link] = {}

    def edges(self, file: File) -> tuple[Edge, ...]:
        """The linked imports of a file, in source order."""
        found = self._edges.get(file)
        if found is None:
            found = self._edges[file] = tuple(self._link_all(file))
        return found

    def _link_all(self, file: File) -> Iterator[Edge]:
        source = file.source
        root = source.root
        absolute = self._tracer.contents.modules.absolute
        for statement in file.facts.imports:
            if statement.tags & REFERENCE:
                yield self._reference(file, statement)
                continue
            level, name = statement.level, statement.name
            module = absolute(source, statement.module, level) if level else statement.module
            if module:
                key = root, module, name, bool(level)
                # what a module imports from itself has an answer of its own
                link = self._links.get(key) if module != source.module else None
                if link is None:
                    link = self._link(file, statement, module)
                    if module != source.module:
                        self._links[key] = link
                yield Edge(file, statement, module, *link)
            else:
                origin = UNDECIDED if module is None else Target("missing")
                yield Edge(file, statement, "", "", None, origin)

    def _link(self, file: File, statement: Import, module: str) -> _Link:
        name = statement.name
        start = self._tracer.contents.imported(file, statement)
        if name is None or name == "*" or start.kind in ("missing", "undecided"):
            return module, start.file, start
        # an import of a module from itself cannot be what binds the name
        itself = self._imports_of(file, name) if start.file is file else frozenset()
        origin = self._tracer.follow(start, (name,), file.source.root, itself)
        below = f"{start.module}.{name}"
        if origin.kind == "module" and origin.module == below:
            return f"{module}.{name}", origin.file, origin
        return module, start.file, origin

    def _imports_of(self, file: File, name: str) -> frozenset[int]:
        """The statements by which a module imports a name from itself."""
        contents = self._tracer.contents
        own = (s for s in contents.names(file).get(0, name) if isinstance(s, Import) and s.name == name)
        return frozenset(id(s) for s in own if contents.imported(file, s).file is file)

    def _reference(self, file: File, statement: Import) -> Edge:
        """A dotted name in a string: the longest module it begins with, and what follows of it."""
        dotted = statement.module if statement.name is None else f"{statement.module}.{statement.name}"
        start, rest = longest_module(self._tracer.contents, dotted, file.source.root)
        origin = self._tracer.follow(start, rest, file.source.root)
        module = dotted if start.kind == "external" else ".".join(dotted.split(".")[: -len(rest) or None])
        return Edge(file, statement, module, module, start.file, origin)


def longest_module(contents: Contents, dotted: str, root: str | None) -> tuple[Target, list[str]]:
    """The longest beginning of a dotted name that is a module, and the names after it."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        target = contents.module(".".join(parts[:length]), root)
        if target.kind == "module":
            return target, parts[length:]
    return contents.module(parts[0], root), parts[1:]

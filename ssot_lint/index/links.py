"""Links each import of a file to what it brings in; what files import alike is linked once."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property

from ssot_lint.index.aliases import Aliases
from ssot_lint.index.contents import Contents
from ssot_lint.index.names import Edge, Target, import_keys
from ssot_lint.index.patterns import simple_name
from ssot_lint.index.routes import Taken
from ssot_lint.index.trace import Tracer
from ssot_lint.model import DYNAMIC, REFERENCE, File, Import, Source

_Brought = tuple[str, str, File | None, Target]
"""What an edge tells beyond its statement: module, loaded, file, origin."""

_Written = tuple[str, str | None, int]
"""Module, name and level of a statement; a reference has the level -1, a call that imports one below."""

_NOWHERE = ("missing", "undecided")


class _Link:
    """Equal imports of files that see the same modules under the same names.

    `module` is the absolute name that they give, "" where there is none; `start` is what it leads
    to. `importers` are the files, each as often as it has the statement. `brought`, and whether it
    `fails` to lead anywhere, are worked out when they are first asked for.
    """

    __slots__ = ("brought", "fails", "home", "importers", "module", "start", "statement")

    def __init__(self, statement: Import, module: str, start: Target) -> None:
        self.statement = statement
        self.module = module
        self.start = start
        self.home = start.file
        self.importers: list[File] = []
        self.brought: _Brought | None = None
        self.fails: bool | None = None


class Links:
    """The imports of each file, linked; `sources` are the files that count as importers."""

    def __init__(self, tracer: Tracer, sources: Sequence[File], aliases: Aliases) -> None:
        self._tracer = tracer
        self._contents = tracer.contents
        self._sources = sources
        self._aliases = aliases
        self._edges: dict[File, tuple[Edge, ...]] = {}
        self._unresolved: dict[File, tuple[Edge, ...]] = {}
        self._all: list[_Link] = []
        self._links: dict[File, list[_Link]] = {}
        self._alike: defaultdict[tuple[str, ...], dict[_Written, _Link]] = defaultdict(dict)

    def edges(self, file: File) -> tuple[Edge, ...]:
        """The linked imports of a file, in source order."""
        found = self._edges.get(file)
        if found is None:
            pairs = zip(file.facts.imports, self._links_of(file), strict=True)
            found = self._edges[file] = tuple(
                Edge(file, statement, *self._brought(link)) for statement, link in pairs
            )
        return found

    def unresolved(self, file: File) -> tuple[Edge, ...]:
        """The imports of a file that lead nowhere, or to what cannot be decided."""
        found = self._unresolved.get(file)
        if found is None:
            links = self._links_of(file)
            failed = {link for link in links if self._fails(link)}
            found = self._unresolved[file] = self._edges_by(file, failed) if failed else ()
        return found

    def importers(self, symbol: str) -> int:
        """How many files import the definition or value of that symbol, through any path."""
        name = simple_name(symbol)
        files: set[File] = set()
        for alias in self._aliases.all_of((name,)):
            for link in self._by_name.get(alias, ()):
                origin = self._brought(link)[-1]
                if origin.kind in ("definition", "binding") and origin.symbol == symbol:
                    files.update(link.importers)
        return sum(not file.source.is_stub for file in files)

    # ------------------------------------------------------------------------------ the whole project

    @cached_property
    def _of_project(self) -> list[_Link]:
        """Every link of the sources, references left out."""
        for file in self._sources:
            self._links_of(file)
        return [link for link in self._all if not link.statement.tags & REFERENCE]

    @cached_property
    def _by_name(self) -> dict[str | None, list[_Link]]:
        found: dict[str | None, list[_Link]] = {}
        for link in self._of_project:
            found.setdefault(link.statement.name, []).append(link)
        return found

    def _fails(self, link: _Link) -> bool:
        if link.fails is None:
            link.fails = not link.statement.tags & REFERENCE and self._leads_nowhere(link)
        return link.fails

    def _leads_nowhere(self, link: _Link) -> bool:
        """Whether an import leads nowhere; what its module binds leads somewhere, for all it is asked."""
        name, start, home = link.statement.name, link.start, link.home
        if start.kind == "external" or (start.kind == "module" and name in (None, "*")):
            return False
        if home is not None and home is not link.importers[0] and name in self._contents.names(home).module:
            return False
        return self._brought(link)[-1].kind in _NOWHERE

    def rerouted(self) -> Iterator[Taken]:
        """What some file imports by way of a module that hands it on, and the same by whatever way."""
        handed_on = [link for link in self._of_project if self._is_handed_on(link)]
        origins = {(origin.file, origin.name): origin for origin in (self._brought(n)[-1] for n in handed_on)}
        for link in handed_on:
            yield from self._taken(link, self._brought(link)[-1])
        for link in self._of_project:
            origin = origins.get((link.home, link.statement.name or ""))
            if origin is not None:
                yield from self._taken(link, origin)

    def _taken(self, link: _Link, origin: Target) -> Iterator[Taken]:
        if link.home is not None and link.statement.name is not None:
            yield Taken(link.home, link.statement.name, origin, link.importers)

    def imports_of(self, file: File, name: str) -> list[Edge]:
        """The imports of a name from a module, by path and then in source order."""
        links = {link for link in self._by_name.get(name, ()) if link.home is file}
        return [edge for _, edges in self._edges_of(links) for edge in edges]

    def _edges_of(self, links: Collection[_Link]) -> Iterator[tuple[File, tuple[Edge, ...]]]:
        """The files that import by some of the links, by path, with those imports: no other is followed."""
        for file in sorted({file for link in links for file in link.importers}, key=lambda file: file.path):
            yield file, self._edges_by(file, links)

    def _edges_by(self, file: File, links: Collection[_Link]) -> tuple[Edge, ...]:
        """The imports of a file by some of the links."""
        pairs = zip(file.facts.imports, self._links_of(file), strict=True)
        return tuple(Edge(file, s, *self._brought(link)) for s, link in pairs if link in links)

    def _is_handed_on(self, link: _Link) -> bool:
        """Whether a module has what is asked of it by imports alone, from the module that makes it."""
        home, name = link.home, link.statement.name
        if home is None or name is None or not self._is_imported(home, name):
            return False
        origin = self._brought(link)[-1]
        return origin.kind in ("definition", "binding") and self._maker(home, name) == (
            origin.file,
            origin.name,
        )

    def _is_imported(self, file: File, name: str) -> bool:
        bound = self._contents.names(file).module.get(name)
        if bound is None:
            return self._contents.starred(file, name)[0] is not None
        # of several statements one may stand in for another, which only that module knows
        return len(bound) == 1 and bound[0].__class__ is Import

    def _maker(self, file: File | None, name: str) -> tuple[File | None, str]:
        """The module at the end of a trail of imports, and what the name is called there."""
        seen = set()
        while file is not None and (file, name) not in seen:
            seen.add((file, name))
            bound = self._contents.names(file).get(0, name)
            if not bound:
                starred = self._contents.starred(file, name)[0]
                file = starred.file if starred else None
            elif isinstance(bound[0], Import) and bound[0].name:
                file, name = self._contents.imported(file, bound[0]).file, bound[0].name
            else:
                break
        return file, name

    # ------------------------------------------------------------------------------------- one link

    def _links_of(self, file: File) -> list[_Link]:
        """The link of each import of a file."""
        found = self._links.get(file)
        if found is not None:
            return found
        found = self._links[file] = []
        absolute, relative = self._tables(file.source)
        for statement in file.facts.imports:
            level = statement.level
            table = relative if level else absolute
            if statement.tags & (REFERENCE | DYNAMIC):
                level = -1 if statement.tags & REFERENCE else -2 - level
            written = statement.module, statement.name, level
            link = table.get(written)
            if link is None or link.home is file:
                link = _Link(statement, *self._named(file.source, statement))
                self._all.append(link)
                # what a module imports from itself has an answer of its own
                if link.home is not file:
                    table[written] = link
            link.importers.append(file)
            found.append(link)
        return found

    def _tables(self, source: Source) -> tuple[dict[_Written, _Link], dict[_Written, _Link]]:
        """The links that the absolute and the relative imports of a file share with others."""
        absolute, relative = import_keys(source)
        return self._alike[absolute], self._alike[relative]

    def _named(self, source: Source, statement: Import) -> tuple[str, Target]:
        """The module that a statement names, and what that is."""
        if statement.tags & REFERENCE:
            dotted = _dotted(statement)
            return dotted, longest_module(self._contents, dotted, source.root)[0]
        module = self._contents.modules.absolute(source, statement.module, statement.level)
        return module or "", self._contents.named(source, module, statement.level)

    def _brought(self, link: _Link) -> _Brought:
        brought = link.brought
        if brought is None:
            follow = self._referred if link.statement.tags & REFERENCE else self._imported
            brought = link.brought = follow(link)
        return brought

    def _imported(self, link: _Link) -> _Brought:
        name, module, start = link.statement.name, link.module, link.start
        if name is None or name == "*" or start.kind in _NOWHERE:
            return module, module, link.home, start
        importer = link.importers[0]
        # an import of a module from itself cannot be what binds the name
        itself = self._imports_of(importer, name) if link.home is importer else frozenset()
        early = self._contents.taken_early(importer, link.statement) if link.home is importer else None
        origin = early or self._tracer.follow(start, (name,), importer.source.root, itself)
        if origin.kind == "missing" and link.statement.tags & DYNAMIC:
            return module, module, link.home, start
        below = f"{start.module}.{name}"
        if origin.kind == "module" and origin.module in (below, self._contents.modules.real(below)):
            return module, f"{module}.{name}", origin.file, origin
        return module, module, link.home, origin

    def _imports_of(self, file: File, name: str) -> frozenset[int]:
        """The statements by which a module imports a name from itself."""
        contents = self._contents
        own = (s for s in contents.names(file).get(0, name) if isinstance(s, Import) and s.name == name)
        return frozenset(id(s) for s in own if contents.imported(file, s).file is file)

    def _referred(self, link: _Link) -> _Brought:
        """A dotted name in a string: the longest module it begins with, and what follows of it."""
        dotted, root = link.module, link.importers[0].source.root
        start, rest = longest_module(self._contents, dotted, root)
        origin = self._tracer.follow(start, rest, root)
        module = dotted if start.kind == "external" else ".".join(dotted.split(".")[: -len(rest) or None])
        return module, module, start.file, origin


def _dotted(reference: Import) -> str:
    return reference.module if reference.name is None else f"{reference.module}.{reference.name}"


def longest_module(contents: Contents, dotted: str, root: str | None) -> tuple[Target, list[str]]:
    """The longest beginning of a dotted name that is a module, and the names after it."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        target = contents.module(".".join(parts[:length]), root)
        if target.kind == "module":
            return target, parts[length:]
    return contents.module(parts[0], root), parts[1:]

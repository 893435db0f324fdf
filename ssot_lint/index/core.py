"""The index: all that checks may ask of the whole project."""

# Longer than 300 lines: the one class that checks ask, so that what they may ask is read in one place.

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from ssot_lint.index.aliases import Aliases
from ssot_lint.index.bindings import ranked
from ssot_lint.index.contents import Contents
from ssot_lint.index.gifts import Gifts
from ssot_lint.index.implicit import implicit_edges
from ssot_lint.index.links import Links, longest_module
from ssot_lint.index.modules import Modules
from ssot_lint.index.names import Edge, Target
from ssot_lint.index.patterns import all_near, nearest, simple_name
from ssot_lint.index.search import Search
from ssot_lint.index.trace import Tracer
from ssot_lint.model import (
    DYNAMIC,
    REFERENCE,
    RUNTIME,
    Call,
    Definition,
    File,
    Literals,
    Place,
    Span,
    Use,
    Write,
)

if TYPE_CHECKING:
    from ssot_lint.index.bindings import Statement
    from ssot_lint.index.clones import Clones
    from ssot_lint.index.cycles import Cycle
    from ssot_lint.index.inference import Inferred, Question, Read
    from ssot_lint.index.loads import Loads
    from ssot_lint.index.reach import Reach
    from ssot_lint.index.routes import Route, Routes
    from ssot_lint.index.signatures import Callees, Refusal

_NO_LITERALS = Literals()


class Index:
    """The facts of all files, linked. It is read-only; each answer is worked out when first asked for.

    Stubs (`.pyi`) take part in resolution only: they have edges, and names of theirs are found, but
    they are in no enumeration of definitions, calls, uses or importers.
    """

    def __init__(
        self,
        files: Iterable[File],
        modules: Modules,
        read: "Read | None" = None,
        literals: Mapping[str, Literals] | None = None,
    ) -> None:
        self.files: tuple[File, ...] = tuple(files)
        self._literals = literals or {}
        self._by_path = {file.source.path: file for file in self.files}
        self._sources = tuple(file for file in self.files if not file.source.is_stub)
        self._modules = modules
        self._read = read
        self._contents = Contents(
            self._modules, frozenset(name for file in self.files for name in file.facts.assigned)
        )
        self._tracer = Tracer(self._contents)
        self._contents.may_get = Gifts(self._tracer, self._sources).may_get
        self._aliases = Aliases(self.files)
        self._links = Links(self._tracer, self._sources, self._aliases)
        self._search = Search(self._sources, self._aliases)
        self._resolved: dict[tuple[File, int, int, str], Target] = {}
        self._qualified: dict[File, dict[str, Definition]] = {}
        self._nearest: dict[str, str | None] = {}
        self._known_loads: dict[tuple[int, bool], Loads] = {}

    # ----------------------------------------------------------------------------- files, modules

    def file(self, path: str) -> File | None:
        """The file at a path from the root."""
        return self._by_path.get(path)

    def module(self, name: str, importer: File | None = None) -> File | None:
        """The first-party module of a dotted name; the importer's own root comes first."""
        return self._modules.find(name, importer.source.root if importer else None)

    def is_first_party(self, name: str, importer: File | None = None) -> bool:
        """Whether a dotted name, or a package above it, is in the project."""
        return self._modules.is_first_party(name, importer.source.root if importer else None)

    def is_unanalysed(self, name: str) -> bool:
        """Whether a module of that dotted name exists that is not among the files."""
        return self._modules.is_unanalysed(name)

    def modules(self) -> Iterable[str]:
        """All first-party dotted module names, namespace packages included, sorted."""
        return self._module_names

    @cached_property
    def _module_names(self) -> tuple[str, ...]:
        return tuple(self._modules.names())

    def submodules(self, name: str) -> Sequence[str]:
        """The simple names of the modules right below a package, sorted."""
        return self._below.get(name, ())

    @cached_property
    def _below(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for module in self._module_names:
            package, _, last = module.rpartition(".")
            found.setdefault(package, []).append(last)
        return found

    def nearest_module(self, name: str) -> str | None:
        """The module whose name is most like a dotted name, its last part too; None where none is like it."""
        if name not in self._nearest:
            last = all_near(simple_name(name), self._modules_by_last)
            self._nearest[name] = nearest(
                name, sorted(m for part in last for m in self._modules_by_last[part])
            )
        return self._nearest[name]

    @cached_property
    def _modules_by_last(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for module in self._module_names:
            found.setdefault(simple_name(module), []).append(module)
        return found

    def names_of(self, file: File) -> tuple[str, ...]:
        """All names that a module binds, its own and those of its star imports, sorted."""
        own = self._contents.names(file).module
        return tuple(sorted({*own, *self._contents.starred_names(file)}))

    # --------------------------------------------------------------------------------- resolution

    def edges(self, file: File) -> tuple[Edge, ...]:
        """The imports of a file, linked, in source order."""
        return self._links.edges(file)

    def implicit_edges(self, file: File) -> tuple[Edge, ...]:
        """What the imports of a file run besides: `import a.b.c` runs `a/__init__` and `a/b/__init__`.

        In source order, with the tags of the import and IMPLICIT. The packages that the importer lies in
        are left out: they have begun to run before it does.
        """
        return tuple(implicit_edges(self._contents, self.edges(file)))

    def unresolved(self, file: File) -> tuple[Edge, ...]:
        """Those edges of a file, references left out, that are missing or undecided.

        What the imported module itself binds is neither, even where the value is unknown.
        """
        return self._links.unresolved(file)

    def resolve(self, file: File, scope: int, dotted: str) -> Target:
        """A dotted name as seen from a scope of a file.

        Imports, re-exports, stars, aliases and class attributes are followed to the definition.
        Locals and parameters that hide an outer name are known only where the facts keep them; with
        a `Call` or `Use`, ask `resolve_bound`.
        """
        key = file, scope, -2, dotted
        found = self._resolved.get(key)
        if found is None:
            found = self._resolved[key] = self._tracer.resolve(file, scope, dotted)
        return found

    def resolve_bound(self, file: File, scope: int, bound: int, dotted: str) -> Target:
        """The same where the scope that binds the first segment is known (`Call.bound`, `Use.bound`).

        With -1 it is a builtin (external, `builtins.open`) or comes through a star import.
        """
        key = file, 0, bound, dotted
        found = self._resolved.get(key)
        if found is None:
            found = self._resolved[key] = self._tracer.resolve_bound(file, bound, dotted)
        return found

    def lookup(self, symbol: str) -> Target:
        """What a symbol of the policy names: `pkg.mod:Name.attr`, or dotted; re-exports are followed.

        A dotted name that is a module is that module. A module that several roots have is looked
        into in each, until the name is found.
        """
        module, colon, name = symbol.partition(":")
        if not colon:
            start, rest = longest_module(self._contents, module, None)
        else:
            start, rest = self._contents.module(module, None), name.split(".")
        if start.kind in ("missing", "undecided"):
            return start
        found = self._tracer.follow(start, rest, None)
        if start.file is not None and found.kind in ("missing", "undecided"):
            for home in self._modules.homes(start.module):
                there = self._contents.module(start.module, home.source.root)
                target = self._tracer.follow(there, rest, None)
                if target.kind not in ("missing", "undecided"):
                    return target
        return found

    def importers(self, symbol: str) -> int:
        """How many files import the definition or value of that symbol, through any path."""
        return self._links.importers(symbol)

    @cached_property
    def routes(self) -> "tuple[Routes, ...]":
        """What is imported by way of modules that hand it on, with all its routes, by symbol."""
        from ssot_lint.index.routes import routes

        return tuple(routes(self._links.rerouted()))

    def statements(self, file: File, name: str, scope: int = 0) -> "Sequence[Statement]":
        """The statements by which a scope, the module's own at first, binds a name, the likeliest first."""
        return self._contents.names(file).get(scope, name)

    @cached_property
    def references(self) -> frozenset[str]:
        """The dotted names that strings give to mocks, to replace what they stand for."""
        return frozenset(s.module for f in self._sources for s in f.facts.imports if s.tags & REFERENCE)

    def imports_of(self, route: "Route") -> list[Edge]:
        """The imports that take a route, by path and then in source order."""
        return self._links.imports_of(route.file, route.name)

    @cached_property
    def reach(self) -> "Reach":
        """Which modules run others when they are imported."""
        from ssot_lint.index.reach import Reach

        return Reach(self._loads(), self._loads(RUNTIME | DYNAMIC))

    def cycles(self, tags: int = RUNTIME, implicit: bool = False) -> "tuple[Cycle, ...]":
        """Import cycles between modules, one for each import to cut; see `find_cycles`."""
        from ssot_lint.index.cycles import find_cycles

        return find_cycles(self._loads(tags, implicit))

    def _loads(self, tags: int = RUNTIME, implicit: bool = False) -> "Loads":
        from ssot_lint.index.loads import Loads

        found = self._known_loads.get((tags, implicit))
        if found is None:
            found = self._known_loads[tags, implicit] = Loads(self._tracer, self._sources, tags, implicit)
        return found

    def aliases(self, names: Collection[str]) -> set[str]:
        """Simple names, and all that something with one of those names may be called elsewhere."""
        return self._aliases.all_of(names)

    # -------------------------------------------------------------------------------- definitions

    def definitions(
        self, kind: Literal["class", "function"] | None = None
    ) -> Iterator[tuple[File, Definition]]:
        """All definitions, by path and then in source order; functions include the async ones."""
        if kind == "class":
            yield from self._classes
            return
        for file in self._sources:
            for definition in file.facts.definitions:
                if kind is None or definition.kind != "class":
                    yield file, definition

    @cached_property
    def _classes(self) -> list[tuple[File, Definition]]:
        return [(file, d) for file in self._sources for d in file.facts.definitions if d.kind == "class"]

    def classes_named(self, name: str) -> tuple[tuple[File, Definition], ...]:
        """All classes of a simple name, nested ones included."""
        return tuple(self._classes_by_name.get(name, ()))

    @cached_property
    def _classes_by_name(self) -> dict[str, list[tuple[File, Definition]]]:
        found: dict[str, list[tuple[File, Definition]]] = {}
        for file, definition in self._classes:
            found.setdefault(definition.name, []).append((file, definition))
        return found

    def definition_of(self, file: File, qualified_name: str) -> Definition | None:
        """The definition of that name in a file; of several the one that is left at run time."""
        known = self._qualified.get(file)
        if known is None:
            several: dict[str, list[Definition]] = {}
            for definition in file.facts.definitions:
                several.setdefault(definition.qualified_name, []).append(definition)
            known = self._qualified[file] = {
                name: found[0] if len(found) == 1 else _decisive(found) for name, found in several.items()
            }
        return known.get(qualified_name)

    def definition_with(self, file: File, scope: int) -> Definition | None:
        """The definition whose body a scope is; None for the module and for what has no name."""
        return self._contents.standing(file).definitions.get(scope)

    def calls_in(self, file: File, scope: int) -> Iterator[Call]:
        """The calls that stand in a scope itself, in source order."""
        return self._contents.standing(file).calls(scope)

    # ------------------------------------------------------------------------------------ classes

    def bases(self, file: File, definition: Definition) -> tuple[Target, ...]:
        """What the bases of a class are, in source order; undecided where one is no dotted name."""
        return self._tracer.classes.bases(file, definition)

    def ancestors(self, file: File, definition: Definition) -> tuple[Target, ...]:
        """All ancestors that are known, nearest first, each once; external ones included."""
        return self._tracer.classes.ancestors(file, definition)[0]

    def knows_ancestors(self, file: File, definition: Definition) -> bool:
        """Whether no ancestor of a class is undecided; those of external classes are not looked for."""
        return self._tracer.classes.ancestors(file, definition)[1]

    def lineage(self, file: File, definition: Definition) -> Iterator[tuple[File, Definition]]:
        """A class and those of the project that it inherits from, nearest first, each with its file."""
        yield file, definition
        for ancestor in self.ancestors(file, definition):
            if ancestor.file is not None and ancestor.definition is not None:
                yield ancestor.file, ancestor.definition

    def method_around(self, file: File, scope: int) -> tuple[Definition, Definition] | None:
        """The class, and the method of it, that a scope lies in; None outside of methods."""
        scopes = file.facts.scopes
        while scope > 0:
            parent = scopes[scope].parent
            if scopes[scope].kind == "function" and scopes[parent].kind == "class":
                class_, method = self.definition_with(file, parent), self.definition_with(file, scope)
                return (class_, method) if class_ and method else None
            scope = parent
        return None

    def is_subclass(self, file: File, definition: Definition, symbol: str) -> bool | None:
        """Whether a class is that of the symbol or inherits from it; None where it cannot be decided.

        The ancestors of external classes are unknown, but none of them is first-party.
        """
        wanted = self.lookup(symbol)
        name = symbol if wanted.kind in ("missing", "undecided") else wanted.symbol
        known, complete = self._tracer.classes.ancestors(file, definition)
        if name == f"{file.module or file.path}:{definition.qualified_name}":
            return True
        if any(ancestor.symbol == name for ancestor in known):
            return True
        outside = any(a.kind == "external" and a.external != "builtins.object" for a in known)
        if not complete or wanted.kind == "undecided" or (wanted.kind == "external" and outside):
            return None
        return False

    # ---------------------------------------------------------------------------------- occurrences

    def calls(self, name_parts: Collection[str]) -> Iterator[tuple[File, Call]]:
        """The calls with a segment that is one of those simple names or may be an alias of it.

        By path, then in source order. Whether a call is of the name meant, `resolve_bound` tells.
        """
        return self._search.calls(name_parts)

    def uses(self, name_parts: Collection[str]) -> Iterator[tuple[File, Use]]:
        """The uses with a segment that is one of those simple names or may be an alias of it."""
        return self._search.uses(name_parts)

    def writes(self, name_parts: Collection[str]) -> Iterator[tuple[File, Write]]:
        """The writes to attributes with a segment that is one of those simple names."""
        return self._search.writes(name_parts)

    def literals(self, file: File) -> Literals:
        """The strings of a file that the policy asks for, those that other rules seek included."""
        return self._literals.get(file.path, _NO_LITERALS)

    def doubtful_calls(self) -> Iterator[tuple[File, Call]]:
        """The calls that not every definition of the name they call would take; few of them are wrong.

        Those left out that are expected to fail. By path, then in source order.
        """
        from ssot_lint.index.signatures.doubtful import doubtful

        packages = frozenset(name.partition(".")[0] for name in self.modules())
        return doubtful(
            self._sources, self._aliases, self._contents, packages, lambda: self._search.all_calls
        )

    def refusals(self, file: File, call: Call, with_models: bool = False) -> "tuple[Refusal, ...] | None":
        """Why nothing that a call may be of takes it; () where something does, None where it is unknown.

        `with_models`: pydantic models take their fields, by name; else what they take is unknown.
        """
        return (self._callees_and_models if with_models else self._callees).refusals(file, call)

    @cached_property
    def _callees(self) -> "Callees":
        return self._read_callees(with_models=False)

    @cached_property
    def _callees_and_models(self) -> "Callees":
        return self._read_callees(with_models=True)

    def _read_callees(self, with_models: bool) -> "Callees":
        from ssot_lint.index.rewrites import Rewrites
        from ssot_lint.index.signatures import Callees

        tracer, classes = self._tracer, lambda: self._classes
        rewrites = Rewrites(tracer, self.files)
        return Callees(tracer, self._aliases, rewrites, classes, self._is_handed_over, with_models)

    def _is_handed_over(self, target: Target) -> bool:
        """Whether something other than a builtin gets a class as an argument."""
        assert target.definition is not None
        names = self._aliases.all_of({target.definition.name})
        # it is asked of few classes: the column of all uses would cost more than these files
        near = self._search.having(names)
        for file, use in ((each, use) for each in near for use in each.facts.iter_uses()):
            if use.call < 0 or use.name.rpartition(".")[2] not in names:
                continue
            if self.resolve_bound(file, use.scope, use.bound, use.name) != target:
                continue
            call = file.facts.call(use.call)
            taker = self.resolve_bound(file, call.scope, call.bound, call.callee)
            if not taker.external.startswith("builtins."):
                return True
        return False

    def carried(self, symbols: Collection[str], makers: Collection[str] = ()) -> list[tuple[File, Call]]:
        """The calls that may be of one of some classes by way of a variable, a container or a result.

        Resolution cannot decide them. `makers` return instances, from which a class may be had.
        """
        from ssot_lint.index.carriers import Carriers

        return Carriers(self, symbols, makers).calls()

    def inferred(
        self, calls: Iterable[tuple[File, Call]], externals: Collection[str] = ()
    ) -> "dict[Question, Inferred]":
        """What calls may call that resolution cannot decide, by path and row.

        Dear: a module that has a say in it is read again. What cannot be found out is incomplete.
        `externals` are classes outside the project that are to be known by their dotted names.
        """
        from ssot_lint.index.inference import infer

        return infer(self, self._read or (lambda _: None), calls, externals)

    # -------------------------------------------------------------------------------------- places

    def place(self, file: File, span: Span, scope: int = 0) -> Place:
        """A place in a file, with the symbol of the definition that a scope belongs to."""
        scopes = file.facts.scopes
        name = scopes[scope].qualified_name if scope < len(scopes) else ""
        return Place(file.path, span, _symbol(file, name))

    def place_in(self, file: File, span: Span, qualified_name: str) -> Place:
        """A place in a file, with the symbol of the definition of that name around it; "" is the module."""
        return Place(file.path, span, _symbol(file, qualified_name))

    def definition_place(self, file: File, definition: Definition) -> Place:
        """Where the name of a definition stands, with its own symbol."""
        return Place(file.path, definition.name_span, _symbol(file, definition.qualified_name))

    @cached_property
    def clones(self) -> "Clones":
        """The groups of duplicates."""
        from ssot_lint.index.clones import Clones

        return Clones(self)


def _decisive(definitions: Sequence[Definition]) -> Definition:
    first = ranked(definitions)[0]
    assert isinstance(first, Definition), "nothing else was ranked"
    return first


def _symbol(file: File, name: str) -> str:
    home = file.module or file.path
    return f"{home}:{name}" if name else home


def build_index(
    files: Sequence[File],
    extra_modules: frozenset[str] = frozenset(),
    declared_roots: frozenset[str] = frozenset(),
    linked_modules: Mapping[str, str] | None = None,
    read: "Read | None" = None,
    literals: Mapping[str, Literals] | None = None,
) -> Index:
    """Link the facts of a project.

    `extra_modules` are dotted names of modules that exist on disk and are not among the files
    (ignored, excluded, compiled), each for all beneath it: what is in them is undecided.
    `declared_roots` are import roots that the policy declares. What a module in any other root
    lacks is missing only for importers in that root, in roots inside it, or with it as their `src`.
    `linked_modules` are dotted names that are symbolic links -> those of the files that they lead to.
    `read` gives the text of a file as it was analysed, for inference; without it nothing is inferred.
    `literals` are the strings that the policy asks for, by path.
    """
    ordered = sorted(files, key=lambda file: file.source.path)
    modules = Modules(ordered, extra_modules, declared_roots, linked_modules)
    return Index(ordered, modules, read, literals)

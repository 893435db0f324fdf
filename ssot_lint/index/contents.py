"""What a module has: the names that it binds, its stars bring, its submodules, what its stub adds."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from ssot_lint.index.bindings import Names, Statement, is_declared
from ssot_lint.index.modules import Modules
from ssot_lint.index.names import UNDECIDED, Target, binding_target, module_target
from ssot_lint.index.standing import Standing
from ssot_lint.model import LAZY, TYPING, File, Import, Source

EVERY_MODULE_HAS = frozenset((
    "__name__", "__file__", "__doc__", "__dict__", "__path__", "__spec__", "__package__", "__loader__",
    "__builtins__", "__annotations__", "__cached__", "__class__",
))  # fmt: skip


class Bound(NamedTuple):
    """The statements of a file that bind one name, the likeliest first."""

    file: File
    statements: Sequence[Statement]


Step = Target | Bound


class Contents:
    """Looks into modules, from the table of all of them. What it read is kept."""

    def __init__(self, modules: Modules, assigned: frozenset[str] = frozenset()) -> None:
        self.modules = modules
        # attributes that some file sets on what it imports: any module may have them, for all that is known
        self._assigned = assigned
        self._names: dict[File, Names] = {}
        self._standing: dict[File, Standing] = {}
        self._open: dict[File, bool] = {}
        self._targets: dict[tuple[str, str | None], Target] = {}
        self._stars: dict[File, tuple[Target, ...]] = {}
        self.may_get: Callable[[File], bool] = _gets_nothing

    def names(self, file: File) -> Names:
        """What the scopes of a file bind."""
        found = self._names.get(file)
        if found is None:
            found = self._names[file] = Names(file.facts)
        return found

    def standing(self, file: File) -> Standing:
        """What stands in the scopes of a file."""
        found = self._standing.get(file)
        if found is None:
            found = self._standing[file] = Standing(file.facts)
        return found

    # ----------------------------------------------------------------------------------- modules

    def module(self, name: str, root: str | None) -> Target:
        """What `import name` loads, for an importer in a root."""
        key = (name, root)
        found = self._targets.get(key)
        if found is None:
            found = self._targets[key] = self._module(name, root)
        return found

    def _module(self, name: str, root: str | None) -> Target:
        file = self.modules.find(name, root)
        if file is not None:
            return module_target(file)
        if self.modules.is_namespace(name):
            return Target("module", module=self.modules.real(name))
        if not self.modules.is_first_party(name, root):
            return Target("external", external=name)
        return self._absent(self.modules.real(name), root)

    def _absent(self, name: str, root: str | None) -> Target:
        """The first package of a dotted name that does not exist, if that is certain."""
        parent: File | None = None
        for length in range(1, name.count(".") + 2):
            prefix = ".".join(name.split(".")[:length])
            if self.modules.is_unanalysed(prefix):
                return UNDECIDED
            file = self.modules.find(prefix, root)
            if file is None and not self.modules.is_namespace(prefix):
                break
            if file is not None and self.is_open(file):
                return UNDECIDED
            parent = file
        if self.modules.holds_unanalysed(prefix):
            return UNDECIDED
        if parent is None or not self.modules.is_certain(parent, root):
            return UNDECIDED
        return Target("missing", module=prefix)

    def imported(self, file: File, statement: Import) -> Target:
        """The module that an import statement names."""
        source = file.source
        name = self.modules.absolute(source, statement.module, statement.level)
        return self.named(source, name, statement.level)

    def named(self, source: Source, name: str | None, level: int) -> Target:
        """What the absolute name of an import statement leads to, once its dots are gone."""
        if name is None:
            return UNDECIDED
        if not name:
            return Target("missing")
        found = self.module(name, source.root)
        # a folder is a package only if it is on the path of whoever runs the file
        lost = found.kind == "external" or (source.module is None and found.kind == "missing")
        return UNDECIDED if level and lost else found

    def is_open(self, file: File) -> bool:
        """Whether a module may have names, or submodules, that no statement of it binds."""
        found = self._open.get(file)
        if found is None:
            facts = file.facts
            names = self.names(file).module
            found = self._open[file] = bool(
                facts.problem is not None
                or facts.dynamic
                or file.source.is_stub
                or "__path__" in names
                or "__getattr__" in names
                or any(text.startswith("__path__") or "sys.modules" in text for text in facts.strings)
            )
        return found

    # ------------------------------------------------------------------------------------ members

    def member(
        self, module: Target, name: str, root: str | None, below: Target | None, without: Collection[int]
    ) -> Step:
        """An attribute of a module: what it binds, then a star's, a submodule, what its stub adds."""
        file = module.file
        if file is None:
            return below or UNDECIDED
        own = left(self.names(file).get(0, name), without)
        if own and not is_declared(own[0]):
            return Bound(file, own)
        starred, loaded = self.starred(file, name)
        if starred is not None:
            return starred
        below = below or loaded
        if below is not None and below is not UNDECIDED:
            return below
        stub = self.modules.stub(file)
        if stub is not None:
            found = left(self.names(stub).get(0, name), without)
            if found:
                return Bound(stub, found)
        if own:
            return Bound(file, own)
        if name in EVERY_MODULE_HAS:
            return binding_target(file, 0, name)
        if below is UNDECIDED or self._may_have(file, name, root):
            return UNDECIDED
        return Target("missing", module=module.module, name=name, file=file)

    def _may_have(self, file: File, name: str, root: str | None) -> bool:
        stub = self.modules.stub(file)
        return (
            self.is_open(file)
            or name in self._assigned
            or not self.modules.is_certain(file, root)
            or self.modules.is_unanalysed(file.module or "")
            or self.modules.is_unanalysed(f"{file.module}.{name}")
            or self.modules.holds_unanalysed(f"{file.module}.{name}")
            or (stub is not None and (stub.facts.problem is not None or bool(self._star_targets(stub))))
            or self.may_get(file)
        )

    def submodule(self, module: Target, name: str, root: str | None) -> Target | None:
        """A module directly below another."""
        if not module.module:
            return None
        dotted = f"{module.module}.{name}"
        found = self.modules.find(dotted, module.file.source.root if module.file else root)
        if found is not None:
            return module_target(found)
        if not self.modules.is_namespace(dotted):
            return None
        return Target("module", module=self.modules.real(dotted))

    def taken_early(self, file: File, statement: Import) -> Target | None:
        """The module below it that a package takes from itself before it binds the name to something else."""
        name, place = statement.name, (statement.line, statement.column)
        if name is None or name == "*" or statement.scope or statement.tags & (LAZY | TYPING):
            return None
        others = [s for s in self.names(file).get(0, name) if s is not statement]
        if any((other.line, other.column) < place or other.tags & LAZY for other in others):
            return None
        return self.submodule(module_target(file), name, file.source.root)

    # ------------------------------------------------------------------------------------- stars

    def _star_targets(self, file: File) -> tuple[Target, ...]:
        """The modules of which a module imports everything, in source order."""
        found = self._stars.get(file)
        if found is None:
            stars = (s for s in file.facts.imports if s.name == "*" and s.scope == 0)
            found = self._stars[file] = tuple(self.imported(file, s) for s in stars)
        return found

    def starred(self, file: File, name: str) -> tuple[Step | None, Target | None]:
        """What star imports surely bring a module under a name, and what they bring it perhaps.

        The last star wins, and each module is looked into once, so cycles do no harm. A submodule
        that is not exported comes along if it is loaded; UNDECIDED if a star cannot be looked into.
        """
        stack = list(self._star_targets(file))
        if not stack:
            return None, None
        visited = {file}
        blocked = False
        loaded: Target | None = None
        while stack:
            target = stack.pop()
            source = target.file
            if source is None:
                blocked |= target.kind != "module"
                continue
            if source in visited:
                continue
            visited.add(source)
            facts = source.facts
            blocked |= facts.problem is not None or facts.dynamic or facts.open_exports
            exported = facts.exports is not None and name in facts.exports
            hidden = name.startswith("_") or (facts.exports is not None and not facts.open_exports)
            if hidden and not exported:
                continue
            own = self.names(source).get(0, name)
            if own and not is_declared(own[0]):
                return Bound(source, own), None
            below = self.submodule(target, name, None)
            if below is not None and exported:
                return below, None
            blocked |= exported or bool(own)
            loaded = loaded or below
            stack += self._star_targets(source)
        return None, loaded or (UNDECIDED if blocked else None)

    def starred_names(self, file: File) -> Iterator[str]:
        """The names that star imports bring a module, some of them twice."""
        stack = list(self._star_targets(file))
        visited = {file}
        while stack:
            source = stack.pop().file
            if source is None or source in visited:
                continue
            visited.add(source)
            if source.facts.exports is not None:
                yield from source.facts.exports
            else:
                yield from (name for name in self.names(source).module if not name.startswith("_"))
                stack += self._star_targets(source)


def _gets_nothing(file: File) -> bool:
    return False


def left(statements: Sequence[Statement], without: Collection[int]) -> Sequence[Statement]:
    """The statements that count: all but those with the given ids."""
    if not without:
        return statements
    return tuple(statement for statement in statements if id(statement) not in without)

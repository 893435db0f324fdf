"""The names of a project as griffe sees them: made of texts, and with griffe's own rules of what is public.

`griffe.load_git` makes a work tree, which runs the filters and hooks of the repository and writes to it;
`griffe.load` asks git about it too. So griffe is given the texts that were analysed, one by one: it asks
neither git nor the disk, and imports nothing.
"""

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import griffe

from ssot_lint.model import File

# It warns of what it cannot resolve, on stderr; that is told here where it matters.
logging.getLogger("griffe").addHandler(logging.NullHandler())

_NOWHERE = Path("/nonexistent")  # where griffe may look for more modules
_DOTTED = re.compile(r"[\w.]+\.(?=\w)")

_Object = griffe.Object | griffe.Alias


class Change(NamedTuple):
    """What griffe finds broken: `kind` in words with dashes, `detail` what it is now and was.

    `origin` is the symbol that a name is inherited or imported from, "" where it is none.
    """

    symbol: str
    kind: str
    detail: str
    path: str
    line: int
    origin: str = ""


class Names:
    """The modules of one revision. `failed` are those that griffe cannot read, by name, and why."""

    def __init__(self, modules: Sequence[File], texts: Mapping[str, str | None]) -> None:
        self.failed: dict[str, str] = {}
        self._loader = griffe.GriffeLoader(allow_inspection=False, search_paths=[_NOWHERE])
        self._modules: dict[str, griffe.Module] = {}
        # a package comes before what is in it, a source before its stub, which griffe merges into it
        for file in sorted(modules, key=lambda file: (file.module or "", file.source.is_stub)):
            self._add(file, texts.get(file.path))

    def _add(self, file: File, text: str | None) -> None:
        assert file.module is not None, "what has no module has no public names"
        path = Path(file.path)
        try:
            if text is None or file.facts.problem is not None:
                raise ValueError(file.facts.problem.message if file.facts.problem else "it has changed")
            made = griffe.visit(
                file.module.rpartition(".")[2],
                filepath=path,
                code=text,
                parent=self._parent(file.module),
                extensions=self._loader.extensions,
                modules_collection=self._loader.modules_collection,
                lines_collection=self._loader.lines_collection,
            )
        except Exception as error:  # whatever it stumbles over, the other modules go on
            self.failed[file.module] = f"{file.path}: {' '.join(str(error).split()) or type(error).__name__}"
            made = self._empty(file.module.rpartition(".")[2], path)
        self._place(file.module, made)

    def _parent(self, module: str) -> griffe.Module | None:
        """The package of a module; one without a file of its own is made up."""
        name = module.rpartition(".")[0]
        if name and name not in self._modules:
            self._place(
                name, self._empty(name.rpartition(".")[2], Path(name.replace(".", "/"), "__init__.py"))
            )
        return self._modules.get(name)

    def _empty(self, name: str, path: Path) -> griffe.Module:
        return griffe.Module(
            name,
            filepath=path,
            modules_collection=self._loader.modules_collection,
            lines_collection=self._loader.lines_collection,
        )

    def _place(self, module: str, made: griffe.Module) -> None:
        parent = self._parent(module)
        if parent is None:
            self._loader.modules_collection.set_member(module, made)
        else:
            parent.set_member(made.name, made)
        self._modules.setdefault(module, made)

    def forget(self, modules: Mapping[str, str]) -> None:
        """Take all names out of modules that cannot be compared, but for the modules in them."""
        for name in modules:
            module = self._modules.get(name)
            for member, what in list(module.members.items()) if module else ():
                if what.is_alias or not what.is_module:
                    assert module is not None, "it has members"
                    module.del_member(member)

    def link(self) -> None:
        """Follow the imports, as griffe does when it has loaded a package."""
        for module in list(self._loader.modules_collection.members.values()):
            self._loader.expand_exports(module)
            self._loader.expand_wildcards(module, external=False)
            self._loader.extensions.call("on_package", pkg=module, loader=self._loader)
        self._loader.resolve_aliases(implicit=True, external=False)
        for module in list(self._modules.values()):
            _drop_unknown(module)

    def package(self, name: str) -> griffe.Module | None:
        """A top-level package or module."""
        return self._modules.get(name)

    def public(self, package: str) -> Iterator[tuple[str, griffe.Object]]:
        """The public names that a package defines itself, members of classes included, and what they are."""
        module = self._modules.get(package)
        if module is not None:
            yield from _public(module)

    def find(self, path: str) -> griffe.Object | None:
        """What a dotted path leads to, None where it leads nowhere."""
        try:
            found: _Object = self._loader.modules_collection[path]
            return found.final_target if isinstance(found, griffe.Alias) else found
        except (KeyError, griffe.GriffeError):
            return None


def _drop_unknown(owner: griffe.Object) -> None:
    """Take out what classes import from elsewhere: griffe gives up where it is inherited.

    What modules import stays, for annotations are read by it.
    """
    for name, member in list(owner.members.items()):
        if isinstance(member, griffe.Alias) and not owner.is_class:
            continue
        if isinstance(member, griffe.Alias):
            try:
                member.final_target  # noqa: B018 - whether it is known is the question
            except griffe.GriffeError:
                owner.del_member(name)
        elif member.is_class:
            _drop_unknown(member)


def _public(owner: griffe.Object) -> Iterator[tuple[str, griffe.Object]]:
    for member in owner.members.values():
        if isinstance(member, griffe.Alias) or not member.is_public:
            continue
        yield _symbol(member), member
        if member.is_module or member.is_class:
            yield from _public(member)


def changes(old: Names, new: Names, package: str) -> Iterator[Change]:
    """What is broken of a package that both have, as griffe has it, and changed return annotations."""
    before, after = old.package(package), new.package(package)
    if before is None or after is None:
        return
    for breakage in griffe.find_breaking_changes(before, after):
        yield _change(breakage)
    for symbol, was in old.public(package):
        now = new.find(was.path)
        if not isinstance(was, griffe.Function) or not isinstance(now, griffe.Function):
            continue
        # griffe tells only of one that is gone
        if was.returns and now.returns and _meaning(was.returns) != _meaning(now.returns):
            detail = f"the return annotation is {now.returns}, was {was.returns}"
            yield Change(symbol, "return-annotation-changed", detail, str(now.filepath), now.lineno or 1)


def _change(breakage: griffe.Breakage) -> Change:
    thing: _Object = breakage.obj
    kind = _KINDS.get(breakage.kind.name, breakage.kind.name.lower().replace("_", "-"))
    origin = ""
    if isinstance(thing, griffe.Alias):
        origin = thing.target_path
        holder = thing.parent
        path, line = str(holder.filepath) if holder else "", thing.alias_lineno
    else:
        path, line = str(thing.filepath), thing.lineno
    return Change(_symbol(thing), kind, _detail(breakage), path, line or 1, origin)


_KINDS = {
    "OBJECT_REMOVED": "removed",
    "OBJECT_CHANGED_KIND": "kind-changed",
    "RETURN_CHANGED_TYPE": "return-annotation-removed",
}


def _detail(breakage: griffe.Breakage) -> str:
    was, now = breakage.old_value, breakage.new_value
    name = getattr(was if was is not None else now, "name", "")
    match breakage.kind.name:
        case "PARAMETER_MOVED":
            return f"the parameter {name!r} has another position"
        case "PARAMETER_REMOVED":
            return f"the parameter {name!r} was removed"
        case "PARAMETER_CHANGED_KIND":
            return f"the parameter {name!r} is {now.kind.value}, was {was.kind.value}"
        case "PARAMETER_CHANGED_DEFAULT":
            return f"the default of {name!r} is {now.default}, was {was.default}"
        case "PARAMETER_CHANGED_REQUIRED":
            return f"the parameter {name!r} is required now"
        case "PARAMETER_ADDED_REQUIRED":
            return f"the parameter {name!r} is new and required"
        case "RETURN_CHANGED_TYPE":
            return f"the return annotation {was} was removed"
        case "OBJECT_REMOVED":
            return "it was removed"
        case "OBJECT_CHANGED_KIND":
            return f"it is {_a(now.value)}, was {_a(was.value)}"
        case "CLASS_REMOVED_BASE":
            return f"its bases are ({_listed(now)}), were ({_listed(was)})"
        case _:
            return breakage.kind.value.lower()


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def _listed(expressions: Sequence[object]) -> str:
    return ", ".join(map(str, expressions))


def _meaning(annotation: str | griffe.Expr) -> str:
    """An annotation told so that other spellings of it are equal, and no moved name differs."""
    try:
        text = str(annotation.modernize() if isinstance(annotation, griffe.Expr) else annotation)
    except Exception:  # where griffe cannot rewrite it, it is compared as it stands
        text = str(annotation)
    text = _DOTTED.sub("", re.sub(r"[\s'\"]", "", text))
    return "|".join(sorted(text.split("|"))) if "[" not in text else text


def _symbol(thing: _Object) -> str:
    """`package.module:Name` of an object or, of what is inherited or imported, of the place that has it."""
    if not isinstance(thing, griffe.Alias) and thing.is_module:
        return thing.path
    holder = thing.parent if isinstance(thing, griffe.Alias) else thing
    home = holder.module.path if holder is not None else ""
    return f"{home}:{thing.path.removeprefix(f'{home}.')}" if home else thing.path

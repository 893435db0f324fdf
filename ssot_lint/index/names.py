"""What a name leads to, and an import with what it leads to."""

from typing import Literal

import msgspec

from ssot_lint.model import Definition, File, Import, Source

TargetKind = Literal["module", "definition", "binding", "external", "undecided", "missing"]


class Target(msgspec.Struct, frozen=True, gc=False):
    """What a dotted name leads to.

    `kind` is one of

    - `module`: a first-party module; `file` is it, None for a folder without `__init__`.
    - `definition`: a class or function; `file` and `definition` are its home.
    - `binding`: another name that a statement of a first-party module or class binds; `file` is
      where, `name` the qualified name.
    - `external`: a name outside the project, or a builtin; `external` is its dotted name.
    - `undecided`: it cannot be known (an unparsable module, a dynamic one, a star import from outside
      the project, a local variable, an attribute of an instance).
    - `missing`: it certainly does not exist. `module` is the module that lacks `name`, and `file`
      its file; where a module itself is missing, `module` is that module, and there is no `file`;
      `module` is "" for a relative import with more dots than there are packages.

    `module` is the dotted module name of the home, "" where no import can reach it; `name` is the
    qualified name inside it, "" for the module itself.
    """

    kind: TargetKind
    module: str = ""
    name: str = ""
    file: File | None = None
    definition: Definition | None = None
    external: str = ""

    @property
    def symbol(self) -> str:
        """`pkg.mod:Name.attr`, `pkg.mod` for a module, a dotted external name, "" if undecided.

        The path stands for the module of a file that no import can reach.
        """
        if self.kind == "external":
            return self.external
        home = self.module or (self.file.path if self.file else "")
        return f"{home}:{self.name}" if self.name else home


UNDECIDED = Target("undecided")


class Edge(msgspec.Struct, frozen=True, gc=False):
    """One imported name, linked.

    `module` is the absolute dotted name that the statement names, "" where its dots lead above the
    top-level package or the importer is in no package. `loaded` is the deepest module that the
    statement loads: `module`, or `module.name` where the name is a submodule; `file` is that
    module's file if it is first-party. `origin` is what the imported name is: for `import m` and
    for a star the module, as for a name in a `fromlist` that the module lacks: `__import__` leaves it
    out in silence. A re-export that is itself broken is undecided: only the import that
    names the missing thing says `missing`.
    """

    importer: File
    statement: Import
    module: str
    loaded: str
    file: File | None
    origin: Target


def is_in(file: File, package: Source) -> bool:
    """Whether a module is a package or lies in it."""
    return f"{file.module}.".startswith(f"{package.module}.")


def import_keys(source: Source) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What files have in common in which equal imports mean the same: absolute ones, and relative ones."""
    folder = source.path.rpartition("/")[0]
    package = source.module or ""
    if source.module is None:
        package = "."  # it is in none
    elif not source.is_package:
        package = package.rpartition(".")[0]
    return (source.root,), (source.root, folder, package)


def module_target(file: File) -> Target:
    """A file as a target."""
    return Target("module", module=file.module or "", file=file)


def definition_target(file: File, definition: Definition) -> Target:
    """A class or function as a target."""
    return Target(
        "definition",
        module=file.module or "",
        name=definition.qualified_name,
        file=file,
        definition=definition,
    )


def binding_target(file: File, scope: int, name: str) -> Target:
    """A name bound in a scope of a file as a target."""
    outer = file.facts.scopes[scope].qualified_name if scope else ""
    return Target("binding", module=file.module or "", name=f"{outer}.{name}" if outer else name, file=file)

"""The module table: which file, or which folder without `__init__`, a dotted name stands for."""

import sys
from collections.abc import Iterable, Iterator, Mapping

from ssot_lint.model import File, Source

_STDLIB = sys.stdlib_module_names


class Modules:
    """Dotted names of all import roots, seen from the root of whoever imports.

    A root is given by its path from the project's root; None stands for no importer in particular.
    The importer's own root comes first, then the roots around it and its `src`, then the others by
    name. In one folder `x/__init__.py` is before `x.py`, and a stub counts where neither exists.
    A file below another root is also known by its path (`src.pkg.mod`), after all proper names.
    A name of the standard library is the project's only for importers in the same root.
    `unanalysed` are the names of modules that exist and are not among the files, each for all
    beneath it. `declared` roots are on the path of every importer. `linked` are names that are
    symbolic links, each with the name by which what it leads to is among the files.
    """

    def __init__(
        self,
        files: Iterable[File],
        unanalysed: frozenset[str] = frozenset(),
        declared: frozenset[str] = frozenset(),
        linked: Mapping[str, str] | None = None,
    ) -> None:
        self._homes: dict[str, tuple[File, ...]] = {}
        self._stubs: dict[tuple[str, str], File] = {}
        self._by_path: dict[str, File] = {}
        self._rooted_packages: set[str] = set()  # roots that are themselves a package
        for file in files:
            self._add(file)
        self._linked = linked or {}
        self._namespaces = _parents((*self._homes, *self._linked)) - self._homes.keys() - self._linked.keys()
        self._path_namespaces = _parents(self._by_path) - self._by_path.keys()
        self._tops = {name for name in (*self._homes, *self._namespaces) if "." not in name}
        self._unanalysed = unanalysed
        self._above_unanalysed = _parents(unanalysed)
        self._declared = declared

    def _add(self, file: File) -> None:
        source = file.source
        name = source.module
        if source.path.rpartition("/")[0] == ("" if source.root == "." else source.root) and (
            source.path.rpartition("/")[2].startswith("__init__.")
        ):
            self._rooted_packages.add(source.root)
        if source.root != ".":
            by_path = _path_name(source)
            if by_path is not None and by_path != name:
                self._by_path[by_path] = _better(self._by_path.get(by_path), file)
        if name is None:
            return
        if source.is_stub:
            key = (source.root, name)
            self._stubs[key] = _better(self._stubs.get(key), file)
        homes = self._homes.get(name)
        if homes is None:
            self._homes[name] = (file,)
            return
        known = next((home for home in homes if home.source.root == source.root), None)
        others = tuple(home for home in homes if home is not known)
        self._homes[name] = tuple(sorted((*others, _better(known, file)), key=_root))

    # --------------------------------------------------------------------------------- questions

    def find(self, name: str, root: str | None) -> File | None:
        """The file of a module, as an importer in `root` sees it; None also for a namespace."""
        homes = self._homes.get(name)
        if homes is None and self._linked:
            homes = self._homes.get(self.real(name))
        standard = name.partition(".")[0] in _STDLIB
        if standard and root is not None and homes is not None:
            homes = tuple(home for home in homes if home.source.root == root)
        if not homes:
            return None if standard else self._by_path.get(name)
        if len(homes) == 1 or root is None:
            return homes[0]
        return min(homes, key=lambda home: (_distance(home.source.root, root), home.source.root))

    def real(self, name: str) -> str:
        """The name by which a module is among the files, the symbolic links on the way to it followed."""
        if not self._linked:
            return name
        known = ""
        for part in name.split("."):
            known = f"{known}.{part}" if known else part
            known = self._linked.get(known, known)
        return known

    def by_path(self, name: str) -> File | None:
        """The file below another root that has a name by its path from the project's root."""
        return self._by_path.get(name)

    def homes(self, name: str) -> tuple[File, ...]:
        """The files of a module, one for each root that has it."""
        return self._homes.get(name, ())

    def stub(self, file: File) -> File | None:
        """The `.pyi` that adds names to a module."""
        source = file.source
        found = self._stubs.get((source.root, source.module or ""))
        return None if found is file else found

    def is_namespace(self, name: str) -> bool:
        """Whether a name is that of folders without `__init__` that hold modules."""
        if name in self._namespaces:
            return name not in _STDLIB
        real = self.real(name)
        if real != name:
            return real in self._namespaces
        return name in self._path_namespaces and name.partition(".")[0] in self._tops

    def is_unanalysed(self, name: str) -> bool:
        """Whether a module exists that is not among the files."""
        return name in self._unanalysed

    def holds_unanalysed(self, name: str) -> bool:
        """Whether there is a module below a name that is not among the files."""
        return name in self._above_unanalysed

    def is_first_party(self, name: str, root: str | None) -> bool:
        """Whether a name, or a package above it, is in the project."""
        top = name.partition(".")[0]
        return (
            self.find(top, root) is not None
            or self.is_namespace(top)
            or (top not in _STDLIB and (top in self._unanalysed or top in self._above_unanalysed))
            or self.find(name, root) is not None
        )

    def above(self, name: str, root: str | None) -> Iterator[File]:
        """The packages above a module, whose `__init__` runs before it, the outermost first."""
        for end, character in enumerate(name):
            package = self.find(name[:end], root) if character == "." else None
            if package is not None:
                yield package

    def names(self) -> list[str]:
        """All dotted names, namespaces included, sorted."""
        return sorted({*self._homes, *self._namespaces})

    def is_certain(self, file: File, root: str | None) -> bool:
        """Whether an importer in `root` that names this module can mean no other.

        A module of the standard library may stand before it, and a root that is neither the
        importer's nor around it (the data of some test, say) need not be on the importer's path.
        """
        if (file.module or "").partition(".")[0] in _STDLIB:
            return False
        home = file.source.root
        return root is None or home in self._declared or _distance(home, root) < 2

    def absolute(self, source: Source, module: str, level: int) -> str | None:
        """The dotted name that a statement names.

        "" where its dots lead above the top-level package, None where the package is unknown.
        """
        if not level:
            return module
        # nearly always a package above the file by its own name
        base = source.module or ""
        for _ in range(level - source.is_package):
            base = base.rpartition(".")[0]
        if base:
            return f"{base}.{module}" if module else base
        for package in _packages(source):
            above = package[: max(len(package) - level + 1, 0)]
            if above:
                return ".".join((*above, module)) if module else ".".join(above)
        if source.module is None or source.root in self._rooted_packages:
            return None
        return ""


def _parents(names: Iterable[str]) -> set[str]:
    """Every package above any of the names."""
    found: set[str] = set()
    for name in names:
        while "." in name:
            name = name.rpartition(".")[0]
            if name in found:
                break
            found.add(name)
    return found


def _better(known: File | None, other: File) -> File:
    """The file that Python would take for a name: sources before stubs, packages before modules."""
    if known is None:
        return other
    a, b = known.source, other.source
    return other if (b.is_stub, not b.is_package, b.path) < (a.is_stub, not a.is_package, a.path) else known


def _path_name(source: Source) -> str | None:
    """The dotted name that a file has by its path from the project's root, if it can have one."""
    parts = source.path.rpartition(".")[0].split("/")
    if parts[-1] == "__init__":
        parts.pop()
    return ".".join(parts) if parts and all(map(str.isidentifier, parts)) else None


def _packages(source: Source) -> Iterator[list[str]]:
    """The package that a file is in: by its name or else its folder, and then as the project sees it."""
    if source.module is not None:
        parts = source.module.split(".")
        yield parts if source.is_package else parts[:-1]
    roots = ("",) if source.root == "." else (source.root + "/", "")
    for root in roots if source.module is None else roots[1:]:
        folders = source.path.removeprefix(root).split("/")[:-1]
        if all(map(str.isidentifier, folders)):
            yield folders


def _root(file: File) -> str:
    return file.source.root


def _distance(home: str, root: str) -> int:
    """0 for the same root, 1 for one around it or its `src`, 2 for any other."""
    if home == root:
        return 0
    inner = "src" if root == "." else f"{root}/src"
    return 1 if home in (".", inner) or root.startswith(home + "/") else 2

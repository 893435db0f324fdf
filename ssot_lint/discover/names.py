"""Under which name an import statement reaches a file."""

import posixpath
from collections.abc import Iterable, Mapping

import msgspec

_PACKAGE_FILES = ("__init__.py", "__init__.pyi")


class Name(msgspec.Struct, frozen=True):
    """A file's import root (`.`, `src`), its dotted name there, None where no import reaches it."""

    root: str
    module: str | None
    is_package: bool = False


class Namer:
    """Names files under the deepest import root that contains them.

    `roots` maps the folder of each root, relative to the project's, to the package that it is
    installed as, "" for none.
    """

    def __init__(self, roots: Mapping[str, str]) -> None:
        self._roots = {_folder(path): package for path, package in roots.items()}
        self._known: dict[str, tuple[str, str | None]] = {}

    def file(self, path: str) -> Name:
        """The name of a file; an extension module's ends at the first dot (`x.abi3.so` is `x`)."""
        directory, _, name = path.rpartition("/")
        stem = name.rpartition(".")[0] if name.endswith((".py", ".pyi")) else name.partition(".")[0]
        root, package = self._directory(directory)
        if stem == "__init__":
            return Name(root, package or None, is_package=True)
        if package is None or not stem.isidentifier():
            return Name(root, None)
        return Name(root, f"{package}.{stem}" if package else stem)

    def directory(self, path: str) -> str | None:
        """The dotted name of a folder, "" for an import root, None where no import reaches it."""
        return self._directory(path)[1]

    def _directory(self, directory: str) -> tuple[str, str | None]:
        if directory not in self._known:
            self._known[directory] = self._find(directory)
        return self._known[directory]

    def _find(self, directory: str) -> tuple[str, str | None]:
        below: list[str] = []
        root = directory
        while root and root not in self._roots:
            root, _, segment = root.rpartition("/")
            below.append(segment)
        package = self._roots.get(root)
        if package is None or not all(segment.isidentifier() for segment in below):
            return root or ".", None
        return root or ".", ".".join(filter(None, (package, *reversed(below))))


def default_roots(files: Iterable[str]) -> dict[str, str]:
    """The import roots where a policy names none: the project, nested projects, and their `src`.

    A folder that is itself a package is none: what lies in it is imported through it.
    """
    projects = {""}
    packages = set()
    for path in files:
        directory, _, name = path.rpartition("/")
        if name == "pyproject.toml":
            projects.add(directory)
        elif name in _PACKAGE_FILES:
            packages.add(directory)
    sources = {posixpath.join(project, "src") for project in projects}
    return dict.fromkeys(sorted({""} | (projects | sources) - packages), "")


def _folder(path: str) -> str:
    normal = posixpath.normpath(path).strip("/")
    return "" if normal == "." else normal

"""A module that another of its name hides. The specification is README.md, beside this file."""

from collections.abc import Iterable, Iterator

from ssot_lint.api import REFERENCE, Edge, File, Finding, Index, Place, Related, check


@check(code="SST107", severity="error", scope="project")
def shadowed_module(index: Index) -> Iterator[Finding]:
    """A module beside a folder of its name, so that one of the two is never imported."""
    folders = _folders(index.files)
    for file in index.files:
        folder = file.path.removesuffix(".py")
        if folder not in folders or not folder.rpartition("/")[2].isidentifier():
            continue
        package = index.file(f"{folder}/__init__.py")
        if package is None:
            yield from _hidden_folder(index, file, f"{folder}/")
        elif not _starts(index, file, package):
            yield _finding(
                file,
                package,
                f"{package.path} is imported in place of {file.path}; merge them, or rename one",
            )


def _folders(files: Iterable[File]) -> set[str]:
    """Every folder with a source in it, or below it."""
    found: set[str] = set()
    for file in files:
        folder = file.path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def _starts(index: Index, file: File, package: File) -> bool:
    """Whether a file at the top of an import root, a script perhaps, uses the package of its name."""
    if "." in (file.module or "."):
        return False
    name = package.module or ""
    edges = [edge for edge in index.edges(file) if not edge.statement.tags & REFERENCE]
    return any(edge.loaded == name or edge.loaded.startswith(f"{name}.") for edge in edges)


def _hidden_folder(index: Index, winner: File, folder: str) -> Iterator[Finding]:
    """The first module of a folder without `__init__.py`, if anything takes the folder for a package."""
    name = winner.module
    if name is None or index.is_unanalysed(name) or "__path__" in index.names_of(winner):
        return
    inside = [
        file
        for file in index.files
        if file.path.startswith(folder)
        and (file.module or "").startswith(f"{name}.")
        and file.source.root == winner.source.root
        and not file.source.is_stub
    ]
    if not inside:
        return
    asking = next(
        (edge for file in index.files for edge in index.edges(file) if _asks(edge, name, inside)), None
    )
    if asking is not None:
        message = f"{inside[0].module} cannot be imported: {name} is {winner.path}, not the folder {folder}"
        message += "; move one of them, or make a package of both"
        place = index.place(asking.importer, asking.statement.span, asking.statement.scope)
        yield _finding(inside[0], winner, message, Related(place, "taken for a package here"))


def _asks(edge: Edge, name: str, inside: list[File]) -> bool:
    """Whether an import needs the folder to be the package `name`."""
    statement = edge.statement
    if statement.tags & REFERENCE:
        return False
    if not statement.level or edge.importer not in inside:
        return edge.file in inside
    package = edge.module.removesuffix(statement.module).rstrip(".")
    return not package.startswith(f"{name}.")


def _finding(loser: File, winner: File, message: str, *related: Related) -> Finding:
    there = Place(winner.path, symbol=winner.module or winner.path)
    return Finding(
        place=Place(loser.path, symbol=loser.module or loser.path),
        message=message,
        subject=loser.path,
        hint="keep one module of a name",
        related=(Related(there, "what is imported"), *related),
    )

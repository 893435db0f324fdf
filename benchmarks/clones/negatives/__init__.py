"""What looks alike and is no copy: cases of each kind, put into files of a tree.

Each kind is a function from chance to the sources of a case: no two of them do the same work, they only have
the form in common that a framework, an interface or plain data gives them.
"""

from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from random import Random

import msgspec

from benchmarks.clones import words
from benchmarks.clones.negatives import data, forms
from benchmarks.clones.negatives.case import Case, twice
from benchmarks.clones.tools import Stretch

EACH = 4

KINDS: dict[str, Callable[[Random], Case]] = {
    "tables of data": twice(data.table),
    "locale formats": data.formats,
    "migrations": data.migrations,
    "argparse blocks": twice(data.arguments),
    "`__all__`": twice(data.exported),
    "signatures and decorators": forms.signatures,
    "one-line delegators": forms.delegators,
    "attribute assignments": twice(data.assignments),
    "overrides of one method": forms.overrides,
    "dataclass-like fields": twice(data.fields),
    "protocols and ABCs": forms.interfaces,
    "re-export shims": forms.shims,
    "empty bodies": twice(forms.empty),
}


class Negative(msgspec.Struct, frozen=True):
    """A case: the files in which nothing is to be found."""

    kind: str
    places: tuple[Stretch, ...]


def plant(sources: dict[str, str], dice: Random, each: int = EACH) -> Iterator[Negative]:
    """Add cases of each kind to the sources of a tree, in packages of it; each case is in one project."""
    packages = sorted(PurePosixPath(path).parent for path in sources if path.endswith("/__init__.py"))
    deep = [package for package in packages if len(package.parts) > 1]
    for kind, make in KINDS.items():
        for _ in range(each):
            places = []
            first = dice.choice(deep)
            near = [package for package in deep if package.parts[0] == first.parts[0]]
            for number, (name, source) in enumerate(make(dice)):
                package = first if number == 0 else dice.choice(near)
                path = _free(package, name, sources, dice)
                if number == 0:
                    home = path.with_suffix("").as_posix().replace("/", ".")
                sources[path.as_posix()] = source.replace("{home}", home)
                places.append(Stretch(path.as_posix(), 1, source.count("\n")))
            yield Negative(kind, tuple(places))


def _free(package: PurePosixPath, name: str, sources: dict[str, str], dice: Random) -> PurePosixPath:
    """A path in a package that no file has yet, by the name if there is one."""
    taken = {PurePosixPath(path).stem for path in sources if PurePosixPath(path).parent == package}
    path = package / (name or f"{words.module(dice, taken)}.py")
    while path.as_posix() in sources:
        path = path.with_name(f"{words.module(dice)}_{path.name}")
    return path

"""Finds the calls that might not be bound, by names and counts alone: few are left to be looked at.

A call is in doubt unless every function that has the name it calls would take it, and every class
by the `__init__` in its body. So most names need not be resolved.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from ssot_lint.index.aliases import Aliases
from ssot_lint.index.signatures.constructors import ANY_POSITIONAL, takes_anything
from ssot_lint.index.signatures.parameters import ANYTHING, Signature, fits, signature_of
from ssot_lint.model import (
    CALL_WIDTH,
    EXPECTED_TO_FAIL,
    STAR_ARGS,
    STAR_KWARGS,
    SUPER,
    Call,
    Definition,
    File,
)

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Numbers = NDArray[numpy.int64]

FEW = 5000  # calls

_STARS = STAR_ARGS | STAR_KWARGS
_INSTANCES = ("self", SUPER)
_OWN = ("cls", *_INSTANCES)
_NAME, _BOUND, _FLAGS, _POSITIONAL, _KEYWORDS = 0, 2, 3, 4, 5


class _Form(NamedTuple):
    """A way to call: how much is given by position, the names that are given, and stars."""

    positional: int
    keywords: tuple[str, ...]
    stars: int


def doubtful(
    files: Sequence[File], aliases: Aliases, packages: frozenset[str]
) -> Iterator[tuple[File, Call]]:
    """The calls that some definition of the name they call would not take, those left out that are to fail.

    By path, then in source order. `packages` are the top-level names of the project's modules.
    """
    size = sum(len(file.facts.calls) for file in files) // (4 * CALL_WIDTH)
    return _one_by_one(files, aliases) if size < FEW else _by_columns(files, aliases, packages)


def _one_by_one(files: Sequence[File], aliases: Aliases) -> Iterator[tuple[File, Call]]:
    """The same for few calls, where it takes longer to load numpy than to look at each of them."""
    calls = [(file, call) for file in files for call in file.facts.iter_calls()]
    judge = _Judge(files, aliases, [call.callee for _, call in calls])
    for file, call in calls:
        form = _Form(call.positional, call.keywords, call.flags & _STARS)
        is_meant = not call.flags & EXPECTED_TO_FAIL
        if is_meant and judge.knows(call.callee) and judge.doubts(call.callee, form):
            yield file, call


def _by_columns(
    files: Sequence[File], aliases: Aliases, packages: frozenset[str]
) -> Iterator[tuple[File, Call]]:
    """The same for many, by columns; names that lead to no definition are left out here already."""
    import numpy as np

    blocks = [file.facts.calls for file in files]
    counts = [len(block) // (4 * CALL_WIDTH) for block in blocks]
    cells = np.frombuffer(b"".join(blocks), "<i4").reshape(-1, CALL_WIDTH).astype(np.int64)
    starts = np.cumsum([0, *counts])
    owners = np.repeat(np.arange(len(files)), counts)
    tables = np.repeat(np.cumsum([0, *(len(file.facts.strings) for file in files)])[:-1], counts)
    strings = [string for file in files for string in file.facts.strings]
    names, callees = _numbered(tables + cells[:, _NAME], strings)
    words, keywords = _numbered(tables + cells[:, _KEYWORDS], strings)

    judge = _Judge(files, aliases, callees)
    known = np.fromiter(map(judge.knows, callees), bool, len(callees))
    kept = np.flatnonzero(((cells[:, _FLAGS] & EXPECTED_TO_FAIL) == 0) & known[names])
    kept = kept[_in_sight(files, packages, callees, owners[kept], cells[kept, _BOUND], names[kept])]
    # one number for each form: the parts are far smaller than the room that each is given
    forms = names[kept] << 36 | words[kept] << 16 | np.minimum(cells[kept, _POSITIONAL], 0xFFF) << 4
    forms |= (cells[kept, _FLAGS] & _STARS) >> 3
    split = [tuple(filter(None, text.split(","))) for text in keywords]

    def is_doubtful(form: int) -> bool:
        parts = _Form(form >> 4 & 0xFFF, split[form >> 16 & 0xFFFFF], (form & 0xF) << 3)
        return judge.doubts(callees[form >> 36], parts)

    rows = kept[_where(forms, is_doubtful)]
    for owner, row in zip(owners[rows].tolist(), (rows - starts[owners[rows]]).tolist(), strict=True):
        yield files[owner], files[owner].facts.call(row)


def _numbered(places: "Numbers", strings: Sequence[str]) -> "tuple[Numbers, list[str]]":
    """Places in all tables of strings laid end to end, as numbers of different strings; and those."""
    import numpy as np

    distinct, rows = np.unique(places, return_inverse=True)
    numbers: dict[str, int] = {}
    numbered = [numbers.setdefault(strings[place], len(numbers)) for place in distinct.tolist()]
    return np.array(numbered, np.int64)[rows.reshape(-1)], list(numbers)


def _where(values: "Numbers", test: Callable[[int], bool]) -> "NDArray[numpy.bool_]":
    """Where a test holds, which is made once for each value."""
    import numpy as np

    distinct, rows = np.unique(values, return_inverse=True)
    return np.fromiter(map(test, distinct.tolist()), bool, len(distinct))[rows.reshape(-1)]


def _in_sight(
    files: Sequence[File],
    packages: frozenset[str],
    callees: Sequence[str],
    owners: "Numbers",
    bounds: "Numbers",
    names: "Numbers",
) -> "NDArray[numpy.bool_]":
    """Whether the first segment of a call's name may lead to a definition, by the scope that binds it.

    What a function binds by neither import nor definition nor alias does not, but for `self` and `cls`, nor
    what comes from outside or is a value; what nothing binds does where there is a star import.
    """
    import numpy as np

    numbers: dict[str, int] = {}
    firsts = [numbers.setdefault(callee.partition(".")[0], len(numbers)) for callee in callees]
    first = np.array(firsts, np.int64)[names]
    own = np.array([name in _OWN for name in numbers], bool)[first]
    stars = np.array([any(i.name == "*" and not i.scope for i in f.facts.imports) for f in files], bool)
    leading, lost = _bound_names(files, packages, numbers)
    places = owners << 44 | bounds << 24 | first
    shown: NDArray[numpy.bool_] = own | ((bounds < 0) & stars[owners])
    shown |= (bounds == 0) & ~np.isin(places, lost)
    shown |= (bounds > 0) & np.isin(places, leading)
    return shown


def _bound_names(
    files: Sequence[File], packages: frozenset[str], numbers: dict[str, int]
) -> "tuple[Numbers, Numbers]":
    """The places of names inside of functions and classes that may lead to a definition.

    And those of the names of modules that do not: they are values, or come from outside.
    """
    import numpy as np

    leading: list[int] = []
    lost: list[int] = []
    for number, file in enumerate(files):
        facts, start = file.facts, number << 44
        leading += [
            start | d.scope << 24 | numbers[d.name]
            for d in facts.definitions
            if d.scope and d.name in numbers
        ]
        for item in facts.imports:
            name = item.bound
            if name is None or name not in numbers:
                continue
            if item.level or item.module.partition(".")[0] in packages:
                if item.scope:
                    leading.append(start | item.scope << 24 | numbers[name])
            elif not item.scope:
                lost.append(start | numbers[name])
        for binding in facts.bindings:
            name = binding.name
            if name not in numbers:
                continue
            if binding.scope and binding.target:
                leading.append(start | binding.scope << 24 | numbers[name])
            elif not (binding.scope or binding.target or binding.declared):
                lost.append(start | numbers[name])
    return np.array(leading, np.int64), np.array(lost, np.int64)


_Reach = Literal["any", "method", "class method"]
_Taken = Signature | Literal["look", "unknown"]


class _Judge:
    """Compares forms of calls with all definitions of a name."""

    def __init__(self, files: Iterable[File], aliases: Aliases, callees: Iterable[str]) -> None:
        self._origins = {last: aliases.origins(last) for last in set(map(_last_of, callees))}
        wanted = set().union(*self._origins.values())
        # of what many files define alike one stands for all
        self._functions: dict[str, dict[tuple[str, _Reach], Definition]] = {}
        self._classes: dict[str, list[tuple[Definition, Definition | None]]] = {}
        self._built: dict[str, tuple[_Taken, ...]] = {}
        self._known: dict[tuple[str, str], tuple[Signature | None, ...]] = {}
        for file in files:
            self._learn(file, wanted)

    def _learn(self, file: File, wanted: set[str]) -> None:
        """Note the definitions of a file that have one of the names."""
        scopes, definitions = file.facts.scopes, file.facts.definitions
        makers: dict[int, Definition] | None = None
        for definition in definitions:
            name = definition.name
            if definition.kind == "class":
                if makers is None:
                    makers = {d.scope: d for d in reversed(definitions) if d.name in ("__init__", "__new__")}
                self._classes.setdefault(name, []).append((definition, makers.get(definition.body)))
            elif name in wanted:
                reach = _reach(definition, scopes[definition.scope].kind == "class")
                self._functions.setdefault(name, {})[definition.signature, reach] = definition

    def knows(self, callee: str) -> bool:
        """Whether a name may be that of a definition; of attributes only those of `self` are looked into."""
        first, _, rest = callee.partition(".")
        if callee.endswith(")") or (first in _OWN and "." in rest) or callee == "self":
            return False
        if callee == "cls":
            return True
        return any(
            name in self._functions or name in self._classes for name in self._origins[_last_of(callee)]
        )

    def doubts(self, callee: str, form: _Form) -> bool:
        """Whether some definition of the name would not take a call of this form."""
        if callee == "cls":
            return True
        first = callee.partition(".")[0]
        key = _last_of(callee), first if first in _OWN else ""
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = tuple(dict.fromkeys(self._signatures(*key)))
        return any(signature is None or not fits(signature, *form) for signature in found)

    def _signatures(self, name: str, own: str) -> Iterator[Signature | None]:
        """What the definitions of a name take; None for one that must be looked into."""
        for origin in self._origins[name]:
            for (_, reach), function in self._functions.get(origin, {}).items():
                signature = signature_of(function)
                is_bound = reach == "class method" or (reach == "method" and own in _INSTANCES)
                yield signature.bound if is_bound else signature
            yield from self._constructors(origin)

    def _constructors(self, name: str) -> Iterator[Signature | None]:
        """What the classes of a name take, those left out of which it cannot be known anyway."""
        for taken in self._of_classes(name):
            if taken != "unknown":
                yield None if taken == "look" else taken

    def _of_classes(self, name: str) -> tuple[_Taken, ...]:
        found = self._built.get(name)
        if found is None:
            self._built[name] = ("look",)  # a cycle
            classes = self._classes.get(name, ())
            found = self._built[name] = tuple(dict.fromkeys(self._of_class(*each) for each in classes))
        return found

    def _of_class(self, definition: Definition, maker: Definition | None) -> _Taken:
        """What one takes by its own `__init__`, or as the only base that it has does."""
        if maker is not None:
            return signature_of(maker).bound if maker.name == "__init__" else "look"
        if not definition.bases:
            is_made = any(keyword != ("metaclass", "ABCMeta") for keyword in definition.keywords)
            return "unknown" if is_made else "look"
        if len(definition.bases) > 1:
            return "look"
        above = self._of_base(_last_of(definition.bases[0]))
        return above if above == "unknown" or not definition.decorators else "look"

    def _of_base(self, name: str) -> _Taken:
        if name not in self._classes:
            return ANYTHING if name == "TypedDict" else ANY_POSITIONAL if takes_anything(name) else "look"
        found = set(self._of_classes(name))
        return found.pop() if len(found) == 1 else "look"


def _last_of(callee: str) -> str:
    return callee.rpartition(".")[2]


def _reach(definition: Definition, in_class: bool) -> _Reach:
    """Whether the first argument of a function is given where it is called through something else."""
    if not in_class or "staticmethod" in definition.decorators or definition.name == "__new__":
        return "any"
    return "class method" if "classmethod" in definition.decorators else "method"

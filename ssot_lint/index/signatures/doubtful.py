"""Finds the calls that might not be bound, by names and counts alone: few are left to be looked at.

A call is in doubt unless every function that has the name it calls would take it, and every class
by the `__init__` in its body. So most names need not be resolved.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from ssot_lint.index.aliases import Aliases
from ssot_lint.index.contents import Contents
from ssot_lint.index.signatures.judge import OWN, Form, Judge
from ssot_lint.index.signatures.own import OwnCalls
from ssot_lint.model import (
    CALL_WIDTH,
    EXPECTED_TO_FAIL,
    STAR_ARGS,
    STAR_KWARGS,
    Call,
    File,
)

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    from ssot_lint.index.search import Table

    Numbers = NDArray[numpy.int32]
    Wide = NDArray[numpy.int64]

FEW = 5000  # calls

_STARS = STAR_ARGS | STAR_KWARGS
_SCOPE, _BOUND, _FLAGS, _POSITIONAL, _KEYWORDS = range(1, 6)


def doubtful(
    files: Sequence[File],
    aliases: Aliases,
    contents: Contents,
    packages: frozenset[str],
    table: Callable[[], "Table"],
) -> Iterator[tuple[File, Call]]:
    """The calls that some definition of the name they call would not take, those left out that are to fail.

    By path, then in source order. `packages` are the top-level names of the project's modules, `table` gives
    the calls of the files.
    """
    size = sum(len(file.facts.calls) for file in files) // (4 * CALL_WIDTH)
    return (
        _one_by_one(files, aliases, contents)
        if size < FEW
        else _by_columns(files, aliases, contents, packages, table())
    )


def _one_by_one(files: Sequence[File], aliases: Aliases, contents: Contents) -> Iterator[tuple[File, Call]]:
    """The same for few calls, where it takes longer to load numpy than to look at each of them."""
    calls = [(file, call) for file in files for call in file.facts.iter_calls()]
    judge = Judge(files, aliases, [call.callee for _, call in calls])
    own = OwnCalls(judge, aliases, contents)
    for file, call in calls:
        form = Form(call.positional, call.keywords, call.flags & _STARS)
        is_meant = not call.flags & EXPECTED_TO_FAIL
        if not is_meant or not judge.knows(call.callee) or not judge.doubts(call.callee, form):
            continue
        if not own.settles(file, call.scope, call.bound, call.callee, form):
            yield file, call


def _by_columns(
    files: Sequence[File], aliases: Aliases, contents: Contents, packages: frozenset[str], table: "Table"
) -> Iterator[tuple[File, Call]]:
    """The same for many, by columns; names that lead to no definition are left out here already."""
    import numpy as np

    cells, names, texts = table.cells, table.names, table.words.texts
    distinct = np.unique(names).tolist()
    judge = Judge(files, aliases, [texts[number] for number in distinct])
    is_known = np.zeros(len(texts), dtype=bool)
    is_known[distinct] = [judge.knows(texts[number]) for number in distinct]
    kept = np.flatnonzero(is_known[names] & ((cells[:, _FLAGS] & EXPECTED_TO_FAIL) == 0))
    kept = kept[_in_sight(files, packages, texts, table.owners[kept], cells[kept, _BOUND], names[kept])]
    # one number for each form: the parts are far smaller than the room that each is given
    forms = names[kept].astype(np.int64) << 40
    forms |= table.strings(kept, _KEYWORDS).astype(np.int64) << 16
    forms |= np.minimum(cells[kept, _POSITIONAL], 0xFFF) << 4 | (cells[kept, _FLAGS] & _STARS) >> 3

    @cache
    def form_of(number: int) -> Form:
        keywords = texts[number >> 16 & 0xFFFFFF]
        names = tuple(keywords.split(",")) if keywords else ()
        return Form(number >> 4 & 0xFFF, names, (number & 0xF) << 3)

    in_doubt = _where(forms, lambda number: judge.doubts(texts[number >> 40], form_of(number)))
    rows, forms = kept[in_doubt], forms[in_doubt]
    own = OwnCalls(judge, aliases, contents)
    owners, scopes, bounds = table.owners[rows], cells[rows, _SCOPE], cells[rows, _BOUND]
    columns = (owners, rows - table.starts[owners], forms, scopes, bounds)
    for owner, row, form, scope, bound in zip(*(each.tolist() for each in columns), strict=True):
        callee = texts[form >> 40]
        if not own.settles(files[owner], scope, bound, callee, form_of(form)):
            yield files[owner], files[owner].facts.call(row)


def _where(values: "Wide", test: Callable[[int], bool]) -> "NDArray[numpy.bool_]":
    """Where a test holds, which is made once for each value."""
    import numpy as np

    distinct, rows = np.unique(values, return_inverse=True)
    return np.fromiter(map(test, distinct.tolist()), bool, len(distinct))[rows.reshape(-1)]


def _in_sight(
    files: Sequence[File],
    packages: frozenset[str],
    texts: Sequence[str],
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
    distinct = np.unique(names)
    first_of = np.zeros(len(texts), np.int64)
    first_of[distinct] = [
        numbers.setdefault(texts[number].partition(".")[0], len(numbers)) for number in distinct.tolist()
    ]
    first = first_of[names]
    own = np.array([name in OWN for name in numbers], bool)[first]
    stars = np.array([any(i.name == "*" and not i.scope for i in f.facts.imports) for f in files], bool)
    leading, lost = _bound_names(files, packages, numbers)
    places = owners.astype(np.int64) << 44 | bounds.astype(np.int64) << 24 | first
    shown: NDArray[numpy.bool_] = own | ((bounds < 0) & stars[owners])
    shown |= (bounds == 0) & ~np.isin(places, lost)
    shown |= (bounds > 0) & np.isin(places, leading)
    return shown


def _bound_names(
    files: Sequence[File], packages: frozenset[str], numbers: dict[str, int]
) -> "tuple[Wide, Wide]":
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

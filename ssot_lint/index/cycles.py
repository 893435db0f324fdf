"""Cycles of imports: which modules load each other in a ring, and which of their imports to cut."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from ssot_lint.index.bindings import Statement
from ssot_lint.index.names import Target, is_in
from ssot_lint.index.rings import DEAR, Ways, cuts, rings
from ssot_lint.index.trace import Tracer
from ssot_lint.model import DYNAMIC, LAZY, REFERENCE, RUNTIME, SCRIPT, TYPING, File, Import, Source

_SPECIAL = LAZY | TYPING | DYNAMIC | REFERENCE | SCRIPT
_NONE = -1


class Link(NamedTuple):
    """A module that loads another, and the imports by which it does, in source order."""

    importer: File
    imported: File
    imports: tuple[Import, ...]


class Rest:
    """What is left of the imports once all the links to cut are gone."""

    def __init__(self, sources: Sequence[File], rows: Sequence[set[int]]) -> None:
        self._sources = sources
        self._rows = rows  # they are cut where they are
        self._known: tuple[dict[File, int], Ways] | None = None

    def leads(self, start: File, end: File) -> bool:
        """Whether a module still loads another, through others perhaps."""
        if self._known is None:
            numbers = {file: number for number, file in enumerate(self._sources)}
            self._known = numbers, Ways(dict(enumerate(self._rows)))
        numbers, ways = self._known
        return start in numbers and bool(ways.shortest(numbers[start], numbers[end]))


class Cycle(NamedTuple):
    """A shortest ring of modules through an import that is to be cut: the first link.

    `modules` counts those that are tied together, this ring and all that are entangled with it;
    they are free once `cuts` links are gone, each of which has a cycle of its own.
    """

    links: tuple[Link, ...]
    modules: int
    cuts: int
    rest: Rest


_Answers = tuple[dict[str, int | Target], dict[tuple[str, str], int]]
"""What each module that is written leads to, dots included: its number, or a package, whose names differ;
and what a name that is imported from one leads to."""


def find_cycles(
    tracer: Tracer, sources: Sequence[File], tags: int = RUNTIME, implicit: bool = False
) -> tuple[Cycle, ...]:
    """One cycle for each import to cut, by the paths of its two modules.

    `tags` are the kinds of import that count: RUNTIME, LAZY, TYPING, DYNAMIC; what only a script runs
    never does, for no import runs it. An import leads to the deepest module that it loads. The
    packages above that one run as well, but it leads to them only with `implicit`, and only where
    the importer is outside of them. What cannot be decided leads nowhere.
    """
    graph = Graph(tracer, sources, tags, implicit)
    rows = [graph.row(file) for file in sources]
    rest = Rest(sources, rows)
    found: dict[tuple[int, int], Cycle] = {}
    for number, row in enumerate(rows):
        if number in row:
            row.remove(number)
            found[number, number] = Cycle((graph.link(number, number),), 1, 1, rest)
    for ring in rings(rows):
        inside = frozenset(ring)
        steps = {number: {n: graph.cost(number, n) for n in sorted(rows[number] & inside)} for number in ring}
        ways = Ways(steps)
        chosen = cuts(steps)
        for number, other in chosen:
            way = pairwise([number, *ways.shortest(other, number)])
            links = tuple(graph.link(a, b) for a, b in way)
            found[number, other] = Cycle(links, len(ring), len(chosen), rest)
    for number, other in found:
        rows[number].discard(other)
    return tuple(found[step] for step in sorted(found))


class Graph:
    """Leads each import to the number of the module that it loads; what is written alike once."""

    def __init__(self, tracer: Tracer, sources: Sequence[File], tags: int, implicit: bool) -> None:
        self._tracer = tracer
        self._contents = tracer.contents
        self._sources = sources
        self._numbers = {file: number for number, file in enumerate(sources)}
        self._allowed = tags
        self._refused = _SPECIAL & ~tags
        self._implicit = implicit
        self._alike: defaultdict[tuple[str, ...], _Answers] = defaultdict(lambda: ({}, {}))

    def row(self, file: File) -> set[int]:
        """The numbers of the modules that a module loads."""
        answers: set[int] = set()
        allowed, refused = self._allowed, self._refused
        absolute, relative = self._tables(file.source)
        for statement in file.facts.imports:
            tags = statement.tags
            if tags & allowed and not tags & refused:
                written = statement.module
                known = absolute
                if statement.level:
                    written = "." * statement.level + written
                    known = relative
                answer = known[0].get(written)
                if answer.__class__ is not int:
                    answer = self._answer(file.source, statement, written, known)
                answers.add(answer)
        return self._settled(file, answers)

    def link(self, number: int, other: int) -> Link:
        """A module that loads another, with the imports."""
        return Link(self._sources[number], self._sources[other], self._imports(number, other))

    def cost(self, number: int, other: int) -> int:
        """What it costs to cut a link: how many names it imports, and more if no function can take them."""
        imports = self._imports(number, other)
        source = self._sources[number].source
        hands_on = source.is_package and is_in(self._sources[other], source)
        return len(imports) + DEAR * (hands_on or any(i.name == "*" for i in imports))

    def _imports(self, number: int, other: int) -> tuple[Import, ...]:
        """The imports by which a module loads another."""
        file = self._sources[number]
        tables = self._tables(file.source)
        found = []
        for statement in file.facts.imports:
            if statement.tags & self._allowed and not statement.tags & self._refused:
                written = "." * statement.level + statement.module
                answer = self._answer(file.source, statement, written, tables[statement.level > 0])
                if other in self._settled(file, {answer}):
                    found.append(statement)
        return tuple(found)

    def _tables(self, source: Source) -> tuple[_Answers, _Answers]:
        """The answers that the absolute and the relative imports of a file share with others."""
        package = source.module or "."
        if source.module and not source.is_package:
            package = package.rpartition(".")[0]
        return self._alike[source.root,], self._alike[source.root, source.path.rpartition("/")[0], package]

    def _settled(self, file: File, answers: set[int]) -> set[int]:
        """The numbers that answers mean for one importer."""
        answers.discard(_NONE)
        doubtful = [answer for answer in answers if answer < _NONE]
        for answer in doubtful:
            answers.remove(answer)
            if not is_in(file, self._sources[_NONE - 1 - answer].source):
                answers.add(_NONE - 1 - answer)
        if self._implicit:
            loaded = [self._sources[answer].source for answer in answers]
            above = [p for s in loaded for p in self._contents.modules.above(s.module or "", s.root)]
            answers.update(
                self._numbers[p] for p in above if p in self._numbers and not is_in(file, p.source)
            )
        return answers

    def _answer(self, source: Source, statement: Import, written: str, known: _Answers) -> int:
        """The number of the module that an import loads, `_NONE` where there is none or it is undecided.

        Where it may be a module of that package which was not seen: `_NONE` less 1 less the number.
        """
        starts, named = known
        start = starts.get(written)
        if start is None:
            start = starts[written] = self._start(source, statement)
        if isinstance(start, int):
            return start
        name = statement.name
        if name is None or name == "*":
            return self._number(start.file, source, statement)
        if start.file is not None and start.file.source is source:
            early = self._contents.taken_early(start.file, statement)
            if early is not None:
                return self._number(early.file, source, statement)
        answer = named.get((written, name))
        if answer is None:
            module, doubtful = self._named(start, name, source.root)
            answer = self._number(module, source, statement)
            if doubtful and answer != _NONE:
                answer = _NONE - 1 - answer
            named[written, name] = answer
        return answer

    def _start(self, source: Source, statement: Import) -> int | Target:
        """What a statement names before its names: only a package has modules that these may be."""
        absolute = self._contents.modules.absolute(source, statement.module, statement.level)
        start = self._contents.named(source, absolute, statement.level)
        if start.kind != "module":
            return _NONE
        if start.file is None or start.file.source.is_package:
            return start
        return self._number(start.file, source, statement)

    def _number(self, module: File | None, source: Source, statement: Import) -> int:
        """The number of a module that an import surely means; a stub has none: it is not run."""
        certain = statement.level or (module and self._contents.modules.is_certain(module, source.root))
        return self._numbers.get(module, _NONE) if module and certain else _NONE

    def _named(self, start: Target, name: str, root: str) -> tuple[File | None, bool]:
        """The module that `from package import name` loads, and whether that is doubtful."""
        home = start.file
        below = self._contents.submodule(start, name, root)
        if home is None:
            return below.file if below else None, False
        bound = self._contents.names(home).get(0, name)
        if below is None and bound:
            return home, any(self._is_from(home, s) for s in bound)
        if below is not None and not bound and self._contents.starred(home, name)[0] is None:
            return below.file, False
        origin = self._tracer.follow(start, (name,), root)
        if below is not None and origin.kind == "module" and origin.module == below.module:
            return below.file, False
        return home, origin.kind in ("missing", "undecided")

    def _is_from(self, package: File, statement: Statement) -> bool:
        """Whether a package takes a name from itself, as it takes its submodules."""
        if not isinstance(statement, Import) or statement.name != statement.bound:
            return False
        return self._contents.imported(package, statement).file is package

"""Which module loads which when it is imported, by number: the graph that cycles are looked for in."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from ssot_lint.index.bindings import Statement
from ssot_lint.index.names import Target, import_keys, is_in
from ssot_lint.index.trace import Tracer
from ssot_lint.model import DYNAMIC, LAZY, REFERENCE, SCRIPT, TYPING, File, Import, Source

_SPECIAL = LAZY | TYPING | DYNAMIC | REFERENCE | SCRIPT
_NONE = -1

_Answers = tuple[dict[str, int | Target], dict[tuple[str, str], int]]
"""What each module that is written leads to, dots included: its number, or a package, whose names differ;
and what a name that is imported from one leads to."""


class Loads:
    """Leads each import to the number of the module that it loads; what is written alike once.

    `tags` are the kinds of import that count: RUNTIME, LAZY, TYPING, DYNAMIC; what only a script runs
    never does, for no import runs it. An import leads to the deepest module that it loads. The
    packages above that one run as well, but it leads to them only with `implicit`, and only where
    the importer is outside of them. What cannot be decided leads nowhere.
    """

    def __init__(self, tracer: Tracer, sources: Sequence[File], tags: int, implicit: bool) -> None:
        self._tracer = tracer
        self._contents = tracer.contents
        self.sources = sources
        self.numbers = {file: number for number, file in enumerate(sources)}
        self._allowed = tags
        self._refused = _SPECIAL & ~tags
        self._implicit = implicit
        self._alike: defaultdict[tuple[str, ...], _Answers] = defaultdict(lambda: ({}, {}))

    @cached_property
    def rows(self) -> tuple[frozenset[int], ...]:
        """The numbers of the modules that each module loads."""
        return tuple(map(self.row, range(len(self.sources))))

    def row(self, number: int) -> frozenset[int]:
        """The numbers of the modules that one module loads."""
        return frozenset(self._row(self.sources[number]))

    def above(self, number: int) -> list[int]:
        """The packages above a module."""
        source = self.sources[number].source
        packages = self._contents.modules.above(source.module or "", source.root)
        return [self.numbers[package] for package in packages if package in self.numbers]

    def _row(self, file: File) -> set[int]:
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

    def imports(self, number: int, other: int) -> tuple[Import, ...]:
        """The imports by which a module loads another."""
        file = self.sources[number]
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
        absolute, relative = import_keys(source)
        return self._alike[absolute], self._alike[relative]

    def _settled(self, file: File, answers: set[int]) -> set[int]:
        """The numbers that answers mean for one importer."""
        answers.discard(_NONE)
        doubtful = [answer for answer in answers if answer < _NONE]
        for answer in doubtful:
            answers.remove(answer)
            if not is_in(file, self.sources[_NONE - 1 - answer].source):
                answers.add(_NONE - 1 - answer)
        if self._implicit:
            above = {package for answer in answers for package in self.above(answer)}
            answers.update(p for p in above if not is_in(file, self.sources[p].source))
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
        return self.numbers.get(module, _NONE) if module and certain else _NONE

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

"""Finds what one file mocks: each thing once."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ssot_lint.api import DECORATOR, Call, Definition, File, Index, Span, Use

from .doubles import (
    FIXTURES,
    MOCKER_METHODS,
    MOCKERS,
    MONKEYPATCH,
    SERVICES,
    TYPE_QUESTIONS,
    Doubles,
    fixtures_of_the_project,
)
from .layout import Layout, contains, parameters

ENVIRONMENT = "os.environ"


class Mocked(NamedTuple):
    """One mocked thing: where, in which scope of the test, and how a message says it."""

    span: Span
    scope: int
    what: str
    is_certain: bool = True


class Search:
    """Looks for mocks in some files."""

    def __init__(self, index: Index, files: Sequence[File], libraries: tuple[str, ...]) -> None:
        self._index = index
        self._doubles = Doubles(index, libraries)
        self._bound = {file.path for file in files}
        self._own = frozenset(fixtures_of_the_project(index))
        names = self._doubles.names() | FIXTURES | {MONKEYPATCH}
        self._calls: defaultdict[str, list[Call]] = defaultdict(list)
        for file, call in index.calls(names):
            if file.path in self._bound:
                self._calls[file.path].append(call)
        self._uses: defaultdict[str, list[Use]] = defaultdict(list)
        for file, use in index.uses(names):
            if file.path in self._bound:
                self._uses[file.path].append(use)

    def mocked(self, file: File) -> list[Mocked]:
        """What a file mocks, in source order; what is part of another mock is left out."""
        layout = Layout(file)
        found = [*self._of_calls(file, layout), *self._of_uses(file, layout)]
        found += [*self._of_classes(file), *self._of_fixtures(file)]
        found.sort(key=_outer_first)
        outermost: list[Mocked] = []
        for each in found:
            if not outermost or not contains(outermost[-1].span, each.span):
                outermost.append(each)
        return outermost

    # -------------------------------------------------------------------------------------- calls

    def _of_calls(self, file: File, layout: Layout) -> Iterator[Mocked]:
        for call in self._calls[file.path]:
            found = self._of_call(file, layout, call)
            if found is None:
                continue
            definition = (
                layout.decorated(call) if call.flags & DECORATOR else layout.in_decorator_of(call.span)
            )
            yield found._replace(scope=definition.body) if definition is not None else found

    def _of_call(self, file: File, layout: Layout, call: Call) -> Mocked | None:
        target = self._index.resolve_bound(file, call.scope, call.bound, call.callee)
        maker = self._doubles.maker(target)
        if maker is not None:
            if target.file is not None and target.file.path in self._bound:
                return None  # its class is told
            return self._of_maker(file, layout, call, maker)
        if self._doubles.is_service(file, target):
            return Mocked(call.span, call.scope, f"{call.callee} stands in")
        root, _, method = call.callee.partition(".")
        if root in self._own or not layout.takes(call.bound, frozenset((root,))):
            return None
        if root in MOCKERS and method in MOCKER_METHODS:
            return self._of_maker(file, layout, call, method)
        if root in SERVICES:
            return Mocked(call.span, call.scope, f"{call.callee} stands in")
        return self._of_monkeypatch(file, layout, call) if call.callee == f"{MONKEYPATCH}.setattr" else None

    def _of_maker(self, file: File, layout: Layout, call: Call, maker: str) -> Mocked | None:
        """What a call mocks; variables of the environment are set, not mocked."""
        if not maker.startswith(("patch", "spy", "create_autospec")):
            return Mocked(call.span, call.scope, f"{call.callee} stands in")
        text, use = layout.patched(call), layout.argument(call, ("target", "in_dict", "spec", "obj"))
        symbol = text or (
            self._index.resolve_bound(file, use.scope, use.bound, use.name).symbol if use else ""
        )
        if symbol == ENVIRONMENT and maker == "patch.dict":
            return None
        mocked = symbol or (use.name if use else "")
        return Mocked(call.span, call.scope, f"{mocked} is mocked" if mocked else f"{call.callee} stands in")

    def _of_monkeypatch(self, file: File, layout: Layout, call: Call) -> Mocked | None:
        """What `monkeypatch.setattr` replaces, if that is of the project."""
        text, use = layout.patched(call), layout.argument(call, ("target",))
        if text:
            if not self._index.is_first_party(text.partition(".")[0], file):
                return None
            target = self._index.lookup(text)
        elif use is None:
            return Mocked(call.span, call.scope, f"{call.callee} replaces what is mocked", is_certain=False)
        else:
            target = self._index.resolve_bound(file, use.scope, use.bound, use.name)
        if target.kind == "external":
            return None
        known = target.kind not in ("undecided", "missing") or bool(text)
        return Mocked(call.span, call.scope, f"{text or target.symbol or call.callee} is mocked", known)

    # --------------------------------------------------------------------------------------- uses

    def _of_uses(self, file: File, layout: Layout) -> Iterator[Mocked]:
        """Classes of mocks that are handed on, and decorators that are not called."""
        for use in self._uses[file.path]:
            target = self._index.resolve_bound(file, use.scope, use.bound, use.name)
            if use.call >= 0:
                if self._doubles.maker(target) is not None and not self._asks_for_the_type(file, use):
                    yield Mocked(use.span, use.scope, f"{use.name} stands in")
            elif self._doubles.is_service(file, target):
                definition = layout.decorated(use)
                if definition is not None and use.name in definition.decorators:
                    yield Mocked(use.span, definition.body, f"{use.name} stands in")

    def _asks_for_the_type(self, file: File, use: Use) -> bool:
        call = file.facts.call(use.call)
        return self._index.resolve_bound(file, call.scope, call.bound, call.callee).symbol in TYPE_QUESTIONS

    # -------------------------------------------------------------------------------- definitions

    def _of_classes(self, file: File) -> Iterator[Mocked]:
        for definition in file.facts.definitions:
            symbol = self._index.definition_place(file, definition).symbol
            if definition.kind == "class" and symbol in self._doubles.subclasses:
                yield Mocked(definition.name_span, definition.body, f"{definition.qualified_name} stands in")

    def _of_fixtures(self, file: File) -> Iterator[Mocked]:
        """Tests and fixtures that take a fixture for mocks and call nothing of it themselves."""
        called = {(call.bound, call.callee.partition(".")[0]) for call in self._calls[file.path]}
        for definition in file.facts.definitions:
            if definition.kind == "class" or not self._is_run_by_pytest(file, definition):
                continue
            for name in sorted(parameters(definition, FIXTURES) - self._own):
                if (definition.body, name) not in called:
                    what = f"{name} of {definition.qualified_name} stands in"
                    yield Mocked(definition.name_span, definition.body, what)

    def _is_run_by_pytest(self, file: File, definition: Definition) -> bool:
        if definition.name.startswith("test"):
            return True
        decorators = (
            self._index.resolve(file, definition.scope, each) for each in definition.decorators if each
        )
        return any(each.symbol in ("pytest.fixture", "pytest_asyncio.fixture") for each in decorators)


def _outer_first(mocked: Mocked) -> tuple[int, int, int, int]:
    span = mocked.span
    return span.line, span.column, -span.end_line, -span.end_column

"""Which names make a mock: those of mocking libraries, subclasses of theirs, methods of fixtures."""

from collections.abc import Iterator

from ssot_lint.api import MOCK_LIBRARIES, File, Index, Target, matches_module, simple_name

# Libraries of which only these names make a mock; any call of another library makes one.
OBJECT_LIBRARIES = ("asynctest", "asynctest.mock", "mock", "mock.mock", "unittest.mock")
CLASSES = frozenset((
    "AsyncMock", "CoroutineMock", "MagicMock", "Mock", "NonCallableMagicMock", "NonCallableMock",
    "PropertyMock", "ThreadingMock",
))  # fmt: skip
PATCHES = frozenset(("patch", "patch.dict", "patch.multiple", "patch.object"))
MAKERS = CLASSES | PATCHES | {"create_autospec", "mock_open"}

MOCKERS = frozenset(("class_mocker", "mocker", "module_mocker", "package_mocker", "session_mocker"))
MOCKER_METHODS = MAKERS | {"async_stub", "patch.context_manager", "spy", "stub"}
# Fixtures that stand in for a service, whatever is called of them.
SERVICES = frozenset(("httpx_mock", "requests_mock", "respx_mock"))
MONKEYPATCH = "monkeypatch"
FIXTURES = MOCKERS | SERVICES
TYPE_QUESTIONS = frozenset(("builtins.isinstance", "builtins.issubclass", "typing.cast"))


class Doubles:
    """Tells of a name what it is to mocking."""

    def __init__(self, index: Index, libraries: tuple[str, ...]) -> None:
        self._index = index
        objects = {library.partition(".")[0] for library in OBJECT_LIBRARIES}
        self._services = tuple(
            each for each in (*MOCK_LIBRARIES, *libraries) if each.partition(".")[0] not in objects
        )
        self._heads = {each.partition(".")[0] for each in self._services}
        self.subclasses = self._subclasses()

    def maker(self, target: Target) -> str | None:
        """What a name is called that makes a mock of an object, None for any other name."""
        if target.kind == "external":
            for library in OBJECT_LIBRARIES:
                name = target.external.removeprefix(f"{library}.")
                if name != target.external and name in MAKERS:
                    return name
        elif target.symbol in self.subclasses:
            return target.name
        return None

    def is_service(self, file: File, target: Target) -> bool:
        """Whether a name is of a library that stands in for services."""
        return (target.kind == "external" or not self._index.is_first_party(target.module, file)) and any(
            matches_module(each, target.symbol) for each in self._services
        )

    def names(self) -> set[str]:
        """The simple names by which the calls and uses of all these are found."""
        names = {name.partition(".")[0] for name in MAKERS}
        names |= {simple_name(symbol) for symbol in self.subclasses}
        names |= {each.rpartition(".")[2] for each in self._services}
        for file in self._index.files:
            for statement in file.facts.imports:
                if not statement.level and statement.module.partition(".")[0] in self._heads:
                    names.add(statement.name or statement.module.rpartition(".")[2])
        return names - {"*"}

    def _subclasses(self) -> frozenset[str]:
        """The symbols of the project's classes that inherit from mocks."""
        names, found, asked = set(CLASSES), set[str](), set[str]()
        while names:
            asked |= names
            aliases = self._index.aliases(names)
            names = set()
            for file, definition in self._index.definitions("class"):
                if any(base.rpartition(".")[2] in aliases for base in definition.bases):
                    ancestors = self._index.ancestors(file, definition)
                    if any(self._is_mock(ancestor) for ancestor in ancestors):
                        found.add(self._index.definition_place(file, definition).symbol)
                        names |= {definition.name} - asked
        return frozenset(found)

    def _is_mock(self, target: Target) -> bool:
        return any(target.external == f"{library}.{name}" for library in OBJECT_LIBRARIES for name in CLASSES)


def fixtures_of_the_project(index: Index) -> Iterator[str]:
    """The names among those of well-known fixtures that the project defines itself."""
    known = {*FIXTURES, MONKEYPATCH}
    return (definition.name for _, definition in index.definitions("function") if definition.name in known)

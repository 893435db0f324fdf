"""Which modules are tests, and which files of the real system are there for tests."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from ssot_lint.api import MOCK_LIBRARIES, Definition, File, Index, matches_module

# Words of a path, between its separators, that say that the file is there for tests.
SUPPORT = re.compile(
    r"(?:bench|benchmarks?|tests?|testing|testlib|testsuite|testutils?|pytest\w*|hypothesis|unittests?)"
)
FRAMEWORKS = ("_pytest", "hypothesis", "nose", "nose2", "pytest", "testfixtures", "testtools", "unittest")
_BETWEEN = re.compile(r"[/_.\-]")
_TEST_FILE = re.compile(r"(?:^|/)(?:test_[^/]*|[^/]*_test|tests|conftest)\.py$")
_FIXTURES = ("pytest.fixture", "pytest.hookimpl", "pytest_asyncio.fixture")


class TestModules:
    """The test modules of the project.

    What lies in a folder without a single test in it is no test module, whatever its category: it
    is what a library offers to the tests of others (`django/test`).
    """

    def __init__(self, index: Index) -> None:
        self._folders = _test_folders(index)
        files = [file for file in index.files if self.has(file)]
        self._names = {file.module for file in files if file.module}
        self._tops = {name.partition(".")[0] for name in self._names}

    def has(self, file: File) -> bool:
        """Whether a file is one of them."""
        if file.category != "test":
            return False
        return is_in(file, self._folders) or (bool(_TEST_FILE.search(file.path)) and _is_test(file))

    def may_be_imported_by(self, file: File) -> bool:
        """Whether an import statement of a file may be of one of them, from how it is written."""
        inside = (file.module or "").partition(".")[0] in self._tops
        for statement in file.facts.imports:
            if statement.level:
                if inside:
                    return True
                continue
            module, name = statement.module, statement.name
            if module.partition(".")[0] in self._tops and (
                module in self._names or f"{module}.{name}" in self._names or name == "*"
            ):
                return True
        return False


def _is_test(file: File) -> bool:
    """Whether a file called like a test is one: it has tests in it, or something that only tests need.

    What lies among the real system may be called `connection_test.py` for what it does.
    """
    if any(each.kind != "class" and each.name.startswith("test") for each in file.facts.definitions):
        return True
    return any(
        not statement.level and matches_module(library, f"{statement.module}.{statement.name}")
        for statement in file.facts.imports
        for library in (*FRAMEWORKS, *MOCK_LIBRARIES)
    )


def _test_folders(index: Index) -> set[str]:
    """The folders without a file of the real system in them that hold tests."""
    real = {folder for file in index.files if file.category == "real" for folder in _folders(file.path)}
    return {
        folder
        for file in index.files
        if _TEST_FILE.search(file.path)
        for folder in _folders(file.path)
        if folder not in real
    }


def _folders(path: str) -> list[str]:
    """The folders that a file lies in, that of the project left out."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[: length + 1]) for length in range(len(parts))]


def tool_folders(files: Iterable[File]) -> set[str]:
    """The folders with a plugin of pytest in them: what lies there is a tool for tests."""
    return {
        _folders(file.path)[-1] for file in files if "/" in file.path and any(map(_is_hook, _functions(file)))
    }


def folders_of_tests(files: Iterable[File]) -> set[str]:
    """The folders of which more than two thirds of the files are tests: the rest serves them."""
    every, tests = Counter[str](), Counter[str]()
    for file in files:
        if not file.source.is_stub and not file.path.endswith("__init__.py"):
            every.update(_folders(file.path))
            if file.category == "test" and _is_test(file):
                tests.update(_folders(file.path))
    return {folder for folder, count in tests.items() if folder and count * 3 > every[folder] * 2}


def is_in(file: File, folders: set[str]) -> bool:
    """Whether a file lies in one of some folders, at whatever depth."""
    return not folders.isdisjoint(_folders(file.path))


def is_support(index: Index, file: File) -> bool:
    """Whether a file of the real system is there for tests: by its path, or as a plugin of pytest."""
    if any(map(SUPPORT.fullmatch, _BETWEEN.split(file.path))):
        return True
    return any(_is_hook(each) or _is_fixture(index, file, each) for each in _functions(file))


def _functions(file: File) -> Iterator[Definition]:
    return (each for each in file.facts.definitions if each.kind != "class" and not each.scope)


def _is_hook(function: Definition) -> bool:
    return function.name.startswith("pytest_")


def _is_fixture(index: Index, file: File, function: Definition) -> bool:
    return any(index.resolve(file, 0, each).symbol in _FIXTURES for each in function.decorators if each)

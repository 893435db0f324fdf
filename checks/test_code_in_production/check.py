"""Test code in the real system. The specification is README.md, beside this file."""

import re
from collections.abc import Iterator

from ssot_lint.api import (
    GUARDED,
    MOCK_LIBRARIES,
    RAISES,
    REFERENCE,
    SCRIPT,
    TYPING,
    Edge,
    File,
    Finding,
    Index,
    ModulePattern,
    PathGlob,
    Place,
    Related,
    Section,
    Severity,
    check,
    key,
    matches_module,
    selects_file,
)

from .kinds import FRAMEWORKS, TestModules, folders_of_tests, is_in, is_support, tool_folders

NAMED_FOR_TESTS = re.compile(r"_*(Mock|Fake|Stub)(?=[A-Z0-9_]|$)")


class TestCode(Section):
    """What is test code, as far as the project does not show it."""

    libraries: list[ModulePattern] = key("tests.libraries", [], "more modules that are for mocking")
    support: list[PathGlob] = key("tests.support", [], "files of the real system that are there for tests")


@check(code="SST504", severity="error", scope="project", section=TestCode)
def test_code_in_production(index: Index, section: TestCode) -> Iterator[Finding]:
    """The real system imports mocking libraries or test modules, or has classes that are named for tests."""
    modules, of_tests = TestModules(index), folders_of_tests(index.files)
    real = [
        file
        for file in index.files
        if file.category == "real"
        and not file.source.is_stub
        and not selects_file(section.support, file)
        and not is_in(file, of_tests)
    ]
    libraries = (*MOCK_LIBRARIES, *section.libraries)
    heads = {library.partition(".")[0] for library in (*libraries, *FRAMEWORKS)}
    tools = tool_folders(real)
    for file in real:
        if not modules.may_be_imported_by(file) and not _imports_one_of(file, heads):
            continue
        if not is_support(index, file):
            frameworks = () if is_in(file, tools) else FRAMEWORKS
            yield from _imports(index, file, modules, libraries, frameworks)
    yield from _classes(index, {file.path for file in real})


def _imports_one_of(file: File, heads: set[str]) -> bool:
    return not heads.isdisjoint(
        [statement.module.partition(".")[0] for statement in file.facts.imports if not statement.level]
    )


# ------------------------------------------------------------------------------------------ imports


def _imports(
    index: Index, file: File, modules: TestModules, libraries: tuple[str, ...], frameworks: tuple[str, ...]
) -> Iterator[Finding]:
    """One finding for each scope and module that a file imports."""
    reported = set()
    for edge in index.edges(file):
        if edge.statement.tags & (TYPING | REFERENCE | SCRIPT):
            continue
        found = _of_library(index, edge, libraries, frameworks) or _of_tests(index, edge, modules)
        if found is not None and (edge.statement.scope, found.subject) not in reported:
            reported.add((edge.statement.scope, found.subject))
            yield found


def _of_library(
    index: Index, edge: Edge, libraries: tuple[str, ...], frameworks: tuple[str, ...]
) -> Finding | None:
    if edge.statement.level or index.is_first_party(edge.module.partition(".")[0], edge.importer):
        return None
    name = edge.statement.name
    imported = edge.module if name in (None, "*") else f"{edge.module}.{name}"
    mocks = next((each for each in libraries if matches_module(each, imported)), None)
    if mocks is not None:
        return _finding(index, edge, mocks, "is for mocking", None)
    framework = next((each for each in frameworks if matches_module(each, imported)), None)
    return _finding(index, edge, framework, "is for testing", "warning") if framework else None


def _of_tests(index: Index, edge: Edge, modules: TestModules) -> Finding | None:
    home = edge.file
    if home is None or not modules.has(home):
        return None
    related = (Related(Place(home.path, symbol=edge.loaded), "the test module"),)
    return _finding(index, edge, edge.loaded, "is a test module", None, related)


def _finding(
    index: Index,
    edge: Edge,
    name: str,
    what: str,
    severity: Severity | None,
    related: tuple[Related, ...] = (),
) -> Finding:
    statement = edge.statement
    may_fail = statement.tags & (GUARDED | RAISES)
    return Finding(
        place=index.place(edge.importer, statement.span, statement.scope),
        message=f"{name} {what}, and {edge.importer.module or edge.importer.path} is of the real system;"
        " move what needs it to the tests",
        subject=name,
        hint="name files that are there for tests in tests.support",
        related=related,
        severity="info" if may_fail else severity,
    )


# ------------------------------------------------------------------------------------------ classes


def _classes(index: Index, real: set[str]) -> Iterator[Finding]:
    supports: dict[str, bool] = {}
    for file, definition in index.definitions("class"):
        if not NAMED_FOR_TESTS.match(definition.name) or file.path not in real:
            continue
        if file.path not in supports:
            supports[file.path] = is_support(index, file)
        if not supports[file.path]:
            place = index.definition_place(file, definition)
            yield Finding(
                place=place,
                message=f"{definition.qualified_name} is named for tests and is of the real system; move it"
                " there, or name it for what it does",
                subject=place.symbol,
                severity="info",
            )

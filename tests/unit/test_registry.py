"""The registry: which checks there are, and what a check package must be."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ssot_lint.api import Check, Finding, Index, check
from ssot_lint.errors import CheckError
from ssot_lint.registry import find_checks, load_registry, make_registry

CHECK = '''
from ssot_lint.api import check

@check(code="{code}", severity="error", scope="project")
def {name}(index):
    """What it finds."""
    yield from ()
'''


def made(code: str, name: str) -> Check:
    @check(code=code, severity="error", scope="project", name=name)
    def found(index: Index) -> Iterator[Finding]:
        yield from ()

    return found


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of an importable check package named `third_party_checks`."""
    folder = tmp_path / "third_party_checks"
    folder.mkdir()
    (folder / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    yield folder
    for name in [name for name in sys.modules if name.partition(".")[0] == folder.name]:
        del sys.modules[name]


def add(package: Path, folder: str, source: str, readme: str | None = "# What it finds\n") -> None:
    (package / folder).mkdir()
    (package / folder / "check.py").write_text(source)
    if readme is not None:
        (package / folder / "README.md").write_text(readme, encoding="utf-8")


def test_the_installed_checks_are_sorted_by_code() -> None:
    codes = [check.code for check in load_registry().checks]
    assert codes == sorted(codes)
    assert "SST003" in codes


def test_a_check_s_readme_is_at_hand(package: Path) -> None:
    add(package, "one", CHECK.format(code="ABC001", name="first"), readme="# Ünder one heading\n")
    registry = make_registry(find_checks("third_party_checks"))
    assert registry.readme(registry.by_code["ABC001"]) == "# Ünder one heading\n"


def test_every_folder_of_a_package_is_a_check(package: Path) -> None:
    add(package, "two", CHECK.format(code="ABC002", name="second"))
    add(package, "one", CHECK.format(code="ABC001", name="first"))
    (package / "notes").mkdir()
    registry = make_registry(find_checks("third_party_checks"))
    assert [check.name for check in registry.checks] == ["first", "second"]


def test_a_package_that_does_not_import_is_named_in_one_line(package: Path) -> None:
    add(package, "one", "raise OSError('no\\nluck')\n")
    expected = r"^the check package third_party_checks does not import: .*\.one\.check: OSError: no luck$"
    with pytest.raises(CheckError, match=expected):
        list(find_checks("third_party_checks"))


def test_a_package_that_is_missing_is_named() -> None:
    with pytest.raises(CheckError, match="the check package no_such_checks does not import"):
        list(find_checks("no_such_checks"))


def test_a_check_without_a_readme_is_refused(package: Path) -> None:
    add(package, "one", CHECK.format(code="ABC001", name="first"), readme=None)
    with pytest.raises(CheckError, match=r"third_party_checks\.one\.check: there is no README\.md beside it"):
        list(find_checks("third_party_checks"))


@pytest.mark.parametrize(
    ("source", "count"),
    [("", 0), (CHECK.format(code="ABC001", name="first") + CHECK.format(code="ABC002", name="second"), 2)],
)
def test_a_module_defines_exactly_one_check(package: Path, source: str, count: int) -> None:
    add(package, "one", source)
    with pytest.raises(CheckError, match=f"must define exactly one check, it defines {count}"):
        list(find_checks("third_party_checks"))


def test_a_check_that_is_no_generator_is_refused(package: Path) -> None:
    add(package, "one", CHECK.format(code="ABC001", name="first").replace("yield from ()", "return []"))
    with pytest.raises(CheckError, match="first must be a generator function"):
        list(find_checks("third_party_checks"))


IN_FILE = """

def in_file(file, index):
    {body}


@check(code="ABC001", severity="error", scope="{scope}", in_file=in_file)
def first(index):
    yield from ()
"""


@pytest.mark.parametrize(
    ("body", "scope", "expected"),
    [
        ("return []", "project", "in_file must be a generator function"),
        ("yield from ()", "file", 'first has in_file, and not the scope "project"'),
    ],
)
def test_what_looks_at_one_file_belongs_to_a_check_of_the_project(
    package: Path, body: str, scope: str, expected: str
) -> None:
    add(package, "one", f"from ssot_lint.api import check\n{IN_FILE.format(body=body, scope=scope)}")
    with pytest.raises(CheckError, match=expected):
        list(find_checks("third_party_checks"))


@pytest.mark.parametrize("code", ["sst001", "SST01", "SST0001", "ABCD001", "001", "SST001 "])
def test_a_malformed_code_is_refused(code: str) -> None:
    with pytest.raises(CheckError, match="is not capitals and three digits"):
        make_registry([made(code, "name")])


@pytest.mark.parametrize("name", ["Name", "two_words", "", "-x", "SST001"])
def test_a_malformed_name_is_refused(name: str) -> None:
    with pytest.raises(CheckError, match="is not small letters and dashes"):
        make_registry([made("X001", name or "Ä")])


def test_a_code_that_is_taken_is_refused() -> None:
    with pytest.raises(CheckError, match="X001 is taken by"):
        make_registry([made("X001", "one"), made("X001", "two")])


def test_a_name_that_is_taken_is_refused() -> None:
    with pytest.raises(CheckError, match="one is taken by"):
        make_registry([made("X001", "one"), made("X002", "one")])

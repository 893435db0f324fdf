"""Which packages are taken for plugins that do not know each other."""

import pytest

from ssot_lint.index.clones.neighbourhood import MANY_PACKAGES, Neighbourhood
from tests.unit.indexed import index_of


def apart(count: int, text: str = "", one: str = "app/p0/a.py", other: str = "app/p1/a.py") -> bool:
    sources = {"app/__init__.py": "", "lib/__init__.py": ""}
    for number in range(count):
        sources |= {f"app/p{number}/__init__.py": "", f"app/p{number}/a.py": ""}
    index = index_of(sources | {"app/p0/b/__init__.py": text, "app/c.py": "", "lib/d.py": ""})
    here, there = index.file(one), index.file(other)
    assert here is not None
    assert there is not None
    return Neighbourhood(index).are_apart(here, there)


def test_many_packages_side_by_side_are_apart() -> None:
    assert apart(MANY_PACKAGES)


def test_few_packages_are_one_whole() -> None:
    assert not apart(MANY_PACKAGES - 1)


@pytest.mark.parametrize("text", ["import app.p1.a", "from app import p1", "from ...p1.a import x"])
def test_packages_of_which_one_imports_the_other_are_not_apart(text: str) -> None:
    assert not apart(MANY_PACKAGES, text)


@pytest.mark.parametrize("text", ["import app.p2.a", "from app.p3 import a", "import app.c"])
def test_packages_that_import_others_are_apart(text: str) -> None:
    assert apart(MANY_PACKAGES, text)


@pytest.mark.parametrize("other", ["app/p0/__init__.py", "app/p0/b/__init__.py", "app/c.py", "lib/d.py"])
def test_files_that_lie_in_no_two_of_the_packages_are_not_apart(other: str) -> None:
    assert not apart(MANY_PACKAGES, other=other)

"""Where the project is, under which name an import reaches a file, and which service it is of."""

from itertools import permutations
from pathlib import Path

import pytest

from ssot_lint.api import Module, Service
from ssot_lint.discover import Project, find_project
from ssot_lint.discover.names import Namer
from ssot_lint.policy import Root
from tests.unit.trees import found, grow

# ----------------------------------------------------------------------------------------- project


@pytest.mark.parametrize("name", ["compliance.yaml", "compliance.yml"])
def test_the_root_is_where_the_nearest_policy_lies(tmp_path: Path, name: str) -> None:
    grow(tmp_path, "compliance.yaml", f"a/{name}", "a/b/pyproject.toml", "a/b/c/")
    assert find_project(tmp_path / "a/b/c", None) == Project(tmp_path / "a", tmp_path / "a" / name)


def test_a_policy_beside_git_counts(tmp_path: Path) -> None:
    grow(tmp_path, "compliance.yaml", ".git/", "a/")
    assert find_project(tmp_path / "a", None) == Project(tmp_path, tmp_path / "compliance.yaml")


def test_a_policy_above_the_checkout_does_not_count(tmp_path: Path) -> None:
    grow(tmp_path, "compliance.yaml", "a/.git/", "a/b/")
    assert find_project(tmp_path / "a/b", None) == Project(tmp_path / "a", None)


def test_a_dangling_policy_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "compliance.yaml").symlink_to("gone")
    assert find_project(tmp_path, None).policy == tmp_path / "compliance.yaml"


def test_with_a_named_policy_the_root_is_the_working_directory(tmp_path: Path) -> None:
    grow(tmp_path, "compliance.yaml", "etc/strict.yaml", "a/")
    config = tmp_path / "etc/strict.yaml"
    assert find_project(tmp_path / "a", config) == Project(tmp_path / "a", config)


@pytest.mark.parametrize("mark", ["pyproject.toml", ".git"])
def test_without_a_policy_the_root_is_the_nearest_project(tmp_path: Path, mark: str) -> None:
    grow(tmp_path, "pyproject.toml", f"a/{mark}", "a/b/")
    assert find_project(tmp_path / "a/b", None) == Project(tmp_path / "a", None)


def test_without_any_mark_the_root_is_the_working_directory(tmp_path: Path) -> None:
    grow(tmp_path, ".git/", "a/.git/", "a/b/")
    assert find_project(tmp_path / "a", None).root == tmp_path / "a"


# ------------------------------------------------------------------------------------------- names


def names(root: Path, *roots: Root) -> dict[str, tuple[str, str | None]]:
    discovery = found(root, roots=roots or None)
    return {source.path: (source.root, source.module) for source in discovery.sources}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a.py", (".", "a")),
        ("pkg/a.py", (".", "pkg.a")),
        ("pkg/a.pyi", (".", "pkg.a")),
        ("pkg/__init__.py", (".", "pkg")),
        ("pkg/__main__.py", (".", "pkg.__main__")),
        ("src/pkg/a.py", ("src", "pkg.a")),
        ("src/a.py", ("src", "a")),
        ("__init__.py", (".", None)),
        ("my-scripts/a.py", (".", None)),
        ("pkg/a.b.py", (".", None)),
        ("pkg/0001_initial.py", (".", None)),
        ("stubs-x/pkg/a.pyi", (".", None)),
    ],
)
def test_a_file_is_named_by_its_path(tmp_path: Path, path: str, name: tuple[str, str | None]) -> None:
    assert names(grow(tmp_path, path)) == {path: name}


def test_an_init_file_is_a_package(tmp_path: Path) -> None:
    grow(tmp_path, "pkg/__init__.py", "pkg/a.py")
    assert [source.is_package for source in found(tmp_path).sources] == [True, False]


def test_src_that_is_a_package_is_no_root(tmp_path: Path) -> None:
    grow(tmp_path, "src/__init__.py", "src/a.py")
    assert names(tmp_path)["src/a.py"] == (".", "src.a")


def test_a_nested_project_is_a_root_and_so_is_its_src(tmp_path: Path) -> None:
    grow(tmp_path, "libs/my-lib/pyproject.toml", "libs/my-lib/a.py", "libs/my-lib/src/b/c.py")
    assert names(tmp_path) == {
        "libs/my-lib/a.py": ("libs/my-lib", "a"),
        "libs/my-lib/src/b/c.py": ("libs/my-lib/src", "b.c"),
    }


def test_a_nested_project_that_is_a_package_is_no_root(tmp_path: Path) -> None:
    grow(tmp_path, "pkg/pyproject.toml", "pkg/__init__.py", "pkg/a.py")
    assert names(tmp_path)["pkg/a.py"] == (".", "pkg.a")


def test_declared_roots_replace_the_default_ones(tmp_path: Path) -> None:
    grow(tmp_path, "lib/pkg/a.py", "src/b.py")
    assert names(tmp_path, Root("lib/")) == {"lib/pkg/a.py": ("lib", "pkg.a"), "src/b.py": (".", None)}


def test_the_deepest_root_names_a_file(tmp_path: Path) -> None:
    grow(tmp_path, "a/b/c.py", "a/d.py")
    roots = (Root("."), Root("a"), Root("a/b"))
    assert names(tmp_path, *roots) == {"a/b/c.py": ("a/b", "c"), "a/d.py": ("a", "d")}


def test_a_root_may_stand_for_a_package(tmp_path: Path) -> None:
    grow(tmp_path, "checks/__init__.py", "checks/a/check.py")
    assert names(tmp_path, Root("."), Root("checks", "org.checks")) == {
        "checks/__init__.py": ("checks", "org.checks"),
        "checks/a/check.py": ("checks", "org.checks.a.check"),
    }


def test_a_deep_path_is_named() -> None:
    name = ".".join("a" * 2000)
    assert Namer({".": ""}).file(name.replace(".", "/") + ".py").module == name


# ---------------------------------------------------------------------------------------- services

SERVICES = {
    "shop": Service(package=Module("shop")),
    "core": Service(package=Module("shop.core"), tests=True),
    "plugins": Service(package=Module("shop.plugins.*"), each=True),
    "adapters": Service(package=Module("**.adapters")),
}


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("shop/__init__.py", "shop"),
        ("shop/a.py", "shop"),
        ("shopping/a.py", None),
        ("shop/core/a/b.py", "core"),
        ("shop/plugins/__init__.py", "shop"),
        ("shop/plugins/pay.py", "plugins.pay"),
        ("shop/plugins/pay/card.py", "plugins.pay"),
        ("billing/adapters/a.py", "adapters"),
        ("adapters.py", "adapters"),
        ("shop/tests/a.py", None),
        ("shop/core/tests/a.py", "core"),
        ("shop/my-scripts/a.py", None),
    ],
)
def test_the_most_specific_service_that_matches_has_the_module(
    tmp_path: Path, path: str, service: str | None
) -> None:
    (source,) = found(grow(tmp_path, path), services=SERVICES).sources
    assert source.service == service


def test_the_order_of_the_services_does_not_matter(tmp_path: Path) -> None:
    grow(tmp_path, "shop/core/adapters/a.py", "shop/plugins/adapters.py")
    orders = [found(tmp_path, services=dict(order)) for order in permutations(SERVICES.items())]
    assert all(order == orders[0] for order in orders)
